"""A part of the office as a facts folder in one archive, which ``biaochi assess`` reads."""

import csv
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db import transaction

from biaochi.access.policy import reaches
from biaochi.access.shapes import Act, Actor
from biaochi.appraisals.gather import write_facts
from biaochi.errors import Problem, Refusal
from biaochi.exchange import uploads
from biaochi.facts.read import read_folder
from biaochi.facts.shapes import TABLES
from biaochi.facts.write import write_folder
from biaochi.registry.queries import spans
from biaochi.tasks.models import Task
from biaochi.tasks.services import ask
from biaochi.tasks.shapes import TaskId
from biaochi.trail.events import Event
from biaochi.trail.services import About, record

EXPORT = "facts_export"
FORMATS = ("csv", "parquet")
Report = Callable[[int, int, str], None]


def request_facts(*, unit: str, form: str, actor: Actor, at: datetime) -> TaskId:
    """Ask for the facts of a unit and everything below it, as they are known now (导出事实)."""
    if form not in FORMATS or not _may_take(actor, unit):
        raise _gone()
    said = {"unit": unit, "form": form}
    return ask(kind=EXPORT, title=f"导出 {unit} 的事实", asked=said, actor=actor, at=at)


def export(asked: dict[str, Any], actor: Actor, at: datetime, report: Report) -> dict[str, Any]:
    """Write the archive; the task's work."""
    if not _may_take(actor, asked["unit"]):
        raise _gone()
    stored = uploads.keep([])
    with TemporaryDirectory(prefix="facts-", dir=uploads.path_of("x").parent) as work:
        folder = Path(work) / "facts"
        folder.mkdir()
        counts = write_facts(folder, unit=asked["unit"], known_by=at, report=report)
        digest = _as_asked(folder, asked["form"])
        _packed(folder, uploads.path_of(stored.token))
    with transaction.atomic():
        about = About(kind="facts", ident=digest, content={**asked, "rows": counts})
        record(Event.EXPORTED, actor=actor, at=at, about=about)
    return {"token": stored.token, "counts": counts, "digest": digest, "unit": asked["unit"]}


def exported(actor: Actor, token: str) -> tuple[Path, str]:
    """Return the archive of a finished export of the actor, and a name for it."""
    mine = Task.objects.visible_to(actor, Act.SEE_TASKS).filter(kind=EXPORT, state="done")
    task = mine.filter(result__token=token).first()
    if task is None or not _may_take(actor, task.result["unit"]):
        raise _gone()
    path = uploads.path_of(task.result["token"])
    if not path.is_file():
        raise _gone()
    return path, f"facts-{task.result['unit']}.zip"


def _as_asked(folder: Path, form: str) -> str:
    """Read the folder back, so that what leaves is known to be whole; rewrite it if asked."""
    attributes = _attributes(folder)
    with read_folder(folder, attributes=attributes) as store:
        if form == "csv":
            return store.digest
        for path in folder.iterdir():
            path.unlink()
        write_folder(store, folder, format="parquet")
    with read_folder(folder, attributes=attributes) as store:
        return store.digest


def _attributes(folder: Path) -> dict[str, dict[str, str]]:
    """Return the columns a pack declared, as texts, so that none is lost on the way."""
    found: dict[str, dict[str, str]] = {}
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            header = next(csv.reader(file), [])
        table = TABLES[path.stem]
        more = {name: "text" for name in header if table.column(name) is None}
        if more and table.open_columns:
            found[path.stem] = more
    return found


def _packed(folder: Path, path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.iterdir()):
            archive.write(file, file.name)
    path.chmod(0o600)


def _may_take(actor: Actor, unit: str) -> bool:
    """Tell whether the actor may take out everybody of a unit, of every tier."""
    found = spans({unit}).get(unit)
    return found is not None and any(
        r.span.first <= found.first and found.last <= r.span.last and not r.tiers
        for r in reaches(actor, Act.EXPORT)
    )


def _gone() -> Refusal:
    do = "请从“导出事实”页面选择。"
    return Refusal((Problem("BATCH-GONE", "可以导出的单位", "没有", do),))
