import io
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from biaochi.access.scoping import Why
from biaochi.access.shapes import Act
from biaochi.appraisals import queries as appraisals
from biaochi.appraisals.services import take_in
from biaochi.errors import Refusal
from biaochi.evidence.models import Evidence
from biaochi.exchange import intake, queries
from biaochi.exchange.forms import EXAMPLE, STATEMENT
from biaochi.exchange.intake import Brought
from biaochi.exchange.templates import HEADER_ROW, template
from biaochi.registry.models import Appointment, Person
from biaochi.tasks.models import Task
from biaochi.trail.models import Entry
from tests.office.exchange.corpus import FILES, HEADER, book
from tests.office.working import work

pytestmark = pytest.mark.django_db
ROWS = (HEADER, ("杜文清", "N1", "2017-03-15", "-1"), ("范守义", "N2", "2017-04-15", "-2"))


@pytest.fixture
def pack(world, at, settings, tmp_path) -> int:
    settings.HOME = tmp_path
    take_in(actor=world.actor("an"), at=at, builtin_id="demo-qingshi")
    [line] = appraisals.packs(world.actor("an"))
    return line.ident


@pytest.fixture
def bring(world, at, pack):
    """Somebody brings a file, and the worker checks it."""

    def bring(data: bytes, name="报送.xlsx", *, by="rui", form="evidence"):
        file = Brought(form=form, pack=pack, name=name, chunks=[data])
        ident = intake.bring(file, actor=world.actor(by), at=at)
        work()
        return queries.one_import(world.actor(by), ident)

    return bring


def counted():
    return Evidence.objects.unscoped(Why.RUN).filter(Evidence.counted())


def staged():
    return Evidence.objects.unscoped(Why.RUN).exclude(Evidence.counted())


def test_right_rows_are_staged_unseen_and_count_by_one_flip(bring, world, at) -> None:
    found = bring(book(ROWS))
    assert (found.outcome["good"], found.outcome["bad"]) == (2, 0)
    assert (counted().count(), staged().count()) == (0, 2)
    rui = world.actor("rui")
    assert intake.commit(found.ident, version=found.version, choice="all", actor=rui, at=at) == 2
    rows = counted().order_by("pk").values_list("person__code", "item", "value", "status")
    assert list(rows) == [
        ("du", "N1", -1_000_000, "reported"), ("fan", "N2", -2_000_000, "reported"),
    ]  # fmt: skip
    [entry] = Entry.objects.unscoped(Why.TRAIL).filter(event="batch_committed")
    assert entry.detail == {"rows": 2, "left_out": 0}
    assert queries.one_import(rui, found.ident).rows_digest == found.outcome["digest"]


def test_wrong_rows_stop_everything_or_are_left_out(bring, world, at) -> None:
    found = bring(book((*ROWS, ("杜文清", "没有这条", "2017-03-15", "1"))))
    rui = world.actor("rui")
    with pytest.raises(Refusal, match="BATCH-ERRORS"):
        intake.commit(found.ident, version=1, choice="all", actor=rui, at=at)
    assert not counted().exists()
    assert intake.commit(found.ident, version=1, choice="good", actor=rui, at=at) == 2


def test_the_same_file_again_is_the_same_import(bring, world, at) -> None:
    data = book(ROWS)
    found = bring(data)
    intake.commit(found.ident, version=1, choice="all", actor=world.actor("rui"), at=at)
    assert bring(data, "别名.xlsx").ident == found.ident
    assert counted().count() == 2


def test_rows_that_are_there_already_are_told(bring, world, at) -> None:
    found = bring(book(ROWS))
    intake.commit(found.ident, version=1, choice="all", actor=world.actor("rui"), at=at)
    again = bring(book((*ROWS, ROWS[1], ("杜文清", "N3", "2017-05-15", "-1"))))
    assert (again.outcome["good"], again.outcome["duplicates"]) == (1, 3)
    assert {e["code"] for e in again.errors} == {"ROW-DUPLICATE"}


