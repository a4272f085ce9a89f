"""Rows go into their table unseen, a few thousand a transaction, until one flip shows them all.

Where the database keeps readers out while it commits, transactions become as small as it takes for
that to be short.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from time import monotonic
from typing import Any, TextIO

from django.db import connection, models, transaction

from biaochi.access.scoping import Why
from biaochi.errors import Problem
from biaochi.exchange.doors.shapes import PART
from biaochi.exchange.inserting import Inserter
from biaochi.exchange.kinds import Key, Kind, Values
from biaochi.exchange.tables import Line, Sheet
from biaochi.trail.models import Batch

Report = Callable[[int, int, str], None]
CHUNK = 2_000
KEPT = 200
_FEWEST = 500
_LONGEST, _SHORT = 0.2, 0.05
"""Seconds of a commit beyond which fewer rows go into the next, and below which more."""
_SAYS = "检查并暂存"


@dataclass
class Outcome:
    """What became of the rows of a file; the first errors, and how many there are."""

    rows: int = 0
    good: int = 0
    bad: int = 0
    duplicates: int = 0
    errors: int = 0
    digest: str = ""
    first: list[dict[str, Any]] = field(default_factory=list)
    about: dict[str, Any] = field(default_factory=dict)

    @property
    def said(self) -> dict[str, Any]:
        """The outcome as a task keeps it."""
        return asdict(self)

    def tell(self, problems: Sequence[dict[str, Any]], out: TextIO) -> None:
        """Count a wrong row; its problems go to the file, the first of all are kept."""
        self.bad += 1
        for said in problems:
            self.errors += 1
            if len(self.first) < KEPT:
                self.first.append(said)
            out.write(json.dumps(said, ensure_ascii=False) + "\n")


class Pace:
    """How many rows go into one transaction, by how long the last took to commit."""

    def __init__(self) -> None:
        self.rows = CHUNK

    @contextmanager
    def committing(self) -> Iterator[Callable[[], None]]:
        """Run a transaction; what is handed out is called when only the commit is left."""
        began = monotonic()

        def written() -> None:
            nonlocal began
            began = monotonic()

        with transaction.atomic():
            yield written
        took = monotonic() - began
        if took > _LONGEST:
            self.rows = max(_FEWEST, self.rows // 2)
        elif took < _SHORT:
            self.rows = min(CHUNK, self.rows * 2)


class Staging:
    """Puts the rows of one sheet into the table of one batch."""

    def __init__(self, kind: Kind, batch: int, errors: TextIO, report: Report) -> None:
        """Stage for this batch; errors go to that file, one JSON object a line."""
        self.kind, self.batch, self.report = kind, batch, report
        self.outcome = Outcome()
        self._errors, self._digest = errors, sha256()
        self._seen: set[Key] = set()
        given = {**kind.common, "batch_id": batch}
        self._inserter = Inserter(kind.model, given=given)
        self._pace = Pace()

    def run(self, sheet: Sheet) -> Outcome:
        """Take every row; a wrong one is told, a right one is staged."""
        total = sheet.table.rows
        for some in _chunks(sheet.lines()):
            self._take(some)
            self.report(self.outcome.rows, total, _SAYS)
        self.outcome.digest = self._digest.hexdigest()
        return self.outcome

    def _take(self, lines: Sequence[Line]) -> None:
        right: list[tuple[int, Values]] = []
        for line in lines:
            row, more = self.kind.row(line)
            if problems := [*line.problems, *more]:
                self._wrong(problems)
            else:
                right.append((line.number, row))
        there = self.kind.there([row for _, row in right])
        self._put(list(self._new(right, there)))
        self.outcome.rows += len(lines)

    def _new(self, rows: Iterable[tuple[int, Values]], there: object) -> Iterator[Values]:
        for number, row in rows:
            key = self.kind.key(row)
            if key in self._seen or key in there:  # type: ignore[operator]  # a collection of keys
                found = "本文件里已有同样的行" if key in self._seen else "已经登记过"
                self.outcome.duplicates += 1
                self._wrong([_twice(found, number)])
            else:
                self._seen.add(key)
                yield row

    def _wrong(self, problems: Sequence[Problem]) -> None:
        self.outcome.tell([asdict(p) for p in problems], self._errors)

    def _put(self, rows: list[Values]) -> None:
        for row in rows:
            self._digest.update(f"{PART.join(map(str, row.values()))}\n".encode())
        while rows:
            some, rows = rows[: self._pace.rows], rows[self._pace.rows :]
            with self._pace.committing() as written:
                batch = Batch.objects.unscoped(Why.BATCH).select_for_update()
                batch.get(pk=self.batch, state="staged")
                self._inserter.insert(some)
                written()
            self.outcome.good += len(some)


def _twice(found: str, line: int) -> Problem:
    do = "请删去这一行；确实是另一件事的，在说明里写清楚。"
    return Problem("ROW-DUPLICATE", "没有登记过的内容", found, do, line=line)


def _chunks(lines: Iterable[Line]) -> Iterator[list[Line]]:
    some: list[Line] = []
    for line in lines:
        some.append(line)
        if len(some) == CHUNK:
            yield some
            some = []
    if some:
        yield some


def unstage(model: type[models.Model], batch: int) -> int:
    """Delete the rows of a batch that never counted, a few thousand a transaction."""
    table = connection.ops.quote_name(model._meta.db_table)
    sql = (
        f"DELETE FROM {table} WHERE id IN"  # noqa: S608 (the name of our own table)
        f" (SELECT id FROM {table} WHERE batch_id = %s ORDER BY id LIMIT %s)"
    )
    gone, pace = 0, Pace()
    while True:
        with pace.committing() as written, connection.cursor() as cursor:
            rows = Batch.objects.unscoped(Why.BATCH).select_for_update()
            rows.exclude(state="committed").get(pk=batch)
            cursor.execute(sql, [batch, pace.rows])
            some = cursor.rowcount
            written()
        if not some:
            return gone
        gone += some
