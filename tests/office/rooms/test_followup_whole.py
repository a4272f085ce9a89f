"""A follow-up among the other rooms: after a real case, beside an appraisal, on its pages."""

from datetime import date, timedelta

import pytest
from django.test import Client

from biaochi import clock
from biaochi.appraisals import queries as appraisals
from biaochi.appraisals import results, services
from biaochi.desks import queries as desks
from biaochi.errors import Refusal
from biaochi.evidence.measuring import retire_measures, taken_about
from biaochi.findings import queries as findings
from biaochi.findings.services import handle, run_period
from biaochi.followup import timers
from biaochi.matters import queries
from biaochi.registry.models import Unit
from tests.office import casework, county, following, staff
from tests.office.following import FILLED, executed, step


@pytest.fixture
def run(world, at):
    """Compute the demonstration county; returns the number of the run."""
    top = Unit.objects.create(code="all", name="青石县各单位", parent=world.units["qs"])
    county.load(county.few(), under=top, at=at)
    actor = world.actor("an")
    digest = services.take_in(actor=actor, at=at, builtin_id="demo-qingshi")
    period = services.open_period(unit="all", pack=digest, name="2017", actor=actor, at=at)

    def compute() -> int:
        later = at + timedelta(hours=2)
        return run_period({"period": period}, actor, later, lambda *_: None)["run"]

    return compute


def test_whoever_was_adjusted_is_appraised_with_everybody_else(world, run) -> None:
    executed(world, person="fan", on=date(2017, 6, 1))
    line = appraisals.run(world.actor("an"), run())
    values = {v.name: v.text for v in results.results_of(world.actor("an"), line, code="fan")}
    assert values["grade"] == "基本称职"


def test_what_a_decided_grade_bars_is_told_with_its_day(world, run, at) -> None:
    found = findings.rows(world.actor("an"), run=run()).filter(subject="fan", rule="basic-grade")
    _, before = timers.bars(world.actor("an"), "fan", on=date(2018, 6, 1))
    assert before == []
    handle(finding=found.get().pk, actor=world.actor("an"), at=at + timedelta(hours=3),
           act="taken_up", reason="等次已定", seen=0)  # fmt: skip
    state, [bar] = timers.bars(world.actor("an"), "fan", on=date(2018, 6, 1))
    assert (bar.bars, bar.start, bar.until) == ("提拔", date(2018, 1, 1), date(2019, 1, 1))
    assert (bar.state, bar.source, state.state) == ("found", "finding", "clear")
    assert timers.bars(world.actor("an"), "fan", on=date(2019, 1, 1))[1] == []


def test_a_real_case_leads_to_a_follow_up_and_its_revocation_ends_it(world) -> None:
    code = casework.to_proposal(world)
    casework.decided(world, code)
    casework.served(world, code)
    pack = queries.one(world.actor("an"), code).pack
    [measure] = taken_about("fan")
    plan = following.opened(
        world, code, pack=pack, person="fan", on=casework.DAY, measure=measure.code
    )
    step(world, plan, "fix", on=f"{casework.DAY}", **FILLED)
    step(world, plan, "activate", on=f"{casework.DAY}")
    state = timers.known_about(["fan"])["fan"].timers
    assert [t.ends for t in state] == ["2019-01-15"]
    assert "自 2018-01-15 起 1 年" in state[0].deadline.steps[0]
    retire_measures([measure.code], reason="复核撤销", actor=world.actor("an"),
                    at=following.at_noon(date(2018, 3, 1)))  # fmt: skip
    line = step(world, plan, "close", on="2018-03-01", why="revoked", reason="复核撤销")
    assert (line.is_open, line.outcome) == (False, "revoked")


@pytest.fixture
def browser(world):
    return _signed_in(world, "an")


def test_the_pages_show_who_is_owed_a_plan_and_what_bars_him(world, browser) -> None:
    pack = staff.pack(world)
    executed(world, pack=pack, on=clock.today() - timedelta(days=60))
    page = browser.get("/aftercare/").content.decode()
    assert "杜文清" in page
    assert "还没有建立后续管理" in page
    bars = browser.get("/people/du/bars/").content.decode()
    assert "免职" in bars
    assert browser.get("/aftercare/?on=x").status_code == 422
    stock = browser.get("/aftercare/stock/?first=2018-02-01&last=2018-01-01")
    assert (stock.status_code, "不早于起始日期" in stock.content.decode()) == (422, True)
    assert "没有规定，待填写" in browser.get("/aftercare/retention/").content.decode()


def test_what_is_over_is_on_no_page_until_somebody_says_why(world, browser) -> None:
    plan = following.active(world, pack=staff.pack(world))
    step(world, plan, "close", on="2018-06-01", why="left", reason="退休")
    assert plan not in browser.get("/matters/").content.decode()
    assert "免职" not in browser.get("/people/du/dossier/").content.decode()
    there = browser.get(f"/matters/{plan}/")
    assert (there.status_code, there.headers["Location"]) == (302, "/people/du/forgotten/")
    with pytest.raises(Refusal) as caught:
        desks.opened(world.actor("an"), plan, on=clock.today())
    assert [p.code for p in caught.value.problems] == ["STEP-FORGOTTEN"]
    told = browser.post("/people/du/forgotten/", {"reason": "办理申诉"}).content.decode()
    assert f"/matters/{plan}/" in told
    assert "2018-03-01 免职" in told
    assert browser.get(f"/matters/{plan}/").status_code == 200
    assert _signed_in(world, "cheng").get(f"/matters/{plan}/").status_code == 302
    own = _signed_in(world, "du")
    assert plan not in own.get("/mine/").content.decode()
    assert own.get(f"/mine/matters/{plan}/").status_code == 200


def _signed_in(world, login: str) -> Client:
    client = Client()
    client.force_login(world.users[login])
    return client


def test_the_neighbour_is_told_that_nobody_is_there(world) -> None:
    client = _signed_in(world, "jin")
    assert client.get("/people/du/bars/").status_code == 404
    assert client.post("/people/du/forgotten/", {"reason": "想看"}).status_code == 404
