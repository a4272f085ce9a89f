"""The background check of a file: read in a child process, staged unseen, answered with errors.

Done twice it leaves what done once leaves: rows of an attempt that was cut off are taken back
first.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from biaochi.access.scoping import Why
from biaochi.access.shapes import Actor
from biaochi.appraisals.queries import pack as pack_with
from biaochi.exchange import calendars_in, rosters, uploads
from biaochi.exchange.annotating import annotate
from biaochi.exchange.doors.opening import open_file
from biaochi.exchange.doors.shapes import Table
from biaochi.exchange.doors.wording import refusal
from biaochi.exchange.forms import FORMS
from biaochi.exchange.intake import latest_check
from biaochi.exchange.kinds import kind_of
from biaochi.exchange.shapes import ANNOTATED, ERRORS, MOST_ANNOTATED
from biaochi.exchange.staging import Outcome, Staging, unstage
from biaochi.exchange.tables import Sheet, sheet_of
from biaochi.exchange.tables_of import MODELS
from biaochi.packs.shapes import Pack
from biaochi.trail.models import Batch

Report = Callable[[int, int, str], None]
_STAMP_VERSION = "1"
_DEAD = frozenset({"failed", "refused"})
_LOG = logging.getLogger("biaochi.exchange")


def check(asked: dict[str, Any], actor: Actor, at: datetime, report: Report) -> dict[str, Any]:
    """Check an uploaded file and stage its right rows; the task's work."""
    report(0, 0, "读取文件")
    form = FORMS[asked["form"]]
    if form.name in MODELS:
        unstage(MODELS[form.name], asked["batch"])
    sweep_leftovers()
    pack = pack_with(actor, asked["pack"])[1] if form.of_pack else None
    with TemporaryDirectory(prefix="import-", dir=uploads.path_of("x").parent) as work:
        path = uploads.path_of(asked["token"])
        table = open_file(path, name=asked["name"], work=Path(work))
        _same_template(table, form.name, pack.digest if pack else "")
        sheet = sheet_of(table, form)
        if pack is None:
            outcome = calendars_in.looked_at(sheet, asked)
        elif form.name == rosters.FORM:
            outcome = rosters.rehearse(sheet, asked, actor, at, report)
        else:
            outcome = _staged(sheet, pack, asked, actor, at, report)
        _give_back(sheet, outcome, asked)
    return {**outcome.said, "batch": asked["batch"]}


def _staged(
    sheet: Sheet, pack: Pack, asked: dict[str, Any], actor: Actor, at: datetime, report: Report
) -> Outcome:  # fmt: skip
    kind = kind_of(asked["form"], pack=pack, batch=asked["batch"], actor=actor, at=at)
    errors = uploads.beside(asked["token"], ending=ERRORS)
    with errors.open("w", encoding="utf-8") as out:
        return Staging(kind, asked["batch"], out, report).run(sheet)


def _same_template(table: Table, form: str, pack: str) -> None:
    """A workbook made for something else says so in a sheet of its own."""
    stamp = table.stamp
    if not stamp:
        return
    wanted = {"form": form, "pack": pack, "version": _STAMP_VERSION}
    labels = {"form": "种类", "pack": "规则包", "version": "版本"}
    for key, value in wanted.items():
        if stamp.get(key) != value:
            other = FORMS[stamp["form"]].label if stamp.get("form") in FORMS else "别的"
            found = f"「{other}」的模板" if key == "form" else f"模板的{labels[key]}不同"
            do = "请重新下载现在的模板，把内容复制过去，再上传。"
            raise refusal("FILE-TEMPLATE", f"「{FORMS[form].label}」的现行模板", found, do)


def _give_back(sheet: Sheet, outcome: Outcome, asked: dict[str, Any]) -> None:
    if outcome.errors and outcome.rows <= MOST_ANNOTATED:
        token = asked["token"]
        errors, out = (uploads.path_of(token, ending=e) for e in (ERRORS, ANNOTATED))
        try:
            annotate(sheet, uploads.path_of(token), errors=errors, out=out)
        except Exception:  # noqa: BLE001 (the list of errors is there without it)
            _LOG.warning("no annotated workbook", exc_info=True)


def sweep_leftovers() -> int:
    """Take away rows of files that were given up, or whose check ended badly."""
    left = Batch.objects.unscoped(Why.BATCH).filter(kind__in=MODELS).exclude(state="committed")
    gone = 0
    for form, model in MODELS.items():
        rows = model.objects.unscoped(Why.BATCH)  # type: ignore[attr-defined]  # Scoped
        for batch in left.filter(kind=form, pk__in=rows.values("batch")).order_by("pk"):
            if batch.state == "discarded" or latest_check(batch.pk).state in _DEAD:
                gone += unstage(model, batch.pk)
    return gone


def sweep(asked: dict[str, Any], actor: Actor, at: datetime, report: Report) -> dict[str, Any]:  # noqa: ARG001 (what every task is given)
    """Take away the rows of a file that was given up; the task's work."""
    report(0, 0, "清理")
    return {"rows": unstage(MODELS[asked["form"]], asked["batch"])}
