"""A period under observation ends in a question to a named person, never in an answer."""

from dataclasses import replace
from datetime import date

import pytest

from biaochi.procedure.observing import KIND, ObservationWorld, length_for
from biaochi.procedure.transitions import choices
from tests.core.procedure.saying import AN, CHENG, DU, Matter, ladder, pack, parameter

START, END = date(2024, 1, 10), date(2024, 7, 10)
WORLD = ObservationWorld(
    person="du", findings=frozenset({"7"}),
    proven={"E1": date(2023, 12, 1), "E2": date(2024, 5, 1)},
)  # fmt: skip
OPENED = {
    "variant": "observation", "reason": "工作长期落后", "start_on": "2024-01-10", "months": 6,
    "goals": ["按月报送", "完成项目"], "checker": "安静仪", "served_on": "2024-01-10",
    "means": "talk", "receipt": "杜文清",
}  # fmt: skip
TALK = {"talked_by": "安静仪", "text": "对照目标谈话"}


def begun(world=WORLD, **given):
    matter = Matter(KIND, world, on=START)
    matter.do("open", **OPENED | given)
    return matter


def test_six_months_from_10_january_end_on_10_july_and_find_nothing():
    matter = begun()
    assert matter.clocks() == [("review-1", "2024-07-10", "")]
    assert (matter.standing.told_on, matter.standing.result) == (START, "")
    assert matter.stopped("review", on=date(2024, 7, 9), result="improved", reason="x") == [
        "STEP-GUARD"
    ]  # fmt: skip


def test_a_period_beyond_any_calendar_is_refused_in_words():
    matter = Matter(KIND, WORLD, on=START)
    assert ("STEP-VALUE", "months") in matter.stopped("open", **OPENED | {"months": 120_000})
    far = OPENED | {"start_on": "9999-12-31"}
    assert ("STEP-VALUE", "start_on") in matter.stopped("open", **far)


def test_a_period_does_not_begin_before_he_was_told_of_it():
    matter = Matter(KIND, WORLD, on=START)
    past = OPENED | {"start_on": "2023-07-10"}
    assert matter.stopped("open", **past) == [("STEP-DAY", "start_on")]
    assert matter.stopped("open", **past | {"variant": "trial"}) == []


def test_who_has_improved_is_reviewed_and_the_matter_closed():
    matter = begun()
    assert matter.stopped("close") == ["STEP-GUARD"]
    matter.do("talk", on=date(2024, 3, 1), **TALK, result="better")
    matter.do("own_note", by=DU, points=["已按月报送"])
    matter.do("note", text="三月按时报送")
    done = matter.do("review", by=CHENG, on=END, result="improved", reason="目标达到")
    assert (done.stage, done.reviews[-1].by) == ("reviewed", "程立群")
    assert matter.clocks() == [("review-1", "2024-07-10", "2024-07-10")]
    assert matter.stopped("review", result="improved", reason="x") == ["STEP-ORDER"]
    assert matter.do("close").outcome == "improved"
    assert matter.stopped("talk", **TALK, result="none") == ["STEP-CLOSED"]


def test_not_improved_needs_a_talk_before():
    matter = begun()
    late = {"on": END, "result": "not_improved", "reason": "没有达到"}
    assert matter.stopped("review", **late) == [("STEP-GUARD", "result")]
    matter.do("talk", on=date(2024, 3, 1), **TALK, result="none")
    assert matter.do("review", **late).result == "not_improved"


def test_an_extension_has_a_reason_and_a_timer_of_its_own():
    matter = begun()
    extended = {"on": date(2024, 7, 15), "result": "extended", "reason": "刚换岗"}
    assert matter.stopped("review", **extended) == [("STEP-FIELD", "months")]
    assert matter.do("review", **extended, months=3).stage == "running"
    assert matter.clocks() == [
        ("review-1", "2024-07-10", "2024-07-15"), ("review-2", "2024-10-10", ""),
    ]  # fmt: skip
    wrong = {"on": date(2024, 10, 10), "result": "improved", "reason": "好", "months": 3}
    assert matter.stopped("review", **wrong) == [("STEP-VALUE", "months")]


@pytest.mark.parametrize("missing", ["start_on", "goals", "checker", "served_on", "receipt"])
def test_the_person_is_told_the_start_the_goals_and_who_checks(missing):
    given = {k: v for k, v in OPENED.items() if k != missing}
    matter = Matter(KIND, WORLD, on=START)
    assert ("STEP-FIELD", missing) in matter.stopped("open", **given)


def test_what_it_rests_on_is_proven_or_taken_up():
    matter = Matter(KIND, WORLD, on=START)
    assert matter.stopped("open", **OPENED, evidence=["E1"], findings=["7"]) == []
    wrong = matter.stopped("open", **OPENED, evidence=["E9"], findings=["8"])
    assert wrong == [("STEP-GUARD", "evidence"), ("STEP-GUARD", "findings")]


