"""A revocation: what it takes back, what is computed anew, to whom it is told, what stays."""

from datetime import date, timedelta

import pytest

from biaochi.access.scoping import Why
from biaochi.access.shapes import Act
from biaochi.appraisals.models import Figure, PastResult
from biaochi.appraisals.overturning import results_about
from biaochi.cases.desks import CASE
from biaochi.desks import queries as desks
from biaochi.errors import Refusal
from biaochi.evidence.measuring import taken_about
from biaochi.evidence.models import Evidence, EvidenceState, Measure, Return
from biaochi.evidence.queries import sent_out
from biaochi.findings.models import Determination, Finding
from biaochi.findings.services import handle, run_period
from biaochi.followup.timers import known_about
from biaochi.matters import queries
from biaochi.registry.models import Appointment
from biaochi.remedies.dependents import dependents
from biaochi.tasks.models import Task
from biaochi.trail.events import Event
from biaochi.trail.models import Entry
from biaochi.trail.services import About, record, seen
from tests.office import casework, lettering, periods, remedywork
from tests.office.casework import DAY as CASE_DAY
from tests.office.remedywork import DAY, OBJECTION, judges, lodged, removed, served, step

ON = DAY + timedelta(days=7)


@pytest.fixture
def office(world):
    return judges(world)


def period_of(office, name="2018"):
    period = periods.opened(office, pack="demo-qingshi")
    period.name = name
    period.save()
    return period


def computed(office, period, on):
    """Compute as of a day; return the run, every figure and every finding but its numbering."""
    moment = remedywork.moment(on, 9)
    run = run_period({"period": period.pk}, office.actor("an"), moment, lambda *_: None)["run"]
    figures = Figure.objects.unscoped(Why.ABOUT).filter(run=run)
    findings = Finding.objects.unscoped(Why.ABOUT).filter(run=run)
    told = (
        sorted(figures.values_list("subject", "name", "value", "number"), key=str),
        sorted(findings.values_list("subject", "rule", "verdict", "digest")),
    )
    return run, told


def executed(office, code):
    casework.step(
        office, code, "execute_post", effective_on="2018-01-16", last_on="2018-01-15",
        unit="qs-fin", post="科员", post_role="staff", document="县干〔2018〕1号",
    )  # fmt: skip
    return code


def posts(person):
    rows = Appointment.objects.unscoped(Why.ABOUT).filter(
        Appointment.counted(), person__code=person
    )
    return [(p.post, p.from_on, p.to_on) for p in rows.order_by("from_on", "pk")]


def test_after_a_revocation_every_figure_is_as_if_it_had_never_happened(office):
    period = period_of(office)
    piece = casework.piece(office, person="fan")
    _, never = computed(office, period, CASE_DAY)
    case = removed_on(office, piece, period)
    run, then = computed(office, period, DAY)
    assert then != never
    code = lodged(office, f"matter:{case}")
    served(office, code)
    _, now = computed(office, period, ON + timedelta(days=1))
    assert now == never
    found = dependents(office.actor("an"), code)
    assert [r.run for r in found.runs] == [run]
    assert {r.kind for r in found.rows} == {"measure", "determination"}


def removed_on(office, piece, period):
    """A removal that rests on a piece that was there before the case."""
    day = CASE_DAY + timedelta(days=1)
    code = casework.opened(office, pack=period.pack_id, evidence=[piece], on=day)
    casework.declared(office, code)
    casework.verified(office, code, evidence=[piece])
    casework.heard(office, code)
    casework.assessed(office, code)
    casework.proposed(office, code)
    casework.met(office, code, held_on=f"{day}")
    casework.step(office, code, "confirm")
    casework.served(office, code, served_on=f"{day}")
    return str(code)


def test_a_revoked_measure_is_retired_with_its_determination_and_both_clocks_stay(office):
    case = removed(office)
    code = lodged(office, f"matter:{case}")
    served(office, code)
    measure = Measure.objects.unscoped(Why.ABOUT).get(code__startswith=case)
    assert (measure.retired_at, measure.on) == (remedywork.moment(ON), CASE_DAY)
    assert measure.recorded_at == casework.moment(CASE_DAY)
    [told] = Determination.objects.unscoped(Why.ABOUT).filter(note__startswith=case)
    assert told.retired_at == remedywork.moment(ON)
    events = Entry.objects.unscoped(Why.ABOUT).filter(
        event__in=["measure_retired", "determination_retired"]
    )
    assert [e.reason for e in events.order_by("seq")] == [f"{code} 撤销"] * 2


