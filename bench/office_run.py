"""An office of 5,000 people and 620,000 pieces of evidence: a run, then the pages that show it.

``BIAOCHI_HOME=/tmp/bench python -m bench.office_run`` fills the office once and keeps it.
"""

# ruff: noqa: E402 — Django has to be set up before its models are imported

import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

os.environ.setdefault("BIAOCHI_HOME", tempfile.mkdtemp(prefix="biaochi-bench-"))
os.environ.setdefault("BIAOCHI_HTTPS", "0")
os.environ.setdefault("BIAOCHI_SECOND_FACTOR", "off")
os.environ.setdefault("BIAOCHI_HOSTS", "testserver,127.0.0.1,localhost")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "biaochi.project.settings")

import django

django.setup()

from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from biaochi.access.models import Grant, User
from biaochi.access.scoping import Why
from biaochi.appraisals import services
from biaochi.appraisals.models import Period
from biaochi.evidence.models import Evidence
from biaochi.findings.models import Finding
from biaochi.findings.services import run_period
from biaochi.registry.models import Appointment, Person, Unit
from biaochi.registry.queries import who
from biaochi.registry.tree import renumber
from biaochi.trail.models import Head
from demo.generate import generate
from tests.office.county import load

AT = datetime(2018, 1, 15, 1, 0, tzinfo=UTC)
PEOPLE, EVIDENCE, CHUNK = 5_000, 620_000, 10_000
LAST, MORE = "I16", range(17, 37)
FILLED = Path(os.environ["BIAOCHI_HOME"]) / "filled"
Found = TypeVar("Found")
RUN_PAGES = (
    "/runs/{run}/", "/runs/{run}/ranking/?name=total", "/runs/{run}/ranking/?name=total&group=team",
    "/runs/{run}/ranking/?name=total&unit=财政局", "/runs/{run}/spread/?name=grade",
    "/runs/{run}/spread/?name=total", "/runs/{run}/questions/", "/runs/{run}/what-if/",
    "/runs/{run}/explain/person/fan/", "/runs/{run}/explain/person/fan/?what=total",
)  # fmt: skip
PAGES = (
    "/appraisals/", "/appraisals/{period}/", "/findings/", "/findings/?waiting=open&page=40",
    "/findings/{finding}/", "/packs/",
)  # fmt: skip


def fill() -> None:
    """Load 青石县 at that size; more evidence of the same sort on the same people."""
    Head.objects.get_or_create(pk=1)
    top = Unit.objects.create(code="qs", name="青石县")
    with transaction.atomic():
        load(generate(people=PEOPLE), under=top, at=AT)
        spread()
    rows = Evidence.objects.unscoped(Why.SETUP)
    items = sorted(set(rows.values_list("item", flat=True)))
    people = list(Person.objects.unscoped(Why.SETUP).values_list("pk", flat=True))
    chance = random.Random(1)  # noqa: S311 (made-up facts that repeat themselves)
    for start in range(rows.count(), EVIDENCE, CHUNK):
        Evidence.objects.bulk_create(
            Evidence(
                code=f"X{n:07d}", item=chance.choice(items), person_id=chance.choice(people),
                occurred_on=date(2015, 1, 1) + timedelta(days=chance.randrange(1095)),
                recorded_at=AT, status="reported", source="报送",
            )
            for n in range(start, min(start + CHUNK, EVIDENCE))
        )  # fmt: skip


def spread() -> None:
    """Share the people of the last institution, who are most of them, among twenty more."""
    last = Unit.objects.unscoped(Why.SETUP).get(code=LAST)
    made = [
        Unit.objects.create(
            code=f"I{n}", name=f"县属事业单位{n}", parent=last.parent, type=last.type,
            kind=last.kind, extra=last.extra,
        )
        for n in MORE
    ]  # fmt: skip
    renumber()
    posts = list(Appointment.objects.unscoped(Why.SETUP).filter(unit=last).order_by("pk"))
    for at, post in enumerate(posts):
        post.unit = made[at % len(made)]
        post.person.home = post.unit
        post.person.save(update_fields=["home"])
    Appointment.objects.unscoped(Why.SETUP).bulk_update(posts, ["unit"], batch_size=500)


def officer() -> User:
    """Return the account of an officer of the whole county."""
    user, made = User.objects.unscoped(Why.SETUP).get_or_create(
        login="an", name="安静仪", defaults={"created_at": AT}
    )
    if made:
        Grant.objects.create(
            user=user, role="officer", unit="qs", from_on=date(2015, 1, 1), granted_by=user,
            granted_at=AT,
        )  # fmt: skip
    return user


def main() -> None:
    """Fill once, compute, then open every page twice."""
    call_command("migrate", verbosity=0)
    if not FILLED.exists():
        told("fill", fill)
        FILLED.touch()
    user = officer()
    actor = who(user, on=date(2026, 1, 1))
    period = Period.objects.unscoped(Why.SETUP).values_list("pk", flat=True).first()
    if period is None:
        pack = services.take_in(actor=actor, at=AT, builtin_id="demo-qingshi")
        period = services.open_period(unit="qs", pack=pack, name="2017", actor=actor, at=AT)
    said = told(
        "gather, assess, store",
        lambda: run_period({"period": period}, actor, datetime.now(UTC), lambda *_: None),
    )
    print(said)
    visit(user, period, said["run"])


def visit(user: User, period: int, run: int) -> None:
    """Open each page; the second time is what an officer feels."""
    client = Client()
    client.force_login(user)
    finding = Finding.objects.unscoped(Why.SETUP).filter(run=run).order_by("pk").first()
    for page in (*RUN_PAGES, *PAGES):
        address = page.format(run=run, period=period, finding=finding.pk)
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            used = time.process_time()
            answer = client.get(address)
            spent = time.process_time() - used
        count = len(asked.captured_queries)
        print(f"{answer.status_code} {spent * 1000:6.0f} ms cpu {count:3} queries  {address}")


def told(what: str, act: Callable[[], Found]) -> Found:
    """Run and say how long it took, on the clock and in processor time."""
    began, used = time.perf_counter(), time.process_time()
    found = act()
    print(f"{what}: {time.perf_counter() - began:.1f} s, cpu {time.process_time() - used:.1f} s")
    sys.stdout.flush()
    return found


if __name__ == "__main__":
    main()
