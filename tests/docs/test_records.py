"""Decisions and fragments keep their forms."""

import re

from tests.architecture.tree import ROOT

DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
PARTS = ["Context", "Decision", "Refused", "Consequences"]
FRAGMENTS = sorted(p for p in (ROOT / "changelog.d").glob("*.md") if p.name != "README.md")
KINDS = {"policy", "engine", "procedure", "api", "ops", "fix"}
SAID = ("Rules: ", "Dates: ", "Stored findings: ")
PAGE = 60


def test_decisions_are_numbered_without_gaps() -> None:
    assert [int(p.name[:4]) for p in DECISIONS] == list(range(len(DECISIONS)))


def test_a_decision_has_its_parts_and_fits_on_a_page() -> None:
    for path in DECISIONS:
        text = path.read_text(encoding="utf-8")
        assert text.startswith(f"# {path.name[:4]} "), path.name
        assert re.findall(r"^## (.+)$", text, re.MULTILINE) == PARTS, path.name
        assert len(text.splitlines()) <= PAGE, path.name


def test_the_name_of_a_decision_is_the_decision() -> None:
    bad = [p.name for p in DECISIONS if not re.fullmatch(r"\d{4}(-[a-z0-9]+)+\.md", p.name)]
    assert bad == []


def test_a_fragment_is_of_a_known_kind() -> None:
    names = [p.name for p in FRAGMENTS]
    assert [n for n in names if n.split(".")[1:] != [n.split(".")[1], "md"]] == []
    assert {n.split(".")[1] for n in names} <= KINDS


def test_a_change_of_policy_or_engine_says_whose_findings_differ() -> None:
    for path in FRAGMENTS:
        if path.name.split(".")[1] in {"policy", "engine"}:
            lines = path.read_text(encoding="utf-8").splitlines()
            assert all(any(line.startswith(s) for line in lines) for s in SAID), path.name
