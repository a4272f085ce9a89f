"""Statistics of cases: persons and person-times, by channel, measure, rank and so on.

What is counted apart is never a summand: who was exempted, whose case was withdrawn, who resigned
at his own wish was not adjusted, and a decision that was revoked never was one.  Whatever has no
answer to a question stands in a line of its own, so that every table adds up to its total; a
published table that does not is refused.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from biaochi.access.shapes import Act, Actor
from biaochi.appraisals.queries import kept_pack
from biaochi.cases.queries import Served, served_cases
from biaochi.cases.wording import classes_of
from biaochi.errors import refusal
from biaochi.matters.queries import rows
from biaochi.packs.shapes import Measure, Pack
from biaochi.procedure.adjusting import REASON_CLASSES
from biaochi.procedure.contents import line as text

REMAINDER = "未细分"
RETAINED, LEVEL = "保留待遇", "平级调整"
DIMENSIONS = ("channel", "way", "measure", "rank", "tier", "discovery", "reason_class")
APART = ("exempted", "withdrawn", "unsubstantiated", "referred", "rejected")


@dataclass(frozen=True, kw_only=True)
class Counted:
    """One adjustment as it is counted: one person-time."""

    person: str
    on: date
    channel: str = ""
    way: str = ""
    measure: str = ""
    rank: str = ""
    tier: str = ""
    discovery: str = ""
    reason_class: str = ""
    classes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Row:
    """A line of a table: what, how many persons, how many person-times; ``rest``: the remainder."""

    label: str
    persons: int
    times: int
    rest: bool = False


@dataclass(frozen=True, kw_only=True)
class Statistics:
    """Adjustments of a span of days; ``apart`` counts what ended in no adjustment.

    ``crossing``: by class of circumstance; a case may be of several, so these are no summands.
    """

    persons: int
    times: int
    tables: Mapping[str, tuple[Row, ...]]
    apart: Mapping[str, Row]
    crossing: Mapping[str, Row]


@dataclass(frozen=True, kw_only=True)
class Share:
    """A part of a published total: so many, which share of it."""

    label: str
    number: int
    share: Fraction
    rest: bool = False

    def percent(self, places: int = 2) -> str:
        """Return the share in percent, half up."""
        scaled = (self.share * 2 * 100 * 10**places + 1) // 2
        whole, part = divmod(scaled, 10**places)
        return f"{whole}.{part:0{places}d}%"


def statistics(actor: Actor, *, since: date, until: date) -> Statistics:
    """Count the cases within the actor's reach whose decision was served in a span of days."""
    served = [s for s in served_cases(actor) if since <= s.on <= until]
    revoked = [s.person for s in served if not s.measure]
    apart = _apart(actor, since, until) | {"revoked": revoked}
    return counted([_counted(one) for one in served if one.measure], apart=apart)


def counted(
    adjusted: Sequence[Counted], *, apart: Mapping[str, Iterable[str]] | None = None
) -> Statistics:
    """Count adjustments by every dimension; ``apart``: by outcome, of whom."""
    return Statistics(
        persons=len({c.person for c in adjusted}), times=len(adjusted),
        tables={name: _table(adjusted, name) for name in DIMENSIONS},
        apart={name: _row(name, list(who)) for name, who in (apart or {}).items()},
        crossing=_crossing(adjusted),
    )  # fmt: skip


def _crossing(adjusted: Sequence[Counted]) -> dict[str, Row]:
    groups: dict[str, list[str]] = defaultdict(list)
    for one in adjusted:
        for name in one.classes:
            groups[name].append(one.person)
    return {name: _row(name, who) for name, who in sorted(groups.items())}


def _table(adjusted: Sequence[Counted], name: str) -> tuple[Row, ...]:
    groups: dict[str, list[str]] = defaultdict(list)
    for one in adjusted:
        groups[getattr(one, name)].append(one.person)
    unsaid = groups.pop("", [])
    found = [_row(label, who) for label, who in sorted(groups.items())]
    return (*found, _row(REMAINDER, unsaid, rest=True)) if unsaid else tuple(found)


def _row(label: str, who: Sequence[str], *, rest: bool = False) -> Row:
    return Row(label=label, persons=len(set(who)), times=len(who), rest=rest)


