"""Reads of findings: actor first, shapes out.

A finding of a later run that says word for word the same keeps what was done with the earlier one.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models import Count as CountRows
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce

from biaochi.access.scoping import Why
from biaochi.access.shapes import Act, Actor
from biaochi.appraisals.models import Run
from biaochi.appraisals.queries import missing
from biaochi.appraisals.storing import pack_of
from biaochi.findings.models import Finding, Handling
from biaochi.findings.shapes import (
    CHANGED,
    FRESH,
    KNOWN,
    NEW,
    Count,
    FindingLine,
    FindingPage,
    Handled,
    effect_text,
)
from biaochi.registry.models import Person, Unit
from biaochi.vocabulary import office

_ORDER = ("verdict", "rule", "subject", "pk")
_HEAVY = ("run__columns", "run__monitors", "run__questions", "run__warnings")
_JOINED = ("run__period", "person__home", "unit")


def said_by(handlings: QuerySet[Any], finding: Finding) -> QuerySet[Any]:
    """Keep what was done with this finding, or with the same words of an earlier run."""
    return handlings.filter(
        finding__digest=finding.digest, finding__rule=finding.rule,
        finding__subject=finding.subject, finding__run__period=finding.run.period_id,
    )  # fmt: skip


def rows(
    actor: Actor, *, act: Act = Act.SEE_FINDINGS, run: int | None = None, waiting: str = ""
) -> QuerySet[Any]:
    """Return the findings the actor may see: of one run, or of the newest of each appraisal."""
    found: QuerySet[Any] = Finding.objects.visible_to(actor, act).filter(run__done=True)
    found = found.filter(run__in=_newest()) if run is None else found.filter(run=run)
    if waiting:
        found = waiting_for(found, waiting)
    return found.order_by(*_ORDER)


def joined(found: QuerySet[Any]) -> QuerySet[Any]:
    """Bring along whom each is about, so that a page of lines asks once."""
    return found.select_related(*_JOINED).defer(*_HEAVY)


def named(found: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Keep findings about whoever has this in his name or code."""
    return found.filter(
        Q(person__name__contains=text) | Q(unit__name__contains=text) | Q(subject__contains=text)
    )


def runs_of(found: QuerySet[Any]) -> list[tuple[str, str]]:
    """Return the runs among findings, to choose from."""
    listed = found.order_by("run").values_list("run", "run__period__title").distinct()
    return [(str(run), title) for run, title in listed]


def _newest() -> QuerySet[Any]:
    """The newest run of each appraisal."""
    later = Run.objects.unscoped(Why.ABOUT).filter(
        period=OuterRef("period"), done=True, number__gt=OuterRef("number")
    )
    done: QuerySet[Any] = Run.objects.unscoped(Why.ABOUT).filter(done=True)
    return done.filter(~Exists(later)).values("pk")


def waiting_for(found: QuerySet[Any], waiting: str) -> QuerySet[Any]:
    """Keep those nobody did anything with yet (``open``), or with this as the last act."""
    acts: dict[tuple[int, str], str] = {}
    done = Handling.objects.unscoped(Why.ABOUT).order_by("pk")
    for period, digest, act in done.values_list(
        "finding__run__period", "finding__digest", "act"
    ):  # fmt: skip
        acts[period, digest] = act
    wanted: dict[int, list[str]] = {}
    for (period, digest), act in acts.items():
        if waiting in {"open", act}:
            wanted.setdefault(period, []).append(digest)
    handled = Q(pk__in=())
    for period, digests in wanted.items():
        handled |= Q(run__period=period, digest__in=digests)
    return found.exclude(handled) if waiting == "open" else found.filter(handled)


def news_among(found: QuerySet[Any], wanted: str) -> QuerySet[Any]:
    """Keep what compares so with the run before; ``NEW``: what that did not say word for word."""
    runs = found.order_by().values_list("run", flat=True).distinct()
    before = [When(run=r, then=Value(b)) for r, b in _runs_before(runs).items()]
    about_ = Coalesce(KT("content__about"), Value(""), output_field=TextField())
    mine = found.alias(before=Case(*before, output_field=BigIntegerField()), about_=about_)
    earlier = Finding.objects.unscoped(Why.ABOUT).filter(
        run=OuterRef("before"), rule=OuterRef("rule"), subject=OuterRef("subject")
    )
    same = Exists(earlier.filter(digest=OuterRef("digest")))
    there = Exists(earlier.alias(about_=about_).filter(about_=OuterRef("about_")))
    kept: Mapping[str, Q] = {
        FRESH: Q(~there), CHANGED: Q(there) & ~Q(same), KNOWN: Q(same), NEW: ~Q(same),
    }  # fmt: skip
    compared: QuerySet[Any] = mine.filter(kept[wanted])
    return compared


