"""S2-03: two kinds of voluntary resignation, their clocks, their bars, no fault."""

from dataclasses import replace
from datetime import date

import pytest

from biaochi.procedure.remedyways import ways_of
from biaochi.procedure.resigning import POST, RESIGNATION, SERVICE, ResignWorld
from biaochi.procedure.shapes import By
from tests.core.procedure.remedyworld import pack
from tests.core.procedure.saying import AN, CHENG, Matter

DU = By(user=4, name="杜文清", person="du", roles=frozenset({"self"}))
LIMITS = {SERVICE: "30 days"}
DAY = date(2024, 1, 20)
REMEDY = {"remedy": "三十日内可以提出异议；可以申请复核、提出申诉。"}


def asked(kind=SERVICE, **changes):
    said = {"person": "du", "leading": True, "limits": LIMITS, "bars": {"RB2": "涉密"}} | changes
    matter = Matter(RESIGNATION, ResignWorld(**said), on=DAY)
    matter.do("request", by=DU, type=kind, ground="family", statement="照顾老人")
    return matter


def checked(matter, *bars):
    matter.do("check", note="已核对", bars=list(bars))
    return matter


def decision(outcome="granted"):
    return {"body": "县委组织部", "held_on": f"{DAY}", "outcome": outcome, "reason": "研究同意"}


def served(matter, **given):
    said = {"served_on": f"{DAY}", "means": "talk", "receipt": "本人签收", **REMEDY, **given}
    matter.do("serve", **said)
    return matter


def test_leaving_the_service_is_decided_within_the_time_the_pack_gives():
    matter = asked()
    assert matter.clocks() == [("decide", "2024-02-19", "")]
    [clock] = RESIGNATION.clocks(matter.standing, matter.world)
    assert "2024-01-20 的次日 2024-01-21 起算，30 日" in clock.deadline.steps
    checked(matter).do("decide", by=CHENG, **decision())
    assert matter.clocks() == [("decide", "2024-02-19", "2024-01-20")]


def test_giving_up_a_leading_post_has_the_clock_of_its_pack_or_none():
    assert asked(POST).clocks() == []
    assert asked(POST, limits={POST: "15 days"}).clocks() == [("decide", "2024-02-05", "")]


def test_the_whole_way_without_fault_or_heaviness():
    matter = served(_decided(checked(asked())))
    assert matter.standing.outcome == "granted"
    assert matter.stopped("close", note="办结") == ["STEP-ORDER"]
    early = matter.stopped("execute_post", last_on="2024-01-19")
    assert early == [("STEP-DAY", "last_on")]
    matter.do("execute_post", last_on="2024-01-31")
    assert matter.stopped("execute_post", last_on="2024-01-31") == ["STEP-ORDER"]
    matter.do("close", note="办结")
    assert (matter.standing.stage_label, matter.standing.is_open) == ("同意辞职", False)
    assert matter.stopped("close", note="再办") == ["STEP-CLOSED"]


def test_a_decision_a_remedy_revoked_is_not_carried_out_and_can_be_closed():
    matter = served(_decided(checked(asked())))
    matter.world = replace(matter.world, overturned=True)
    assert matter.stopped("execute_post", last_on="2024-01-31") == ["STEP-GUARD"]
    assert [a.move for a in RESIGNATION.awaits(matter.standing, matter.world)] == ["close"]
    matter.do("close", note="按复核决定办理")


def test_only_he_asks_and_only_others_decide():
    world = ResignWorld(person="du", leading=True)
    matter = Matter(RESIGNATION, world, on=DAY)
    given = {"type": POST, "ground": "better", "statement": "另有发展"}
    other = By(user=9, name="范守义", person="fan", roles=frozenset({"self"}))
    assert matter.stopped("request", by=other, **given) == ["STEP-APART"]
    he = By(user=4, name="杜文清", person="du", roles=frozenset({"self", "officer"}))
    assert asked().stopped("check", by=he, note="核对") == ["STEP-APART"]
    both = By(user=1, name="安静仪", roles=frozenset({"decider", "officer"}))
    assert checked(asked()).stopped("decide", by=both, **decision()) == ["STEP-APART"]
    wife = By(user=8, name="安静仪", person="an", roles=frozenset({"officer"}))
    matter = asked(relatives={"an": "夫妻"})
    assert matter.stopped("check", by=wife, note="核对") == ["STEP-RECUSED"]


def test_who_leads_nothing_cannot_give_up_a_leading_post():
    matter = Matter(RESIGNATION, ResignWorld(person="du"), on=DAY)
    given = {"ground": "health", "statement": "身体原因"}
    assert matter.stopped("request", by=DU, type=POST, **given) == [("STEP-GUARD", "type")]
    assert matter.stopped("request", by=DU, type=SERVICE, **given) == []


def test_he_takes_it_back_until_it_is_decided():
    matter = checked(asked())
    matter.do("take_back", by=DU)
    assert (matter.standing.outcome, matter.clocks()) == ("taken_back", [])
    decided = _decided(checked(asked()))
    assert decided.stopped("take_back", by=DU) == ["STEP-ORDER"]


