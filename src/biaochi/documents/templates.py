"""An organ's own templates, and who issues: checked when they come, told what is not known."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from difflib import get_close_matches
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory
from typing import Any

import docx
from django.conf import settings
from django.db import transaction

from biaochi.access.scoping import Why
from biaochi.access.shapes import Act, Actor
from biaochi.desks.kinds import DESKS
from biaochi.documents.catalogue import BESIDE, SORTS
from biaochi.documents.door import LIMITS, SAVE_AS
from biaochi.documents.filling import GENERAL, fill, marks_of
from biaochi.documents.models import Letterhead, Template
from biaochi.documents.shapes import HeadLine, Paper, TemplateLine
from biaochi.errors import Problem, Refusal, refusal
from biaochi.evidence import attaching
from biaochi.exchange.doors.opening import in_child
from biaochi.registry import subjects
from biaochi.trail.editing import keep_before, locked, not_found
from biaochi.trail.events import Event
from biaochi.trail.services import record

_ENDING = ".docx"
_CLOSE = 0.4


def marks_for(sort: str) -> tuple[tuple[str, str], ...]:
    """Return (mark, what it becomes) for a sort of paper; refuses a sort that is not there."""
    if sort not in SORTS:
        raise refusal("PAPER-KIND", expected="列出的文书种类", found=sort[:40], do="请重新选。")
    moves: dict[str, Any] = {}
    for kind, desk in DESKS.items():
        own = desk.kind.moves
        if any(sort in (*m.papers, *BESIDE.get((kind, m.id), ())) for m in own.values()):
            moves |= {f"{kind}.{m.id}": m for m in own.values()}
    labels = marks_of(moves, his=SORTS[sort].his)
    return (*GENERAL.items(), *((label, f"登记的“{label}”") for label in labels))


def add(*, unit: str, sort: str, name: str, data: bytes, actor: Actor, at: datetime) -> int:
    """Take in an organ's template (上传模板) in the place of the one it had."""
    known = [mark for mark, _ in marks_for(sort)]
    marks = _looked_through(name, data)
    if problems := tuple(_strangers(marks, known)):
        raise Refusal(problems)
    stored = token_hex(24)
    path = attaching.place(stored)
    try:
        with transaction.atomic():
            key = _unit(unit, actor)
            for old in _current(key, sort):
                _retire(old, actor=actor, at=at)
            row = Template(
                unit_id=key, sort=sort, name=Path(name).name, stored=stored, marks=marks,
                digest=sha256(data).hexdigest(), user=actor.user, user_name=actor.name, at=at,
            )  # fmt: skip
            row.save(force_insert=True)
            record(Event.TEMPLATE_ADDED, actor=actor, at=at, about=row, detail={"sort": sort})
            attaching.write(stored, data)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return int(row.pk)


@transaction.atomic
def retire(ident: int, *, version: int, actor: Actor, at: datetime) -> None:
    """Give a template up (停用模板): the built-in one is used again."""
    rows = Template.objects.visible_to(actor, Act.MANAGE_TEMPLATES).filter(pk=ident)
    row = locked(rows.filter(retired_at=None), what="模板", version=version)
    _retire(row, actor=actor, at=at)


@transaction.atomic
def set_head(
    *, unit: str, organ: str, initials: str, version: int, actor: Actor, at: datetime
) -> None:  # fmt: skip
    """Say who issues papers about officials of a unit and below it (设置发文机关)."""
    key = _unit(unit, actor)
    if not organ.strip():
        raise refusal(
            "EDIT-REQUIRED", expected="发文机关的全称或规范化简称", found="空", do="请填写。",
            label="发文机关",
        )  # fmt: skip
    rows = Letterhead.objects.visible_to(actor, Act.MANAGE_TEMPLATES).filter(unit=key)
    if version:
        row = locked(rows, what="发文机关", version=version)
        keep_before(row, actor=actor, at=at)
    else:
        row = Letterhead(unit_id=key, version=0)
        if rows.exists():
            raise refusal(
                "EDIT-CONFLICT", expected="还没有设置", found="别人已经设置", do="请刷新后再改。"
            )
    row.organ, row.initials, row.version = organ.strip(), initials.strip(), row.version + 1
    row.save()
    record(Event.LETTERHEAD_SET, actor=actor, at=at, about=row)


