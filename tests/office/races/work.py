"""Run in processes of their own by ``test_races``: an office of files, and what goes on in it.

``python -m tests.office.races.work NAME`` prints one line of JSON.
"""

import json
import os
import signal
import sys
import time
from threading import Barrier, Thread

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "biaochi.project.settings")
django.setup()

from django.core.management import call_command  # noqa: E402 (Django has to be set up first)
from django.db import connection, transaction  # noqa: E402

from biaochi import clock  # noqa: E402
from biaochi.access.models import User  # noqa: E402
from biaochi.access.scoping import Why  # noqa: E402
from biaochi.errors import Refusal  # noqa: E402
from biaochi.evidence import incoming, services  # noqa: E402
from biaochi.evidence.models import Evidence, EvidenceState  # noqa: E402
from biaochi.evidence.shapes import Edit  # noqa: E402
from biaochi.jobs.handlers import Handler  # noqa: E402
from biaochi.jobs.worker import Worker  # noqa: E402
from biaochi.registry.queries import actor_with  # noqa: E402
from biaochi.tasks import services as tasks  # noqa: E402
from tests.office import cast  # noqa: E402
from tests.office.reports import ITEMS, draft  # noqa: E402

AT_ONCE = 24
ROWS = 60


def actor(login):
    user = User.objects.unscoped(Why.ACTOR).get(login=login)
    return actor_with(user=user.pk, on=clock.today())


def setup():
    call_command("migrate", verbosity=0)
    cast.world()
    return {}


def together(act):
    """Let many do the same at the same moment; returns what each was told."""
    told = [""] * AT_ONCE
    gate = Barrier(AT_ONCE)

    def one(n):
        gate.wait()
        try:
            told[n] = act(n) or "done"
        except Refusal as refusal:
            told[n] = refusal.problems[0].code
        except Exception as error:  # noqa: BLE001 (any other is what the test looks for)
            told[n] = f"BROKEN {error!r}"
        connection.close()

    threads = [Thread(target=one, args=(n,)) for n in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def verify():
    rounds = []
    bai = actor("bai")
    for _ in range(5):
        code = services.report(draft(), items=ITEMS, actor=actor("rui"), at=clock.now())
        edit = Edit(code=code, version=1)
        told = together(lambda _, e=edit: services.verify(e, actor=bai, at=clock.now()))
        states = EvidenceState.objects.unscoped(Why.ABOUT).filter(evidence__code=code).count()
        rounds.append({"told": told, "states": states})
    return rounds


def send():
    rui = actor("rui")

    def one(_):
        sent = [incoming.Sent("key", draft())]
        (got,) = incoming.take(sent, items_at=lambda _: ITEMS, actor=rui, at=clock.now())
        return got.line.code

    told = together(one)
    return {"told": told, "rows": Evidence.objects.unscoped(Why.ABOUT).filter(code=told[0]).count()}


def slow(asked, who, at, report):
    """Write rows in one transaction, slowly."""
    with transaction.atomic():
        for n in range(ROWS):
            services.report(
                draft(note=asked["mark"]), items=ITEMS, actor=who, at=at,
                code=f"{asked['mark']}-{n}",
            )  # fmt: skip
            report(n + 1, ROWS, "写入")
            time.sleep(0.01)
    return {"rows": ROWS}


def ask():
    kind, mark, number = sys.argv[2], sys.argv[3], int(sys.argv[4])
    for n in range(number):
        asked = {"mark": f"{mark}{n}"}
        tasks.ask(kind=kind, title="慢慢写", asked=asked, actor=actor("rui"), at=clock.now())
    return {}


def worker():
    handlers = {
        "slow": Handler(run=slow, restartable=True), "once": Handler(run=slow, restartable=False),
        "mark": Handler(run=quick, restartable=True),
    }  # fmt: skip
    made = Worker(handlers)
    signal.signal(signal.SIGTERM, lambda *_: made.stop())
    made.run()


def quick(asked, who, at, report):
    """Leave one row each time it is run."""
    services.report(draft(note=asked["mark"]), items=ITEMS, actor=who, at=at)
    return {}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(globals()[sys.argv[1]]()) + "\n")
