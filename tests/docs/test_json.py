"""The page about JSON names the keys that commands really print."""

import json
import re

import pytest

from tests.architecture.tree import ROOT
from tools.pages.console import EXAMPLE_PACK, Sandbox

PAGE = (ROOT / "docs" / "reference" / "json.md").read_text(encoding="utf-8")
FACTS = f"{EXAMPLE_PACK}/examples/two-units"
ON_FACTS = f"--pack {EXAMPLE_PACK} --facts {FACTS}"
ON = f"{ON_FACTS} --period 2024"
PREPARE = f"facts prepare {ON_FACTS} --out prepared"
ON_PREPARED = f"--pack {EXAMPLE_PACK} --facts prepared --period 2024"
LISTS = ("quantities", "findings", "packs", "changes", "places", "parts", "errors")
COMMANDS = {
    "biaochi assess": f"assess {ON}",
    "summary.json": f"assess {ON_PREPARED} --out results",
    "biaochi explain": f"explain {ON} --person fan",
    "biaochi what-if": f"what-if {ON} --set 约谈线=8",
    "biaochi pack check": f"pack check {EXAMPLE_PACK}",
    "biaochi pack list": "pack list",
    "biaochi pack diff": f"pack diff {EXAMPLE_PACK} specimen-operators",
    "biaochi facts check": f"facts check {FACTS}",
    "biaochi facts prepare": PREPARE,
    "biaochi where": "where over-talk-line --pack " + EXAMPLE_PACK,
    "被拒绝时": "facts check nowhere",
}
ROW = re.compile(r"\| (`.+?) \| (.+) \|")
ONLY_SOMETIMES = {"statistics", "readings", "trace"}


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Sandbox:
    return Sandbox(ROOT, tmp_path_factory.mktemp("json"))


def rows(title: str) -> dict[str, set[str]]:
    """Return the keys a section tells of, each with the words of its line."""
    section = re.split(rf"^## `?{re.escape(title)}`?$", PAGE, flags=re.MULTILINE)[1]
    found = {}
    lines = section.partition("\n## ")[0].splitlines()
    for keys, says in (m.groups() for line in lines if (m := ROW.fullmatch(line))):
        found |= {key: set(re.findall(r"`(\w+)`", says)) for key in re.findall(r"`(\w+)`", keys)}
    return found


@pytest.mark.parametrize("title", COMMANDS)
def test_a_command_prints_the_keys_its_section_names(title: str, sandbox: Sandbox) -> None:
    if title == "summary.json":
        sandbox.output(f"{PREPARE} --format json")
    document = json.loads("\n".join(sandbox.output(f"{COMMANDS[title]} --format json")))
    told = rows(title)
    assert set(document) - ONLY_SOMETIMES <= set(told)
    assert set(told) - {"readings"} <= set(document)
    if title == "biaochi explain":
        told["findings"] = rows("biaochi assess")["findings"]
    for key in (k for k in LISTS if isinstance(document.get(k), list)):
        first = set(document[key][0])
        assert first - ONLY_SOMETIMES - told[key] == set(), key
