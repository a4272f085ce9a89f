"""Workbooks as Excel 97 kept them: BIFF8 in its own container, under both names it goes by.

``data/filled.xls`` is what LibreOffice made of ``filled()``:
``soffice --headless --convert-to xls filled.xlsx``, and so the two with something hidden.
"""

import io
from datetime import date
from pathlib import Path
from random import Random

import pytest
import xlsxwriter
from openpyxl import load_workbook

from biaochi.access.scoping import Why
from biaochi.appraisals import queries as appraisals
from biaochi.appraisals.services import take_in
from biaochi.errors import Refusal
from biaochi.evidence.models import Evidence
from biaochi.exchange import intake, queries
from biaochi.exchange.doors import compound
from biaochi.exchange.doors.compound import MARK
from biaochi.exchange.doors.opening import open_file
from biaochi.exchange.doors.shapes import MIB, Limits
from biaochi.exchange.forms import EVIDENCE, STATEMENT
from biaochi.exchange.intake import Brought
from biaochi.exchange.tables import sheet_of
from tests.office.working import work

SMALL = Limits(memory=512 * MIB, seconds=20)
DATA = Path(__file__).parent / "data"
OLD = (DATA / "filled.xls").read_bytes()
HIDDEN = {name: (DATA / f"hidden-{name}.xls").read_bytes() for name in ("row", "column")}
HEADER = (
    "序号", "证据编号", "人员编号", "姓名", "条目", "分值", "次数", "发生日期", "来源", "说明",
)  # fmt: skip
ROWS = {
    3: ("示例", "", "", "", "N1", 1, 1, date(2017, 3, 15), "季度督查", ""),
    4: ("1", "", "du", "杜文清", "N1 不服从组织安排", -1.25, 2, date(2017, 3, 15), "季度督查",
        "两行\n文字"),
    6: ("", "", "", "范守义", "N2", "=-1-1", "", "2017.4.1", "", ""),
    7: ("2", "", "0001", "䶮𬭸𠮷·古丽", "N1", 0.1, "", date(2016, 2, 29), "", ""),
    8: ("", "", "", "杜文清", "N99", -3, "", date(2017, 5, 1), "", ""),
}  # fmt: skip
LINES = [5, 7, 8, 9]
COMPUTED = -2


