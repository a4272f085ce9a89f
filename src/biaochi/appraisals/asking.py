"""Questions put to a run: why somebody's answer is what it is, and what would change it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from biaochi.access.shapes import Act, Actor
from biaochi.appraisals import opened, queries
from biaochi.appraisals.citing import Source, evidence_among, sources, without_list
from biaochi.appraisals.computing import asked_of
from biaochi.appraisals.gather import Report
from biaochi.appraisals.models import Figure
from biaochi.appraisals.queries import missing
from biaochi.appraisals.results import shown
from biaochi.appraisals.shapes import RunLine
from biaochi.appraisals.storing import open_snapshot, pack_of
from biaochi.batch.explaining import Explained, Who
from biaochi.batch.whatif import Change, WhatIf, what_if
from biaochi.engine.amounts import UNDETERMINED
from biaochi.engine.explain import Trace
from biaochi.engine.findings import Finding
from biaochi.errors import Problem, Refusal
from biaochi.packs.shapes import Pack
from biaochi.registry.models import Person, Unit
from biaochi.trail.events import Event
from biaochi.trail.services import About, record

_MOST = 2000
_STEPS = 3
_CITED = 20
_SAYS = frozenset({"met", "undetermined"})


@dataclass(frozen=True, kw_only=True)
class Step:
    """One sentence of a reasoning; ``depth`` indents it."""

    depth: int
    label: str
    value: str
    sentence: str
    name: str
    clause: str
    evidence: tuple[Source, ...] = ()
    pending: tuple[Source, ...] = ()
    missing: tuple[str, ...] = ()
    said_before: bool = False


@dataclass(frozen=True, kw_only=True)
class ToldFinding:
    """A verdict with its reasoning."""

    rule: str
    label: str
    verdict: str
    clause: str
    document: str
    opens: str
    legal_review: bool
    steps: tuple[Step, ...]


@dataclass(frozen=True, kw_only=True)
class Told:
    """Why one subject's answers are what they are."""

    run: RunLine
    kind: str
    code: str
    name: str
    what: str
    findings: tuple[ToldFinding, ...]
    others: tuple[tuple[str, str], ...]
    quantities: tuple[tuple[Step, ...], ...]
    readings: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class _Telling:
    """A reasoning being told: to whom, which references have pages, what was said already."""

    own: frozenset[str] | None
    there: frozenset[str]
    seen: set[tuple[str, str]]

    def afresh(self) -> "_Telling":
        """The same, with nothing said yet."""
        return replace(self, seen=set())


def told(
    actor: Actor, run: int, who: Who, *, act: Act = Act.SEE_RESULTS, patience: float | None = None
) -> Told:
    """Explain one subject of a run to who may see its results, or to himself.

    ``patience``: see ``opened.ready``.
    """
    line = queries.own_run(actor, run) if act == Act.SEE_OWN else queries.run(actor, run, act=act)
    if not _may_see(actor, act, line, who.kind, who.ident):
        raise missing("结果")
    row = queries.stored_run(line)
    explained = opened.ready(row, patience=patience).about(who)
    own = frozenset({who.ident}) if act == Act.SEE_OWN else None
    return _told(explained, line, pack_of(row.period.pack), own=own)


def _may_see(actor: Actor, act: Act, line: RunLine, kind: str, code: str) -> bool:
    rows = Figure.objects.visible_to(actor, act).filter(run=line.ident, subject=code)
    named = {"person": {"person__isnull": False}, "unit": {"person__isnull": True}}.get(kind)
    return named is not None and bool(rows.filter(**named).exists())


def _told(explained: Explained, line: RunLine, pack: Pack, *, own: frozenset[str] | None) -> Told:
    who, plan = explained.who, explained.plan
    traces = [*(t for _, t in explained.findings), *explained.quantities]
    cited = {e for t in traces for e in _cited(t)}
    telling = _Telling(own=own, there=evidence_among(cited), seen=set())
    alone = bool(who.what)
    kept = [f for f in explained.findings if alone or f[0].verdict in _SAYS]
    rest = [(f.verdict, f.label.zh) for f, _ in explained.findings if f.verdict not in _SAYS]
    one = telling if alone else None
    row = explained.cells[who.kind][who.ident]
    return Told(
        run=line, kind=who.kind, code=who.ident, name=str(row.get("name") or who.ident),
        what=who.what, findings=tuple(_told_finding(f, t, pack, telling) for f, t in kept),
        others=() if alone else tuple(rest),
        quantities=tuple(tuple(_steps(q, one or telling.afresh())) for q in explained.quantities),
        readings=tuple(
            (pack.readings[n].asks, plan.reading_labels.get(n, o)) for n, o in plan.readings.items()
        ),
    )  # fmt: skip


