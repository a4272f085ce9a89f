"""Desk, dossier, team, my page: what each role sees there, and what it costs."""

import io
import re
from datetime import date

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from biaochi.access.scoping import Why
from biaochi.appraisals.models import Figure, PastResult, Run
from biaochi.evidence.models import Evidence, Measure, Reply, Score
from biaochi.findings.models import Determination, Finding
from biaochi.trail.models import Entry
from biaochi.web.menu import GROUPS, MENU
from tests.office import periods
from tests.office.cast import AT
from tests.office.reports import reported, verified


def text(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def left(event, kind="", ident=""):
    rows = Entry.objects.unscoped(Why.TRAIL).filter(event=event)
    return rows.filter(kind=kind, ident=ident).count() if ident else rows.count()


def run_over(world, period, people=("du", "fan")):
    run = Run.objects.create(
        period=period, number=1, as_of=date(2017, 12, 31), known_by=AT, facts_digest="f",
        results_digest="r", engine="python", by="安静仪", at=AT, done=True,
        columns={"groups": [], "columns": [
            {"name": "total", "label": "年度总分", "of": "person", "kind": "number", "unit": "分",
             "clause": "", "order": []}
        ]},
    )  # fmt: skip
    for n, code in enumerate(people):
        person = world.people[code]
        Figure.objects.create(
            run=run, person=person, subject=code, name="total", value=f"{80 + n}.50", number=80 + n
        )
        Finding.objects.create(
            run=run, person=person, subject=code, rule="last", label="单位末位", verdict="met",
            digest=f"d{code}",
        )  # fmt: skip
    return run


def filled(world, times=1):
    """Everything a dossier can hold, as often as asked."""
    period = periods.opened(world)
    run_over(world, period)
    for n in range(times):
        code = verified(world, note=f"第{n}件")
        evidence = {"evidence_id": pk_of(code), "user": 1, "user_name": "杜文清", "at": AT}
        Reply.objects.create(kind="reply", text=f"说明{n}", **evidence)
        du = {"person": world.people["du"], "recorded_at": AT}
        Score.objects.create(component="daily", period=f"20{10 + n}", value=85_500_000, **du)
        PastResult.objects.create(period=f"20{10 + n}", quantity="total", value=85_120_000, **du)
        Measure.objects.create(code=f"M{n}", measure="reminder", on=date(2016, 5, 1), **du)
        Determination.objects.create(
            code=f"R{n}", subject="du", outcome="容错", on=date(2017, 5, 1), by="程立群", **du
        )


def pk_of(code):
    return Evidence.objects.unscoped(Why.ABOUT).get(code=code).pk


def made_up(links):
    """Runs and findings of this test have no reasons to show; files of the frame are no pages."""
    return {to for to in links if re.search(r"/explain/|^/static/|^/findings/\d", to)}


def queries(get):
    get()
    with CaptureQueriesContext(
        connection,
    ) as caught:
        get()
    return len(caught)


def test_the_desk_counts_only_what_one_may_do(world, enter) -> None:
    periods.opened(world)
    reported(world)
    assert "待我核实的证据" in text(enter("bai").get("/"))
    assert "杜文清" in text(enter("bai").get("/"))
    assert "待我核实的证据" not in text(enter("an").get("/"))
    assert "杜文清" not in text(enter("jin").get("/"))
    assert "杜文清" not in text(enter("xi").get("/"))
    assert "关于我的待核实记录" in text(enter("du").get("/"))


def test_an_overdue_return_is_on_the_desk_with_its_days(world, enter, monkeypatch) -> None:
    periods.opened(world, pack="demo-qingshi")
    monkeypatch.setattr("biaochi.clock.today", lambda: date(2027, 3, 1))
    shown = text(enter("an").get("/"))
    assert "逾期未报" in shown
    assert re.search(r"逾期 \d+ 天", shown)
    assert "subject=qs-fin" in shown
    assert "qs-edu" not in text(enter("rui").get("/"))
    assert not re.search(r"逾期 \d+ 天", text(enter("jin").get("/")))


def test_a_dossier_shows_everything_and_leaves_a_trail(world, enter) -> None:
    filled(world)
    shown = text(enter("an").get("/people/du/dossier/"))
    wanted = ("局长", "思想政治", "说明0", "85.5", "容错", "单位末位", "80.50", "尚无人处理")
    assert [w for w in wanted if w not in shown] == []
    assert left("dossier_read", "person", "du") == 1


def test_a_reporter_sees_no_results_and_a_neighbour_nothing(world, enter) -> None:
    filled(world)
    shown = text(enter("rui").get("/people/du/dossier/"))
    assert "思想政治" in shown
    assert [w for w in ("80.50", "单位末位", "各期结果") if w in shown] == []
    for login in ("jin", "fan", "xi", "ning"):
        assert enter(login).get("/people/du/dossier/").status_code == 404
        assert enter(login).get("/units/qs-fin/team/").status_code == 404
    assert left("dossier_read") == 1


def test_a_dossier_costs_the_same_however_much_it_holds(world, enter) -> None:
    filled(world)
    an = enter("an")
    few = queries(lambda: an.get("/people/du/dossier/"))
    for n in range(12):
        reported(world, note=f"又{n}")
    assert queries(lambda: an.get("/people/du/dossier/")) == few
    assert 15 <= few <= 42


def test_a_timeline_can_be_narrowed_to_one_kind(world, enter) -> None:
    filled(world)
    shown = text(enter("an").get("/people/du/dossier/?kind=post"))
    assert "说明0" not in shown
    assert text(enter("an").get("/people/du/dossier/?kind=nonsense")).count("说明0") == 1


def test_a_team_is_compared_on_what_was_chosen(world, enter) -> None:
    filled(world)
    an = enter("an")
    shown = text(an.get("/units/qs-fin/team/?q=total"))
    assert [w for w in ("杜文清", "范守义", "80.50", "81.50", "<svg") if w not in shown] == []
    assert "耿建新" not in shown
    assert "同类单位" not in shown
    assert left("results_read", "unit", "qs-fin") == 1
    assert enter("rui").get("/units/qs-fin/team/").status_code == 404


def test_a_team_stands_beside_units_of_its_sort_within_reach(world, enter) -> None:
    run_over(world, periods.opened(world), people=("du", "geng", "zhu"))
    shown = text(enter("an").get("/units/qs-fin/team/?q=total"))
    assert "年度总分：同类单位（2026）" in shown
    assert "耿建新：81.50分" in shown
    assert "祝远山" not in shown


@pytest.mark.once
def test_no_page_offers_what_its_reader_may_not_open(world, enter) -> None:
    filled(world)
    for login in ("an", "bai", "cheng", "rui", "li", "sheng", "du", "xi", "ouyang", "shen"):
        client = enter(login)
        for path in ("/", "/people/du/dossier/", "/units/qs-fin/", "/mine/", "/help/keys/"):
            page = client.get(path)
            links = set(re.findall(r'href="(/[^"#]*)', page.content.decode()))
            answers = {to: client.get(to).status_code for to in links - made_up(links)}
            assert {to: code for to, code in answers.items() if code not in {200, 302}} == {}


def test_my_page_shows_mine_and_takes_my_answer(world, enter) -> None:
    filled(world)
    code = reported(world, note="会议缺席")
    du = enter("du")
    assert "会议缺席" in text(du.get("/mine/"))
    assert left("own_record_read", "person", "du") == 1
    sent = {"kind": "correction", "text": "当日公差在外，有派车单。"}
    shown = text(du.post(f"/mine/evidence/{code}/", sent, follow=True))
    assert "当日公差在外" in shown
    assert "待答复" in shown
    assert left("replied") == 1
    assert "1" in text(enter("an").get("/"))


def test_an_empty_answer_is_refused_beside_its_field(world, enter) -> None:
    code = reported(world)
    shown = text(enter("du").post(f"/mine/evidence/{code}/", {"kind": "reply", "text": " "}))
    assert 'class="errors"' in shown
    assert left("replied") == 0


def test_nobody_answers_what_is_held_on_another(world, enter) -> None:
    code = reported(world)
    fan = enter("fan")
    assert fan.get(f"/mine/evidence/{code}/").status_code == 404
    assert fan.post(f"/mine/evidence/{code}/", {"kind": "reply", "text": "x"}).status_code == 404
    assert enter("an").get("/mine/").status_code == 404


def test_i_can_take_my_record_away(world, enter) -> None:
    filled(world)
    answer = enter("du").get("/mine/record.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    held = {str(cell.value) for row in sheet.iter_rows() for cell in row}
    assert {"我的记录", "任职", "证据", "80.50"} <= held
    assert left("exported") == 1


def test_every_line_of_the_menu_has_an_address_and_its_own_key() -> None:
    assert all(reverse(entry.view) for entry in MENU)
    keys = [entry.key for entry in MENU if entry.key]
    assert len(set(keys)) == len(keys)
    assert {entry.group for entry in MENU} <= set(GROUPS)
