"""A large file of evidence into the office: time, memory, and the longest wait of a reader.

``python -m bench.office_import ROWS csv|xlsx``; ``BENCH=office make bench`` runs both sizes.
"""

import csv
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self

PEOPLE, UNITS = 20_000, 400
AT = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
_HEADER = ("证据编号", "人员编号", "条目", "发生日期", "分值", "次数", "来源", "说明")
_ITEMS = ("N1", "N2", "N3", "N4", "N5", "N6")
_MIB, _QUIET = 2**20, 10


def main(rows: int, form: str) -> None:
    """Import one file while another process reads, and say what it took."""
    with TemporaryDirectory(prefix="biaochi-bench-") as home:
        _office(Path(home))
        actor, pack = _people()
        path = Path(home) / f"evidence.{form}"
        _write(path, rows)
        size = path.stat().st_size / _MIB
        what = f"{rows:,} rows of evidence about {PEOPLE:,} people"
        print(f"{what}, {form} {size:.0f} MiB", flush=True)
        _say("before", _read_for(_QUIET))
        with _Reader() as reader:
            _imported(path, actor, pack)
            _say("meanwhile", reader.stop())
        _say("after", _read_for(_QUIET))


def _office(home: Path) -> None:
    os.environ |= {
        "BIAOCHI_HOME": str(home), "BIAOCHI_HTTPS": "0", "BIAOCHI_SECOND_FACTOR": "off",
        "BIAOCHI_HOSTS": "testserver",
        "DJANGO_SETTINGS_MODULE": "biaochi.project.settings",
    }  # fmt: skip
    import django  # noqa: PLC0415 (the environment comes first)

    django.setup()


def _people() -> tuple[Any, int]:
    """Set the office up: one officer, a county of units and people, a pack."""
    from django.core.management import call_command  # noqa: PLC0415

    from biaochi.access.models import Grant, User  # noqa: PLC0415
    from biaochi.appraisals import queries, services  # noqa: PLC0415
    from biaochi.registry import bulk  # noqa: PLC0415
    from biaochi.registry.queries import who  # noqa: PLC0415
    from biaochi.trail.models import Head  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    Head.objects.get_or_create(pk=1)
    units = [{"code": "top", "name": "某县", "parent": ""}]
    units += [{"code": f"u{n}", "name": f"单位{n}", "parent": "top"} for n in range(UNITS)]
    keys = bulk.add_units(units)
    bulk.add_people(
        {"code": f"p{n}", "name": f"人员{n}", "home_id": keys[f"u{n % UNITS}"]}
        for n in range(PEOPLE)
    )
    user = User(login="an", name="安静仪", created_at=AT)
    user.set_unusable_password()
    user.save()
    Grant.objects.create(
        user=user, role="officer", unit="top", from_on=date(2015, 1, 1), granted_by=user,
        granted_at=AT,
    )  # fmt: skip
    actor = who(user, on=AT.date())
    services.take_in(actor=actor, at=AT, builtin_id="demo-qingshi")
    return actor, queries.packs(actor)[0].ident


def _rows(number: int) -> Iterator[tuple[str, ...]]:
    first = date(2023, 1, 1)
    for n in range(number):
        day = (first + timedelta(days=n % 1000)).isoformat()
        yield (f"E{n:07d}", f"p{n * 7919 % PEOPLE}", _ITEMS[n % 6], day, f"-{n % 50 / 10}", "1",
               "季度报送", "批量导入")  # fmt: skip


def _write(path: Path, rows: int) -> None:
    if path.suffix == ".csv":
        with path.open("w", encoding="gb18030", newline="") as file:
            out = csv.writer(file)
            out.writerow(_HEADER)
            out.writerows(_rows(rows))
        return
    import xlsxwriter  # noqa: PLC0415

    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        page = book.add_worksheet("数据")
        page.write_row(0, 0, _HEADER)
        for place, row in enumerate(_rows(rows), 1):
            for column, cell in enumerate(row):
                page.write_string(place, column, cell)


def _imported(path: Path, actor: Any, pack: int) -> None:  # noqa: ANN401 (imported after the set-up)
    from biaochi.access.scoping import Why  # noqa: PLC0415
    from biaochi.exchange import checking, intake, queries  # noqa: PLC0415
    from biaochi.tasks.models import Task  # noqa: PLC0415

    began = time.perf_counter()
    with path.open("rb") as file:
        chunks = iter(lambda: file.read(_MIB), b"")
        brought = intake.Brought(form="evidence", pack=pack, name=path.name, chunks=chunks)
        ident = intake.bring(brought, actor=actor, at=AT)
    _lap("uploaded", began)
    task = Task.objects.unscoped(Why.TASK).get()
    began, said = time.perf_counter(), [0.0]

    def report(done: int, total: int, note: str) -> None:
        if time.perf_counter() - said[0] > 10:  # noqa: PLR2004 (seconds between two lines)
            said[0] = time.perf_counter()
            print(f"    {note} {done:,} / {total:,}", flush=True)

    result = checking.check(task.asked, actor, AT, report)
    _lap(f"checked and staged {result['good']:,} rows, {result['bad']} wrong", began)
    task.state, task.result = "done", result
    task.save()
    began = time.perf_counter()
    found = queries.one_import(actor, ident)
    intake.commit(ident, version=found.version, choice="all", actor=actor, at=AT)
    _lap("committed by one flip", began)


def _lap(what: str, began: float) -> None:
    """Say how long it took; processor seconds are of this process and its children."""
    own, child = (
        resource.getrusage(w).ru_maxrss / 1024
        for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    seconds = time.perf_counter() - began
    spent = sum(os.times()[:4])
    peak = f"{spent:.0f} processor s so far; peak {own:.0f} MiB, child processes {child:.0f} MiB"
    print(f"  {what}: {seconds:.1f} s; {peak}", flush=True)


class _Reader:
    """Another process that asks for list pages until it is told to stop."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "bench.office_reader"]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=os.environ
        )

    def __enter__(self) -> Self:
        return self

    def stop(self) -> dict[str, Any]:
        """End it and return what it saw."""
        out, _ = self._process.communicate("stop\n")
        found: dict[str, Any] = json.loads(out)
        return found

    def __exit__(self, *given: object) -> None:
        if self._process.poll() is None:
            self._process.kill()


def _read_for(seconds: float) -> dict[str, Any]:
    with _Reader() as reader:
        time.sleep(seconds)
        return reader.stop()


def _say(when: str, found: dict[str, Any]) -> None:
    words = "; ".join(
        f"{name} page {n['pages']} times, median {n['median']:.0f}, longest {n['longest']:.0f} ms"
        for name, n in found.items()
    )
    print(f"  reader {when}: {words}; load {os.getloadavg()[0]:.1f}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
