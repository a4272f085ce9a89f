"""People who say things in a matter, and a pack of letters, for the tests beside this file."""

from datetime import date

from biaochi.errors import Refusal
from biaochi.packs.shapes import Basis, Label, Measure, Pack, Parameter, Procedure, Span, Stage
from biaochi.procedure.shapes import By, Said
from biaochi.procedure.transitions import advance

AN = By(user=1, name="安静仪", roles=frozenset({"officer"}))
BU = By(user=2, name="部长", roles=frozenset({"officer"}))
CHENG = By(user=3, name="程立群", roles=frozenset({"decider"}))
DU = By(user=4, name="杜文清", person="du", roles=frozenset({"self"}))
DAY = date(2017, 3, 1)
CLAUSE = Basis(clause="第三十一条")


def pack(**changes):
    """Return a pack that knows the three letters, and what else is said."""
    kinds = {"reminder": "提醒", "inquiry": "函询", "admonition": "诫勉"}
    said = {
        "id": "qingshi", "title": "青石县办法", "in_force": Span(from_="2015-01-01"),
        "documents": (),
        "measures": tuple(Measure(id=i, label=v, kind="reminder") for i, v in kinds.items()),
    }  # fmt: skip
    return Pack(**said | changes)


def ladder(*stages, ident="reminder-ladder"):
    return {
        ident: Procedure(
            id=ident, label=Label(zh="提醒函询诫勉程序"), basis=CLAUSE,
            stages=tuple(Stage(id=i, label=i, deadline=d, papers=p) for i, d, p in stages),
        )
    }  # fmt: skip


def parameter(value, unit="", **more):
    return Parameter(value=value, unit=unit, **more)


class Matter:
    """What was said so far; ``do`` says more, ``stopped`` tells by which codes it is stopped."""

    def __init__(self, kind, world, *, on=DAY):
        self.kind, self.world, self.on, self.said = kind, world, on, ()
        self.standing = kind.fold((), world)

    def wanted(self, move, by, on, given):
        return Said(number=len(self.said) + 1, move=move, on=on or self.on, by=by, given=given)

    def do(self, move, *, by=AN, on=None, **given):
        wanted = self.wanted(move, by, on, given)
        self.standing = advance(self.kind, self.said, wanted, self.world)
        self.said, self.on = (*self.said, wanted), wanted.on
        return self.standing

    def stopped(self, move, *, by=AN, on=None, **given):
        try:
            advance(self.kind, self.said, self.wanted(move, by, on, given), self.world)
        except Refusal as refusal:
            return [(p.code, p.column_name) if p.column_name else p.code for p in refusal.problems]
        return []

    def clocks(self):
        found = self.kind.clocks(self.standing, self.world)
        return [(c.key, c.deadline.due.isoformat(), str(c.met_on or "")) for c in found]
