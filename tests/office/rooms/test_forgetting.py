"""What is over is left out of default views; who needs it says why; nothing is deleted."""

from datetime import date

import pytest

from biaochi.access.scoping import Why
from biaochi.access.shapes import Act
from biaochi.errors import Refusal
from biaochi.evidence.measuring import retire_measures, taken_about
from biaochi.followup import forgetting, timers
from biaochi.followup.shapes import Hidden
from biaochi.matters import queries
from biaochi.matters.models import Matter
from biaochi.trail.models import Entry
from tests.office import following, staff
from tests.office.following import executed, measured

BEFORE, AFTER = date(2019, 2, 28), date(2019, 3, 1)


@pytest.fixture
def pack(world):
    return staff.pack(world)


def closed(world, kind, *, on, parent=None, outcome="", pack=None):
    above = Matter.objects.unscoped(Why.SETUP).get(code=parent) if parent else None
    row = Matter.objects.create(
        code=f"{kind[0].upper()}{on:%Y%m%d}-{kind:0<8}"[:18], kind=kind, title=kind, parent=above,
        person=world.people["du"], pack_id=pack, opened_on=on, stage="closed",
        stage_label="已办结", is_open=False, outcome=outcome, closed_on=on,
    )  # fmt: skip
    return row.code


def out(world, on, person="du"):
    return forgetting.hidden(world.actor("an"), person, on=on)


def test_a_measure_its_case_and_its_letters_are_left_out_when_the_influence_is_over(world, pack):
    letter = closed(world, "letter", on=date(2017, 6, 1), pack=pack)
    case = executed(world, pack=pack)
    remedy = closed(world, "remedy", on=date(2018, 6, 1), parent=case)
    further = closed(world, "remedy", on=date(2018, 8, 1), parent=remedy)
    assert out(world, date(2018, 5, 31)) == Hidden()
    assert not out(world, BEFORE).measures
    found = out(world, AFTER)
    assert found.measures == {f"{case}-1"}
    assert found.matters == {case, letter, remedy, further}
    assert len(taken_about("du")) == 1


def test_an_open_matter_is_never_left_out(world, pack):
    case = executed(world, pack=pack)
    Matter.objects.unscoped(Why.SETUP).filter(code=case).update(is_open=True, closed_on=None)
    assert out(world, date(2030, 1, 1)).matters == frozenset()


def test_a_length_nobody_stated_is_not_over_until_somebody_fills_it_in(world):
    pack = staff.pack(world, "changshan-2017")
    case = executed(world, pack=pack)
    assert out(world, date(2040, 1, 1)) == Hidden()
    code = following.opened(world, case, pack=pack)
    said = {"ends_on": "2019-03-01", "document": "青组〔2018〕2 号", "reason": "县委决定"}
    following.step(world, code, "settle", on="2018-03-02", measure=f"{case}-1", **said)
    assert out(world, AFTER).measures == {f"{case}-1"}
    assert out(world, BEFORE) == Hidden()


def test_letters_without_influence_are_shown_for_a_time_the_product_names(world):
    letter = closed(world, "letter", on=date(2017, 6, 1))
    measured(world, code=f"{letter}-1", measure="reminder", on=date(2017, 5, 1))
    measured(world, code="imported", measure="reminder", on=date(2017, 5, 1))
    staff.pack(world)
    assert out(world, date(2018, 4, 30)) == Hidden()
    assert out(world, date(2018, 5, 1)).measures == {"imported"}
    assert out(world, date(2018, 6, 1)) == Hidden(
        matters=frozenset({letter}), measures=frozenset({f"{letter}-1", "imported"})
    )


def test_what_was_withdrawn_or_taken_back_is_left_out_at_once(world, pack):
    withdrawn = closed(world, "case", on=date(2018, 3, 1), outcome="withdrawn")
    assert out(world, date(2018, 3, 1)).matters == {withdrawn}
    case = executed(world, pack=pack)
    retire_measures(
        [f"{case}-1"], reason="复核撤销", actor=world.actor("an"), at=following.at_noon(AFTER)
    )
    assert case in out(world, date(2018, 3, 2)).matters