def test_facts_found_untrue_are_withdrawn_and_others_stay(office):
    case = removed(office)
    [piece] = casework.evidence_about("fan")
    code = lodged(office, f"matter:{case}")
    served(office, code, untrue=[str(piece.code)])
    row = Evidence.objects.unscoped(Why.ABOUT).get(code=piece.code)
    assert row.status == "withdrawn"
    last = EvidenceState.objects.unscoped(Why.ABOUT).filter(evidence=row).order_by("-pk").first()
    assert (last.before, last.reason) == ("verified", f"{code} 撤销")


def test_upholding_and_remanding_take_nothing_back(office):
    case = removed(office)
    served(office, lodged(office, f"matter:{case}"), "remand")
    assert Measure.objects.unscoped(Why.ABOUT).get(code__startswith=case).retired_at is None


def waited(code):
    return [w.move for w in remedywork.line_of(code).waits]


def test_what_was_overturned_waits_to_be_ended_and_no_longer_to_be_carried_out(office):
    case = removed(office)
    assert waited(case) == ["execute_post"]
    remedy = lodged(office, f"matter:{case}")
    remedywork.decided(office, remedy)
    assert waited(case) == ["execute_post"]
    step(office, remedy, "serve", on=DAY, served_on=f"{DAY}", means="talk", receipt="本人签收",
         remedy="可以提出申诉")  # fmt: skip
    assert waited(case) == ["close"]
    closing = [w.why for w in desks.opened(office.actor("an"), case, on=DAY).line.waits]
    assert closing == ["复核、申诉已经撤销或者变更，不再往下办"]


def test_what_was_upheld_still_waits_to_be_carried_out(office):
    case = removed(office)
    served(office, lodged(office, f"matter:{case}"), "uphold")
    assert waited(case) == ["execute_post"]


def test_an_altered_measure_takes_the_place_of_the_heavier_one(office):
    case = removed(office)
    code = lodged(office, f"matter:{case}")
    with pytest.raises(Refusal) as refused:
        served(office, code, "alter", measure="demotion")
    assert [p.code for p in refused.value.problems] == ["STEP-HEAVIER"]
    step(office, code, "withdraw", who="fan", reason="重新提出")
    served(office, lodged(office, f"matter:{case}"), "alter", measure="transfer")
    rows = Measure.objects.unscoped(Why.ABOUT).filter(code__startswith=case).order_by("pk")
    assert [(m.measure, m.on, m.retired_at is None) for m in rows] == [
        ("removal", CASE_DAY, False), ("transfer", CASE_DAY, True),
    ]  # fmt: skip
    [told] = Determination.objects.unscoped(Why.ABOUT).filter(note__startswith=case)
    assert told.retired_at is None


def similar_now(office):
    """Return the measures of similar cases, as a new case about another official sees them."""
    code = casework.to_proposal(office, person="du")
    line = queries.one(office.actor("an"), code)
    return CASE.world(line, queries.said_in(line.key), DAY).similar


def test_what_a_remedy_made_lighter_is_the_precedent(office):
    case = removed(office)
    assert similar_now(office) == ("removal",)
    served(office, lodged(office, f"matter:{case}"), "alter", measure="transfer")
    assert similar_now(office) == ("transfer",)


def test_a_revoked_decision_is_no_precedent(office):
    served(office, lodged(office, f"matter:{removed(office)}"))
    assert similar_now(office) == ()


def test_a_lighter_measure_runs_no_longer_than_the_case_would_have_let_it(office):
    case = removed(office, reason_class="health")
    served(office, lodged(office, f"matter:{case}"), "alter", measure="transfer")
    [held] = taken_about("fan")
    assert (held.measure, held.ends_on) == ("transfer", None)
    known = known_about(["fan"])["fan"]
    assert (known.timers, known.origins) == ((), ((held.code, case),))


