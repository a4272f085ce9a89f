"""A remedy that sends the matter back: what has to follow, until when, who waits for it."""

from dataclasses import replace
from datetime import date

from biaochi.packs.loader import builtin, load
from biaochi.procedure.remedyguards import REMEDY
from biaochi.procedure.remedyways import Against, Term, ways_of
from tests.core.procedure.remedyworld import AN, APPEAL, OBJECTION, ON, REVIEW, Remedying, world

LATER = date(2024, 4, 2)
BELOW = {"T2": "2024-04-01 组织调整「重新处理」"}


def remanded(**more):
    return Remedying(**more).served(outcome="remand")


def waiting(remedy):
    return [a.move for a in REMEDY.awaits(remedy.now, remedy.world)]


def test_what_was_sent_back_waits_until_it_is_dealt_with_again():
    remedy = remanded()
    assert waiting(remedy) == ["redo"]
    assert remedy.codes("close", AN, on=LATER) == ["STEP-GUARD"]
    assert remedy.codes("redo", AN, on=LATER) == ["STEP-VALUE"]
    remedy.change(redone=BELOW)("redo", AN, on=LATER)
    assert waiting(remedy) == ["close"]
    assert remedy.codes("redo", AN, on=LATER) == remedy.codes("drop", AN, on=LATER)
    assert remedy("close", AN, on=LATER).outcome == "发回重新处理"


def test_the_organ_may_leave_it_with_reasons():
    remedy = remanded()
    assert remedy.codes("drop", AN, on=LATER, reason=None) == ["STEP-FIELD"]
    remedy("drop", AN, on=LATER)
    assert waiting(remedy) == ["close"]
    assert remedy.codes("drop", AN, on=LATER) == ["STEP-ORDER"]


def test_a_matter_that_was_sent_back_needs_a_matter_and_evidence_does_not():
    remedy = remanded()
    assert remedy.codes("redo", AN, on=LATER, matter=None) == ["STEP-VALUE"]
    remedy.change(against=Against(kind="evidence", words=frozenset({"evidence"})))
    assert remedy("redo", AN, on=LATER, matter=None).redone is not None


def test_nothing_is_dealt_with_again_that_was_upheld_or_not_served():
    assert Remedying().served().codes("drop", AN, on=LATER) == ["STEP-ORDER"]
    decided = Remedying().decided(outcome="remand")
    assert decided.codes("redo", AN, matter=None)[:1] == ["STEP-ORDER"]


def test_the_time_to_deal_with_it_again_runs_from_service_where_the_pack_states_one():
    keys = [c.key for c in REMEDY.clocks(remanded().now, world())]
    assert "redo" not in keys
    ways = world().ways
    stated = {REVIEW: replace(ways[REVIEW], remand=Term(length="30 days", source="stated"))}
    remedy = remanded().change(ways={**ways, **stated})
    due = remedy.due("redo")
    assert (due.deadline.due, due.met_on) == (date(2024, 4, 29), None)
    assert "2024-03-28 的次日 2024-03-29 起算，30 日" in due.deadline.steps
    remedy("drop", AN, on=LATER)
    assert remedy.due("redo").met_on == LATER


def test_a_built_in_pack_states_it_and_its_clock_runs():
    ways = ways_of(load(builtin("demo-qingshi")), on=ON)
    assert {w.id for w in ways.values() if w.remand} >= {REVIEW, APPEAL, OBJECTION}
    due = remanded().change(ways=ways).due("redo")
    assert (due.deadline.length, due.deadline.start, due.met_on) == (
        "60 days", date(2024, 3, 28), None,
    )  # fmt: skip