def test_people_outside_the_scope_are_not_there(bring) -> None:
    header = ("人员编号", *HEADER)
    rows = (
        header, ("geng", "", "N1", "2017-03-15", ""), ("zhu", "", "N1", "2017-03-15", ""),
        ("nobody", "", "N1", "2017-03-15", ""), ("", "祝远山", "N1", "2017-03-15", ""),
    )  # fmt: skip
    errors = bring(book(rows)).errors
    assert [e["code"] for e in errors] == ["ROW-SUBJECT"] * 4
    assert len({e["do"] for e in errors}) == 1


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (("杜文清", "X9", "2017-03-15", "1"), "ROW-ITEM"),
        (("祝远山", "X9", "三月", "1"), "CELL-DATE ROW-SUBJECT ROW-ITEM"),
        (("杜文清", "N1", "2017-03-15", "0.001"), "FACT-PLACES"),
        (("杜文清", "N1", "2017-03-15", "99999999"), "FACT-BOUND"),
        (("杜文清", "N1", "2099-03-15", "1"), "CELL-DATE"),
        (("杜 文 清", "N1 不服从组织安排", "2017.3.15", "１"), ""),
        (("杜文清", "不服从组织安排", 42809, -1), ""),
    ],
)
def test_each_row_is_held_against_the_pack(bring, row, code) -> None:
    found = bring(book((HEADER, row)))
    assert [e["code"] for e in found.errors] == code.split()


def test_a_hostile_file_leaves_nothing(bring) -> None:
    for bad in (b for b in FILES if b.why in {"a bomb", "macros inside", "merged rows"}):
        found = bring(bad.make(), bad.name)
        assert found.task.state == "refused"
        assert [p["code"] for p in found.task.problems] == [bad.code]
    assert not staged().exists()


def test_others_find_no_such_import(bring, world, at) -> None:
    found = bring(book(ROWS))
    for login in ("an", "jin", "li", "du", "xi"):
        with pytest.raises(Refusal, match="BATCH-GONE"):
            queries.one_import(world.actor(login), found.ident)
        with pytest.raises(Refusal, match="BATCH-GONE"):
            intake.commit(found.ident, version=1, choice="all", actor=world.actor(login), at=at)
        with pytest.raises(Refusal, match="BATCH-GONE"):
            intake.discard(found.ident, version=1, actor=world.actor(login), at=at)


def test_a_file_given_up_leaves_no_row_and_no_file(bring, world, at) -> None:
    data = book(ROWS)
    found = bring(data)
    rui = world.actor("rui")
    intake.discard(found.ident, version=1, actor=rui, at=at)
    assert not staged().exists()
    assert queries.one_import(rui, found.ident).state == "discarded"
    for act in (intake.discard, lambda *a, **k: intake.commit(*a, choice="all", **k)):
        with pytest.raises(Refusal, match="BATCH-STATE"):
            act(found.ident, version=2, actor=rui, at=at)
    assert bring(data).ident != found.ident


def test_a_check_cut_off_is_done_again_from_the_start(bring, world, at) -> None:
    found = bring(book(ROWS))
    assert staged().count() == 2
    intake.check_again(found.ident, actor=world.actor("rui"), at=at)
    work()
    assert staged().count() == 2
    assert queries.one_import(world.actor("rui"), found.ident).outcome["good"] == 2


