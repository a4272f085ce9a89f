"""Strange input gets a code, a place and a next step; never a traceback."""

import json
from pathlib import Path

import pytest

from tests.journeys.conftest import EVIDENCE, PEOPLE, Run, written

VOTES = "session,subject,question,option,votes,cast,valid\n"
UNITS = "unit,name,parent\n"
FACTS = [
    ("misspelt column", {"people": "persn,name\nP1,甲\n"}, "FACT-COLUMN"),
    ("wrong date", {"evidence": "id,item,person,occurred_on\nE1,K1,P1,2024-13-01\n"}, "FACT-DATE"),
    ("no such day", {"evidence": "id,item,person,occurred_on\nE1,K1,P1,2024-02-30\n"}, "FACT-DATE"),
    ("duplicate id", {"people": "person\nP1\nP1\n"}, "FACT-DUPLICATE"),
    ("score in words", {"scores": "person,component,period,value\nP1,x,2024,优\n"}, "FACT-NUMBER"),
    ("negative votes", {"ballots": VOTES + "S,P1,年度,优秀,-3,9,9\n"}, "FACT-COUNT"),
    ("votes over cast", {"ballots": VOTES + "S,P1,年度,优秀,12,9,9\n"}, "FACT-VOTES"),
    (
        "before birth",
        {"evidence": "id,item,person,occurred_on\nE1,K1,P1,1950-01-01\n"},
        "FACT-BIRTH",
    ),
    ("unknown person", {"evidence": "id,item,person,occurred_on\nE1,K1,P9,2024-01-01\n"},
     "FACT-REFERENCE"),
    ("unknown item", {"evidence": "id,item,person,occurred_on\nE1,Z9,P1,2024-01-01\n"},
     "FACT-ITEM"),
    ("units in a circle", {"units": UNITS + "U1,甲局,U2\nU2,乙局,U1\n"}, "FACT-LOOP"),
    ("own parent", {"units": UNITS + "U1,甲局,U1\n"}, "FACT-LOOP"),
    ("NUL", {"people": "person,name\nP1,甲\x00乙\n"}, "FACT-"),
    ("neither encoding", {"people": b"person,name\nP1,\xff\xfe\xfa\n"}, "FACT-"),
    ("only a header torn", {"people": '"person\n'}, "FACT-"),
    ("many votes", {"ballots": VOTES + "S,P1,年度,优秀,9999999999999,9,9\n"}, "FACT-COUNT"),
]  # fmt: skip
QUANTITY = "of: person\n  label: 试\n  "
YAML = [
    ("bomb", "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "PACK-UNSAFE"),
    ("anchor", "a: &x {of: person, formula: '1'}\n", "PACK-UNSAFE"),
    ("tag", "a: !!python/object/apply:os.system ['true']\n", "PACK-UNSAFE"),
    ("duplicate key", f"扣分甲:\n  {QUANTITY}formula: '1'\n  formula: '2'\n", "PACK-DUPLICATE"),
    ("circle", f"a:\n  {QUANTITY}formula: b + 1\nb:\n  {QUANTITY}formula: a + 1\n", "PLAN-CYCLE"),
    ("own circle", f"a:\n  {QUANTITY}formula: a + 1\n", "PLAN-CYCLE"),
    ("deep", f"a:\n  {QUANTITY}formula: '{'(' * 5000}1{')' * 5000}'\n", "FORM-SYNTAX"),
    ("deep yaml", "a: " + "[" * 5000 + "]" * 5000 + "\n", "PACK-"),
    ("no yaml", "a: [1, 2\nb: }\n", "PACK-YAML"),
    ("unknown name", f"a:\n  {QUANTITY}formula: 扣份 + 1\n", "FORM-NAME"),
    ("not UTF-8", "a: 甲".encode("gb18030"), "PACK-ENCODING"),
    ("NUL", "a: 甲\x00\n", "PACK-CHARACTER"),
    ("unknown key", f"a:\n  {QUANTITY}formule: '1'\n", "PACK-OPERATOR"),
    ("huge", b"# " + b"x" * 5_000_000, "PACK-SIZE"),
]


def assert_refused(outcome, code: str) -> None:
    assert outcome.code == 1, outcome
    assert not outcome.out
    assert f"[{code}" in outcome.err
    assert "Traceback" not in outcome.err
    assert "应为" in outcome.err


@pytest.mark.parametrize(("tables", "code"), [c[1:] for c in FACTS], ids=[c[0] for c in FACTS])
def test_strange_facts_are_refused_with_a_place(
    assess: Run, tmp_path: Path, tables: dict[str, str | bytes], code: str
) -> None:
    folder = written(tmp_path / "strange", **{"people": PEOPLE, "evidence": EVIDENCE} | tables)
    assert_refused(assess(facts=folder), code)


@pytest.mark.parametrize(("text", "code"), [c[1:] for c in YAML], ids=[c[0] for c in YAML])
def test_a_strange_pack_is_refused_with_a_place(
    assess: Run, pack: Path, text: str | bytes, code: str
) -> None:
    (pack / "quantities").mkdir()
    data = text if isinstance(text, bytes) else text.encode()
    (pack / "quantities" / "strange.yaml").write_bytes(data)
    assert_refused(assess(), code)


@pytest.mark.parametrize("name", ["facts", "pack"])
def test_an_empty_or_missing_folder_is_refused(assess: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    code = "FACT-FOLDER" if name == "facts" else "PACK-FOLDER"
    assert_refused(assess(**{name: tmp_path / "empty"}), code)
    assert_refused(assess(**{name: tmp_path / "not there"}), code)
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert_refused(assess(**{name: tmp_path / "file"}), code)


def test_a_pack_given_as_facts_is_told_apart(assess: Run, pack: Path) -> None:
    assert_refused(assess(facts=pack), "FACT-")


@pytest.mark.slow
def test_a_line_of_200_megabytes_is_refused(assess: Run, tmp_path: Path) -> None:
    people = b"person,name\nP1," + b"x" * 200_000_000 + b"\n"
    assert_refused(assess(facts=written(tmp_path / "long", people=people)), "FACT-")


def test_welcome_encodings_pass(assess: Run, tmp_path: Path) -> None:
    for encoding in ("utf-8-sig", "gb18030"):
        folder = tmp_path / encoding
        tables = {"people": PEOPLE, "evidence": EVIDENCE.replace("\n", "\r\n")}
        written(folder, **{n: t.encode(encoding) for n, t in tables.items()})
        assert assess(facts=folder).code == 0


def test_a_refusal_is_one_json_document(assess: Run, tmp_path: Path) -> None:
    folder = written(tmp_path / "bad", people="persn,name\nP1,甲\n")
    outcome = assess("--format", "json", facts=folder)
    assert outcome.code == 1
    document = json.loads(outcome.out)
    assert set(document) == {"errors"}
    for error in document["errors"]:
        assert set(error) == {"code", "file", "line", "column", "expected", "found", "do"}
    assert {"FACT-COLUMN", "FACT-MISSING"} <= {e["code"] for e in document["errors"]}
    assert all(e["file"] == "people.csv" and e["line"] == 1 for e in document["errors"][:2])


def test_a_long_list_of_errors_is_cut(assess: Run, pack: Path) -> None:
    lines = "".join(f"甲{i}:\n  {QUANTITY}formula: 没有 + 1\n" for i in range(60))
    (pack / "quantities").mkdir()
    (pack / "quantities" / "bad.yaml").write_text(lines, encoding="utf-8")
    outcome = assess()
    assert len(outcome.err.splitlines()) == 41
    assert "另有 20 处" in outcome.err
