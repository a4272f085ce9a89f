"""Numbers on the pages that explain are worked out again, by both executors."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from biaochi.batch.checking import check
from tests.architecture.tree import ROOT

EXPLANATION = ROOT / "docs" / "explanation"
ROW = re.compile(r"^\| `(.+)` \| ([^|]+) \|$", re.MULTILINE)
TABLE = re.compile(r"\| 式子 \| 得 \|\n\|.*\|\n((?:\|.*\|\n)+)")
MODES = ("half_up", "half_even", "floor", "ceil")
ROUNDED = re.compile(
    r"^\| (-?[\d.]+) \| " + r" \| ".join([r"(-?[\d.]+)"] * 4) + r" \|$", re.MULTILINE
)
ANSWERS = {"是": "true", "否": "false", "待定": "undetermined"}
CALENDAR = [
    {"date": "2017-09-30", "kind": "workday"},
    *({"date": f"2017-10-0{day}", "kind": "holiday"} for day in range(2, 7)),
]


def rows(page: Path) -> Iterator[tuple[str, str]]:
    for table in TABLE.findall(page.read_text(encoding="utf-8")):
        for formula, answer in ROW.findall(table):
            yield formula, ANSWERS.get(answer.strip(), answer.strip())


def failures(folder: Path, worked: list[tuple[str, str]], mode: str = "half_up") -> list[str]:
    """Return what a pack made of these formulas answers otherwise."""
    head = {
        "id": folder.name, "title": "核对", "in_force": {"from": "2000-01-01"},
        "documents": [{"id": "d", "title": "核对"}],
        "numeric": {"scale": 2, "rounding": mode, "largest": "1000", "rows": "10"},
    }  # fmt: skip
    quantities = {
        f"q{at}": {"of": "person", "label": f"第{at}项", "formula": formula}
        for at, (formula, _) in enumerate(worked)
    }
    wanted = [
        {"subject": "P1", "name": f"q{at}", "value": answer}
        for at, (_, answer) in enumerate(worked)
    ]
    example = {
        "title": "核对", "period": "2017", "expect": {"quantities": wanted},
        "facts": {"people": [{"person": "P1", "name": "甲"}], "calendar": CALENDAR},
    }  # fmt: skip
    files = {"pack.yaml": head, "quantities.yaml": quantities, "examples/worked.yaml": example}
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    found = check(folder, with_examples=True)
    bad = [str(p) for p in found.problems if p.level == "error"]
    return bad + [f"{f.engine}: {f.difference}" for f in found.failures]


@pytest.mark.parametrize("name", ["rounding", "days", "missing-facts"])
def test_worked_formulas_come_out(name: str, tmp_path: Path) -> None:
    worked = list(rows(EXPLANATION / f"{name}.md"))
    assert worked
    assert failures(tmp_path / "worked-pack", worked) == []


@pytest.mark.parametrize("mode", MODES)
def test_worked_roundings_come_out(mode: str, tmp_path: Path) -> None:
    found = ROUNDED.findall((EXPLANATION / "rounding.md").read_text(encoding="utf-8"))
    assert found
    worked = [(f"round({row[0]}, 2)", row[1 + MODES.index(mode)]) for row in found]
    assert failures(tmp_path / "worked-pack", worked, mode) == []


def test_a_wrong_number_is_seen(tmp_path: Path) -> None:
    assert len(failures(tmp_path / "worked-pack", [("1 + 1", "3")])) == 2
