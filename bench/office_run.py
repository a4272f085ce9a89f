"""How long an office of 5,000 people and 620,000 pieces of evidence takes to gather and assess."""

import os
import random
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

os.environ.setdefault("BIAOCHI_HOME", tempfile.mkdtemp(prefix="biaochi-bench-"))
os.environ.setdefault("BIAOCHI_HTTPS", "0")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "biaochi.project.settings")

import django

django.setup()

from django.core.management import call_command

AT = datetime(2018, 1, 15, 1, 0, tzinfo=UTC)
PEOPLE, EVIDENCE, CHUNK = 5_000, 620_000, 10_000


def fill() -> None:
    """Load 青石县 at that size; more evidence of the same sort on the same people."""
    from biaochi.access.scoping import Why
    from biaochi.evidence.models import Evidence
    from biaochi.registry.models import Person, Unit
    from biaochi.trail.models import Head
    from demo.generate import generate
    from tests.office.county import load

    call_command("migrate", verbosity=0)
    Head.objects.get_or_create(pk=1)
    top = Unit.objects.create(code="qs", name="青石县")
    load(generate(people=PEOPLE), under=top, at=AT)
    spread()
    items = list(Evidence.objects.unscoped(Why.SETUP).values_list("item", flat=True).distinct())
    people = list(Person.objects.unscoped(Why.SETUP).values_list("pk", flat=True))
    chance, there = random.Random(1), Evidence.objects.unscoped(Why.SETUP).count()
    for start in range(there, EVIDENCE, CHUNK):
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
    from biaochi.access.scoping import Why
    from biaochi.registry.models import Appointment, Unit
    from biaochi.registry.tree import renumber

    last = Unit.objects.unscoped(Why.SETUP).get(code="I16")
    made = [
        Unit.objects.create(
            code=f"I{n}", name=f"县属事业单位{n}", parent=last.parent, type=last.type,
            kind=last.kind, extra=last.extra,
        )
        for n in range(17, 37)
    ]  # fmt: skip
    renumber()
    posts = list(Appointment.objects.unscoped(Why.SETUP).filter(unit=last).order_by("pk"))
    for at, post in enumerate(posts):
        post.unit = made[at % len(made)]
        post.person.home = post.unit
        post.person.save(update_fields=["home"])
    Appointment.objects.unscoped(Why.SETUP).bulk_update(posts, ["unit"], batch_size=500)


def main() -> None:
    """Fill once, then gather and assess."""
    if not (Path(os.environ["BIAOCHI_HOME"]) / "filled").exists():
        told("fill", fill)
        (Path(os.environ["BIAOCHI_HOME"]) / "filled").touch()
    from biaochi.appraisals.gather import write_facts
    from biaochi.batch.assess import assess, attribute_columns, bind
    from biaochi.engine.compile import Asked
    from biaochi.facts.read import read_folder
    from biaochi.packs.loader import load as load_pack
    from biaochi.packs.loader import locate

    pack = load_pack(locate("demo-qingshi"))
    folder = Path(tempfile.mkdtemp(prefix="biaochi-gathered-"))
    print(told("gather", lambda: write_facts(folder, unit="qs", known_by=datetime.now(UTC))))
    store = told("read", lambda: read_folder(folder, attributes=attribute_columns(pack)))
    told("bind", lambda: bind(pack, store))
    result = told("assess", lambda: assess(pack, store, Asked(period="2017")))
    print(result.engine, len(result.findings), sum(map(len, result.cells.values())))


def told(what: str, act):  # noqa: ANN001, ANN201 (whatever it returns)
    """Run and say how long it took, on the clock and in processor time."""
    began, used = time.perf_counter(), time.process_time()
    found = act()
    print(f"{what}: {time.perf_counter() - began:.1f} s, cpu {time.process_time() - used:.1f} s")
    sys.stdout.flush()
    return found


if __name__ == "__main__":
    main()
