"""The examples of a pack that ask the same question, as one set of facts: one run for many."""

import os
from collections.abc import Iterator, Mapping, Sequence

from biaochi.batch.examples import asked
from biaochi.engine.compile import Asked
from biaochi.packs.loader import builtin_ids
from biaochi.packs.shapes import Pack
from tests.packs.builtin import examples_of, pack_of

ALL_ENGINES = os.environ.get("ENGINES") == "all"
EVERY_RUN = builtin_ids() if ALL_ENGINES else ("specimen-operators",)
"""Packs whose examples every engine runs: the one that uses every operator; ``ENGINES=all``: all.

The interpreter and DuckDB run all of them in every run (``test_examples``).
"""
Rows = Mapping[str, Sequence[Mapping[str, object]]]
OURS = {
    "person", "unit", "subject", "id", "supersedes", "parent", "line_of", "matter", "incident",
    "session",
}  # fmt: skip


def merged(pack_id: str) -> Iterator[tuple[Pack, Asked, dict[str, list[dict[str, object]]], int]]:
    """Each question with the facts of all its examples, and how many those are; largest first."""
    pack = pack_of(pack_id)
    groups: dict[str, list] = {}
    for example in examples_of(pack_id).values():
        if example.facts != "folder" and not example.expect.refused:
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


def renamed(table: str, row: Mapping[str, object], at: int) -> dict[str, object]:
    """The row with the ids of people, units and rows made those of one example."""
    ours = OURS | ({"from", "to"} if table == "links" else set())
    return {k: f"{at}.{v}" if k in ours and v is not None else v for k, v in row.items()}
