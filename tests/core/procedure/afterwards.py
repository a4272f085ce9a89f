"""A follow-up told step by step, through the one door."""

from dataclasses import replace
from datetime import date

from biaochi.packs.shapes import Aftercare, AftercareField, Influence
from biaochi.procedure.aftercare import Around, Terms
from biaochi.procedure.barring import Measured, timers_of
from biaochi.procedure.following import kind_for
from biaochi.procedure.shapes import By, Said
from biaochi.procedure.transitions import advance

START = date(2024, 3, 1)
REMOVAL = Measured(code="M1", measure="removal", label="免职", on=START)
BY = {
    "officer": By(user=1, name="安静仪", roles=frozenset({"officer"})),
    "verifier": By(user=2, name="白景明", roles=frozenset({"verifier"})),
    "decider": By(user=3, name="程立群", roles=frozenset({"decider"})),
    "self": By(user=4, name="杜文清", person="du", roles=frozenset({"self"})),
}


def heading(ident: str, kind: str, *, every: str = "", label: str = "") -> AftercareField:
    return AftercareField(id=ident, label=label or ident, kind=kind, owner="责任人", every=every)


FOUR = ("duties", "mentoring", "targets", "supervision")
PACK = Aftercare(
    fields=(
        *(heading(i, "plan") for i in FOUR),
        heading("talk-head", "talk", every="3 months", label="单位正职谈话"),
        heading("talk-office", "talk", label="组织部门谈话"),
        heading("present", "recheck", every="6 months"),
        heading("past", "recheck", every="6 months", label="一贯实绩"),
        heading("project", "assignment"),
        heading("ready", "eligibility", label="影响期满"),
    ),
    influence=(Influence(measure="removal", bars="提拔", lasts="1 years"),),
    outcomes=("重新使用", "继续帮带"),
)
FILLED = {
    f"{i}{part}": said
    for i in FOUR
    for part, said in (("", "写明"), ("_by", "盛监督"), ("_on", "2024-06-01"))
}


def timers_under(influence, *measures: Measured, inclusive: bool = True):
    return timers_of([(m, influence) for m in measures], inclusive=inclusive)


def around(*measures: Measured, terms: Terms | None = None, **more) -> Around:
    terms = terms or Terms(aftercare=PACK)
    there = {m.code: m for m in measures or (REMOVAL,)}
    timers = timers_under(terms.aftercare.influence, *there.values())
    return Around(terms=terms, measures=there, timers=timers, **more)


class Story:
    """Steps so far, in one world that a test may change between them."""

    def __init__(self, world: Around | None = None) -> None:
        self.world = world or around()
        self.said: list[Said] = []

    @property
    def kind(self):
        return kind_for(self.world.terms)

    @property
    def now(self):
        return self.kind.fold(self.said, self.world)

    def on(self, day: str, move: str, /, who: str = "officer", **given):
        """Make a move on a day; Refusal if it may not be made."""
        step = Said(
            number=len(self.said) + 1, move=move, on=date.fromisoformat(day), by=BY[who],
            given=given,
        )  # fmt: skip
        now = advance(self.kind, self.said, step, self.world)
        self.said.append(step)
        return now

    def change(self, **more) -> None:
        self.world = replace(self.world, **more)

    def due(self):
        return {c.key: c for c in self.kind.clocks(self.now, self.world)}


def opened(world: Around | None = None) -> Story:
    story = Story(world)
    story.on("2024-03-05", "open", measure="M1")
    return story


def active(world: Around | None = None) -> Story:
    story = opened(world)
    story.on("2024-03-10", "fix", **FILLED)
    story.on("2024-03-11", "activate")
    return story


def checked(world: Around | None = None, change: str = "better") -> Story:
    """A plan in force, a complete re-check and the panel's headings written."""
    story = active(world)
    story.on(
        "2024-09-01", "recheck", present="肯干", past="有实绩", change=change, outcome="重新使用"
    )
    story.on("2025-01-20", "annual", year=2024, result="称职")
    story.on("2025-02-20", "review", ready="表现好")
    return story
