"""The content of a paper as plain JSON, and back: what was handed out can be drawn again."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from biaochi.documents.shapes import Block, Cell, NewPage, Paper, Para, Point, Row, Table
from biaochi.documents.wording import visible

_BLOCKS: Mapping[str, type[Point | Para | Table | NewPage]] = {
    "point": Point, "para": Para, "table": Table, "page": NewPage,
}  # fmt: skip
_NAMES = {kind: name for name, kind in _BLOCKS.items()}


def plain(paper: Paper) -> dict[str, Any]:
    """Return a paper as plain JSON."""
    found: dict[str, Any] = _plain(paper)
    return found


def paper_from(said: Mapping[str, Any]) -> Paper:
    """Return the paper that was written as plain JSON."""
    given = dict(said)
    for name in ("blocks", "after"):
        given[name] = tuple(_block(b) for b in given[name])
    for name in ("title", "attachments", "blanks"):
        given[name] = tuple(given[name])
    given["names"] = frozenset(given["names"])
    given["dated"] = date.fromisoformat(given["dated"]) if given["dated"] else None
    return Paper(**given)


def cleaned(paper: Paper) -> Paper:
    """Return a paper without characters nobody sees."""
    return paper_from(_cleaned(plain(paper)))


def _cleaned(value: Any) -> Any:  # noqa: ANN401 (plain JSON)
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, list):
        return [_cleaned(v) for v in value]
    return {k: _cleaned(v) for k, v in value.items()} if isinstance(value, dict) else value


def _plain(value: Any) -> Any:  # noqa: ANN401 (plain JSON)
    if is_dataclass(value) and not isinstance(value, type):
        said = {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
        kind = _NAMES.get(type(value))  # type: ignore[arg-type]  # any data class may ask
        return {"kind": kind, **said} if kind else said
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple | list):
        return [_plain(v) for v in value]
    return value.isoformat() if isinstance(value, date) else value


def _block(said: Mapping[str, Any]) -> Block:
    given = {k: v for k, v in said.items() if k != "kind"}
    if said["kind"] == "table":
        rows = (Row(cells=tuple(Cell(**c) for c in r["cells"]), height=r["height"])
                for r in given["rows"])  # fmt: skip
        return Table(**{**given, "widths": tuple(given["widths"]), "rows": tuple(rows)})
    return _BLOCKS[said["kind"]](**given)
