"""Which remedies a pack gives against what, for whom, within which lengths of time.

A remedy procedure of a pack is read by the names of its stages (see ``packs.shapes.Procedure``).
Whether a county's own measure falls under a statute is not for the machine to say: where the pack
is silent a way stays open, and the body that accepts it decides.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from biaochi.packs.shapes import Pack, Procedure, Stage
from biaochi.procedure.lengths import length_of
from biaochi.vocabulary.registry import Covered

Source = Literal["stated", "product", "unverified", "open"]
Given = Literal["given", "unsure", "no"]
CONFIDENCE: Mapping[Source, str] = {
    "stated": "据条文", "product": "产品选定", "unverified": "未经核对", "open": "待定",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Term:
    """A length of time with what is known of it; blank: nobody stated it, so no clock runs."""

    length: str = ""
    source: Source = "open"
    clause: str = ""
    document: str = ""

    @property
    def confidence(self) -> str:
        """Say in Chinese where the length comes from."""
        return CONFIDENCE[self.source]


OPEN = Term()


@dataclass(frozen=True, kw_only=True)
class Way:
    """One remedy: what it is called, to whom it goes, until when it is asked for and answered.

    ``direct``: how long it is open without the one before, None where that cannot be skipped.
    ``remand``: within what time the matter is dealt with again once it was sent back.
    ``from_acceptance``: the time to answer runs from acceptance, else from the day it was lodged.
    """

    id: str
    label: str
    procedure: str
    statutory: bool
    regimes: tuple[str, ...]
    covers: tuple[str, ...]
    body: str
    file: Term
    direct: Term | None
    obstacle: Term | None
    decide: Term
    extend: Term | None
    remand: Term | None = None
    from_acceptance: bool = False
    before: str = ""
    next: str = ""
    note: str = ""

    @property
    def standing(self) -> str:
        """Say whether a statute gives it or the house does."""
        return "法定" if self.statutory else "内部"

    @property
    def called(self) -> str:
        """Say what it is called, whose it is and by which procedure, each said once."""
        more = [word for word in (self.standing, self.procedure) if word not in self.label]
        return self.label + (f"（{'，'.join(more)}）" if more else "")

    @property
    def is_request(self) -> bool:
        """Tell whether something is asked for, instead of objected to."""
        return Covered.REQUEST in self.covers


@dataclass(frozen=True, kw_only=True)
class Against:
    """What a remedy is against.

    ``kind``: matter, evidence, finding, result, record; blank where there is no such thing about
    him.  ``words``: what lists of a pack may call it; ``lowers``: whether it lowers a post, None
    where the pack does not say; ``known_on``: the day the person was served, or answered the last
    time; ``after``: the way that was answered before, blank for the first.
    """

    kind: str = ""
    words: frozenset[str] = frozenset()
    lowers: bool | None = False
    known_on: date | None = None
    after: str = ""


def ways_of(pack: Pack, *, on: date) -> Mapping[str, Way]:
    """Return the remedies of a pack by id (``procedure/stage``), with the lengths of that day."""
    found: dict[str, Way] = {}
    for procedure in pack.procedures.values():
        if procedure.covers:
            found |= {way.id: way for way in _ways(pack, procedure, on)}
    return found


def standing_of(way: Way, against: Against, *, regime: str) -> Given:
    """Tell whether a way is given against something to a person of a regime.

    Unsure where the regime is not known, or where a measure lowers a post and no list names it.
    """
    if way.is_request or Covered.REQUEST in against.words:
        return "given" if way.is_request and Covered.REQUEST in against.words else "no"
    if Covered.ANYTHING in way.covers:
        return "given"
    if regime and regime not in way.regimes:
        return "no"
    if against.words & set(way.covers):
        return "given" if regime else "unsure"
    return "unsure" if against.lowers and against.kind == "matter" else "no"


def open_ways(
    ways: Mapping[str, Way], against: Against, *, regime: str
) -> Mapping[str, tuple[Way, Given]]:
    """Return the ways that can be taken now: the first ones, direct ones, and what comes next."""
    found: dict[str, tuple[Way, Given]] = {}
    for way in ways.values():
        given = standing_of(way, against, regime=regime)
        first = not against.after and (not way.before or way.direct is not None)
        follows = against.after != "" and ways_next(ways, against.after) == way.id
        internal = not way.statutory
        if given != "no" and (first or follows or internal):
            found[way.id] = (way, given)
    return found


def ways_next(ways: Mapping[str, Way], way: str) -> str:
    """Return the way that follows another one; blank where there is none."""
    return ways[way].next if way in ways else ""


def way_place(ways: Mapping[str, Way], way: str) -> int:
    """Return how many ways of its procedure come before a way; 0 for the first, or one unknown."""
    place = 0
    while way in ways and ways[way].before:
        way, place = ways[way].before, place + 1
    return place


def filing_term(way: Way, *, after: str) -> Term:
    """Return how long a way is open: after the one before it, or straight from the decision."""
    if way.before and after != way.before and way.direct is not None:
        return way.direct
    return way.file


def term_of(pack: Pack, stage: Stage, *, on: date) -> Term:
    """Return the length of a stage: written out, or by the name of a parameter on a day."""
    basis = stage.basis
    clause, document = (basis.clause, basis.document) if basis else ("", "")
    parameter, length = pack.parameters.get(stage.deadline), length_of(pack, stage.deadline, on=on)
    source: Source = "open" if not length else parameter.source if parameter else "stated"
    return Term(length=length, source=source, clause=clause, document=document)


def _ways(pack: Pack, procedure: Procedure, on: date) -> Iterator[Way]:
    stages = {stage.id: stage for stage in procedure.stages}
    names = [s for s in stages if f"{s}-decision" in stages]

    def term(name: str) -> Term | None:
        return term_of(pack, stages[name], on=on) if name in stages else None

    for at, name in enumerate(names):
        asked, answered = stages[name], stages[f"{name}-decision"]
        yield Way(
            id=f"{procedure.id}/{name}", label=asked.label, procedure=procedure.label.zh,
            statutory=Covered.ANYTHING not in procedure.covers, regimes=procedure.regimes,
            covers=procedure.covers, body=answered.owner, file=term(name) or OPEN,
            direct=term(f"{name}-direct"), obstacle=term(f"{name}-obstacle"),
            decide=term(f"{name}-decision") or OPEN, extend=term(f"{name}-extension"),
            remand=term(f"{name}-remand"), from_acceptance=f"{name}-acceptance" in stages,
            before=f"{procedure.id}/{names[at - 1]}" if at else "",
            next=f"{procedure.id}/{names[at + 1]}" if at + 1 < len(names) else "",
            note=procedure.note,
        )  # fmt: skip