def lines(found: Sequence[Finding]) -> list[FindingLine]:
    """Return rows of one page as lines: what is new about them, what was done last."""
    news, handled = _news(found), _last_handlings(found)
    return [_line(row, news=news.get(row.pk, KNOWN), handled=handled.get(row.pk)) for row in found]


def page_of(
    actor: Actor, found: QuerySet[Any], *, first: int = 0, most: int = 50
) -> list[FindingLine]:
    """Return some of the rows as lines."""
    del actor  # the rows were asked for in his name
    return lines(list(joined(found)[first : first + most]))


def one(actor: Actor, ident: int, *, act: Act = Act.SEE_FINDINGS) -> FindingPage:
    """Return one finding whole."""
    found = Finding.objects.visible_to(actor, act).filter(run__done=True, pk=ident)
    row = found.select_related(*_JOINED, "run__period__pack").defer(*_HEAVY).first()
    if row is None:
        raise missing("提示")
    handlings = list(said_by(Handling.objects.unscoped(Why.ABOUT), row).select_related("finding"))
    done = sorted((_handled(h, row) for h in handlings), key=lambda h: -h.ident)
    return _page(row, done, names={} if act == Act.SEE_OWN else _names(row))


def counts(found: QuerySet[Any]) -> list[Count]:
    """Count findings by rule and verdict."""
    grouped = found.order_by("rule", "verdict").values_list("rule", "label", "verdict")
    counted = grouped.annotate(number=CountRows("pk"))
    return [Count(rule=r, label=lab, verdict=v, count=n) for r, lab, v, n in counted]


def about(actor: Actor, code: str, *, act: Act = Act.SEE_FINDINGS) -> list[FindingLine]:
    """Return every finding about somebody in the newest run of each appraisal."""
    found = rows(actor, act=act).filter(subject=code)
    return lines(list(joined(found).order_by("-run__period__name", *_ORDER)))


def differences(actor: Actor, before: int, after: int) -> list[tuple[FindingLine, str, str]]:
    """Return (finding, verdict before, verdict now) of what differs between two runs."""
    mine = joined(Finding.objects.visible_to(actor, Act.SEE_FINDINGS))
    was = {_key(f): f for f in mine.filter(run=before, run__done=True)}
    now = {_key(f): f for f in mine.filter(run=after, run__done=True)}
    found = []
    for key in sorted(was.keys() | now.keys()):
        old, new = was.get(key), now.get(key)
        if (old and old.digest) != (new and new.digest):
            line = _line(new or old)
            found.append((line, old.verdict if old else "", new.verdict if new else ""))
    return found


def _key(row: Finding) -> tuple[str, str, str]:
    return row.rule, row.subject, row.content.get("about", "")


def _line(row: Any, *, news: str = KNOWN, handled: Handled | None = None) -> FindingLine:  # noqa: ANN401 (a row with its joins)
    person, unit = row.person, row.unit
    home = person.home if person else None
    kind = "person" if person else "unit" if unit and unit.code == row.subject else "matter"
    return FindingLine(
        ident=row.pk, run=row.run_id, period=row.run.period_id, period_name=row.run.period.title,
        kind=kind, code=row.subject,
        name=person.name if person else unit.name if kind == "unit" else row.subject,
        unit=home.name if home else "", tier=person.tier if person else "", rule=row.rule,
        label=row.label, verdict=row.verdict, opens=row.opens, news=news, handled=handled,
    )  # fmt: skip


def _last_handlings(found: Sequence[Finding]) -> Mapping[int, Handled]:
    """Return what was last done with each of these findings, or with the same earlier words."""
    done = Handling.objects.unscoped(Why.ABOUT).filter(
        finding__digest__in={f.digest for f in found},
        finding__run__period__in={f.run.period_id for f in found},
    )  # fmt: skip
    latest: dict[tuple[int, str], Handling] = {}
    heavy = [f"finding__{name}" for name in (*_HEAVY, "content")]
    for handling in done.select_related("finding__run").defer(*heavy).order_by("pk"):
        latest[handling.finding.run.period_id, handling.finding.digest] = handling
    keyed = {f.pk: latest.get((f.run.period_id, f.digest)) for f in found}
    rows = {f.pk: f for f in found}
    return {pk: _handled(h, rows[pk]) for pk, h in keyed.items() if h is not None}


