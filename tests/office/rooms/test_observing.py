"""Observation in the office: the end of a period is a question, what people found is a fact."""

from datetime import date
from decimal import Decimal

import pytest

from biaochi.access.scoping import Why
from biaochi.access.shapes import Act
from biaochi.evidence import dossier
from biaochi.evidence.measuring import taken_about
from biaochi.findings.dossier import held
from biaochi.letters.desks import OBSERVATION
from biaochi.letters.queries import escalations, ladder
from biaochi.matters import queries
from biaochi.registry.models import Absence
from tests.office import periods, reports, staff
from tests.office.lettering import TALK, observed, proven, step
from tests.office.rooms.test_letters_rules import verdict

END = date(2018, 7, 10)


def determined(world):
    found = held(world.actor("an"), Act.SEE_FINDINGS, person="du").determinations
    return [(d.rule, d.outcome, d.by) for d in found]


def test_the_end_of_the_period_is_a_task_and_nothing_else(world, at):
    code = observed(world, at, pack=staff.pack(world))
    [clock] = queries.clocks(world.actor("an"), until=END)
    assert (clock.matter.code, clock.due_on, clock.owner) == (code, END, "安静仪")
    line = queries.one(world.actor("an"), code)
    assert (line.stage, line.is_open, determined(world)) == ("running", True, [])


def test_the_person_is_told_at_the_start_what_is_expected(world, at):
    code = observed(world, at)
    line = queries.one(world.actor("du"), code, act=Act.SEE_OWN)
    [panel] = OBSERVATION.own_panels(line, queries.said_in(line.key), world.actor("du"))
    assert ("目标", "按月报送") in panel.rows
    assert ("期限", "自 2018-01-10 起 6 个月，至 2018-07-10 期满") in panel.rows


def test_not_improved_is_found_by_a_person_and_said_under_his_name(world, at):
    code = observed(world, at)
    step(world, at, code, "talk", **TALK)
    late = {"on": END, "result": "not_improved", "reason": "没有达到"}
    step(world, at, code, "review", who="cheng", **late)
    assert determined(world) == [("", "没有好转", "程立群")]
    step(world, at, code, "withdraw", on=END, reason="目标定错了")
    assert determined(world) == []


def test_a_trial_post_is_an_assignment_until_its_end(world, at):
    code = observed(world, at, pack=staff.pack(world), variant="trial", months=None)
    [measure] = taken_about("du")
    assert (measure.code, measure.measure, measure.ends_on) == (f"{code}-1", "trial", END)
    assert [(r.kind, r.label) for r in ladder(world.actor("an"), "du")] == [
        ("observation", "考察期")
    ]  # fmt: skip


def test_a_probation_is_written_down_until_it_is_judged(world, at):
    code = observed(world, at, pack=staff.pack(world), variant="probation")
    assert absences() == [(date(2018, 1, 10), None)]
    step(world, at, code, "review", on=END, result="improved", reason="合格")
    step(world, at, code, "close", on=END)
    assert absences() == [(date(2018, 1, 10), END)]


def absences():
    rows = Absence.objects.unscoped(Why.ABOUT).filter(Absence.counted(), kind="任职试用")
    return [(r.from_on, r.to_on) for r in rows]


def test_a_refusal_leaves_no_measure_no_score_and_no_evidence(world, at):
    code = observed(world, at, pack=staff.pack(world), variant="refusal")
    step(world, at, code, "talk", **TALK)
    step(world, at, code, "close")
    kept = dossier.held(world.actor("an"), Act.SEE_EVIDENCE, person="du")
    assert (kept.measures, kept.scores, kept.evidence, determined(world)) == ((), (), (), [])


def test_two_talks_in_vain_and_new_evidence_wait_for_a_human_decision(world, at):
    code = observed(world, at)
    step(world, at, code, "talk", **TALK)
    step(world, at, code, "talk", **TALK)
    assert escalations(world.actor("an")) == []
    news = proven(world, on=date(2018, 2, 1))
    [lead] = escalations(world.actor("an"))
    assert (lead.matter.code, lead.failed_talks, lead.news) == (code, 2, (news,))
    panels = OBSERVATION.panels(lead.matter, queries.said_in(lead.matter.key), world.actor("an"))
    assert panels[-1].title == "是否升级，等待人工决定"
    assert escalations(world.actor("jin")) == []
    after = step(world, at, code, "escalate", result="refer", reason="会同研究")
    assert (after.is_open, escalations(world.actor("an"))) == (True, [])


@pytest.mark.parametrize(
    ("result", "ended", "unimproved"),
    [("improved", "not_met", "not_met"), ("not_improved", "not_met", "undetermined")],
)
def test_rules_see_what_was_found(world, result, ended, unimproved):
    period = periods.opened(world, pack="general-mechanism")
    start = {"start_on": "2026-01-10", "served_on": "2026-01-10", "on": date(2026, 1, 10)}
    code = observed(world, reports.AT, pack=period.pack_id, **start)
    [score] = dossier.held(world.actor("an"), Act.SEE_EVIDENCE, person="du").scores
    assert (score.component, score.value) == ("observation_months", Decimal(6))
    assert verdict(world, period, "observation-ended") == "met"
    assert verdict(world, period, "not-improved") == "not_met"
    step(world, reports.AT, code, "talk", on=date(2026, 3, 1), **TALK)
    step(world, reports.AT, code, "review", on=date(2026, 7, 10), result=result, reason="如实")
    assert verdict(world, period, "observation-ended") == ended
    assert verdict(world, period, "not-improved") == unimproved


def test_an_extension_is_a_new_span_for_rules_too(world):
    period = periods.opened(world, pack="general-mechanism")
    start = {"start_on": "2026-01-10", "served_on": "2026-01-10", "on": date(2026, 1, 10)}
    code = observed(world, reports.AT, pack=period.pack_id, **{**start, "months": 3})
    extended = {"result": "extended", "reason": "刚换岗", "months": 3}
    step(world, reports.AT, code, "review", on=date(2026, 4, 15), **extended)
    assert [m.on for m in taken_about("du")] == [date(2026, 1, 10), date(2026, 4, 10)]
    assert verdict(world, period, "observation-ended") == "met"
