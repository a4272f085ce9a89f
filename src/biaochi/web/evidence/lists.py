"""Lists of evidence: all that is seen, what waits for verification, what waits for an answer."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from biaochi.access.policy import may
from biaochi.access.shapes import Act
from biaochi.appraisals.items import labels_of
from biaochi.clock import now
from biaochi.evidence import queries, services
from biaochi.evidence.shapes import Edit
from biaochi.vocabulary import office
from biaochi.web import listing
from biaochi.web.doors import Asked, page
from biaochi.web.listing import Column, Filter, Listing
from biaochi.web.templatetags.biaochi import TONES

_STATUSES = tuple((k, v[0]) for k, v in office.EVIDENCE_STATUSES.items())
_TONES = TONES["evidence"]
_COLUMNS = (
    Column(key="code", label="证据编号", kind="link", href="href"),
    Column(key="who", label="人员或单位", sort=("person__name", "unit__name")),
    Column(key="unit_name", label="所在单位"),
    Column(key="item_label", label="目录条目", sort=("item",)),
    Column(key="value", label="分值", kind="number", sort=("value",)),
    Column(key="count", label="次数", kind="number"),
    Column(key="occurred_on", label="发生日期", kind="date", sort=("occurred_on",)),
    Column(key="source", label="来源"),
    Column(key="status", label="状态", kind="tag", words=office.EVIDENCE_STATUSES, tones=_TONES),
    Column(key="replaced", label="更正", kind="tag"),
    Column(key="reported_by_name", label="填报人"),
)
_FILTERS = (
    Filter(key="status", label="状态", choices=_STATUSES, by="state"),
    Filter(key="item", label="目录条目", by="entry"),
    Filter(key="name", label="姓名", kind="text", narrow=queries.named),
    Filter(key="from", label="发生日期从", kind="date", by="occurred_on__gte"),
    Filter(key="to", label="到", kind="date", by="occurred_on__lte"),
)
_VERIFY = (Column(key="note", label="说明"), Column(key="recorded_at", label="填报", kind="moment"))


@page(Act.SEE_EVIDENCE)
def evidence_list(request: Asked) -> HttpResponse:
    """All evidence the actor sees."""
    labels = labels_of(request.actor)
    shown = Listing(
        name="evidence", title="证据", columns=_COLUMNS, filters=_FILTERS, order="-occurred_on",
        ties=("pk",), shape=lambda rows: _shaped(rows, labels), person="person", wide=True,
        empty="还没有证据", todo="由单位填报人填报，或从工作簿导入。",
        many=lambda: queries.listed(request.actor, many=True),
    )  # fmt: skip
    return listing.answer(
        request, shown, rows=queries.listed(request.actor), choices={"item": _choices(labels)},
        template="web/evidence/list.html",
        context={"can_report": may(request.actor, Act.REPORT_EVIDENCE)},
    )  # fmt: skip


@page(Act.VERIFY_EVIDENCE, methods=("GET", "POST"))
def verify_list(request: Asked) -> HttpResponse:
    """Show what waits for verification; what is chosen is verified, each recorded by itself."""
    if request.method == "POST":
        edits = [_edit(text) for text in request.POST.getlist("chosen")]
        count = services.verify_all([e for e in edits if e], actor=request.actor, at=now())
        messages.success(request, f"已核实 {count} 条。" if count else "没有选中证据。")
        return HttpResponseRedirect(reverse("verify_list"))
    labels = labels_of(request.actor, act=Act.VERIFY_EVIDENCE)
    shown = Listing(
        name="verify", title="待核实的证据", columns=(*_COLUMNS[:8], *_VERIFY),
        filters=_FILTERS[1:], shape=lambda rows: _shaped(rows, labels),
        choose="chosen", person="person", wide=True, empty="没有等您核实的证据",
        todo="别人填报之后会列在这里；自己填报的、关于本人的，由另一位核实人员核实。",
        about="先填报的在前。空格键选中，“核实所选”一次记下；有疑问的打开来看，可撤回或免责。",
    )  # fmt: skip
    return listing.answer(
        request, shown, rows=queries.waiting(request.actor), choices={"item": _choices(labels)},
        template="web/evidence/verify_list.html",
    )  # fmt: skip


@page(Act.ANSWER_EVIDENCE)
def replies(request: Asked) -> HttpResponse:
    """Show the evidence beside which the person wrote what nobody has answered."""
    labels = labels_of(request.actor)
    shown = Listing(
        name="replies", title="待答复的本人说明", columns=_COLUMNS[:9], order="occurred_on",
        filters=_FILTERS[2:3], shape=lambda rows: _shaped(rows, labels), person="person", wide=True,
        empty="没有等待答复的说明", todo="本人在“我的页面”里写的说明和更正请求会列在这里。",
    )  # fmt: skip
    return listing.answer(request, shown, rows=queries.unanswered(request.actor))


def _shaped(rows: Sequence[Any], labels: dict[str, str]) -> list[dict[str, Any]]:
    return [
        asdict(line)
        | {
            "href": reverse("evidence", kwargs={"code": line.code}),
            "who": line.person_name or line.unit_name, "chosen": f"{line.version}:{line.code}",
            "item_label": labels.get(line.item, line.item),
            "replaced": "已更正" if line.superseded_by else "",
        }
        for line in queries.lines(rows)
    ]  # fmt: skip


def _choices(labels: dict[str, str]) -> list[tuple[str, str]]:
    return [(code, label[:40]) for code, label in labels.items()]


def _edit(text: str) -> Edit | None:
    version, sign, code = text.partition(":")
    known = sign and version.isascii() and version.isdigit() and len(version) < len("1000000")
    return Edit(code=code, version=int(version)) if known else None
