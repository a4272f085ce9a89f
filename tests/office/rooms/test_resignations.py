"""S2-03: an official resigns by himself; what the office makes of it, and what it leaves out."""

from datetime import date, timedelta

import pytest

from biaochi.access.scoping import Why
from biaochi.access.shapes import Act
from biaochi.cases.counting import statistics
from biaochi.cases.desks import RESIGNATION
from biaochi.desks import queries as desks
from biaochi.errors import Refusal
from biaochi.evidence.measuring import taken_about
from biaochi.evidence.models import Return
from biaochi.followup.timers import bars
from biaochi.matters import queries, services
from biaochi.matters.shapes import Opening, Wanted
from biaochi.registry import appointing
from biaochi.registry.models import Person
from biaochi.registry.queries import posts_of
from biaochi.registry.shapes import AbsenceSaid
from tests.office import casework
from tests.office.casework import DAY, REMEDY, moment
from tests.office.resigning import ASKED, asked, decided, step

YEAR = {"since": date(2018, 1, 1), "until": date(2018, 12, 31)}


def test_leaving_the_service_ends_the_post_without_fault_timer_or_unfit(world):
    code = asked(world)
    decided(world, code)
    step(world, code, "execute_post", last_on="2018-01-31")
    line = step(world, code, "close", note="办结")
    assert (line.outcome, line.is_open) == ("granted", False)
    [measure] = taken_about("du")
    assert (measure.measure, measure.channel, measure.ends_on) == (
        "resign-own",
        "resignation",
        None,
    )
    [post] = posts_of(world.actor("an"), "du", on=DAY)
    assert post.to_on == date(2018, 1, 31)
    state, rows = bars(world.actor("an"), "du", on=date(2018, 6, 1))
    assert (state.state, rows) == ("clear", [])
    counted = statistics(world.actor("an"), **YEAR)
    assert (counted.times, counted.apart["voluntary"].times) == (0, 1)


def test_a_leader_is_answered_within_ninety_days_and_others_within_thirty(world):
    [clock] = queries.clocks_of(queries.one(world.actor("an"), asked(world)))
    assert (clock.length, clock.due_on) == ("90 days", date(2018, 4, 16))
    post = posts_of(world.actor("an"), "fan", on=DAY)[0]
    appointing.end_appointment(
        ident=post.ident, last_on=DAY - timedelta(days=1), version=post.version, reason="改任",
        actor=world.actor("an"), at=moment(DAY),
    )  # fmt: skip
    [clock] = queries.clocks_of(queries.one(world.actor("an"), asked(world, "fan")))
    assert (clock.length, clock.due_on) == ("30 days", date(2018, 2, 14))


def test_a_pack_that_states_no_time_starts_no_clock(world):
    code = asked(world, pack="jiangxi-2017", type="post")
    line = queries.one(world.actor("an"), code)
    assert queries.clocks_of(line) == []
    [panel] = RESIGNATION.panels(line, queries.said_in(line.key), world.actor("an"))
    assert panel.empty == "规则包没有写明审批期限。"
    decided(world, code)
    assert taken_about("du")[0].measure == "resignation"


def test_health_is_seen_by_himself_and_the_officer_only(world):
    code = asked(world)
    for login, own, sees in (
        ("an", False, True), ("bai", False, False), ("cheng", False, False),
        ("sheng", False, False), ("du", True, True),
    ):  # fmt: skip
        page = desks.opened(world.actor(login), code, on=DAY, own=own)
        assert ("慢性病" in str(page.steps)) is sees, login


def test_the_situations_in_which_nobody_may_leave_come_from_the_pack(world):
    code = asked(world)
    line = queries.one(world.actor("an"), code)
    offered = dict(RESIGNATION.choices(line, queries.said_in(line.key), world.actor("an"))("bars"))
    assert list(offered) == ["RB1", "RB2", "RB3", "RB4", "RB5"]
    assert RESIGNATION.choices(line, (), world.actor("an"))("else") == ()
    step(world, code, "check", note="涉密", bars=["RB2"])
    with pytest.raises(Refusal, match="涉密职位"):
        step(world, code, "decide", "cheng", body="县委组织部", held_on=f"{DAY}",
             outcome="granted", reason="同意")  # fmt: skip


def test_somebody_under_investigation_may_not_leave(world):
    said = AbsenceSaid(kind="立案审查", from_on=DAY - timedelta(days=5))
    appointing.add_absence(person="du", said=said, actor=world.actor("an"), at=moment(DAY))
    code = asked(world)
    with pytest.raises(Refusal, match="正在接受立案审查"):
        step(world, code, "check", note="核对")
    decided(world, code, "refused", bars=["under-investigation"])
    assert taken_about("du") == []


def test_the_notice_of_a_refusal_tells_each_way_with_body_and_days(world):
    Person.objects.unscoped(Why.ABOUT).update(extra={"regime": "公务员"})
    code = asked(world)
    step(world, code, "check", note="已核对")
    step(world, code, "decide", "cheng", body="县委组织部", held_on=f"{DAY}", outcome="refused",
         reason="未满年限")  # fmt: skip
    said = {"served_on": f"{DAY}", "means": "talk", "receipt": "本人签收"}
    with pytest.raises(Refusal) as refused:
        step(world, code, "serve", remedy="可以提出异议、申请复核、提出申诉。", **said)
    assert [p.expected for p in refused.value.problems] == [
        "可以自收到决定之日起30日内向原处理机关申请复核",
        "可以自收到决定之日起30日内向申诉受理机关提出申诉",
    ]
    step(world, code, "serve", remedy=REMEDY, **said)


def test_he_takes_it_back_and_nothing_is_left(world):
    code = asked(world)
    line = step(world, code, "take_back", "du")
    assert (line.outcome, line.is_open) == ("taken_back", False)
    assert taken_about("du") == []


def test_the_rules_see_that_it_was_asked_and_answered(world):
    code = asked(world)
    decided(world, code, "refused")
    rows = Return.objects.unscoped(Why.ABOUT).filter(subject="du").order_by("pk")
    assert [(r.kind, r.done_on) for r in rows] == [("resign-request", DAY), ("resign-answer", DAY)]


def test_nobody_resigns_for_another(world):
    opening = Opening(person="du", title="辞职", pack=casework.pack_of(world, "national-2022"))
    wanted = Wanted(move="request", on=DAY, given=ASKED)
    with pytest.raises(Refusal):
        services.open_matter(
            RESIGNATION, opening, wanted, actor=world.actor("an"), at=moment(DAY)
        )  # fmt: skip


def test_a_matter_without_pack_is_handled_without_clock_or_measure(world):
    wanted = Wanted(move="request", on=DAY, given=ASKED)
    code = services.open_matter(
        RESIGNATION, Opening(person="du", title="辞职", told=True), wanted,
        actor=world.actor("du"), at=moment(DAY), act=Act.MOVE_OWN,
    )  # fmt: skip
    decided(world, code)
    assert taken_about("du") == []
