"""Rules of a pack see what letters left behind: overdue, answered, taken back."""

from datetime import date

from biaochi.access.shapes import Act
from biaochi.findings.queries import about
from tests.office import periods, reports, runs, staff
from tests.office.lettering import SERVED, drafted, served, step

SENT = date(2026, 9, 1)


def verdict(world, period, rule, person="du"):
    """Compute, and tell what the rule says; only what is met or open leaves a finding."""
    runs.computed(world, period)
    found = about(world.actor("an"), person, act=Act.SEE_FINDINGS)
    return next((f.verdict for f in found if f.rule.endswith(rule)), "not_met")


def test_an_inquiry_without_reply_is_met_and_with_reply_is_not(world):
    period = periods.opened(world, pack="demo-qingshi")
    code = served(world, reports.AT, pack=period.pack_id, on=SENT)
    assert verdict(world, period, "inquiry-overdue") == "met"
    assert verdict(world, period, "inquiry-overdue", "fan") == "not_met"
    step(world, reports.AT, code, "reply", who="du", on=date(2026, 11, 2), points=["故障"])
    assert verdict(world, period, "inquiry-overdue") == "not_met"


def test_an_inquiry_taken_back_is_no_longer_seen(world):
    period = periods.opened(world, pack="demo-qingshi")
    code = served(world, reports.AT, pack=period.pack_id, on=SENT)
    step(world, reports.AT, code, "withdraw", on=SENT, reason="发错了人")
    assert verdict(world, period, "inquiry-overdue") == "not_met"


def test_an_admonition_without_report_is_met_and_with_report_is_not(world):
    staff.hired(world, "bu", "部长", "officer")
    period = periods.opened(world, pack="demo-qingshi")
    on = date(2026, 3, 2)
    code = drafted(world, reports.AT, pack=period.pack_id, on=on, type="admonition")
    step(world, reports.AT, code, "approve", who="bu", on=on)
    step(world, reports.AT, code, "approve_leader", who="cheng", on=on)
    step(world, reports.AT, code, "serve", on=on, **{**SERVED, "served_on": f"{on}"})
    assert verdict(world, period, "rectify-overdue") == "met"
    step(world, reports.AT, code, "report", who="du", on=date(2026, 10, 9), points=["已改"])
    assert verdict(world, period, "rectify-overdue") == "not_met"