def test_a_barred_situation_keeps_him_from_being_let_go():
    matter = checked(asked(), "RB2")
    given = decision()
    assert matter.stopped("decide", by=CHENG, **given) == [("STEP-LEGAL", "outcome")]
    assert matter.stopped("decide", by=CHENG, **decision("refused")) == []
    checked(matter)
    assert matter.stopped("decide", by=CHENG, **given) == []


def test_an_investigation_the_office_knows_of_is_not_left_out():
    matter = asked(standing={"under-investigation": "正在接受立案审查"})
    assert matter.stopped("check", note="核对") == [("STEP-GUARD", "bars")]
    assert matter.stopped("check", note="核对", bars=["under-investigation", "RB9"]) == [
        ("STEP-VALUE", "bars")
    ]
    checked(matter, "under-investigation")
    assert matter.stopped("decide", by=CHENG, **decision()) == [("STEP-LEGAL", "outcome")]


def test_the_bars_are_of_leaving_the_service_not_of_giving_up_a_post():
    matter = asked(POST, standing={"under-investigation": "正在接受立案审查"})
    assert matter.stopped("check", note="核对", bars=["RB2"]) == [("STEP-VALUE", "bars")]
    checked(matter)
    assert matter.stopped("decide", by=CHENG, **decision()) == []


def test_a_refusal_names_review_and_appeal():
    matter = checked(asked()).do("decide", by=CHENG, **decision("refused"))
    assert matter.outcome == "refused"
    refused = _decided(checked(asked()), "refused")
    short = {"served_on": f"{DAY}", "means": "talk", "receipt": "签收", "remedy": "可以提出异议。"}
    assert refused.stopped("serve", **short) == [("STEP-GUARD", "remedy")] * 2
    served(refused).do("close", note="办结")
    granted = _decided(checked(asked()))
    assert granted.stopped("serve", **short) == []


def test_the_notice_of_a_refusal_tells_each_way_with_body_and_days():
    ways = ways_of(pack(), on=DAY)
    refused = _decided(checked(asked(ways=ways, regime="公务员")), "refused")
    short = {"served_on": f"{DAY}", "means": "talk", "receipt": "签收"}
    assert refused.stopped("serve", **short, **REMEDY) == [("STEP-GUARD", "remedy")] * 2
    full = "可以提出异议；三十日内可以向县委申请复核，或者三十日内直接向市委组织部提出申诉。"
    assert refused.stopped("serve", **short, remedy=full) == []
    granted = _decided(checked(asked(ways=ways, regime="公务员")))
    assert granted.stopped("serve", **short, remedy="可以提出异议。") == []


@pytest.mark.parametrize(
    ("move", "given", "says"),
    [
        ("decide", decision(), ["STEP-ORDER"]),
        (
            "serve",
            {"served_on": f"{DAY}", "means": "talk", "receipt": "签", **REMEDY},
            ["STEP-ORDER"],
        ),
        ("execute_post", {"last_on": f"{DAY}"}, ["STEP-ORDER"]),
        ("close", {"note": "办结"}, ["STEP-ORDER"]),
    ],
)
def test_each_step_waits_for_the_one_before(move, given, says):
    by = CHENG if move == "decide" else AN
    assert asked().stopped(move, by=by, **given) == says


def test_days_are_in_order_and_nothing_is_done_twice():
    matter = checked(asked())
    early = decision() | {"held_on": "2024-01-19"}
    assert matter.stopped("decide", by=CHENG, **early) == [("STEP-DAY", "held_on")]
    _decided(matter)
    assert matter.stopped("decide", by=CHENG, **decision()) == ["STEP-ORDER"]
    assert matter.stopped("check", note="再核对") == ["STEP-ORDER"]
    late = {"served_on": "2024-01-21", "means": "talk", "receipt": "签收", **REMEDY}
    assert matter.stopped("serve", **late) == [("STEP-DAY", "served_on")]
    served(matter)
    assert matter.stopped("serve", **late | {"served_on": f"{DAY}"}) == ["STEP-ORDER"]


def test_what_it_waits_for_follows_the_stages():
    matter, seen = asked(), []
    for step in (lambda: checked(matter), lambda: _decided(matter), lambda: served(matter)):
        seen.append(RESIGNATION.awaits(matter.standing, matter.world)[0].move)
        step()
    seen.append(RESIGNATION.awaits(matter.standing, matter.world)[0].move)
    matter.do("execute_post", last_on="2024-01-31")
    seen.append(RESIGNATION.awaits(matter.standing, matter.world)[0].move)
    matter.do("close", note="办结")
    assert seen == ["check", "decide", "serve", "execute_post", "close"]
    assert RESIGNATION.awaits(matter.standing, matter.world) == ()
    assert [s for s, _ in RESIGNATION.stages(matter.world)] == [
        "checking", "deciding", "serving", "closing",
    ]  # fmt: skip


def _decided(matter, outcome="granted"):
    matter.do("decide", by=CHENG, **decision(outcome))
    return matter
