"""Reads of imports: everybody sees the files he brought."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from biaochi.access.scoping import Why
from biaochi.access.shapes import Act, Actor
from biaochi.errors import CODES
from biaochi.exchange import uploads
from biaochi.exchange.intake import CHECK, gone
from biaochi.exchange.shapes import ANNOTATED, ERRORS, BatchId, Import
from biaochi.tasks import queries as tasks
from biaochi.tasks.models import Task
from biaochi.trail.models import Batch

_SHOWN = 100


def imports(actor: Actor) -> list[Import]:
    """Return the files the actor brought, newest first."""
    rows = list(Batch.objects.visible_to(actor, Act.IMPORT).order_by("-pk")[:_SHOWN])
    found = {b.pk: t for b, t in _tasks(actor, [r.pk for r in rows])}
    return [_shown(actor, row, found.get(row.pk)) for row in rows]


def one_import(actor: Actor, ident: int) -> Import:
    """Return one file the actor brought."""
    row = Batch.objects.visible_to(actor, Act.IMPORT).filter(pk=ident).first()
    if row is None:
        raise gone(ident)
    return _shown(actor, row, next((t for _, t in _tasks(actor, [row.pk])), None))


def answer_of(actor: Actor, ident: int) -> tuple[Import, Path | None]:
    """Return the annotated workbook of a file, if there is one."""
    found = one_import(actor, ident)
    path = uploads.path_of(_token(ident), ending=ANNOTATED)
    return found, path if path.is_file() else None


def errors_as_csv(actor: Actor, ident: int) -> Iterator[bytes]:
    """Yield every error of a file as lines of a CSV; no cell can be taken for a formula."""
    one_import(actor, ident)
    path = uploads.path_of(_token(ident), ending=ERRORS)
    yield "\ufeff行,列,问题,应为,实为,怎么办,代码\r\n".encode()
    if path.is_file():
        with path.open(encoding="utf-8") as file:
            for line in file:
                yield _csv_line(json.loads(line))


def _csv_line(problem: dict[str, Any]) -> bytes:
    out = io.StringIO()
    cells = (
        problem["line"], problem["column_name"], CODES[problem["code"]].says,
        problem["expected"], problem["found"], problem["do"], problem["code"],
    )  # fmt: skip
    csv.writer(out).writerow([_harmless(str(c)) for c in cells])
    return out.getvalue().encode()


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _token(ident: int) -> str:
    task = Task.objects.unscoped(Why.ABOUT).filter(kind=CHECK, asked__batch=ident).latest("pk")
    return str(task.asked["token"])


def _tasks(actor: Actor, batches: list[int]) -> Iterator[tuple["Batch", Task]]:
    rows = Task.objects.visible_to(actor, Act.SEE_TASKS).filter(kind=CHECK)
    known = {b.pk: b for b in Batch.objects.unscoped(Why.ABOUT).filter(pk__in=batches)}
    latest: dict[int, Task] = {}
    for task in rows.filter(asked__batch__in=batches).order_by("pk"):
        latest[task.asked["batch"]] = task
    return ((known[b], t) for b, t in latest.items())


def _shown(actor: Actor, row: Batch, task: Task | None) -> Import:
    state = tasks.one(actor, ident=task.pk) if task else None
    return Import(
        ident=BatchId(row.pk), form=row.kind, name=row.file_name, state=row.state, rows=row.rows,
        digest=row.digest, rows_digest=row.rows_digest, created_at=row.created_at,
        committed_at=row.committed_at, version=row.version, task=state,
        outcome=state.result if state and state.state == "done" else {},
    )  # fmt: skip