def test_no_decision_moves_a_post_and_an_officer_restores_it(office):
    case = executed(office, removed(office, post_after="科员"))
    before = posts("fan")
    code = lodged(office, f"matter:{case}")
    served(office, code)
    assert posts("fan") == before
    page = desks.opened(office.actor("an"), code, on=ON)
    former = next(p for p in page.panels if p.title == "原任职务")
    assert former.rows[0][:3] == ("2018-01-15", "青石县财政局", "副局长")
    against = next(p for p in page.panels if p.title == "针对")
    assert ("措施", "已经由复核、申诉或者异议撤销") in against.rows
    own = desks.opened(office.actor("fan"), code, on=ON, own=True).panels
    assert own[0].title == "结果"
    assert own[0].rows[0] == ("结果", "撤销")
    assert [p for p in (*page.panels, *own) if p.title == "执行"] == []
    step(office, code, "restore_name", recipients=recipients(office, code), text="已经撤销")
    with pytest.raises(Refusal) as refused:
        step(office, code, "close", note="归档")
    assert [p.expected for p in refused.value.problems] == ["恢复职务或另作安排"]
    step(
        office, code, "restore", effective_on="2018-01-29", last_on="2018-01-28", unit="qs-fin",
        post="副局长", post_role="deputy", tier="副科", document="县干〔2018〕9号",
    )  # fmt: skip
    assert posts("fan")[-2:] == [
        ("科员", date(2018, 1, 16), date(2018, 1, 28)), ("副局长", date(2018, 1, 29), None),
    ]  # fmt: skip
    assert step(office, code, "close", note="归档").is_open is False


def recipients(office, code):
    line = remedywork.line_of(code)
    said = queries.said_in(line.key)
    return list(remedywork.REMEDY.world(line, said, ON).recipients)


def test_the_name_is_restored_to_everybody_who_knew(office):
    case = removed(office)
    for login in ("sheng", "cheng"):
        seen(Event.MATTER_READ, actor=office.actor(login), at=remedywork.moment(DAY),
             kind="matter", ident=case)  # fmt: skip
    paper = About(kind="paper", ident="1")
    record(
        Event.EXPORTED, actor=office.actor("li"), at=remedywork.moment(DAY), about=paper,
        detail={"matter": case},
    )  # fmt: skip
    code = lodged(office, f"matter:{case}")
    served(office, code)
    line = remedywork.line_of(code)
    offered = remedywork.REMEDY.choices(line, queries.said_in(line.key), office.actor("an"))(
        "recipients"
    )
    told = dict(offered)
    read = {"盛监督（查看事项）", "程立群（查看事项）", "黎联络（导出）"}
    assert read <= set(told.values())
    assert "周议决（参加会议）" in told.values()
    with pytest.raises(Refusal) as refused:
        step(office, code, "restore_name", recipients=list(told)[1:], text="已经撤销")
    assert "少了" in refused.value.problems[0].found
    step(office, code, "restore_name", recipients=list(told), text="已经撤销")


def exported(office, login, content, *, kind="export", on=DAY):
    about = About(kind=kind, ident="1", content=content)
    record(Event.EXPORTED, actor=office.actor(login), at=remedywork.moment(on), about=about)


def offered(office, code):
    line = remedywork.line_of(code)
    return remedywork.REMEDY.world(line, queries.said_in(line.key), ON).recipients.values()


def test_the_name_is_restored_to_who_exported_a_list_that_held_him(office):
    exported(office, "sheng", {"people": ["fan"]}, on=CASE_DAY - timedelta(days=1))
    case = removed(office)
    exported(office, "li", {"people": ["du", "fan"]})
    exported(office, "rui", {"people": ["du", "fang"], "said": "fan"})
    code = lodged(office, f"matter:{case}")
    served(office, code)
    named = [said for said in offered(office, code) if "导出过名单" in said]
    assert named == ["黎联络（导出过名单）"]


def test_a_folder_of_facts_names_who_took_out_the_unit_of_the_official(office):
    case = removed(office)
    exported(office, "li", {"unit": "qs", "form": "csv"}, kind="facts")
    exported(office, "jin", {"unit": "nx", "form": "csv"}, kind="facts")
    code = lodged(office, f"matter:{case}")
    served(office, code)
    named = [said for said in offered(office, code) if "导出过名单" in said]
    assert named == ["黎联络（导出过名单）"]


def test_evidence_sent_to_another_system_names_who_fetched_it(office, at):
    case = removed(office)
    sent_out(office.actor("sheng"), status="", after="", limit=50, at=remedywork.moment(DAY))
    code = lodged(office, f"matter:{case}")
    served(office, code)
    assert "盛监督（导出过名单）" in offered(office, code)


def test_open_appraisals_that_knew_it_are_put_in_the_queue(office):
    period = period_of(office)
    closed = period_of(office, "2017")
    case = removed(office)
    computed(office, period, DAY)
    computed(office, closed, DAY)
    closed.state = "closed"
    closed.save()
    code = lodged(office, f"matter:{case}")
    served(office, code)
    asked = Task.objects.unscoped(Why.TASK).filter(kind="run")
    assert [t.asked for t in asked] == [{"period": period.pk}]
    found = dependents(office.actor("an"), code)
    assert {(r.period, r.is_open) for r in found.runs} == {(period.pk, True), (closed.pk, False)}
    assert found.open_periods == {period.pk: period.title}


