"""Approved explanations, word by word; UPDATE_SNAPSHOTS=1 writes them anew for reading."""

import os
from pathlib import Path

import pytest

from biaochi.engine.explain import lines
from tests.core.engine.specimen import world

APPROVED = Path(__file__).with_name("explain")
ASKED = {
    "met": ("F", "over"), "not-met": ("D", "over"), "blank-value": ("H", "over"),
    "place-and-years": ("F", "low"), "no-records": ("H", "low"), "weighted-total": ("F", "total"),
}  # fmt: skip


@pytest.mark.parametrize("name", ASKED)
def test_an_explanation_is_as_approved(name: str) -> None:
    ident, what = ASKED[name]
    run = world()
    is_rule = what in {"over", "low"}
    trace = run.trace_of_rule(ident, what) if is_rule else run.trace(ident, what)
    said = "\n".join(lines(trace)) + "\n"
    path = APPROVED / f"{name}.txt"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        path.write_text(said, encoding="utf-8")
    assert said == path.read_text(encoding="utf-8")


def test_every_approved_explanation_is_asked_for() -> None:
    assert {p.stem for p in APPROVED.glob("*.txt")} == set(ASKED)
