"""What a matter waits for, told from where it stands."""

from datetime import date

import pytest

from biaochi.packs.shapes import Label, Procedure, Stage
from biaochi.procedure.awaiting import case_awaits, letter_awaits, remedy_awaits
from biaochi.procedure.casefacts import Ask, CaseFile, CaseWorld
from biaochi.procedure.course import course_of
from biaochi.procedure.expiring import STAGES as EXPIRY_STAGES
from biaochi.procedure.expiring import ExpiryStanding, ExpiryWorld
from biaochi.procedure.expiring import awaits as expiry_awaits
from biaochi.procedure.letters import LetterStanding, LetterWorld
from biaochi.procedure.observing import ObservationStanding, ObservationWorld, timer
from biaochi.procedure.observing import awaits as observation_awaits
from biaochi.procedure.recovering import Assignment, Recovery, Talk, Ticket
from biaochi.procedure.remedying import Original
from biaochi.procedure.remedying import fold as remedy_fold
from biaochi.procedure.returning import awaits as follow_up_awaits
from biaochi.procedure.shapes import By
from tests.core.procedure import remedyworld
from tests.core.procedure.afterwards import FILLED, Story, around

DAY = date(2018, 1, 15)
GATES = ("motion", "verification", "hearing", "tolerance", "proposal", "decision", "service")
STAGES = (*(Stage(id=g, label=g, gate=g) for g in GATES), Stage(id="filing", label="归档"))
COURSE = course_of(Procedure(id="p", label=Label(zh="程序", en="p"), basis=None, stages=STAGES))
WORLD = CaseWorld(today=DAY, course=COURSE)
AN, BAI = By(user=1, name="安静仪"), By(user=2, name="白景明")


def case(gate, **more):
    place = GATES.index(gate)
    given = {
        "stage": gate, "stage_label": gate, "is_open": True, "opener": AN, "place": place,
        "done": frozenset(GATES[:place]), "upheld": ("N1",), "told": frozenset({"N1"}),
    } | more  # fmt: skip
    return CaseFile(**given)


