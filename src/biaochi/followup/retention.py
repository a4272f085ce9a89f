"""Retention (保存期限): what is past its time is listed for people.  Nothing is deleted here."""

from collections.abc import Iterable, Iterator
from datetime import date

from biaochi.access.shapes import Actor
from biaochi.appraisals.dossier import packs_known
from biaochi.appraisals.items import pack_with
from biaochi.followup.shapes import Expired, Kept
from biaochi.matters.queries import lines, rows
from biaochi.packs.shapes import Pack, Retention
from biaochi.procedure.lengths import length_of
from biaochi.timeline import Duration
from biaochi.vocabulary.registry import RetentionKind


def schedule(*, on: date) -> tuple[Kept, ...]:
    """Return how long records of each kind are kept, by the first known pack that says so.

    A kind no pack speaks of is listed as open: somebody has to find the rule.
    """
    rules = tuple(_rules())
    return tuple(
        _first(kind, rules, on)
        or Kept(kind=kind.value, label=kind.zh, keeps="", basis="", source="open", note="")
        for kind in RetentionKind
    )


def past_retention(actor: Actor, *, on: date) -> list[Expired]:
    """Return the closed matters kept longer than the rule asks (待处置清单), the oldest first."""
    rules = {kept.kind: kept for kept in schedule(on=on) if kept.keeps}
    closed = rows(actor, kinds=tuple(rules)).filter(is_open=False, closed_on__isnull=False)
    found = []
    for line in lines(closed.order_by("closed_on", "pk")) if rules else ():
        rule = rules[line.kind]
        until = Duration.parse(rule.keeps).after(line.closed_on or on)
        if until < on:
            found.append(Expired(matter=line, rule=rule, kept_until=until))
    return found


def _first(kind: str, rules: Iterable[tuple[Pack, Retention]], on: date) -> Kept | None:
    found = [_kept(pack, r, on) for pack, r in rules if r.kind == kind]
    return next((k for k in found if k.keeps), found[0] if found else None)


def _rules() -> Iterator[tuple[Pack, Retention]]:
    for digest in packs_known():
        pack = pack_with(digest)
        for retention in pack.aftercare.retention:
            yield pack, retention


def _kept(pack: Pack, said: Retention, on: date) -> Kept:
    titles = {d.id: d.title for d in pack.documents}
    basis = said.basis
    document = f"《{titles.get(basis.document, pack.title)}》{basis.clause}" if basis else ""
    return Kept(
        kind=said.kind, label=RetentionKind(said.kind).zh, basis=document, note=said.note,
        keeps=length_of(pack, said.keeps, on=on), source=said.source,
    )  # fmt: skip
