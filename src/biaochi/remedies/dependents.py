"""Everything that reckoned with what a remedy takes back: runs, findings, other matters."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime

from biaochi.access.shapes import Act, Actor
from biaochi.appraisals.overturning import result_with, runs_knowing
from biaochi.appraisals.queries import kept_pack, national
from biaochi.cases.wording import labels_of
from biaochi.evidence.overturning import known_since, measures_of
from biaochi.findings.overturning import determinations_of, determined_since, resting_on
from biaochi.matters import queries
from biaochi.matters.shapes import MatterLine
from biaochi.procedure.remedying import ALTERED, Remedy, fold
from biaochi.remedies.against import subject_of, words_in
from biaochi.remedies.shapes import Dependents, Quoted, Row, Subject

_LOOKS = (Act.SEE_MATTERS, Act.JUDGE_REMEDIES)


def dependents(actor: Actor, code: str) -> Dependents:
    """Return what reckons with what a remedy takes back, or would; for who may see the remedy."""
    looks = (queries.rows(actor, act=act).filter(code=code).first() for act in _LOOKS)
    row = next((r for r in looks if r is not None), None)
    line = queries.one(actor, code) if row is None else queries.line_of(row)
    return depending_on(line)


def depending_on(line: MatterLine) -> Dependents:
    """Return it for a remedy the actor was already allowed to see."""
    moves = {s.said.move: s.at for s in queries.steps(line, {})}
    said = queries.said_in(line.key)
    now = fold(said)
    subject = subject_of(now.about, person=line.person)
    if subject is None:
        return Dependents()
    taken = moves.get("serve") if now.corrects else None
    rows = tuple(rows_of(subject, now, before=taken))
    codes = [r.code for r in rows]
    since = _since(subject, codes)
    runs = tuple(runs_knowing(line.person, since=since, until=taken)) if since else ()
    findings = resting_on(codes, person=line.person, runs=[r.run for r in runs]) if codes else []
    idents = {str(f.ident) for f in findings if f.cites}
    quoted = tuple(_quoting(line, subject, {*codes, *idents}))
    return Dependents(
        rows=rows, runs=runs, findings=tuple(findings), matters=quoted, taken_back_at=taken
    )


def rows_of(subject: Subject, now: Remedy, *, before: datetime | None) -> Iterator[Row]:
    """Yield the rows of facts a remedy takes back: measures, determinations, evidence, a result."""
    if subject.root is not None:
        matter, pack = subject.root.code, kept_pack(subject.root.pack)
        packs = (national(), pack) if pack else (national(),)
        known = {m.id: m.label for each in packs for m in each.measures}
        for measure in measures_of(matter, before=before):
            said = f"{measure.on} {known.get(measure.measure, measure.measure)}{_made(now, known)}"
            yield Row(kind="measure", code=measure.code, said=said)
        # What was found to be so stays so where only the measure is made lighter.
        found = () if now.decided == ALTERED else determinations_of(matter, before=before)
        named = labels_of(pack) if pack else {}
        for code, said, about in found:
            words = f"{said}（{named.get(about, about)}）" if about else said
            yield Row(kind="determination", code=code, said=words)
    if subject.against.kind == "evidence":
        yield from (Row(kind="evidence", code=c, said="证据") for c in subject.evidence)
    elif subject.against.kind == "result":
        yield Row(kind="pastresult", code=subject.key.partition(":")[2], said=subject.label)
    untrue = now.decision.given.get("untrue", ()) if now.decision else ()
    if subject.against.kind != "evidence":
        yield from (Row(kind="evidence", code=c, said="查明不属实的证据") for c in untrue)


def _made(now: Remedy, known: Mapping[str, str]) -> str:
    """What an alteration makes of it."""
    if now.decision is None or now.decided != ALTERED:
        return ""
    measure = str(now.decision.given.get("measure", ""))
    return f" → {known.get(measure, measure)}" if measure else ""


def _since(subject: Subject, codes: Collection[str]) -> datetime | None:
    if subject.against.kind == "result":
        found = result_with(int(subject.key.partition(":")[2]))
        return found.recorded_at if found else None
    known = (known_since(codes), determined_since(codes))
    return min((k for k in known if k is not None), default=None)


def _quoting(line: MatterLine, subject: Subject, words: Collection[str]) -> Iterator[Quoted]:
    """Yield the other matters about him whose steps name one of these."""
    own = {m.key for m in subject.chain} | {line.key}
    sought = {*words, *(subject.root.code,)} if subject.root else set(words)
    for matter in queries.all_about(line.person):
        if matter.key in own:
            continue
        for step in queries.said_in(matter.key):
            named = tuple(sorted(sought & set(words_in(step.given))))
            if named:
                yield Quoted(matter=matter, step=step.number, label=step.move, what=named)