def templates(actor: Actor) -> list[TemplateLine]:
    """Return the templates in use within reach."""
    rows = Template.objects.visible_to(actor, Act.MANAGE_TEMPLATES).filter(retired_at=None)
    return [
        TemplateLine(
            ident=r.pk, unit=r.unit.code, unit_name=r.unit.name, sort=r.sort,
            label=SORTS[r.sort].label if r.sort in SORTS else r.sort, name=r.name,
            marks=tuple(r.marks), by=r.user_name, at=r.at, version=r.version,
        )
        for r in rows.select_related("unit").order_by("unit__first", "sort")
    ]  # fmt: skip


def heads(actor: Actor) -> list[HeadLine]:
    """Return who issues, unit by unit, within reach."""
    rows = Letterhead.objects.visible_to(actor, Act.MANAGE_TEMPLATES).select_related("unit")
    return [
        HeadLine(
            unit=r.unit.code, unit_name=r.unit.name, organ=r.organ, initials=r.initials,
            version=r.version,
        )
        for r in rows.order_by("unit__first")
    ]  # fmt: skip


def preview(actor: Actor, *, ident: int) -> tuple[str, bytes]:
    """Return a template with each mark shown in the place where its text will stand."""
    rows = Template.objects.visible_to(actor, Act.MANAGE_TEMPLATES)
    row = rows.filter(pk=ident).first()
    if row is None:
        raise not_found("模板")
    data = attaching.place(row.stored).read_bytes()
    shown = {mark: f"〔{mark}〕" for mark in row.marks}
    empty = Paper(sort=row.sort, format="plain", title=("模板预览",), blocks=())
    return f"预览-{row.name}", fill(data, shown, empty)


def _unit(code: str, actor: Actor) -> int:
    subject = subjects.unit(actor, Act.MANAGE_TEMPLATES, code=code)
    if subject is None:
        raise not_found("单位")
    return subject.key


def _looked_through(name: str, data: bytes) -> list[str]:
    """Return the marks of an uploaded file, looked through in a process of its own."""
    if not name.lower().endswith(_ENDING):
        raise _refused(
            "FILE-FORMAT", "Word 文档（.docx）", Path(name).suffix or "没有后缀", SAVE_AS
        )
    limits = LIMITS.for_size(len(data))
    if not 0 < len(data) <= limits.most_bytes:
        most = limits.most_bytes // 2**20
        raise _refused("FILE-SIZE", f"不超过 {most} MiB", f"{len(data)} 字节", "请删去图片再传。")
    with TemporaryDirectory(prefix="template-", dir=_work()) as work:
        path = Path(work) / "template.docx"
        path.write_bytes(data)
        answer = in_child(
            "biaochi.documents.door", [str(path), _said(limits)], limits=limits, do=SAVE_AS
        )
    if "problems" in answer:
        raise Refusal(tuple(Problem(**p) for p in answer["problems"]))
    marks: list[str] = answer["marks"]
    if not marks:
        do = "请在要填的地方写上标记，例如 {{本人}}、{{正文}}。"
        raise _refused("TEMPLATE-EMPTY", "至少一个标记", "没有", do)
    try:
        docx.Document(BytesIO(data))
    except (KeyError, ValueError, AttributeError) as error:
        raise _refused("FILE-BROKEN", "完整的 Word 文档", "打不开", SAVE_AS) from error
    return marks


def _said(limits: object) -> str:

    return json.dumps(asdict(limits))  # type: ignore[call-overload]  # a data class


def _work() -> Path:
    folder = Path(settings.HOME) / "uploads"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _strangers(marks: Sequence[str], known: Sequence[str]) -> Iterator[Problem]:
    for mark in marks:
        if mark not in known:
            near = get_close_matches(mark, known, n=1, cutoff=_CLOSE)
            do = f"是不是“{{{{{near[0]}}}}}”？" if near else "请从这种文书的标记表里选。"
            found = f"{{{{{mark}}}}}"
            yield Problem("TEMPLATE-MARK", "这种文书的标记", found, do, column_name="文件")


def _current(unit: int, sort: str) -> Sequence[Template]:
    rows = Template.objects.unscoped(Why.ABOUT).select_for_update()
    return list(rows.filter(unit=unit, sort=sort, retired_at=None).order_by("pk"))


def _retire(row: Template, *, actor: Actor, at: datetime) -> None:
    keep_before(row, actor=actor, at=at)
    row.retired_at, row.version = at, row.version + 1
    row.save(update_fields=["retired_at", "version"])
    record(Event.TEMPLATE_RETIRED, actor=actor, at=at, about=row)


def _refused(code: str, expected: str, found: str, do: str) -> Refusal:
    return Refusal((Problem(code, expected, found, do, column_name="文件"),))
