"""Under which pack and procedure a matter can be opened."""

from dataclasses import dataclass

from biaochi.access.shapes import Actor
from biaochi.appraisals import queries as appraisals
from biaochi.desks.kinds import desk_of
from biaochi.packs.shapes import Pack

CASE = "case"


@dataclass(frozen=True, kw_only=True)
class Way:
    """One way to open a matter: a pack, and a procedure of it where the kind follows one."""

    pack: int
    procedure: str
    label: str
    title: str

    @property
    def key(self) -> str:
        """What a form sends for it."""
        return f"{self.pack}:{self.procedure}"


def ways(actor: Actor, kind: str, *, pack: int | None = None) -> tuple[Way, ...]:
    """Return the ways to open a matter of a kind: the newest version of each pack taken in.

    A matter that follows another goes by its pack (``pack``); none where the desk finds the pack
    itself.
    """
    if desk_of(kind).opening is not None:
        return ()
    if pack is not None and kind != CASE:
        line, _ = appraisals.pack(actor, pack)
        return (Way(pack=pack, procedure="", label="", title=line.title),)
    newest: dict[str, int] = {}
    for line in appraisals.packs(actor):
        newest.setdefault(line.code, line.ident)
    found: list[Way] = []
    for ident in newest.values():
        line, content = appraisals.pack(actor, ident)
        found.extend(
            Way(pack=ident, procedure=procedure, label=label, title=line.title)
            for procedure, label in _procedures(content, kind)
        )
    return tuple(found)


def _procedures(pack: Pack, kind: str) -> list[tuple[str, str]]:
    """Return the procedures a kind can follow; kinds that follow none have one blank way."""
    if kind != CASE:
        return [("", "")]
    return [
        (p.id, p.label.zh)
        for p in pack.procedures.values()
        if any(s.gate == "decision" for s in p.stages)
    ]