def test_three_wrong_rows_come_back_marked_are_repaired_and_taken(bring, world, at, pack) -> None:
    """The journey of a reporter with the template, from download to the second upload."""
    rui = world.actor("rui")
    _, content = appraisals.pack(rui, pack)
    made = load_workbook(io.BytesIO(template("evidence", pack=content, actor=rui)))
    page = made["数据"]
    at_of = {_bare(c.value): c.column for c in page[HEADER_ROW + 1]}
    said = [("杜文清", "N1", date(2017, 3, 1)), ("祝远山", "N1", date(2017, 3, 2)),
            ("范守义", "N99", date(2017, 3, 3)), ("范守义", "N2", "三月四日")]  # fmt: skip
    for row, (name, item, day) in enumerate(said, HEADER_ROW + 3):
        for label, value in (("姓名", name), ("条目", item), ("发生日期", day)):
            page.cell(row, at_of[label], value)
    found = bring(_bytes(made))
    assert (found.outcome["good"], found.outcome["bad"]) == (1, 3)
    _, path = queries.answer_of(rui, found.ident)
    back = load_workbook(path)
    page = back["数据"]
    marked = [c for row in page.iter_rows() for c in row if c.fill.fgColor.rgb == "FFF2CCCC"]
    assert [c.row - HEADER_ROW for c in marked] == [4, 5, 6]
    assert all(c.comment for c in marked)
    assert page.cell(HEADER_ROW + 1, page.max_column).value == STATEMENT
    assert len(page.data_validations.dataValidation) >= 5
    page.cell(HEADER_ROW + 4, at_of["姓名"], "杜文清")
    page.cell(HEADER_ROW + 5, at_of["条目"], "N2")
    page.cell(HEADER_ROW + 6, at_of["发生日期"], "2017-03-04")
    again = bring(_bytes(back))
    assert (again.outcome["good"], again.outcome["bad"]) == (4, 0)
    assert intake.commit(again.ident, version=1, choice="all", actor=rui, at=at) == 4


def _bare(text: object) -> str:
    return str(text or "").lstrip("*")


def _bytes(made) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_a_template_lists_items_and_people_in_scope_and_its_example_is_not_taken(
    bring, world, pack
) -> None:
    rui = world.actor("rui")
    _, content = appraisals.pack(rui, pack)
    data = template("evidence", pack=content, actor=rui)
    made = load_workbook(io.BytesIO(data))
    listed = {c.value for row in made["_字典"].iter_rows() for c in row}
    assert {"杜文清", "范守义", "N1 不服从组织安排"} <= listed
    assert not {"祝远山", "耿建新"} & listed
    assert made["数据"].cell(HEADER_ROW + 2, 1).value == EXAMPLE
    found = bring(data)
    assert (found.outcome["rows"], found.outcome["good"]) == (0, 0)


def test_the_template_of_something_else_is_refused(bring, world, pack) -> None:
    rui = world.actor("rui")
    _, content = appraisals.pack(rui, pack)
    found = bring(template("scores", pack=content, actor=rui))
    assert [p["code"] for p in found.task.problems] == ["FILE-TEMPLATE"]


def test_scores_come_in_once_a_component_and_period(bring, world, at) -> None:
    header = ("人员编号", "评分项", "时期", "分值", "等次")
    rows = (header, ("du", "duty", "2017Q1", "92.5", ""), ("du", "duty", "2017Q1", "90", ""),
            ("du", "duty", "2017第一季度", "90", ""), ("du", "duty", "2017Q2", "", ""))  # fmt: skip
    found = bring(book(rows), form="scores")
    assert [e["code"] for e in found.errors] == ["CELL-PERIOD", "CELL-MISSING", "ROW-DUPLICATE"]
    rui = world.actor("rui")
    assert intake.commit(found.ident, version=1, choice="good", actor=rui, at=at) == 1


def test_whoever_may_not_import_finds_no_door(world, at, pack) -> None:
    file = Brought(form="evidence", pack=pack, name="a.csv", chunks=[b"x"])
    for login in ("du", "bai", "cheng", "xi"):
        with pytest.raises(Refusal, match="BATCH-GONE"):
            intake.bring(file, actor=world.actor(login), at=at)
    assert Act.IMPORT