def published(total: int, parts: Mapping[str, int], *, complete: bool = False) -> tuple[Share, ...]:
    """Return the parts of a published total with an explicit remainder.

    ``complete``: the parts have to add up; a table that does not is refused, not rounded.

    >>> [(s.number, s.percent(1)) for s in published(147, {"调离": 38, "降免": 53})]
    [(38, '25.9%'), (53, '36.1%'), (56, '38.1%')]
    """
    rest = total - sum(parts.values())
    if rest < 0 or (complete and rest):
        raise refusal(
            "COUNT-TOTAL", expected=f"各项合计等于总数 {total}", found=f"合计 {total - rest}",
            do="请查明少计或者多计的一项，再公布。",
        )  # fmt: skip
    found = [Share(label=k, number=n, share=_share(n, total)) for k, n in parts.items()]
    if rest:
        found.append(Share(label=REMAINDER, number=rest, share=_share(rest, total), rest=True))
    return tuple(found)


def table_to_publish(found: Statistics, dimension: str) -> tuple[Share, ...]:
    """Return a table of person-times for publication; refused where a line is not broken down."""
    parts = {r.label: r.times for r in found.tables[dimension] if not r.rest}
    return published(found.times, parts, complete=True)


def suppressed(shares: Sequence[Share], *, smallest: int) -> tuple[tuple[str, str], ...]:
    """Return (label, number) for the public, without cells so small that they name somebody.

    With the small ones go the next smallest, all of a size together, until what is hidden is at
    least ``smallest`` in sum and not all alike.  Then nobody can work out a hidden cell from the
    total and the rest, even who knows this rule: the hidden numbers in another order would look
    the same.  Where even all cells together are too few or all alike, the table is refused.
    """
    if not any(0 < s.number < smallest for s in shares):
        return tuple((s.label, f"{s.number}") for s in shares)
    for most in sorted({smallest - 1, *(s.number for s in shares if s.number >= smallest)}):
        hidden = [s.number for s in shares if 0 < s.number <= most]
        if len(set(hidden)) > 1 and sum(hidden) >= smallest:
            return tuple(
                (s.label, "不公布" if 0 < s.number <= most else f"{s.number}") for s in shares
            )
    raise refusal(
        "COUNT-SMALL", expected=f"各项相加不少于 {smallest}，并且不都一样",
        found="、".join(f"{s.label} {s.number}" for s in shares),
        do="请不要分项公布，总数也不要公布；可以并入更长的时段再公布。",
    )  # fmt: skip


def _share(number: int, total: int) -> Fraction:
    return Fraction(number, total) if total else Fraction(0)


def _counted(one: Served) -> Counted:
    pack = kept_pack(one.pack)
    measure = _measure(pack, one.measure)
    channels = {c.id: c.label for c in pack.channels} if pack else {}
    reason = text(one.proposal, "reason_class")
    return Counted(
        person=one.person, on=one.on, channel=channels.get(one.channel, one.channel),
        way=way_of(one.proposal, measure), measure=measure.label, rank=one.rank, tier=one.tier,
        discovery=channels.get(one.discovery, one.discovery),
        reason_class=dict(REASON_CLASSES).get(reason, reason),
        classes=classes_of(one.upheld, pack) if pack else (),
    )  # fmt: skip


def way_of(proposal: Mapping[str, Any], measure: Measure) -> str:
    """Return how an adjustment is counted: treatment retained, level transfer, else its measure."""
    if proposal.get("retained"):
        return RETAINED
    if text(proposal, "reason_class") == "fit" and not measure.lowers_post:
        return LEVEL
    return measure.label


def _measure(pack: Pack | None, ident: str) -> Measure:
    found = {m.id: m for m in pack.measures} if pack else {}
    return found.get(ident, Measure(id=ident, label=ident))


def _apart(actor: Actor, since: date, until: date) -> dict[str, list[str]]:
    """Return whose cases ended otherwise in the span, by outcome; resignations by their own."""
    found: dict[str, list[str]] = {name: [] for name in APART}
    ended = rows(actor, act=Act.SEE_MATTERS, kinds=("case",)).filter(
        is_open=False, closed_on__gte=since, closed_on__lte=until
    )
    for outcome, person in ended.values_list("outcome", "person__code"):
        if outcome in found:
            found[outcome].append(person)
    own = rows(actor, act=Act.SEE_MATTERS, kinds=("resignation",)).filter(
        outcome="granted", closed_on__gte=since, closed_on__lte=until
    )
    found["voluntary"] = list(own.values_list("person__code", flat=True))
    return found
