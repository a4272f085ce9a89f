"""What remedies leave among the events, and what the rules of packs make of it."""

from datetime import date, timedelta

import pytest

from biaochi.access.scoping import Why
from biaochi.appraisals.models import PastResult
from biaochi.evidence.models import Return
from biaochi.findings.models import Finding
from biaochi.findings.services import run_period
from tests.office import casework, periods, remedywork
from tests.office.casework import DAY as CASE_DAY
from tests.office.remedywork import APPEAL, DAY, OBJECTION, judges, lodged, removed, served, step

LATER = DAY + timedelta(days=7)
NOTICE = ("notice-served", "2018-01", CASE_DAY)


@pytest.fixture
def office(world):
    return judges(world)


def events():
    rows = Return.objects.unscoped(Why.ABOUT).filter(Return.counted(), subject="fan")
    return [(r.kind, r.period, r.done_on) for r in rows.order_by("kind", "done_on")]


def computed(office, *, pack="demo-qingshi", year="2018"):
    """Compute under a pack; returns the run."""
    period = periods.opened(office, pack=pack)
    period.name = year
    period.save()
    moment = remedywork.moment(DAY + timedelta(days=200), 9)
    return run_period({"period": period.pk}, office.actor("an"), moment, lambda *_: None)["run"]


def verdict(office, rule):
    """Compute under the national pack, not in force before; return what the rule says of him."""
    run = computed(office, pack="national-2022", year="2023")
    found = Finding.objects.unscoped(Why.ABOUT).filter(run=run, subject="fan", rule=rule)
    return [f.verdict for f in found]


def test_each_step_of_a_review_is_an_event_said_once(office):
    code = lodged(office, f"matter:{removed(office)}")
    assert events() == [NOTICE, ("review-filed", "2018-01", DAY)]
    remedywork.decided(office, code, "uphold")
    step(
        office, code, "serve", on=LATER, served_on=f"{LATER}", means="talk", receipt="本人签收",
        remedy="可以提出申诉",
    )  # fmt: skip
    assert events() == [
        NOTICE, ("review-accepted", "2018-01", DAY), ("review-filed", "2018-01", DAY),
        ("review-result", "2018-01", LATER),
    ]  # fmt: skip


def failed(office, way=APPEAL):
    """A failing grade: the law gives an appeal against it without a case before."""
    row = PastResult.objects.create(
        person=office.people["fan"], period="2017", quantity="grade", label="不称职",
        recorded_at=casework.moment(CASE_DAY),
    )  # fmt: skip
    return lodged(office, f"result:{row.pk}", way=way, knew_on=f"{CASE_DAY}")


def test_an_appeal_nobody_answers_is_late_by_the_rule(office):
    code = failed(office)
    remedywork.heard(office, code)
    assert verdict(office, "appeal-late") == ["met"]
    step(office, code, "withdraw", who="fan", reason="不再申诉")
    assert events() == []
    assert verdict(office, "appeal-late") == []


def test_an_appeal_that_was_answered_is_not_late_by_the_rule(office):
    served(office, failed(office), "uphold")
    assert [kind for kind, *_ in events()] == ["appeal-accepted", "appeal-filed", "appeal-result"]
    assert verdict(office, "appeal-late") == []


def test_a_refusal_to_accept_is_an_answer(office):
    code = lodged(office, f"matter:{removed(office)}", way=APPEAL)
    step(office, code, "refuse", ground="other", reason="已向他处提出", remedy="可以再申诉")
    assert events() == [
        ("appeal-filed", "2018-01", DAY), ("appeal-result", "2018-01", DAY), NOTICE,
    ]  # fmt: skip


def test_what_is_asked_of_the_house_itself_is_no_event(office):
    lodged(office, f"matter:{removed(office)}", way=OBJECTION)
    assert events() == [NOTICE]


def locked(office):
    """Compute under the pack that asks for it; return what it says of an open objection."""
    run = computed(office, pack="county-appraisal", year="2017")
    rows = Finding.objects.unscoped(Why.ABOUT).filter(run=run, rule="objection-open")
    return [f.verdict for f in rows.filter(subject="fan")]


def test_an_objection_to_a_result_is_open_until_it_was_answered(office):
    code = failed(office, OBJECTION)
    assert events() == [("公示异议", "2017", None)]
    assert locked(office) == ["met"]
    served(office, code, "uphold")
    assert events() == [("公示异议", "2017", LATER)]
    assert locked(office) == []


def test_an_objection_to_a_result_that_was_withdrawn_is_none(office):
    step(office, failed(office, OBJECTION), "withdraw", who="fan", reason="不提了")
    assert events() == []


def test_an_objection_that_is_not_accepted_was_answered(office):
    step(office, failed(office, OBJECTION), "refuse", ground="other", reason="已经答复过",
         remedy="可以申诉")  # fmt: skip
    assert events() == [("公示异议", "2017", DAY)]


def test_a_remedy_of_the_same_month_keeps_its_events_when_another_is_withdrawn(office):
    case = removed(office)
    code = lodged(office, f"matter:{case}")
    step(office, code, "withdraw", who="fan", reason="改日再提")
    assert events() == [NOTICE]
    lodged(office, f"matter:{case}")
    second = lodged(office, f"matter:{removed(office)}", on=DAY + timedelta(days=1))
    step(office, second, "withdraw", who="fan", reason="不提了")
    assert events() == [NOTICE, ("review-filed", "2018-01", DAY)]


def test_each_of_two_remedies_of_one_month_has_events_of_its_own(office):
    first = lodged(office, f"matter:{removed(office)}")
    second = lodged(office, f"matter:{removed(office)}", on=DAY + timedelta(days=1))
    filed = [("review-filed", "2018-01", DAY), ("review-filed", "2018-01", DAY + timedelta(days=1))]
    assert events() == [NOTICE, *filed]
    step(office, first, "refuse", ground="other", reason="已向他处提出", remedy="可以申诉")
    assert events() == [NOTICE, *filed, ("review-result", "2018-01", DAY)]
    assert computed(office) > 0
    step(office, second, "withdraw", who="fan", reason="不提了")
    assert events() == [NOTICE, filed[0], ("review-result", "2018-01", DAY)]


def test_a_revoked_decision_leaves_no_notice(office):
    served(office, lodged(office, f"matter:{removed(office)}"))
    assert "notice-served" not in {kind for kind, *_ in events()}


def test_a_case_taken_back_leaves_no_notice(office):
    code = removed(office)
    assert events() == [NOTICE]
    casework.step(office, code, "withdraw", reason="依据不再成立")
    assert events() == []


def test_a_decision_the_law_gives_no_review_against_is_no_notice(office):
    code = casework.to_proposal(office, person="fan")
    casework.decided(office, code, "transfer")
    casework.served(office, code)
    assert events() == []


def test_the_day_of_receipt_counts_and_not_that_of_registering(office):
    code = casework.to_proposal(office, person="fan")
    casework.decided(office, code)
    later = CASE_DAY + timedelta(days=20)
    casework.served(office, code, on=later, served_on=f"{CASE_DAY + timedelta(days=1)}")
    assert events() == [("notice-served", "2018-01", date(2018, 1, 16))]