def test_nobody_is_told_on_a_day_to_come():
    matter = Matter(KIND, WORLD, on=START)
    late = OPENED | {"served_on": "2024-01-11"}
    assert matter.stopped("open", **late) == [("STEP-DAY", "served_on")]


def test_the_length_is_the_packs_or_is_asked():
    given = OPENED | {"months": None, "variant": "trial"}
    bare = Matter(KIND, WORLD, on=START)
    assert bare.stopped("open", **given) == [("STEP-FIELD", "months")]
    stated = pack(parameters={"trial_term": parameter("6", "months")})
    matter = Matter(KIND, replace(WORLD, pack=stated), on=START)
    assert matter.stopped("open", **given | {"months": 3}) == [("STEP-VALUE", "months")]
    matter.do("open", **given)
    assert matter.clocks() == [("review-1", "2024-07-10", "")]
    year = pack(parameters={"promotion_trial": parameter("1", "years")})
    probation = Matter(KIND, replace(WORLD, pack=year), on=START)
    probation.do("open", **given | {"variant": "probation"})
    assert probation.clocks() == [("review-1", "2025-01-10", "")]


def test_a_trial_post_of_20_january_ends_on_20_july():
    matter = begun(variant="trial", start_on="2024-01-20", served_on="2024-01-10")
    assert matter.clocks() == [("review-1", "2024-07-20", "")]


def test_an_observation_may_be_as_long_as_is_said_of_this_person():
    stages = ladder(("observation", "observation_months", ()), ident="general")
    months = {"observation_months": parameter("6", "months")}
    kept = pack(procedures=stages, parameters=months)
    assert length_for(kept, "general", "observation", on=START) == "6 months"
    assert length_for(kept, "", "observation", on=START) == "6 months"
    world = replace(WORLD, pack=kept, procedure="general")
    assert begun(world, months=3).clocks() == [("review-1", "2024-04-10", "")]
    assert begun(world, months=None).clocks() == [("review-1", "2024-07-10", "")]


def test_a_refusal_is_a_flag_for_a_talk_and_no_more():
    matter = Matter(KIND, WORLD, on=START)
    started = {"start_on": "2024-01-10", "months": 6}
    matter.do("open", variant="refusal", reason="不愿到新岗位", **started)
    assert (matter.clocks(), matter.standing.told_on) == ([], None)
    assert matter.stopped("close") == ["STEP-GUARD"]
    assert matter.stopped("review", on=END, result="improved", reason="x") == ["STEP-GUARD"]
    matter.do("talk", **TALK, result="better")
    assert matter.standing.told_on == START
    assert matter.do("close").outcome == "done"
    assert [s for s, _ in KIND.stages(replace(WORLD, variant="refusal"))] == ["running", "closed"]
    assert len(KIND.stages(WORLD)) == 3


def test_two_talks_in_vain_and_new_evidence_wait_for_people():
    matter = begun()
    assert matter.stopped("escalate", result="case", reason="x") == ["STEP-GUARD"]
    matter.do("talk", on=date(2024, 3, 1), **TALK, result="none")
    assert not matter.standing.escalates
    standing = matter.do("talk", on=date(2024, 5, 2), **TALK, result="none")
    assert (standing.escalates, standing.news, standing.stage) == (True, {"E2"}, "running")
    after = matter.do("escalate", result="keep", reason="再帮三个月")
    assert (after.escalates, after.escalated, after.is_open) == (False, "keep", True)


def test_a_talk_that_helped_begins_the_count_anew():
    matter = begun()
    for result in ("none", "better", "none"):
        matter.do("talk", on=date(2024, 5, 2), **TALK, result=result)
    assert not matter.standing.escalates


def test_without_new_evidence_nothing_is_put_before_people():
    matter = begun(replace(WORLD, proven={"E1": date(2023, 12, 1)}))
    for _ in range(3):
        matter.do("talk", on=date(2024, 5, 2), **TALK, result="none")
    assert (matter.standing.failed_talks, matter.standing.escalates) == (3, False)


def test_the_pack_says_after_how_many_talks():
    world = replace(WORLD, pack=pack(parameters={"talks_line": parameter("3", "次")}))
    matter = begun(world)
    for expected in (False, False, True):
        standing = matter.do("talk", on=date(2024, 5, 2), **TALK, result="none")
        assert standing.escalates is expected


def test_an_observation_is_withdrawn_with_reasons():
    assert begun().do("withdraw", reason="设定有误").outcome == "withdrawn"


def test_only_the_official_writes_his_own_note():
    matter = begun()
    geng = replace(DU, person="geng")
    assert matter.stopped("own_note", by=geng, points=["x"]) == ["STEP-ROLE"]


def test_the_first_move_is_offered_without_asking_for_its_fields():
    [choice] = choices(KIND, (), WORLD, by=AN, on=START)
    assert (choice.move.id, choice.lacks) == ("open", ())
