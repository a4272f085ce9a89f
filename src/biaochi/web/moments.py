"""One timeline of everything held on somebody, newest first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from biaochi.clock import local
from biaochi.evidence import dossier as recorded
from biaochi.findings import dossier as found
from biaochi.findings.shapes import FindingLine
from biaochi.matters.shapes import MatterLine
from biaochi.registry import dossier as registered
from biaochi.vocabulary import office
from biaochi.vocabulary.office import chinese
from biaochi.web import links
from biaochi.web.labels import Labels

KINDS = {
    "post": "任职", "absence": "缺勤", "evidence": "证据", "measure": "措施", "finding": "提示",
    "determination": "认定", "matter": "事项", "result": "结果",
}  # fmt: skip
_TONES = {"verified": "ok", "reported": "warn", "exempted": "info", "withdrawn": ""}
_VERDICTS = {"met": "warn", "undetermined": "info"}


@dataclass(frozen=True, kw_only=True)
class Moment:
    """One line of the timeline; ``more`` are the lines beneath it."""

    on: date
    sort: str
    what: str
    href: str = ""
    state: str = ""
    tone: str = ""
    until: date | None = None
    more: tuple[str, ...] = ()
    year: int | None = None

    @property
    def kind(self) -> str:
        """What sort of thing this is, in Chinese."""
        return KINDS[self.sort]

    @property
    def when(self) -> str:
        """The day as shown at the line."""
        return self.on.isoformat()


def woven(parts: Iterable[Sequence[Moment]], *, sort: str = "") -> list[Moment]:
    """Return all moments newest first, the first of each year marked; of one sort where asked."""
    chosen = [m for part in parts for m in part if not sort or m.sort == sort]
    ordered = sorted(chosen, key=lambda m: (m.on, m.sort, m.what), reverse=True)
    years = [m.on.year for m in ordered]
    return [
        replace(m, year=m.on.year) if n == 0 or years[n - 1] != m.on.year else m
        for n, m in enumerate(ordered)
    ]


def _of_unit(unit: str, post: str) -> str:
    """Name a post in its unit, the unit once."""
    return post if post.startswith(unit) else f"{unit}{post}"


def _until(post: registered.Posting, on: date) -> str:
    """Tell until when; a post that begins another day is not held yet."""
    if post.to_on:
        return f"至 {post.to_on}"
    return "现任" if post.from_on <= on else "还没有到任"


def of_posts(held: registered.Held, *, on: date) -> list[Moment]:
    """Return appointments and absences as of a day."""
    posts = [
        Moment(
            on=p.from_on, sort="post", what=f"任{_of_unit(p.unit_name, p.post)}",
            state=_until(p, on), tone="" if p.to_on else "info",
            more=tuple(t for t in ("、".join(x for x in (p.tier, p.level, p.grade) if x),) if t),
        )
        for p in held.postings
    ]  # fmt: skip
    away = [
        Moment(
            on=a.from_on, sort="absence", what=a.kind,
            state=f"至 {a.to_on}" if a.to_on else "尚未结束",
        )
        for a in held.aways
    ]  # fmt: skip
    return [*posts, *away]


def of_evidence(held: recorded.Held, labels: Labels) -> list[Moment]:
    """Return evidence with states and answers, and measures of earlier times."""
    evidence = [
        Moment(
            on=e.occurred_on, sort="evidence", what=_evidence(e, labels),
            href=links.evidence(e.code), state=_state(e),
            tone="" if e.superseded else _TONES.get(e.status, ""), more=tuple(_beneath(e)),
        )
        for e in held.evidence
    ]  # fmt: skip
    measures = [
        Moment(
            on=m.on, sort="measure", what=labels.measure(m.measure),
            state=f"影响期至 {m.ends_on}" if m.ends_on else "",
            more=tuple(x for x in (labels.channel(m.channel), m.post_after, m.note) if x),
        )
        for m in held.measures
    ]  # fmt: skip
    return [*evidence, *measures]


def of_findings(held: found.Held, labels: Labels, *, days: Mapping[int, date]) -> list[Moment]:
    """Return findings with what was done about them, and determinations."""
    findings = [
        Moment(
            on=days[f.run], sort="finding", what=f.label or labels.rule(f.rule),
            href=links.finding(f), state=f.verdict_label, tone=_VERDICTS.get(f.verdict, ""),
            more=tuple(_handled(f)),
        )
        for f in held.findings
        if f.run in days and f.verdict == "met"
    ]  # fmt: skip
    determinations = [
        Moment(
            on=d.on, sort="determination",
            what=f"{d.outcome}（{labels.rule(d.rule) or labels.item(d.item)}）"
            if d.rule or d.item else d.outcome,
            more=tuple(x for x in (d.by and f"认定人：{d.by}", d.note) if x),
        )
        for d in held.determinations
    ]  # fmt: skip
    return [*findings, *determinations]


def of_matters(lines: Sequence[MatterLine], *, own: bool) -> list[Moment]:
    """Return what is or was under way, by the day it was opened."""
    return [
        Moment(
            on=m.opened_on, sort="matter", what=m.title,
            state="进行中" if m.is_open else m.stage_label,
            href=links.link("mine_matter" if own else "matter", code=m.code),
            tone="info" if m.is_open else "",
            more=tuple(x for x in (m.kind_label, m.closed_on and f"{m.closed_on} 办结") if x),
        )
        for m in lines
    ]  # fmt: skip


def _handled(line: FindingLine) -> Iterable[str]:
    if line.handled is not None:
        h = line.handled
        yield f"{local(h.at):%Y-%m-%d} {h.by}：{h.label}，{h.reason}"
    elif line.verdict == "met":
        yield "尚无人处理"


def _evidence(e: recorded.Recorded, labels: Labels) -> str:
    said = labels.item(e.item)
    if e.value is not None:
        return f"{said}（{e.value:f} 分）"
    return f"{said}（{e.count} 次）" if e.count is not None else said


def _state(e: recorded.Recorded) -> str:
    said = chinese(office.EVIDENCE_STATUSES, e.status)
    return f"已更正（原{said}）" if e.superseded else said


def _beneath(e: recorded.Recorded) -> Iterable[str]:
    about = [e.source and f"来源：{e.source}", e.note]
    if e.due_on:
        done = f"{e.done_on} 办结" if e.done_on else "未见办结"
        about.append(f"应于 {e.due_on} 办结，{done}")
    if any(about):
        yield "；".join(x for x in about if x)
    for s in e.states:
        if s.reason:
            status = chinese(office.EVIDENCE_STATUSES, s.status)
            yield f"{local(s.at):%Y-%m-%d} {s.by}：{status}，{s.reason}"
    for r in e.replies:
        waits = "" if r.answers or r.answered else "（待答复）"
        kind = chinese(office.REPLY_KINDS, r.kind)
        yield f"{local(r.at):%Y-%m-%d} {r.by} {kind}{waits}：{r.text}"
