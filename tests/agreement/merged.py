"""The examples of a pack that ask the same question, as one set of facts: one run for many."""

from collections.abc import Iterator, Mapping, Sequence

from biaochi.batch.examples import asked, store_of
from biaochi.engine.compile import Asked
from biaochi.errors import Refusal
from biaochi.packs.examples import examples
from biaochi.packs.loader import builtin, load
from biaochi.packs.shapes import Pack
from biaochi.packs.shapes.examples import Example

Rows = Mapping[str, Sequence[Mapping[str, object]]]
OURS = {
    "person", "unit", "subject", "id", "supersedes", "parent", "line_of", "matter", "incident",
    "session",
}  # fmt: skip


def merged(pack_id: str) -> Iterator[tuple[Pack, Asked, dict[str, list[dict[str, object]]], int]]:
    """Each question with the facts of all its examples, and how many those are; largest first."""
    pack, folder = load(builtin(pack_id)), builtin(pack_id)
    groups: dict[str, list[Example]] = {}
    for example in examples(folder):
        if example.facts != "folder" and not _is_refused(pack, example):
            groups.setdefault(repr(asked(example)), []).append(example)
    for those in sorted(groups.values(), key=len, reverse=True):
        rows: dict[str, list[dict[str, object]]] = {}
        for at, example in enumerate(those):
            assert not isinstance(example.facts, str)
            for table, own in example.facts.items():
                rows.setdefault(table, []).extend(renamed(table, row, at) for row in own)
        days = {str(row["date"]): row for row in rows.get("calendar", [])}
        if days:
            rows["calendar"] = list(days.values())
        yield pack, asked(those[0]), rows, len(those)


def _is_refused(pack: Pack, example: Example) -> bool:
    try:
        store_of(pack, builtin(pack.id), example).close()
    except Refusal:
        return True
    return False


def renamed(table: str, row: Mapping[str, object], at: int) -> dict[str, object]:
    """The row with the ids of people, units and rows made those of one example."""
    ours = OURS | ({"from", "to"} if table == "links" else set())
    return {k: f"{at}.{v}" if k in ours and v is not None else v for k, v in row.items()}