def test_rows_left_by_a_check_that_ended_badly_are_swept_by_the_next(bring, world) -> None:
    first = bring(book(ROWS))
    Task.objects.unscoped(Why.TASK).filter(pk=first.task.ident).update(state="failed")
    bring(book((HEADER, ("杜文清", "N3", "2017-05-15", "-1"))))
    assert [r.item for r in staged()] == ["N3"]


ROSTER = ("人员编号", "姓名", "单位", "职务", "任职首日", "角色", "身份证号")


def test_people_and_posts_come_in_by_the_same_rules_as_the_forms(bring, world, at) -> None:
    rows = (
        ROSTER, ("qs-1", "新来的", "青石县财政局", "科长", "2017-01-05", "工作人员", ""),
        ("qs-1", "新来的", "qs-edu", "兼职", "2017-02-05", "", ""),
        ("du", "杜文清", "qs-edu", "兼局长", "2017-02-05", "正职", ""),
        ("du", "不是杜文清", "qs-edu", "x", "2017-02-05", "", ""),
        ("qs-2", "证号不对", "qs-fin", "科员", "2017-01-05", "", "330000197506170010"),
        ("qs-3", "外县", "宁溪县财政局", "科员", "2017-01-05", "", ""),
    )  # fmt: skip
    an = world.actor("an")
    found = bring(book(rows), by="an", form="roster")
    assert [(e["code"], e["line"]) for e in found.errors] == [
        ("ROW-NAME", 5), ("ID-NUMBER", 6), ("ROW-SUBJECT", 7)
    ]  # fmt: skip
    assert "33000" not in str(found.errors)
    assert not Person.objects.unscoped(Why.RUN).filter(code="qs-1").exists()
    assert intake.commit(found.ident, version=1, choice="good", actor=an, at=at) == 3
    assert Person.objects.visible_to(an, Act.SEE_PEOPLE).get(code="qs-1").home.code == "qs-fin"
    assert Appointment.objects.unscoped(Why.RUN).filter(person__code="qs-1").count() == 2


def test_a_reporter_brings_no_roster(world, at, pack) -> None:
    file = Brought(form="roster", pack=pack, name="a.csv", chunks=[b"x"])
    with pytest.raises(Refusal, match="BATCH-GONE"):
        intake.bring(file, actor=world.actor("rui"), at=at)


def test_a_csv_comes_back_as_a_workbook_whose_cells_are_texts(bring, world) -> None:
    text = "\ufeff姓名,条目,发生日期,说明\n杜文清,N99,2017-03-15,=1+1\n祝远山,N1,2017-03-15,@x\n"
    found = bring(text.encode(), "报送.csv")
    assert [e["code"] for e in found.errors] == ["ROW-ITEM", "ROW-SUBJECT"]
    _, path = queries.answer_of(world.actor("rui"), found.ident)
    page = load_workbook(path)["数据"]
    assert [page.cell(2, 4).data_type, page.cell(3, 4).data_type] == ["s", "s"]
    assert "条目不在目录里" in page.cell(2, 5).value
    assert page.cell(3, 1).fill.fgColor.rgb == "FFF2CCCC"
    again = bring(path.read_bytes())
    assert again.outcome["errors"] == 2


def test_what_is_kept_of_a_file_is_for_our_eyes_and_goes_when_it_is_decided(
    bring, world, at, settings
) -> None:
    found = bring(book((*ROWS, ("祝远山", "N1", "2017-03-15", "-1"))))
    folder = Path(settings.HOME) / "uploads"
    kept = [p for p in folder.iterdir() if p.is_file()]
    assert len(kept) >= 3
    assert {p.stat().st_mode & 0o077 for p in kept} == {0}
    assert folder.stat().st_mode & 0o077 == 0
    rui = world.actor("rui")
    intake.commit(found.ident, version=1, choice="good", actor=rui, at=at)
    assert not [p for p in kept if p.exists()]
    with pytest.raises(Refusal, match="BATCH-STATE"):
        intake.check_again(found.ident, actor=rui, at=at)