def filled() -> bytes:
    """A form filled in: texts, numbers, days, a formula, blank cells, a sheet put out of sight."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet("数据")
        day, text = (
            book.add_format({"num_format": "yyyy-mm-dd"}),
            book.add_format({"num_format": "@"}),
        )
        page.write_string(0, 0, "填写说明：一行一条。")
        page.write_row(2, 0, HEADER)
        for row, cells in ROWS.items():
            for place, value in enumerate(cells):
                if isinstance(value, date):
                    page.write_datetime(row, place, value, day)
                elif isinstance(value, str) and value.startswith("="):
                    page.write_formula(row, place, value, None, COMPUTED)
                elif isinstance(value, str) and value:
                    page.write_string(row, place, value, text)
                elif value != "":
                    page.write_number(row, place, value)
        aside = book.add_worksheet("备用")
        aside.write(0, 0, "看不见")
        aside.hide()
    return out.getvalue()


def read(data: bytes, name: str, tmp_path):
    path = tmp_path / "upload"
    path.write_bytes(data)
    return open_file(path, name=name, work=tmp_path, limits=SMALL)


@pytest.mark.parametrize("name", ["报送.xls", "报送.et", "A.XLS"])
def test_an_old_workbook_reads_exactly_as_the_new_one(name, tmp_path) -> None:
    assert OLD.startswith(MARK)
    new = read(filled(), "报送.xlsx", tmp_path)
    wanted, rows = (new.sheet, new.rows, new.merged), list(new.lines())
    old = read(OLD, name, tmp_path)
    assert ((old.sheet, old.rows, old.merged), list(old.lines())) == (wanted, rows)


def test_ids_days_decimals_and_formulas_of_an_old_workbook(tmp_path) -> None:
    lines = list(sheet_of(read(OLD, "报送.xls", tmp_path), EVIDENCE).lines())
    assert [(n.number, n.problems) for n in lines] == [(n, ()) for n in LINES]
    first, second, third, _ = (n.values for n in lines)
    assert (first["value"], first["count"], first["note"]) == (-1_250_000, 2, "两行\n文字")
    assert (first["person"], third["person"]) == ("du", "0001")
    assert third["name"] == "䶮𬭸𠮷·古丽"
    assert [v["occurred_on"] for v in (first, second, third)] == [
        date(2017, 3, 15), date(2017, 4, 1), date(2016, 2, 29)
    ]  # fmt: skip
    assert (second["value"], third["value"]) == (COMPUTED * 10**6, 100_000)
    assert not {"person", "count", "source", "note"} & second.keys()


@pytest.mark.parametrize(("name", "where"), [("row", "第8行"), ("column", "有隐藏的列")])
def test_what_is_hidden_in_an_old_workbook_is_not_taken(name, where, tmp_path) -> None:
    """Its hidden sheet may have hidden rows of its own: nobody reads that one."""
    with pytest.raises(Refusal) as refused:
        read(HIDDEN[name], "报送.xls", tmp_path)
    assert [(p.code, p.found) for p in refused.value.problems] == [("FILE-HIDDEN", where)]


def test_a_spoilt_container_is_refused_or_read() -> None:
    """Bytes turned and ends cut off: whatever the directory says, nothing else comes out."""
    random, refused = Random(1), 0
    for number in range(1500):
        spoilt = bytearray(OLD if number % 2 else HIDDEN["row"])
        for _ in range(random.choice((1, 3, 20))):
            most = 1024 if random.random() < 0.6 else len(spoilt)
            spoilt[random.randrange(most)] = random.randrange(256)
        end = random.randrange(len(spoilt)) if random.random() < 0.2 else len(spoilt)
        try:
            compound.look_at(io.BytesIO(bytes(spoilt[:end])))
        except Refusal:
            refused += 1
    assert 0 < refused < 1500


@pytest.fixture
def bring(world, at, settings, tmp_path):
    """Somebody who may report brings a file, and the worker checks it."""
    settings.HOME = tmp_path
    take_in(actor=world.actor("an"), at=at, builtin_id="demo-qingshi")
    [pack] = appraisals.packs(world.actor("an"))

    def bring(data: bytes, name: str):
        file = Brought(form="evidence", pack=pack.ident, name=name, chunks=[data])
        ident = intake.bring(file, actor=world.actor("rui"), at=at)
        work()
        return queries.one_import(world.actor("rui"), ident)

    return bring


def taken():
    rows = Evidence.objects.unscoped(Why.RUN).filter(Evidence.counted()).order_by("pk")
    return [(e.person.code, e.item, e.value, f"{e.occurred_on}") for e in rows]


@pytest.mark.django_db
def test_the_right_rows_of_an_old_workbook_are_taken(bring, world, at) -> None:
    found = bring(OLD, "报送.xls")
    assert (found.outcome["good"], found.outcome["bad"]) == (2, 2)
    assert not taken()
    rui = world.actor("rui")
    assert intake.commit(found.ident, version=1, choice="good", actor=rui, at=at) == len(taken())
    assert taken() == [
        ("du", "N1", -1_250_000, "2017-03-15"), ("fan", "N2", -2_000_000, "2017-04-01"),
    ]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["报送.xls", "报送.et"])
def test_an_old_workbook_comes_back_marked_is_repaired_and_taken(name, bring, world, at) -> None:
    rui = world.actor("rui")
    found = bring(OLD, name)
    assert [(e["code"], e["line"]) for e in found.errors] == [("ROW-SUBJECT", 8), ("ROW-ITEM", 9)]
    _, path = queries.answer_of(rui, found.ident)
    back = load_workbook(path)
    page = back["数据"]
    at_of = {c.value: c.column for c in page[3]}
    marked = {c.coordinate for row in page.iter_rows() for c in row
              if c.fill.fgColor.rgb == "FFF2CCCC"}  # fmt: skip
    assert marked == {"C8", "E9"}
    assert "条目不在目录里" in page.cell(9, at_of[STATEMENT]).value
    for row, label, value in ((8, "人员编号", "fan"), (8, "姓名", "范守义"), (9, "条目", "N2")):
        page.cell(row, at_of[label]).value = value
    repaired = io.BytesIO()
    back.save(repaired)
    again = bring(repaired.getvalue(), "改正.xlsx")
    assert (again.outcome["good"], again.outcome["bad"]) == (4, 0)
    assert intake.commit(again.ident, version=1, choice="all", actor=rui, at=at) == len(LINES)
    assert taken() == [
        ("du", "N1", -1_250_000, "2017-03-15"), ("fan", "N2", -2_000_000, "2017-04-01"),
        ("fan", "N1", 100_000, "2016-02-29"), ("du", "N2", -3_000_000, "2017-05-01"),
    ]  # fmt: skip
