"""One piece of evidence with everything beside it, and its files."""

from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.http import HttpResponse
from django.shortcuts import render

from biaochi.access.shapes import Act, Actor
from biaochi.appraisals.items import labels_of
from biaochi.clock import now
from biaochi.evidence import attaching, queries
from biaochi.evidence.shapes import EvidenceLine, EvidencePage
from biaochi.web.doors import Asked, page
from biaochi.web.evidence.forms import FileForm, ReasonForm, ReplyForm, TextForm

_NUMBER = {"value": "分值", "count": "次数"}


@page(Act.SEE_EVIDENCE, Act.SEE_OWN)
def evidence(request: Asked, code: str) -> HttpResponse:
    """Show one piece of evidence; the read is recorded."""
    shown = queries.opened(request.actor, code=code, at=now())
    return render(request, "web/evidence/page.html", context(request.actor, shown))


@page(Act.SEE_EVIDENCE, Act.SEE_OWN)
def attachment(request: Asked, ident: int) -> HttpResponse:
    """Hand out a file, to be saved and never to be shown by the browser itself."""
    stored = attaching.fetched(request.actor, ident=ident, at=now())
    answer = HttpResponse(Path(stored.path).read_bytes(), content_type=stored.line.content_type)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(stored.line.name)}"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    return answer


def context(actor: Actor, shown: EvidencePage) -> dict[str, Any]:
    """Return what the page shows and which forms it offers."""
    line = shown.line
    acts = queries.acts_on(actor, line=line)
    version = {"version": line.version}
    return {
        "line": line, "page": shown, "facts": facts(line, labels=labels_of(actor)),
        "can_verify": "verify" in acts, "can_withdraw": "withdraw" in acts,
        "can_exempt": "exempt" in acts, "can_correct": "correct" in acts,
        "can_reply": "reply" in acts, "can_answer": "answer" in acts,
        "can_attach": "reply" in acts or "attach" in acts,
        "reason_form": ReasonForm(initial=version), "reply_form": ReplyForm(),
        "text_form": TextForm(auto_id="answer_%s"), "file_form": FileForm(),
    }  # fmt: skip


def facts(line: EvidenceLine, *, labels: dict[str, str]) -> list[tuple[str, Any]]:
    """Return what is shown of a piece of evidence: name and value; blank optional ones left out."""
    always = [
        ("证据编号", line.code), ("目录条目", labels.get(line.item, line.item)),
        ("人员", line.person_name or None), ("单位", line.unit_name or None),
        ("分值", line.value), ("次数", line.count), ("发生日期", line.occurred_on.isoformat()),
        ("来源", line.source), ("填报人", line.reported_by_name),
    ]  # fmt: skip
    some = [
        ("事项编号", line.matter), ("第几轮", line.round), ("事件编号", line.incident),
        ("应办结日期", line.due_on), ("实际办结日期", line.done_on), ("情境", line.context),
        ("说明", line.note),
    ]  # fmt: skip
    if not line.person:
        always = [pair for pair in always if pair[0] != "人员"]
    return always + [pair for pair in some if pair[1] not in ("", None)]
