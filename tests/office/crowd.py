"""Many people at once, each with a post and two pieces of evidence."""

from datetime import date, timedelta

from biaochi.evidence.models import Evidence, EvidenceState, Return
from biaochi.matters.models import DueClock, Matter, Step
from biaochi.registry.models import Appointment, Person
from tests.office.reports import AT

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫"


def crowd(world, first, last, unit="qs-fin"):
    """Put people number ``first`` to ``last`` into a unit."""
    home = world.units[unit]
    people = Person.objects.bulk_create(
        Person(
            code=f"m{n:05}", name=f"{SURNAMES[n % 12]}某{n:05}", home=home, tier="副科",
            post="副局长", sort_stroke=f"{n:05}", sort_pinyin=f"{n:05}", birth_on=date(1975, 1, 1),
        )
        for n in range(first, last)
    )  # fmt: skip
    Appointment.objects.bulk_create(
        Appointment(
            person=p, unit=home, post="副局长", role="deputy", tier="副科", main=True,
            from_on=date(2014, 3, 1), recorded_at=AT,
        )
        for p in people
    )  # fmt: skip
    _evidence(people)
    _matters(people)
    Return.objects.bulk_create(
        Return(
            kind="quarter", subject=p.code, person=p, period="2026Q1", done_on=date(2026, 4, 1),
            recorded_at=AT,
        )
        for p in people
    )  # fmt: skip


def _evidence(people) -> None:
    rows = Evidence.objects.bulk_create(
        Evidence(
            code=f"{p.code}-{k}", item="T-1", person=p, value=-500_000, recorded_at=AT,
            occurred_on=date(2026, 1, 5) + timedelta(days=k), source="季度报送",
            status=("reported", "verified")[k], reported_by=1, reported_by_name="芮填报",
        )
        for p in people
        for k in range(2)
    )  # fmt: skip
    EvidenceState.objects.bulk_create(
        EvidenceState(evidence=row, status=row.status, user=1, user_name="芮填报", at=AT)
        for row in rows
    )


def _matters(people) -> None:
    """A letter that waits for its approval, and something that ran out, for each of them."""
    on = date(2026, 1, 5)
    rows = Matter.objects.bulk_create(
        Matter(
            code=f"H-{p.code}", kind="letter", person=p, title="提醒", opened_on=on, version=1,
            stage="approval", stage_label="审批", stage_on=on,
            waits=[{"move": "approve", "why": "起草完成，等审批", "apart": []}],
        )
        for p in people
    )  # fmt: skip
    Step.objects.bulk_create(
        Step(
            matter=row, number=1, move="draft", on=on, at=AT, user=1, user_name="安静仪",
            roles="officer",
            given={"type": "reminder", "subject": "迟报", "facts": "迟报", "expected": "改正"},
        )
        for row in rows
    )  # fmt: skip
    DueClock.objects.bulk_create(
        DueClock(
            matter=row, key="reply-1", label="书面回复", owner="本人", start_on=on, due_on=on,
            length="15 working_days", steps=["算法"], then="催复",
        )
        for row in rows
    )  # fmt: skip