CASES = {
    "verification": (case("verification"), ["verify"]),
    "telling": (case("hearing", told=frozenset()), ["tell"]),
    "speaking": (case("hearing"), ["state"]),
    "answering": (case("hearing", points=("一", "二")), ["answer"]),
    "tolerance": (case("tolerance"), ["assess"]),
    "proposal": (case("proposal"), ["propose"]),
    "meeting": (case("decision"), ["meet"]),
    "confirming": (case("decision", meeting={"outcome": "adopted"}, recorder=AN), ["confirm"]),
    "unrecorded": (case("decision", meeting={"outcome": "adopted"}), ["confirm"]),
    "returned": (case("decision", meeting={"outcome": "returned"}), []),
    "service": (case("service"), ["serve"]),
    "passing": (case("service", place=7, passes=True), ["pass"]),
    "executing": (
        case("service", served={"x": 1}, left=("execute_post", "execute_pay"), ending="adjusted"),
        ["execute_post", "execute_pay"],
    ),
    "closing": (case("service", served={"x": 1}, ending="adjusted"), ["close"]),
    "unfounded": (case("verification", ending="unsubstantiated"), ["close"]),
    "asked": (case("tolerance", asks=(Ask(whom="安静仪", reason="亲戚"),)), ["answer_recusal"]),
    "flagged": (case("hearing", flagged=True), ["refer"]),
    "referred": (case("hearing", referral="pending"), ["referral_back"]),
    "closed": (case("service", is_open=False), []),
    "not there": (case("motion", opener=None), []),
    "nothing left": (case("service", done=frozenset(GATES)), []),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_case_waits_for_its_next_step(name) -> None:
    file, moves = CASES[name]
    found = case_awaits(file, WORLD)
    assert [a.move for a in found] == moves
    assert all(a.why for a in found)


def test_who_moved_a_case_does_not_verify_or_assess_it() -> None:
    for gate in ("verification", "tolerance"):
        [found] = case_awaits(case(gate), WORLD)
        assert found.apart == {1}
    [found] = case_awaits(case("decision", meeting={"outcome": "adopted"}, recorder=BAI), WORLD)
    assert found.apart == {2}


def letter(stage, **more):
    given = {"stage": stage, "stage_label": stage, "is_open": True, "content": {"subject": "x"}}
    return LetterStanding(**(given | more))


LETTERS = {
    "draft": (letter("draft", returned=True), ["redraft"]),
    "approval": (letter("approval", authors=(AN,)), ["approve"]),
    "leader": (letter("approval", authors=(AN,), head=BAI), ["approve_leader"]),
    "service": (letter("service"), ["serve"]),
    "reply": (letter("reply"), ["reply"]),
    "study": (letter("study"), ["judge"]),
    "again": (letter("study", judged="unclear"), ["inquire_again"]),
    "report": (letter("rectify", type="admonition"), ["report"]),
    "judged": (letter("rectify", reported_on=DAY), ["judge_rectification"]),
    "no report": (letter("rectify"), []),
    "follow": (letter("follow"), ["close"]),
    "closed": (letter("closed", is_open=False), []),
    "not there": (letter("draft", content={}), []),
    "elsewhere": (letter("elsewhere"), []),
}


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_waits_for_its_next_step(name) -> None:
    standing, moves = LETTERS[name]
    assert [a.move for a in letter_awaits(standing, LetterWorld(person="du"))] == moves


def test_who_drafted_a_letter_does_not_sign_it() -> None:
    world = LetterWorld(person="du")
    [found] = letter_awaits(letter("approval", authors=(AN,), head=BAI), world)
    assert found.apart == {1, 2}


def observation(**more):
    given = {"stage": "running", "stage_label": "进行中", "is_open": True, "start": DAY}
    return ObservationStanding(**(given | more))


def test_an_observation_waits_for_people_and_its_end_for_its_clock() -> None:
    def moves(**more):
        world = ObservationWorld(person="du")
        return [a.move for a in observation_awaits(observation(**more), world)]

    ends = (timer(DAY, "6 months"),)
    assert moves(is_open=False) == moves(start=None) == moves(ends=ends) == []
    assert moves(escalates=True, ends=ends) == ["escalate"]
    assert moves(talks=1) == ["close"]
    assert moves() == ["talk"]


def test_a_follow_up_waits_for_its_plan_then_for_what_is_unsolved() -> None:
    def moves(**more):
        given = {"stage": "x", "stage_label": "x", "is_open": True, "measure": "M1"}
        return [a.move for a in follow_up_awaits(Recovery(**(given | more)), around())]

    assert moves(measure="") == moves(closed_on=DAY) == []
    assert moves() == ["fix"]
    assert moves(active_on=DAY) == []
    assert moves(escalated_on=DAY, active_on=DAY) == ["decide"]
    ticket = Ticket(number=1, text="住房", owner="陈帮带", opened_on=DAY)
    assert moves(active_on=DAY, tickets=(ticket,)) == ["solve"]


def test_a_follow_up_that_does_not_help_waits_for_somebody_to_put_it_before_others() -> None:
    poor = Assignment(
        number=1, kind="project", place="村", work="驻村", from_on=DAY, until=None, owner="陈",
        result="poor",
    )  # fmt: skip
    talk = Talk(on=DAY, actor="talk-head", by="陈")
    now = Recovery(
        stage="x", stage_label="x", is_open=True, measure="M1", active_on=DAY,
        assignments=(poor,), talks=(talk, talk),
    )  # fmt: skip
    world = around(evidence={"E1": date(2024, 9, 1)})
    assert [a.move for a in follow_up_awaits(now, world)] == ["escalate"]
    story = Story()
    story.on("2024-03-02", "open", measure="M1")
    story.on("2024-03-02", "fix", **FILLED)
    assert [a.move for a in story.kind.awaits(story.now, story.world)] == ["activate"]


def expiry(stage, **more):
    given = {"stage": stage, "stage_label": stage, "is_open": True, "ground": "age"}
    return ExpiryStanding(**(given | more))


def test_an_expiry_waits_for_its_next_step_by_somebody_else_where_it_takes_two() -> None:
    world = ExpiryWorld(person="du")
    found = {s: expiry_awaits(expiry(s, arranged_by=AN), world) for s in dict(EXPIRY_STAGES)}
    moves = {s: [a.move for a in f] for s, f in found.items()}
    assert moves == {
        "talk": ["talk"], "arrange": ["arrange"], "confirm": ["confirm"], "execute": ["execute"],
        "done": ["close"], "closed": [],
    }  # fmt: skip
    assert found["confirm"][0].apart == {1}
    assert expiry_awaits(expiry("talk", ground=""), world) == ()


def remedy(*moves, **more):
    said = []
    for move, by, given in moves:
        said.append(remedyworld.step(said, move, by, **given))
    world = remedyworld.world(**more)
    return remedy_awaits(remedy_fold(said), world)


LODGED = ("lodge", remedyworld.DU, {})
ACCEPTED = (LODGED, ("accept", remedyworld.SHENG, {}))
FORMED = (*ACCEPTED, ("form_panel", remedyworld.SHENG, {}))
DECLARED = (*FORMED, *(("declare", p, {}) for p in remedyworld.PANEL))
HEARD = (*DECLARED, ("hear", remedyworld.P1, {}))
DECIDED = (*HEARD, ("decide", remedyworld.P1, {"outcome": "revoke"}))
SIGNED = (*DECIDED, ("confirm", remedyworld.P2, {}))
SERVED = (*SIGNED, ("serve", remedyworld.AN, {}))
NAMED = (*SERVED, ("restore_name", remedyworld.AN, {}))
CHALLENGED = (*DECLARED, ("ask_recusal", remedyworld.DU, {}))
ASKED = (("lodge", remedyworld.DU, {"request": "view"}), ACCEPTED[1])
UPHELD = (*HEARD, ("decide", remedyworld.P1, {}), SIGNED[-1], SERVED[-1])
REMEDIES = {
    "lodged": ((LODGED,), ["accept"]), "accepted": (ACCEPTED, ["form_panel"]),
    "asked": (ASKED, ["answer_request"]), "formed": (FORMED, ["declare"]),
    "declared": (DECLARED, ["hear"]), "challenged": (CHALLENGED, ["answer_recusal"]),
    "heard": (HEARD, ["decide"]), "decided": (DECIDED, ["confirm"]), "signed": (SIGNED, ["serve"]),
    "served": (SERVED, ["restore_name"]), "named": (NAMED, ["close"]),
    "upheld": (UPHELD, ["close"]),
    "closed": ((*UPHELD, ("close", remedyworld.AN, {})), []), "not there": ((), []),
}  # fmt: skip


@pytest.mark.parametrize("name", REMEDIES)
def test_a_remedy_waits_for_its_next_step(name) -> None:
    moves, expected = REMEDIES[name]
    assert [a.move for a in remedy(*moves)] == expected


def test_a_post_that_was_lost_has_to_be_restored() -> None:
    original = Original(measure="removal", moved=True)
    moves = [a.move for a in remedy(*SERVED, original=original)]
    assert moves == ["restore_name", "restore"]
    restored = (*NAMED, ("restore", remedyworld.AN, {}))
    assert [a.move for a in remedy(*restored, original=original)] == ["close"]


def test_who_handled_the_original_matter_is_not_asked() -> None:
    [found] = remedy(LODGED)
    assert found.apart == {remedyworld.AN.user}
    [found] = remedy(*DECIDED)
    assert found.apart == {remedyworld.P1.user}
