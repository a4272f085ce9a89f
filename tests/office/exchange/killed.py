"""An office in a folder of its own, whose import is killed half-way: ``killed.py HOME WHAT``.

``start`` sets it up and dies with rows staged; ``look`` says what is there; ``again`` does the
task once more and takes the rows in.
"""

import json
import os
import signal
import sys
from pathlib import Path

from bench import office_import as office

ROWS = 9_000


def start(home: Path) -> None:
    from biaochi.exchange import intake  # noqa: PLC0415 (after the set-up)

    actor, pack = office._people()
    path = home / "evidence.csv"
    office._write(path, ROWS)
    brought = intake.Brought(form="evidence", pack=pack, name=path.name, chunks=[path.read_bytes()])
    intake.bring(brought, actor=actor, at=office.AT)
    work(kill=True)


def work(*, kill: bool) -> None:
    from biaochi.exchange import checking, intake  # noqa: PLC0415
    from biaochi.jobs.handlers import Handler  # noqa: PLC0415
    from biaochi.jobs.worker import work_once  # noqa: PLC0415

    def check(asked, actor, at, report):
        def deadly(done, total, note):
            report(done, total, note)
            if kill and done > ROWS / 2:
                os.kill(os.getpid(), signal.SIGKILL)

        return checking.check(asked, actor, at, deadly)

    work_once({intake.CHECK: Handler(run=check, restartable=True)}, name="killed")


def look() -> dict[str, int]:
    from biaochi.access.scoping import Why  # noqa: PLC0415
    from biaochi.evidence.models import Evidence  # noqa: PLC0415

    rows = Evidence.objects.unscoped(Why.RUN)
    return {"there": rows.count(), "counted": rows.filter(Evidence.counted()).count()}


def again() -> dict[str, int]:
    from datetime import timedelta  # noqa: PLC0415

    from biaochi import clock  # noqa: PLC0415
    from biaochi.access.models import User  # noqa: PLC0415
    from biaochi.access.scoping import Why  # noqa: PLC0415
    from biaochi.exchange import intake, queries  # noqa: PLC0415
    from biaochi.registry.queries import who  # noqa: PLC0415
    from biaochi.tasks import services  # noqa: PLC0415

    services.forsake(gone=lambda _: True, at=clock.now() - timedelta(seconds=1))
    work(kill=False)
    actor = who(User.objects.unscoped(Why.LOGIN).get(login="an"), on=office.AT.date())
    [found] = queries.imports(actor)
    intake.commit(found.ident, version=1, choice="all", actor=actor, at=office.AT)
    return look()


if __name__ == "__main__":
    home = Path(sys.argv[1])
    office._office(home)
    done = {"start": lambda: start(home), "look": look, "again": again}[sys.argv[2]]()
    sys.stdout.write(json.dumps(done))
