"""An expiry is a question put to people: nobody leaves a post because a day has passed."""

from dataclasses import replace
from datetime import date

import pytest

from biaochi.procedure.expiring import KIND, ExpiryWorld
from biaochi.procedure.tenure import Due
from biaochi.procedure.transitions import choices
from tests.core.procedure.saying import AN, CHENG, DU, Matter

DAY, END = date(2019, 3, 1), date(2019, 8, 31)
FIRST = Due(ground="term", post=1, name="局长", on=END, which=1, steps=("第 1 届至 2019-08-31",))
LAST = replace(FIRST, which=2, last=True)
AGE = Due(ground="age", post=1, name="局长", on=None, asks="规则包没有写年龄界限，请核对")
SPECIAL = Due(ground="special", post=1, name="局长", on=None)
WORLD = ExpiryWorld(
    person="du", dues={d.key: d for d in (FIRST, LAST, AGE, SPECIAL)}, posts=frozenset({"1"}),
    moves=1,
)  # fmt: skip
TALK = {"talked_by": "安静仪", "wish": "愿意继续"}
LEAVE = {"plan": "leave", "text": "任满", "destination": "交流到县教育局"}
DONE = {"post": "1", "effective_on": "2019-08-31", "document": "青任〔2019〕3号"}


def opened(due=FIRST, *, world=WORLD, **given):
    matter = Matter(KIND, world, on=DAY)
    matter.do("open", about=due.key, **given)
    return matter


def arranged(due=FIRST, **plan):
    matter = opened(due)
    matter.do("talk", **TALK)
    matter.do("arrange", **(plan or LEAVE))
    return matter


def adopted(due=FIRST, **plan):
    matter = arranged(due, **plan)
    matter.do("confirm", by=CHENG, result="adopted", text="同意")
    return matter


def test_a_decision_a_remedy_revoked_is_not_carried_out():
    matter = adopted()
    matter.world = replace(matter.world, overturned=True)
    assert matter.stopped("execute", **DONE) == ["STEP-GUARD"]
    assert not matter.do("withdraw", reason="按复核决定办理").is_open


def test_a_term_goes_from_talk_to_decision_and_is_done_by_people():
    matter = opened()
    assert (matter.standing.stage, matter.standing.told_on) == ("talk", None)
    assert matter.clocks() == [("due", "2019-08-31", "")]
    assert matter.do("talk", **TALK).told_on == DAY
    matter.do("say", by=DU, points=["愿意继续"])
    assert matter.do("arrange", **LEAVE).stage == "confirm"
    assert matter.do("confirm", by=CHENG, result="adopted", text="同意").stage == "execute"
    assert matter.do("execute", **DONE).stage == "done"
    assert matter.clocks() == [("due", "2019-08-31", "2019-03-01")]
    ended = matter.do("close")
    assert (ended.outcome, ended.stage) == ("leave", "closed")
    assert matter.stopped("talk", **TALK) == ["STEP-CLOSED"]


def test_the_day_that_passed_changes_nothing():
    matter = opened()
    later = matter.kind.fold(matter.said, WORLD)
    assert (later.stage, later.is_open, later.executed_on) == ("talk", True, None)


def test_one_step_comes_after_the_other():
    matter = opened()
    assert matter.stopped("arrange", **LEAVE) == ["STEP-ORDER"]
    assert matter.stopped("confirm", by=CHENG, result="adopted", text="x") == ["STEP-ORDER"]
    assert matter.stopped("execute", **DONE) == ["STEP-ORDER"]
    assert matter.stopped("close") == ["STEP-ORDER"]


def test_what_was_worked_out_stays_when_facts_change():
    matter = adopted()
    matter.world = replace(WORLD, dues={})
    assert matter.kind.fold(matter.said, matter.world).due.due == END
    steps = matter.kind.fold(matter.said, matter.world).due.steps
    assert steps == ("立项时按任职登记算得",)


def test_what_cannot_be_worked_out_is_asked():
    matter = Matter(KIND, WORLD, on=DAY)
    assert matter.stopped("open", about=AGE.key) == [("STEP-FIELD", "due_on")]
    matter.do("open", about=AGE.key, due_on="2030-05-01")
    assert matter.clocks() == [("due", "2030-05-01", "")]
    assert matter.standing.due.steps == ("由立项的人填写",)


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"about": "term:9::0"}, [("STEP-GUARD", "about")]),
        ({"about": FIRST.key, "due_on": "2019-09-01"}, [("STEP-VALUE", "due_on")]),
        ({"about": FIRST.key, "due_on": "2019-08-31"}, []),
        ({"about": SPECIAL.key}, []),
    ],
)
def test_only_what_runs_out_is_opened(given, found):
    assert Matter(KIND, WORLD, on=DAY).stopped("open", **given) == found


