"""The desk: what is due, overdue, new, or waits for me; counts only of what I may see."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path

from biaochi import clock
from biaochi.access.policy import may
from biaochi.access.shapes import Act, Actor
from biaochi.appraisals import dossier as appraised
from biaochi.appraisals import owing
from biaochi.appraisals.shapes import Due
from biaochi.desks.queries import rights
from biaochi.evidence import desk as waiting
from biaochi.findings import dossier as found
from biaochi.findings.shapes import FRESH
from biaochi.remedies.shapes import UNLIMITED
from biaochi.tasks import queries as tasks
from biaochi.trail import batches
from biaochi.vocabulary.office import BATCH_STATES, chinese
from biaochi.web import labelling, links
from biaochi.web.doors import Asked, page
from biaochi.web.matters import objecting
from biaochi.web.matters import waiting as waiting_matters
from biaochi.web.matters.shown import LONG_AGO, latest_first, leading

SHOWN = 6
MOST = 999


@dataclass(frozen=True, kw_only=True)
class Line:
    """One thing to do, and where it is done."""

    what: str
    href: str
    note: str = ""
    tag: str = ""
    tone: str = ""


@dataclass(frozen=True, kw_only=True)
class Work:
    """One kind of work: how much of it, the first few, where all of it is."""

    title: str
    many: int
    lines: Sequence[Line]
    href: str = ""
    tone: str = "info"
    done: str = ""

    @property
    def said(self) -> str:
        """How much, as a page says it."""
        return f"{MOST}+" if self.many > MOST else str(self.many)


Source = Callable[[Actor, date], Work | tuple[Work, ...] | None]


@page(Act.OWN_ACCOUNT)
def desk(request: Asked) -> HttpResponse:
    """Show what waits for this actor; a source that is not his business says nothing."""
    today = clock.today()
    works: list[Work] = []
    for source in SOURCES:
        made = source(request.actor, today)
        works.extend(made if isinstance(made, tuple) else (made,) if made else ())
    return render(
        request, "web/desk/desk.html",
        {
            "works": works, "busy": [w for w in works if w.many], "today": today,
            "quiet": [w for w in works if not w.many],
            "starts": [s for s in STARTS if may(request.actor, s[2])],
            "periods": _periods(request.actor),
        },
    )  # fmt: skip


def to_verify(actor: Actor, on: date) -> Work | None:  # noqa: ARG001 (one shape for all)
    """Evidence that waits for this verifier."""
    if not may(actor, Act.VERIFY_EVIDENCE):
        return None
    many, some = waiting.to_verify(actor, most=MOST, shown=SHOWN)
    labels = labelling.current()
    return Work(
        title="待我核实的证据", many=many, href=links.link("verify_list"), tone="warn",
        done="没有等待核实的证据。",
        lines=[
            Line(
                what=f"{e.person_name or e.unit_name}：{labels.item(e.item)}",
                href=links.evidence(e.code), note=str(e.occurred_on),
            )
            for e in some
        ],
    )  # fmt: skip


def to_answer(actor: Actor, on: date) -> Work | None:  # noqa: ARG001 (one shape for all)
    """What people said that nobody has answered."""
    if not may(actor, Act.ANSWER_EVIDENCE):
        return None
    many, some = waiting.to_answer(actor, most=MOST, shown=SHOWN)
    labels = labelling.current()
    return Work(
        title="待答复的本人说明", many=many, href=links.link("replies"), tone="warn",
        done="本人说明都已答复。",
        lines=[
            Line(
                what=f"{e.person_name}：{labels.item(e.item)}", note=str(e.occurred_on),
                href=links.evidence(e.code),
            )
            for e in some
        ],
    )  # fmt: skip


def returns(actor: Actor, on: date) -> tuple[Work, ...]:
    """Returns that should have come by now, and those that fall due in the next two weeks."""
    if not may(actor, Act.SEE_APPRAISALS):
        return ()
    every = owing.owed(actor, on=on)
    late = sorted((d for d in every if _is_late(d, on)), key=_due_on, reverse=True)
    lately = [d for d in late if on - _due_on(d) <= LONG_AGO]
    soon = [d for d in every if not _is_late(d, on)]
    there = _board(actor)
    works = [
        Work(
            title="逾期未报", many=len(lately), href=there, tone="bad",
            done="近一年没有逾期的报送。", lines=[_owed(actor, d, on=on) for d in lately[:SHOWN]],
        ),
        Work(
            title="近期应报", many=len(soon), href=there, done="两周内没有到期的报送。",
            lines=[_owed(actor, d, on=on) for d in soon[:SHOWN]],
        ),
    ]  # fmt: skip
    old = late[len(lately) :]
    if old:
        works.append(_long_owed(old, there))
    return tuple(works)


def _long_owed(old: Sequence[Due], there: str) -> Work:
    """Return what has been owed for more than a year, counted by what and by year."""
    labels = labelling.current()
    counts = Counter((_due_on(d).year, d.kind) for d in old)
    return Work(
        title="逾期一年以上未报", many=len(old), href=there, tone="",
        lines=[
            Line(what=f"{year} 年{labels.duty(kind)}：{many} 份", href=there)
            for (year, kind), many in sorted(counts.items(), reverse=True)[:SHOWN]
        ],
    )  # fmt: skip


def _is_late(due: Due, on: date) -> bool:
    return _due_on(due) < on


def _due_on(due: Due) -> date:
    return due.due_on or date.max


def _board(actor: Actor) -> str:
    """Where all of it is: the board of the one open appraisal, or the list of them."""
    several = appraised.open_periods(actor)
    if len(several) == 1:
        return links.link("period", ident=several[0][0])
    return links.link("periods")


def _owed(actor: Actor, due: Due, *, on: date) -> Line:
    asked = urlencode({"kind": due.kind, "subject": due.unit, "period": due.period})
    there = links.link("return_new") if may(actor, Act.REPORT_EVIDENCE) else ""
    days = (on - due.due_on).days if due.due_on else 0
    return Line(
        what=f"{due.unit_name}：{labelling.current().duty(due.kind)} {due.period}",
        href=f"{there}?{asked}" if there else links.link("returns"),
        note=f"应于 {due.due_on}",
        tag=f"逾期 {days} 天" if days > 0 else "",
        tone="bad",
    )


def new_findings(actor: Actor, on: date) -> Work | None:  # noqa: ARG001 (one shape for all)
    """Findings nobody has taken in hand."""
    if not may(actor, Act.HANDLE_FINDINGS):
        return None
    many, some = found.unhandled(actor, most=MOST, shown=SHOWN)
    return Work(
        title="待处理的提示", many=many, href=links.link("findings"), tone="warn",
        done="没有待处理的提示。",
        lines=[
            Line(
                what=f"{f.name}：{f.label}", href=links.link("finding", ident=f.ident),
                note=f.unit, tag=f.news_label if f.news == FRESH else "", tone="info",
            )
            for f in some
        ],
    )  # fmt: skip


def my_tasks(actor: Actor, on: date) -> Work | None:  # noqa: ARG001 (one shape for all)
    """Long work of mine that runs, or that ended badly lately."""
    if not may(actor, Act.SEE_TASKS):
        return None
    some = [t for t in tasks.mine(actor) if t.state != "done"]
    tones = {"failed": "bad", "refused": "bad", "running": "info"}
    return Work(
        title="我的任务", many=len(some), href=links.link("tasks"), done="没有进行中或出错的任务。",
        lines=[
            Line(
                what=t.title, href=links.link("task", ident=t.ident), tag=t.label,
                tone=tones.get(t.state, ""),
                note=f"{t.percent}%" if t.state == "running" else "",
            )
            for t in some[:SHOWN]
        ],
    )  # fmt: skip


def imports(actor: Actor, on: date) -> Work | None:  # noqa: ARG001 (one shape for all)
    """Files of mine that were checked and not yet taken in."""
    if not may(actor, Act.IMPORT):
        return None
    some = batches.staged(actor)
    return Work(
        title="未完成的导入", many=len(some), href=links.link("imports"), tone="warn",
        done="没有检查完还未入库的文件。",
        lines=[
            Line(
                what=b.file_name, note=f"{b.rows} 行", tag=chinese(BATCH_STATES, b.state),
                tone="warn", href=links.link("import", ident=b.ident),
            )
            for b in some[:SHOWN]
        ],
    )  # fmt: skip


def mine(actor: Actor, on: date) -> Work | None:  # noqa: ARG001 (one shape for all)
    """What is held on me and not yet settled."""
    if not may(actor, Act.SEE_OWN):
        return None
    many, some = waiting.own(actor, most=MOST, shown=SHOWN)
    labels = labelling.current()
    return Work(
        title="关于我的待核实记录", many=many, href=links.link("mine"), tone="warn",
        done="没有关于您的待核实记录。",
        lines=[
            Line(
                what=labels.item(e.item), note=str(e.occurred_on),
                href=links.link("mine_evidence", code=e.code), tag="可以说明",
            )
            for e in some
        ],
    )  # fmt: skip


def matters(actor: Actor, on: date) -> tuple[Work, ...]:
    """Steps of matters that wait for me, and what ran out or is about to."""
    if not rights(actor):
        return ()
    steps, due = waiting_matters.for_me(actor), waiting_matters.due(actor, today=on)
    works = [
        Work(
            title="等我办的事项", many=len(steps), href=links.link("matters"), tone="warn",
            done="没有等您办的事项。",
            lines=[
                Line(what=f"{w.line.name}：{w.label}（{w.line.title}）", href=w.href, note=w.why)
                for w in steps[:SHOWN]
            ],
        )
    ]  # fmt: skip
    for group, title, tone in (("overdue", "逾期的期限", "bad"), ("soon", "一周内到期的", "info")):
        some = [c for c in due if c.group == group]
        some = latest_first(some) if group == "overdue" else some
        works.append(
            Work(
                title=title, many=len(some), tone=tone, done=f"没有{title}。",
                href=f"{links.link('matters_clocks')}#{group}",
                lines=[
                    Line(
                        what=f"{c.line.matter.name}：{c.line.label}", note=f"由{c.line.owner}办理",
                        href=c.to or links.link("matter", code=c.line.matter.code), tag=c.says,
                        tone=c.tone,
                    )
                    for c in leading(some[:SHOWN], actor)
                ],
            )
        )  # fmt: skip
    return tuple(works)


def my_matters(actor: Actor, on: date) -> Work | None:
    """What I was told of and can answer now, or have to."""
    if not may(actor, Act.SEE_OWN):
        return None
    steps, due = waiting_matters.for_him(actor), waiting_matters.due_from(actor, today=on)
    shown = steps[:SHOWN]
    clocks = [due.get(w.line.code) for w in shown]
    return Work(
        title="请您办理的事项", many=len(steps), href=links.link("mine"), tone="warn",
        done="没有请您办理的事项。",
        lines=[
            Line(
                what=f"{w.line.title}：{w.label}", href=w.href, note=w.why,
                tag=c.says if c else "", tone=c.tone if c else "",
            )
            for w, c in zip(shown, clocks, strict=True)
        ],
    )  # fmt: skip


def my_decisions(actor: Actor, on: date) -> Work | None:
    """What was decided about me and served, with the ways open and their last days."""
    if not may(actor, Act.SEE_OWN):
        return None
    some = objecting.decisions(actor, today=on)
    lines: list[Line] = []
    for told in some[:SHOWN]:
        lines.append(
            Line(
                what=f"决定已送达：{told.matter.title}", note=f"{told.served_on} 送达",
                href=f"{links.link('mine_matter', code=told.matter.code)}#object",
            )
        )  # fmt: skip
        lines.extend(
            Line(
                what=f"不服的，可以向{w.way.body}{w.way.label}", href=told.lodging,
                note=_until(w), tag=w.says, tone=w.tone,
            )
            for w in told.ways
        )  # fmt: skip
    return Work(
        title="送达您的决定", many=len(some), href=links.link("mine"), tone="warn", lines=lines,
        done="没有新送达您的决定。",
    )  # fmt: skip


def _until(shown: objecting.WayShown) -> str:
    if shown.way.due_on is None:
        return "随时可以提出" if shown.way.unstated == UNLIMITED else "请看决定书写明的期限"
    return f"最后一日 {shown.way.due_on}{'（暂定）' if shown.way.provisional else ''}"


def _periods(actor: Actor) -> list[Line]:
    if not may(actor, Act.SEE_APPRAISALS):
        return []
    return [
        Line(what=title, href=links.link("period", ident=ident))
        for ident, title in appraised.open_periods(actor)
    ]


SOURCES: tuple[Source, ...] = (
    my_decisions, my_matters, mine, matters, to_verify, to_answer, returns,
    new_findings, imports, my_tasks,
)  # fmt: skip

STARTS: tuple[tuple[str, str, Act], ...] = (
    ("查看与我有关的记录", "mine", Act.SEE_OWN),
    ("填报证据", "evidence_report", Act.REPORT_EVIDENCE),
    ("导入工作簿", "imports", Act.IMPORT),
    ("核实证据", "verify_list", Act.VERIFY_EVIDENCE),
    ("查人员", "people", Act.SEE_PEOPLE),
    ("看考核", "periods", Act.SEE_APPRAISALS),
    ("管理账号", "accounts", Act.MANAGE_ACCOUNTS),
    ("管理授权", "grants", Act.MANAGE_GRANTS),
    ("查留痕", "trail", Act.READ_TRAIL),
)

urlpatterns: list[URLPattern] = [path("", desk, name="desk")]
