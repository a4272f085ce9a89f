"""Where in a pack something is written, with a sentence about it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from biaochi.packs.shapes import Basis, Label, Mark, Pack
from biaochi.vocabulary.fields import GROUPS

_SEARCHED = (
    "rules", "exceptions", "quantities", "parameters", "readings", "monitors", "statistics",
    "catalogues", "procedures", "lists", "measures", "channels", "calendar", "relations",
    "attributes", "sources", "ballots", "groups", "sheets",
)  # fmt: skip
_ITEM = "条目"


@dataclass(frozen=True, kw_only=True)
class Place:
    """One thing of a pack: what it is, where it stands, what it says."""

    pack: str
    kind: str
    name: str
    file: str
    line: int
    says: str


def places(pack: Pack, folder: Path, wanted: str) -> list[Place]:
    """Return every place of that id or Chinese name."""
    found = []
    for path, kind, name, part in _things(pack):
        if wanted in (name, _label(part)):
            mark = _mark(pack, path)
            file, line = (str(folder / mark.file), mark.line) if mark else (str(folder), 0)
            found.append(Place(pack=pack.id, kind=kind, name=name, file=file, line=line,
                               says=_says(pack, kind, name, part)))  # fmt: skip
    return found


def _mark(pack: Pack, path: str) -> Mark | None:
    """Return the place of a path, or of what is around it (items of a range have none)."""
    while path not in pack.marks and "." in path:
        path = path.rpartition(".")[0]
    return pack.marks.get(path)


def named_in(pack: Pack) -> set[str]:
    """Return every name that can be looked for."""
    return {name for _, _, name, _ in _things(pack)}


def _things(pack: Pack) -> Iterator[tuple[str, str, str, object]]:
    for group in _SEARCHED:
        things = getattr(pack, group)
        if isinstance(things, Mapping):
            yield from ((f"{group}.{n}", GROUPS[group], n, part) for n, part in things.items())
        else:
            yield from ((f"{group}.{i}", GROUPS[group], p.id, p) for i, p in enumerate(things))
    for name, catalogue in pack.catalogues.items():
        for i, item in enumerate(catalogue.items):
            yield f"catalogues.{name}.items.{i}", _ITEM, item.code, item


def _label(part: object) -> str:
    label = getattr(part, "label", "")
    return label.zh if isinstance(label, Label) else str(label)


def _says(pack: Pack, kind: str, name: str, part: object) -> str:
    label = _label(part) or str(getattr(part, "asks", "")) or name
    basis = getattr(part, "basis", None)
    clause = f"（{basis.clause}）" if isinstance(basis, Basis) and basis.clause else ""
    text = getattr(part, "when", None) or getattr(part, "formula", None)
    more = f"：{text}" if text else ""
    return f"{pack.title}　{kind}「{label}」{clause}{more}"