def test_findings_and_matters_that_rested_on_it_are_listed(office, at):
    period = period_of(office)
    letter = lettering.served(office, at, person="fan", pack=period.pack_id)
    run, _ = computed(office, period, DAY)
    case = casework.opened(
        office, pack=period.pack_id, grounds=("N1",), evidence=[casework.piece(office)],
        reason=f"{letter}-1",
    )  # fmt: skip
    code = lodged(office, f"matter:{letter}", way=OBJECTION)
    found = dependents(office.actor("an"), code)
    assert [r.code for r in found.rows if r.kind == "measure"] == [f"{letter}-1"]
    assert [(q.matter.code, q.what) for q in found.matters] == [(case, (f"{letter}-1",))]
    assert {f.run for f in found.findings} <= {run}
    with pytest.raises(Refusal):
        dependents(office.actor("jin"), code)


def test_a_revoked_letter_leaves_nothing_owed(office, at):
    period = period_of(office)
    letter = lettering.served(office, at, person="fan", pack=period.pack_id)
    assert counted(Measure) == counted(Return) == 1
    served(office, lodged(office, f"matter:{letter}", way=OBJECTION))
    assert counted(Measure) == counted(Return) == 0


def counted(model):
    return model.objects.unscoped(Why.ABOUT).filter(model.counted()).count()


def test_a_revoked_handling_sets_the_finding_aside(office):
    period = period_of(office)
    for item in ("N1", "N3", "N5"):
        casework.piece(office, item=item, person="fan")
    computed(office, period, DAY)
    found = Finding.objects.unscoped(Why.ABOUT).filter(person__code="fan").first()
    handle(
        finding=found.pk, act="taken_up", reason="先受理", seen=0, actor=office.actor("an"),
        at=remedywork.moment(DAY, 10),
    )  # fmt: skip
    code = lodged(office, f"finding:{found.pk}", way=OBJECTION, on=DAY + timedelta(days=1))
    served(office, code)
    page = desks.opened(office.actor("an"), code, on=ON)
    assert page.line.outcome == "撤销"
    assert latest(found) == "set_aside"


def latest(finding):
    from biaochi.findings.models import Handling  # noqa: PLC0415

    rows = Handling.objects.unscoped(Why.ABOUT).filter(finding=finding)
    return rows.order_by("-pk").first().act


def graded(office, label="不称职"):
    return PastResult.objects.create(
        person=office.people["fan"], period="2017", quantity="grade", label=label,
        recorded_at=casework.moment(CASE_DAY),
    )  # fmt: skip


def test_a_failing_grade_has_statutory_ways_and_is_replaced_by_a_better_one(office):
    period = period_of(office)
    casework.piece(office, person="fan")
    computed(office, period, DAY)
    row = graded(office)
    assert [r.text for r in results_about("fan")] == ["2017 年度等次 不称职"]
    code = lodged(office, f"result:{row.pk}", knew_on="2018-01-15")
    with pytest.raises(Refusal) as refused:
        served(office, code, "alter", grade="不称职")
    assert [p.code for p in refused.value.problems] == ["STEP-HEAVIER"]
    step(office, code, "withdraw", who="fan", reason="重新提出")
    code = lodged(office, f"result:{row.pk}", way=OBJECTION)
    served(office, code, "alter", grade="称职")
    rows = PastResult.objects.unscoped(Why.ABOUT).order_by("pk")
    assert [(r.label, r.retired_at is None) for r in rows] == [("不称职", False), ("称职", True)]


def test_a_revoked_grade_is_gone(office):
    row = graded(office)
    code = lodged(office, f"result:{row.pk}", way=OBJECTION)
    served(office, code)
    assert PastResult.objects.unscoped(Why.ABOUT).get().retired_at is not None


def test_the_panel_reads_what_depends_and_the_official_does_not(office):
    code = lodged(office, f"matter:{removed(office)}")
    served(office, code)
    assert dependents(office.actor("pan"), code).rows
    titles = {p.title for p in desks.opened(office.actor("fan"), code, on=ON, own=True).panels}
    assert titles == {"结果", "审理人员", "下一步"}
    assert queries.one(office.actor("fan"), code, act=Act.SEE_OWN).outcome == "撤销"