def test_one_early_move_in_a_term_and_no_second():
    used = replace(WORLD, moved={1: 1})
    assert Matter(KIND, used, on=DAY).stopped("open", about=SPECIAL.key) == [
        ("STEP-LEGAL", "about")
    ]  # fmt: skip
    silent = replace(used, moves=None)
    matter = Matter(KIND, silent, on=DAY)
    matter.do("open", about=SPECIAL.key)
    assert matter.clocks() == []


def test_nobody_is_renewed_after_his_last_term_or_beyond_an_age():
    plan = {"plan": "renew", "text": "胜任"}
    for due, more in ((LAST, {}), (AGE, {"due_on": "2030-05-01"})):
        matter = opened(due, **more)
        matter.do("talk", **TALK)
        assert matter.stopped("arrange", **plan) == [("STEP-LEGAL", "plan")]
    assert arranged(FIRST, **plan).standing.plan == "renew"


def test_an_extension_needs_the_approval_from_above_and_has_a_clock():
    matter = opened(LAST)
    matter.do("talk", **TALK)
    plan = {"plan": "extend", "text": "重点项目收尾"}
    assert matter.stopped("arrange", **plan) == [
        ("STEP-FIELD", "document"), ("STEP-FIELD", "until"),
    ]  # fmt: skip
    early = {**plan, "document": "市组〔2019〕8号", "until": "2019-08-31"}
    assert matter.stopped("arrange", **early) == [("STEP-DAY", "until")]
    matter.do("arrange", **{**early, "until": "2020-02-29"})
    matter.do("confirm", by=CHENG, result="adopted", text="同意")
    matter.do("execute", document="市组〔2019〕8号")
    assert matter.clocks() == [("due", "2019-08-31", "2019-03-01"), ("until", "2020-02-29", "")]


def test_who_leaves_has_somewhere_to_go_and_a_measure_has_its_channel():
    matter = opened()
    matter.do("talk", **TALK)
    bare = {"plan": "leave", "text": "任满", "measure": "transfer"}
    assert matter.stopped("arrange", **bare) == [
        ("STEP-FIELD", "destination"), ("STEP-FIELD", "channel"),
    ]  # fmt: skip
    standing = matter.do("arrange", **LEAVE, measure="transfer", channel="term")
    assert (standing.measure, standing.channel) == ("transfer", "term")


def test_who_proposed_does_not_decide_and_what_is_returned_is_studied_again():
    matter = arranged()
    for himself in (replace(CHENG, user=AN.user), replace(CHENG, name=AN.name)):
        assert matter.stopped("confirm", by=himself, result="adopted", text="x") == ["STEP-APART"]
    returned = matter.do("confirm", by=CHENG, result="returned", text="再研究")
    assert (returned.stage, returned.plan) == ("arrange", "")
    assert matter.do("arrange", **LEAVE).stage == "confirm"


def test_the_papers_of_execution_are_checked_against_the_posts():
    matter = adopted()
    assert matter.stopped("execute", **DONE | {"post": "7"}) == [("STEP-GUARD", "post")]
    assert matter.stopped("execute", post="1", document="x") == [("STEP-FIELD", "effective_on")]
    renewed = adopted(plan="renew", text="胜任")
    early = renewed.stopped("execute", **DONE)
    assert early == [("STEP-DAY", "effective_on")]
    renewed.do("execute", **DONE | {"effective_on": "2019-09-01"})


def test_of_several_posts_the_one_that_ran_out_is_carried_out():
    matter = adopted()
    matter.world = replace(WORLD, posts=frozenset({"1", "2"}))
    assert matter.stopped("execute", **DONE | {"post": "2"}) == [("STEP-GUARD", "post")]
    assert matter.stopped("execute", **DONE) == []
    matter.world = replace(WORLD, posts=frozenset({"2"}))
    assert matter.stopped("execute", **DONE | {"post": "2"}) == []


def test_an_expiry_is_withdrawn_with_reasons():
    assert opened().do("withdraw", reason="任职首日登记有误").outcome == "withdrawn"


def test_moves_are_offered_without_asking_for_their_fields():
    [choice] = choices(KIND, (), WORLD, by=AN, on=DAY)
    assert choice.lacks == ()
    offered = choices(KIND, adopted().said, WORLD, by=AN, on=DAY)
    assert [c.move.id for c in offered if not c.lacks] == ["talk", "execute", "withdraw"]
    assert len(KIND.stages(WORLD)) == 6