def _told_finding(found: Finding, trace: Trace, pack: Pack, telling: _Telling) -> ToldFinding:
    titles = {d.id: d.title for d in pack.documents}
    return ToldFinding(
        rule=found.rule, label=found.label.zh, verdict=found.verdict, clause=found.basis.clause,
        document=titles.get(found.basis.document, found.basis.document), opens=found.opens,
        legal_review=found.legal_review, steps=tuple(_steps(trace, telling)),
    )  # fmt: skip


def _cited(trace: Trace) -> Iterator[str]:
    yield from (*trace.evidence, *trace.pending)
    for part in trace.parts:
        yield from _cited(part)


def _steps(trace: Trace, telling: _Telling, *, depth: int = 0) -> Iterator[Step]:
    """Say each thing once; what rests on others is not opened to somebody reading about himself."""
    if telling.own is not None and trace.subject not in telling.own:
        return
    key = (trace.subject, trace.name)
    before = key in telling.seen
    telling.seen.add(key)
    yield Step(
        depth=depth, label=trace.label, value=_value(trace), name=trace.name,
        sentence=without_list(trace.sentence, trace.evidence),
        clause=trace.basis.clause if trace.basis else "",
        evidence=sources(trace.evidence, telling.there),
        pending=sources(trace.pending, telling.there),
        missing=tuple(dict.fromkeys(m.needs for m in trace.missing)), said_before=before,
    )  # fmt: skip
    if not before:
        for part in trace.parts:
            yield from _steps(part, telling, depth=depth + 1)


def _value(trace: Trace) -> str:
    if trace.nothing:
        return shown("")
    return shown(None if trace.value == UNDETERMINED else trace.value)


def ask_what_if(
    asked: dict[str, Any], actor: Actor, at: datetime, report: Report
) -> dict[str, Any]:
    """Compare a run with the same facts under another parameter or reading; keeps no results."""
    line = queries.run(actor, int(asked["run"]), act=Act.RUN_APPRAISALS)
    change = Change(
        parameters=dict(asked.get("parameters") or {}), readings=dict(asked.get("readings") or {})
    )
    if not change.parameters and not change.readings:
        do = "请选一个参数并填新的值，或选另一种口径。"
        raise Refusal((Problem("ASK-CHANGE", "一个参数或口径", "没有写", do),))
    row = queries.stored_run(line)
    pack = pack_of(row.period.pack)
    report(0, _STEPS, "读取这次计算的事实")
    with open_snapshot(
        pack, row.facts_digest, unit=row.period.unit.code, known_by=row.known_by
    ) as store:  # fmt: skip
        report(1, _STEPS, "两种规定各算一遍")
        found = what_if(pack, store, asked_of(row.period), change)
        report(_STEPS, _STEPS, "完成")
        said = _said(found, change)
    about = About(kind="run", ident=str(line.ident))
    detail = {"parameters": dict(change.parameters), "readings": dict(change.readings)}
    record(Event.WHAT_IF_ASKED, actor=actor, at=at, about=about, detail=detail)
    return {"run": line.ident, **said}


def _said(found: WhatIf, change: Change) -> dict[str, Any]:
    plan = found.before
    parameters = [
        [plan.labels.get(n, n), plan.parameters.get(n, "未填写"), v]
        for n, v in change.parameters.items()
    ]
    readings = [
        [n, plan.reading_labels.get(n, "未选定"), found.after.reading_labels.get(n, o)]
        for n, o in change.readings.items()
    ]
    rules = {r.id: r.label.zh for r in (*plan.rules, *found.after.rules)}
    columns = {n.name: n.label or n.name for n in found.after.nodes}
    named = {"finding": rules, "quantity": columns}
    changes = [
        {
            "kind": w.changed.kind, "code": w.changed.subject, "what": w.changed.what,
            "name": w.changed.name, "label": named[w.changed.what].get(w.changed.name, ""),
            "before": _read(w.changed.what, w.changed.before),
            "after": _read(w.changed.what, w.changed.after), "was": w.before, "is": w.after,
            "evidence": list(w.evidence[:_CITED]),
        }
        for w in found.changed
    ]  # fmt: skip
    changes.sort(key=lambda c: c["what"] != "finding")
    counts: dict[str, int] = {}
    for c in changes:
        counts[f"{c['what']}:{c['label']}"] = counts.get(f"{c['what']}:{c['label']}", 0) + 1
    return {
        "parameters": parameters, "readings": readings, "changes": changes[:_MOST],
        "total": len(changes), "counts": counts,
    }  # fmt: skip


def _read(what: str, value: str) -> str:
    return shown(value) if what == "quantity" else value


def names_of(actor: Actor, codes: set[str]) -> Mapping[str, str]:
    """Return the names of those of whom the actor may see results."""
    people = Person.objects.visible_to(actor, Act.SEE_RESULTS).filter(code__in=codes)
    units = Unit.objects.visible_to(actor, Act.SEE_RESULTS).filter(code__in=codes)
    return dict([*people.values_list("code", "name"), *units.values_list("code", "name")])
