"""Files of evidence and scores: brought, checked aside, decided on by the one who brought them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from biaochi.access.policy import may
from biaochi.access.scoping import Why
from biaochi.access.shapes import Act, Actor
from biaochi.appraisals.queries import pack as pack_with
from biaochi.errors import Problem, Refusal
from biaochi.exchange import calendars_in, rosters, uploads
from biaochi.exchange.doors.opening import named
from biaochi.exchange.forms import FORMS
from biaochi.exchange.shapes import BatchId, Choice
from biaochi.exchange.staging import unstage
from biaochi.exchange.tables_of import MODELS
from biaochi.tasks.models import Task
from biaochi.tasks.services import ask
from biaochi.trail.events import Event
from biaochi.trail.models import Batch
from biaochi.trail.services import record

CHECK = "import_check"
SWEEP = "import_sweep"
_MOST_AT_ONCE = 5_000


@dataclass(frozen=True, kw_only=True)
class Brought:
    """A file as it arrives: for which form, under which pack or for which year, name and bytes."""

    form: str
    pack: int = 0
    year: int = 0
    name: str
    chunks: Iterable[bytes]


def bring(file: Brought, *, actor: Actor, at: datetime) -> BatchId:
    """Keep a file and ask for its check (上传); the same file again is the same import."""
    _allowed(actor, file.form)
    named(file.name)
    if FORMS[file.form].of_pack:
        pack_with(actor, file.pack)
    stored = uploads.keep(file.chunks)
    try:
        with transaction.atomic():
            found = _same(file, stored.digest, actor)
            if found is None:
                return _new(file, stored, actor, at)
    except BaseException:
        uploads.drop(stored.token)
        raise
    uploads.drop(stored.token)
    return found


def _same(file: Brought, digest: str, actor: Actor) -> BatchId | None:
    """Return the import of the same bytes that counts or still may."""
    rows = Batch.objects.visible_to(actor, Act.IMPORT).filter(kind=file.form, digest=digest)
    for batch in rows.exclude(state="discarded").order_by("pk"):
        if batch.state == "committed" or _asked_alike(file, latest_check(batch.pk).asked):
            return BatchId(batch.pk)
    return None


def _asked_alike(file: Brought, asked: Mapping[str, Any]) -> bool:
    return bool((asked["pack"], asked.get("year", 0)) == (file.pack, file.year))


def _new(file: Brought, stored: uploads.Stored, actor: Actor, at: datetime) -> BatchId:
    batch = Batch.objects.create(
        kind=file.form, file_name=file.name, digest=stored.digest, user=actor.user,
        user_name=actor.name, created_at=at,
    )  # fmt: skip
    record(Event.FILE_UPLOADED, actor=actor, at=at, about=batch)
    _ask(batch, {"token": stored.token, "pack": file.pack, "year": file.year}, actor, at)
    return BatchId(batch.pk)


def _ask(batch: Batch, asked: dict[str, Any], actor: Actor, at: datetime) -> None:
    title = f"检查{FORMS[batch.kind].label}工作簿 {batch.file_name}"
    said = {**asked, "batch": batch.pk, "form": batch.kind, "name": batch.file_name}
    ask(kind=CHECK, title=title, asked=said, actor=actor, at=at)


@transaction.atomic
def check_again(batch: BatchId, *, actor: Actor, at: datetime) -> None:
    """Ask for the check once more, after one that did not end."""
    row = _held(actor, batch, version=None)
    task = latest_check(batch)
    if task.state not in {"failed", "refused", "done"}:
        raise _not_now("检查已经结束", task.get_state_display())
    kept = {k: v for k, v in task.asked.items() if k in {"token", "pack", "year"}}
    _ask(row, kept, actor, at)


def commit(batch: BatchId, *, version: int, choice: Choice, actor: Actor, at: datetime) -> int:
    """Make the staged rows count, all at once (入库); returns how many.

    ``all``: only if no row of the file is wrong; ``good``: leaves the wrong ones out.  The file
    itself is no longer kept: what counts is in the tables.
    """
    done = _commit(batch, version=version, choice=choice, actor=actor, at=at)
    uploads.drop(latest_check(batch).asked["token"])
    return done


@transaction.atomic
def _commit(batch: BatchId, *, version: int, choice: Choice, actor: Actor, at: datetime) -> int:
    row = _held(actor, batch, version=version)
    outcome = _outcome(batch)
    whole = row.kind == calendars_in.FORM
    if outcome["bad"] and (choice == "all" or whole):
        do = "请改正后重新上传" + ("。" if whole else "，或选择“只导入正确的行”。")
        raise _refused("BATCH-ERRORS", "没有错误的行", f"{outcome['bad']} 行有错", do)
    if not outcome["good"]:
        raise _refused("BATCH-EMPTY", "至少一行正确", "没有", "请改正后重新上传。")
    _nobody_else_brought(row)
    there = _there(row, outcome, actor, at)
    if there != outcome["good"]:
        raise _not_now(f"{outcome['good']} 行", f"{there} 行，请重新检查")
    row.state, row.committed_at, row.version = "committed", at, row.version + 1
    row.rows, row.rows_digest = there, outcome["digest"]
    row.save()
    record(Event.BATCH_COMMITTED, actor=actor, at=at, about=row,
           detail={"rows": there, "left_out": outcome["bad"]})  # fmt: skip
    return there


def _there(row: Batch, outcome: dict[str, Any], actor: Actor, at: datetime) -> int:
    """Count what is staged; people and posts, and days off, are not staged: they are done now."""
    if row.kind == calendars_in.FORM:
        version = outcome["about"]["version"]
        asked = latest_check(row.pk).asked
        return calendars_in.take_in(asked, version=version, actor=actor, at=at)
    if row.kind == rosters.FORM:
        return rosters.take_in(latest_check(row.pk).asked, actor=actor, at=at)
    return _staged(row)


def _nobody_else_brought(row: Batch) -> None:
    same = Batch.objects.unscoped(Why.UNIQUE).filter(
        kind=row.kind, digest=row.digest, state="committed"
    )
    if same.exists():
        raise _not_now("没有导入过的文件", "同一份文件已经导入过")


def discard(batch: BatchId, *, version: int, actor: Actor, at: datetime) -> None:
    """Give a file up (放弃): nothing of it ever counts."""
    with transaction.atomic():
        row = _held(actor, batch, version=version)
        row.state, row.version = "discarded", row.version + 1
        row.save()
        record(Event.BATCH_DISCARDED, actor=actor, at=at, about=row)
        task = latest_check(batch)
        if many := _staged(row) > _MOST_AT_ONCE:
            said = {"batch": batch, "form": row.kind}
            ask(kind=SWEEP, title=f"清理 {row.file_name}", asked=said, actor=actor, at=at)
    if row.kind in MODELS and not many:
        unstage(MODELS[row.kind], batch)
    uploads.drop(task.asked["token"])


def _staged(row: Batch) -> int:
    if row.kind not in MODELS:
        return 0
    rows = MODELS[row.kind].objects.unscoped(Why.BATCH)  # type: ignore[attr-defined]  # Scoped
    found: int = rows.filter(batch=row).count()
    return found


def _held(actor: Actor, batch: int, *, version: int | None) -> Batch:
    """Return the locked batch, still staged, as the actor saw it."""
    rows = Batch.objects.visible_to(actor, Act.IMPORT).select_for_update()
    row: Batch | None = rows.filter(pk=batch).first()
    if row is None:
        raise gone(batch)
    if row.state != "staged":
        raise _not_now("等待确认的批次", row.get_state_display())
    if version is not None and row.version != version:
        raise _refused("EDIT-CONFLICT", f"第 {version} 版", f"第 {row.version} 版", "请刷新页面。")
    return row


def _outcome(batch: int) -> dict[str, Any]:
    task = latest_check(batch)
    if task.state != "done":
        raise _not_now("检查完成", task.get_state_display())
    found: dict[str, Any] = task.result
    return found


def latest_check(batch: int) -> Task:
    """Return the last check of a batch somebody was allowed to see."""
    found: Task = Task.objects.unscoped(Why.BATCH).filter(
        kind=CHECK, asked__batch=batch
    ).latest("pk")  # fmt: skip
    return found


def forms_for(actor: Actor) -> tuple[str, ...]:
    """Return the forms this actor may bring."""
    if not may(actor, Act.IMPORT):
        return ()
    return tuple(f for f in MODELS if f != rosters.FORM or may(actor, Act.EDIT_PEOPLE))


def _allowed(actor: Actor, form: str) -> None:
    entered = form == calendars_in.FORM and may(actor, Act.EDIT_CALENDAR)
    if not may(actor, Act.IMPORT) or not (entered or form in forms_for(actor)):
        raise gone(form)


def gone(what: object) -> Refusal:
    """Return the refusal for an import that is not there, or not this person's."""
    return _refused("BATCH-GONE", "本人上传的文件", str(what), "请从“导入”页面打开。")


def _not_now(expected: str, found: str) -> Refusal:
    return _refused("BATCH-STATE", expected, found, "请刷新页面，看现在的状态。")


def _refused(code: str, expected: str, found: str, do: str) -> Refusal:
    return Refusal((Problem(code, expected, found, do),))
