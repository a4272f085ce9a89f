"""Which papers a matter has and lacks: actor first, shapes out."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from biaochi.access.scoping import Why
from biaochi.access.shapes import Act, Actor
from biaochi.desks.kinds import desk_of
from biaochi.desks.queries import looking
from biaochi.documents.catalogue import AGAIN, BESIDE, SERVED, SORTS
from biaochi.documents.models import Paper
from biaochi.documents.shapes import MadeLine, PaperLine
from biaochi.documents.sorts.writing import letter_title
from biaochi.matters import queries
from biaochi.matters.shapes import MatterLine
from biaochi.procedure.shapes import Move, Said

READERS = frozenset({Act.SEE_MATTERS, Act.JUDGE_REMEDIES, Act.SEE_OWN})
"""By which rights papers are read; who only answers a referral gets none."""


def papers_of(actor: Actor, code: str, *, own: bool = False) -> tuple[PaperLine, ...]:
    """Return the papers of a matter, step by step; to the official those that are his."""
    line, act = looking(actor, code, own=own)
    return papers_at(line, act)


def papers_at(line: MatterLine, act: Act) -> tuple[PaperLine, ...]:
    """Return the papers of a matter the actor was already allowed to see by this right."""
    if act not in READERS:
        return ()
    made = _made(line)
    moves = desk_of(line.kind).kind_for(line).moves
    found = []
    every = queries.said_in(line.key)
    for said in every:
        move = moves.get(said.move)
        if move is None:
            continue
        for sort, called_for in sorts_of(line, move):
            there = made.get((said.number, sort), ())
            ready = act != Act.SEE_OWN or there or by_himself(said)
            if may_have(sort, move, said, act) and ready:
                found.append(
                    PaperLine(
                        step=said.number, step_label=move.label, on=said.on, sort=sort,
                        label=_label(sort, said, every), called_for=called_for, made=there,
                    )
                )  # fmt: skip
    return tuple(_once(line.kind, found, every))


def called(line: MatterLine, *, step: int, sort: str) -> str:
    """Return what the paper of a step is called where it is listed."""
    every = queries.said_in(line.key)
    said = next((s for s in every if s.number == step), None)
    return _label(sort, said, every) if said else SORTS[sort].label


def _label(sort: str, said: Said, every: Sequence[Said]) -> str:
    """Return what a paper is called; a letter by its own type, not by all there are."""
    type_ = str(every[0].given.get("type", "")) if sort == "letter" else ""
    return (letter_title(said.move, type_) if type_ else "") or SORTS[sort].label


def _once(kind: str, found: list[PaperLine], said: Sequence[Said]) -> Iterator[PaperLine]:
    """Leave out a paper nobody made that comes once more with a later step."""
    moves = {step.number: step.move for step in said}
    for paper in found:
        again = AGAIN.get((kind, paper.sort), frozenset())
        later = any(
            p.sort == paper.sort
            and p.step > paper.step
            and {moves[p.step], moves[paper.step]} <= again
            for p in found
        )
        if paper.made or not later:
            yield paper


def to_serve(kind: str, papers: Sequence[PaperLine]) -> PaperLine | None:
    """Return the paper that is served in such a matter if nobody has made it; None if it is there.

    Whoever serves is reminded of it; that it was made elsewhere is not for the machine to know.
    """
    asked = [p for p in papers if p.sort == SERVED.get(kind)]
    return None if any(p.made for p in asked) else next(reversed(asked), None)


def lacking(actor: Actor, code: str) -> tuple[PaperLine, ...]:
    """Return the papers the steps of a matter call for that nobody has made yet."""
    return tuple(p for p in papers_of(actor, code) if p.lacking)


def sorts_of(line: MatterLine, move: Move) -> Iterator[tuple[str, bool]]:
    """Yield the sorts of paper a move has, and whether it calls for them."""
    yield from ((sort, True) for sort in move.papers)
    yield from ((sort, False) for sort in BESIDE.get((line.kind, move.id), ()))


def may_have(sort: str, move: Move, said: Said, act: Act) -> bool:
    """Tell whether this right covers a paper: the official's, what is his of what he was told."""
    if act != Act.SEE_OWN:
        return act in READERS
    return SORTS[sort].his and (move.tells or by_himself(said))


def by_himself(said: Said) -> bool:
    """Tell whether the official made a step himself: its paper is his without the office."""
    return "self" in said.by.roles


def _made(line: MatterLine) -> dict[tuple[int, str], tuple[MadeLine, ...]]:
    rows = Paper.objects.unscoped(Why.ABOUT).filter(matter=line.key).order_by("pk")
    newest: dict[tuple[int, str], dict[str, MadeLine]] = defaultdict(dict)
    for r in rows.defer("content"):
        newest[r.step, r.sort][r.form] = MadeLine(
            form=r.form, digest=r.digest, by=r.user_name, at=r.made_at, missing=tuple(r.missing)
        )
    return {key: tuple(forms.values()) for key, forms in newest.items()}