def _handled(row: Handling, of: Finding) -> Handled:
    return Handled(
        ident=row.pk, act=row.act, reason=row.reason, by=row.user_name, at=row.at,
        run=row.finding.run_id, inherited=row.finding_id != of.pk,
    )  # fmt: skip


def _news(found: Sequence[Finding]) -> Mapping[int, str]:
    """Tell what the run before did not say, or said otherwise."""
    before = _runs_before({f.run_id for f in found})
    those = Finding.objects.unscoped(Why.ABOUT).filter(
        run__in=before.values(), subject__in={f.subject for f in found}
    )
    said = {(f.run_id, *_key(f)): f.digest for f in those}
    news: dict[int, str] = {}
    for row in found:
        earlier = said.get((before.get(row.run_id, 0), *_key(row)))
        same = KNOWN if earlier == row.digest else CHANGED
        news[row.pk] = FRESH if earlier is None else same
    return news


def _runs_before(runs: Iterable[int]) -> Mapping[int, int]:
    """Return the run before each, where there is one."""
    done = Run.objects.unscoped(Why.ABOUT).filter(done=True)
    earlier = done.filter(period=OuterRef("period"), number__lt=OuterRef("number"))
    before = earlier.order_by("-number").values("pk")[:1]
    found = done.filter(pk__in=runs).annotate(before=before)
    return {pk: old for pk, old in found.values_list("pk", "before") if old is not None}


def _page(row: Any, done: Sequence[Handled], *, names: Mapping[str, str]) -> FindingPage:  # noqa: ANN401
    content = row.content
    labels = _labels(row)
    about_ = content.get("about", "")
    return FindingPage(
        line=_line(row, news=_news([row]).get(row.pk, KNOWN), handled=done[0] if done else None),
        content=content, clause=content["basis"]["clause"], document=_title(row),
        about=about_, about_name=names.get(about_, ""),
        effects=tuple(effect_text(e, labels) for e in content["effects"]),
        evidence=tuple(content["evidence"]),
        missing=tuple(dict.fromkeys(m["needs"] for m in content["missing"])),
        changes=tuple(_changes(row)), handlings=tuple(done), seen=done[0].ident if done else 0,
    )  # fmt: skip


def _title(row: Finding) -> str:
    """Return what the document is called that a finding rests on."""
    document = row.content["basis"]["document"]
    titles = {d.id: d.title for d in pack_of(row.run.period.pack).documents}
    return titles.get(document, str(document))


def _labels(row: Finding) -> Mapping[str, str]:
    pack = pack_of(row.run.period.pack)
    measures = {m.id: m.label for m in pack.measures}
    exceptions = {e.id: e.label.zh for e in pack.exceptions.values()}
    return measures | {n: i.label for n, i in pack.lists.items()} | exceptions


def _names(row: Finding) -> Mapping[str, str]:
    about_ = row.content.get("about", "")
    if not about_:
        return {}
    people = Person.objects.unscoped(Why.ABOUT).filter(code=about_)
    units = Unit.objects.unscoped(Why.ABOUT).filter(code=about_)
    return dict([*units.values_list("code", "name"), *people.values_list("code", "name")])


def _changes(row: Finding) -> Iterator[str]:
    """Say what is different from the run before."""
    before = _runs_before({row.run_id}).get(row.run_id)
    same = Q(run=before, rule=row.rule, subject=row.subject)
    for old in Finding.objects.unscoped(Why.ABOUT).filter(same).order_by(F("pk")):
        if _key(old) == _key(row) and old.digest != row.digest:
            yield from _differing(old, row)


_PARTS = {"evidence": "依据", "missing": "缺的事实", "effects": "建议"}


def _differing(old: Finding, new: Finding) -> Iterator[str]:
    if old.verdict != new.verdict:
        was = office.chinese(office.VERDICTS, old.verdict)
        now = office.chinese(office.VERDICTS, new.verdict)
        yield f"结论由「{was}」变为「{now}」"
    for part, called in _PARTS.items():
        was_there = {str(x) for x in old.content.get(part, ())}
        is_there = {str(x) for x in new.content.get(part, ())}
        added, gone = len(is_there - was_there), len(was_there - is_there)
        if part == "evidence" and (added or gone):
            yield from _cited("新增", sorted(is_there - was_there))
            yield from _cited("不再有", sorted(was_there - is_there))
        elif added or gone:
            yield f"{called}有变化（多 {added}，少 {gone}）"


def _cited(word: str, evidence: Sequence[str]) -> Iterator[str]:
    if evidence:
        yield f"{word}依据 {'、'.join(evidence)}"
