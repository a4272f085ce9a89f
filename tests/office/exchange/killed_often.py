"""An import killed again and again: ``killed_often.py HOME ROUNDS SEED`` prints what was left.

Everything happens in children of a process that never opens the database: a lock that a killed
child held must not live on in its parent.
"""

import csv
import json
import os
import random
import signal
import sqlite3
import sys
import time
from contextlib import closing
from importlib import import_module
from pathlib import Path

from bench import office_import as office

ROWS = 2_500
_LONG = 60
_USED = (
    "biaochi.access.models", "biaochi.appraisals.queries", "biaochi.exchange.intake",
    "biaochi.exchange.queries", "biaochi.jobs.handlers", "biaochi.jobs.worker",
    "biaochi.registry.queries", "biaochi.tasks.services", "biaochi.trail.verify",
)  # fmt: skip


def child(act) -> int:
    """Do something in a process of its own; returns its number."""
    sys.stdout.flush()
    ident = os.fork()
    if not ident:
        try:
            act()
        except BaseException as error:  # noqa: BLE001 (told to the parent by the exit code)
            sys.stderr.write(f"{error!r}\n")
            os._exit(1)
        os._exit(0)
    return ident


def ended(ident: int) -> None:
    assert os.waitpid(ident, 0)[1] == 0


def bring(path: Path) -> None:
    from biaochi.exchange import intake  # noqa: PLC0415 (after the set-up)

    actor, pack = who()
    brought = intake.Brought(form="evidence", pack=pack, name=path.name, chunks=[path.read_bytes()])
    intake.bring(brought, actor=actor, at=office.AT)


def who():
    from biaochi.access.models import User  # noqa: PLC0415
    from biaochi.access.scoping import Why  # noqa: PLC0415
    from biaochi.appraisals.queries import packs  # noqa: PLC0415
    from biaochi.registry.queries import who as acting  # noqa: PLC0415

    actor = acting(User.objects.unscoped(Why.LOGIN).get(login="an"), on=office.AT.date())
    return actor, packs(actor)[0].ident


def check() -> None:
    """Take up whatever task waits, those of dead workers as well."""
    from biaochi import clock  # noqa: PLC0415
    from biaochi.jobs.handlers import HANDLERS  # noqa: PLC0415
    from biaochi.jobs.worker import work_once  # noqa: PLC0415
    from biaochi.tasks import services  # noqa: PLC0415

    services.forsake(gone=lambda _: True, at=clock.now())
    while work_once(HANDLERS, name="often"):
        pass


def commit(name: str) -> None:
    from biaochi.exchange import intake, queries  # noqa: PLC0415

    actor, _ = who()
    [found] = [i for i in queries.imports(actor) if i.name == name]
    if found.state != "committed":
        intake.commit(found.ident, version=found.version, choice="all", actor=actor, at=office.AT)


def written(home: Path, number: int) -> Path:
    path = home / f"round{number}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(office._HEADER)
        for n, row in enumerate(office._rows(ROWS)):
            out.writerow((f"K{number:03}-{n:05}", *row[1:-1], f"第{number}轮"))
    return path


def left(home: Path, number: int) -> dict[str, int]:
    """Look past the program: rows of a round, those that count, and whether the file is sound."""
    where = f"file:{home}/office.sqlite3?mode=rw"
    counted = (
        "SELECT count(*), sum(b.state = 'committed') FROM evidence_evidence e"
        " JOIN trail_batch b ON b.id = e.batch_id WHERE e.code LIKE ?"
    )
    with closing(sqlite3.connect(where, uri=True, timeout=_LONG)) as con:
        there, counts = con.execute(counted, [f"K{number:03}-%"]).fetchone()
        [sound] = con.execute("PRAGMA quick_check").fetchone()
    return {"there": there, "counted": counts or 0, "sound": int(sound == "ok")}


def everything(name: str) -> None:
    check()
    commit(name)


def killed(act, after: float) -> bool:
    """Let a child begin and kill it some time later; tells if it was still at work."""
    ident = child(act)
    time.sleep(after)
    os.kill(ident, signal.SIGKILL)
    return os.waitpid(ident, 0)[1] == signal.SIGKILL


def faults() -> None:
    from biaochi.trail.verify import verify  # noqa: PLC0415

    found = verify().faults
    assert not found, found


def rounds(home: Path, many: int, chance: random.Random) -> list[dict[str, object]]:
    """Kill at any moment of check and commit, and every other time close to the commit."""
    for module in _USED:
        import_module(module)  # once here, and not in every child
    ended(child(office._people))
    first = written(home, 0)
    ended(child(lambda: bring(first)))
    began = time.monotonic()
    ended(child(check))
    whole = time.monotonic() - began
    began = time.monotonic()
    ended(child(lambda: commit(first.name)))
    flip = time.monotonic() - began
    told = []
    for number in range(1, many + 1):
        path = written(home, number)
        ended(child(lambda path=path: bring(path)))
        if number % 2:
            hit = killed(lambda n=path.name: everything(n), chance.uniform(0, whole + flip))
        else:
            ended(child(check))
            hit = killed(lambda n=path.name: commit(n), chance.uniform(0, 1.2 * flip))
        then = left(home, number)
        ended(child(lambda n=path.name: everything(n)))
        told.append({"hit": hit, "then": then, "after": left(home, number)})
    ended(child(faults))
    return told


if __name__ == "__main__":
    home = Path(sys.argv[1])
    office.PEOPLE, office.UNITS = 200, 10
    office._office(home)
    said = rounds(home, int(sys.argv[2]), random.Random(int(sys.argv[3])))
    sys.stdout.write(json.dumps(said))