def test_a_case_for_no_fault_leaves_no_timer_and_is_left_out_after_a_time(world, pack):
    case = executed(world, pack=pack, channel="health")
    [measure] = timers.known_about(["du"])["du"].measures
    assert timers.known_about(["du"])["du"].timers == ()
    assert measure.channel == "health"
    assert out(world, date(2019, 2, 28)) == Hidden()
    assert out(world, AFTER).matters == {case}


def test_lists_leave_out_what_is_over_for_everybody(world, pack):
    case = executed(world, pack=pack)
    other = executed(world, pack=pack, person="fan", on=date(2018, 12, 1))
    for login in ("an", "cheng", "sheng"):
        rows = queries.rows(world.actor(login))
        assert {r.code for r in forgetting.leave_out(rows, on=BEFORE)} == {case, other}
        assert {r.code for r in forgetting.leave_out(rows, on=AFTER)} == {other}
    lines = queries.about(world.actor("an"), "du")
    assert forgetting.shown(lines, on=BEFORE) == lines
    assert forgetting.shown(lines, on=AFTER) == []
    assert forgetting.is_hidden(lines[0], on=AFTER)
    assert not forgetting.is_hidden(lines[0], on=BEFORE)


def test_who_needs_it_says_why_and_that_is_recorded(world, pack):
    case, at = executed(world, pack=pack), following.at_noon(AFTER)
    actor = world.actor("an")
    assert not forgetting.may_look(actor, "du", on=AFTER)
    with pytest.raises(Refusal) as caught:
        forgetting.recall(actor, "du", reason=" ", at=at)
    assert caught.value.problems[0].code == "ASK-REASON"
    found = forgetting.recall(actor, "du", reason="办理申诉需要核对", at=at)
    assert [m.code for m in found.matters] == [case]
    assert [m.code for m in found.measures] == [f"{case}-1"]
    entry = Entry.objects.unscoped(Why.TRAIL).get(event="forgotten_read")
    assert (entry.user, entry.ident, entry.reason) == (actor.user, "du", "办理申诉需要核对")
    assert forgetting.may_look(actor, "du", on=AFTER)
    assert not forgetting.may_look(actor, "du", on=date(2019, 3, 2))
    assert not forgetting.may_look(world.actor("cheng"), "du", on=AFTER)


def test_the_person_may_see_what_is_held_on_him_and_the_neighbour_may_not(world, pack):
    case, at = executed(world, pack=pack), following.at_noon(AFTER)
    found = forgetting.recall(world.actor("du"), "du", reason="本人查阅", at=at)
    assert [m.code for m in found.matters] == [case]
    assert forgetting.may_look(world.actor("du"), "du", on=AFTER)
    with pytest.raises(Refusal):
        forgetting.recall(world.actor("jin"), "du", reason="想看看", at=at)


def test_sanctions_join_as_the_county_chose_and_are_open_until_it_chose(world):
    staff.pack(world, "national-2022")
    measured(world, code="S1", measure="warning", on=date(2018, 1, 1))
    measured(world, code="S2", measure="lowering", on=date(2018, 4, 1))
    state, rows = timers.bars(world.actor("an"), "du", on=date(2018, 5, 1))
    assert (state.state, state.until) == ("barred", None)
    assert [(r.label, r.ends[:10]) for r in rows] == [
        ("警告", "2018-07-01"), ("降级或撤职", "2020-04-01"),
        ("警告、降级或撤职", "数项同时进行，合并办"),
    ]  # fmt: skip
    with pytest.raises(Refusal):
        timers.bars(world.actor("jin"), "du", on=date(2018, 5, 1))
    own, _ = timers.bars(world.actor("du"), "du", on=date(2018, 5, 1), own=True)
    assert own.state == "barred"
    assert queries.about(world.actor("an"), "du", act=Act.SEE_MATTERS) == []
