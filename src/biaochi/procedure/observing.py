"""A period under observation: it ends in a question to a named person, never in an answer.

The same table serves a trial post and a probation, and the talk with somebody who refuses what was
arranged for him: a flag for a talk, which adds no points anywhere.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from biaochi.errors import Problem
from biaochi.packs.shapes import Pack
from biaochi.procedure.deadlines import timer
from biaochi.procedure.footing import footing, guard
from biaochi.procedure.given import day_in, listed_in, number_in
from biaochi.procedure.lengths import length_of, number_of, stage_with
from biaochi.procedure.observation_moves import (
    EXTENDED,
    MOVES,
    NOT_IMPROVED,
    OBSERVATION,
    PROBATION,
    REFUSAL,
    TRIAL,
)
from biaochi.procedure.shapes import Awaited, Clock, Deadline, Kind, Said, Standing

STAGES = (("running", "进行中"), ("reviewed", "已评价"), ("closed", "已办结"))
_LABELS = dict(STAGES)
_NAMED: Mapping[str, tuple[str, ...]] = {
    OBSERVATION: ("observation_months", "observation_term"),
    TRIAL: ("trial_term", "trial_length"), PROBATION: ("promotion_trial",),
}  # fmt: skip
_STAGE = frozenset({"observation"})
TALKS = 2
"""Talks without improvement after which new evidence is put before people (product default)."""


@dataclass(frozen=True, kw_only=True)
class ObservationWorld:
    """What guards of an observation ask: the pack, what is proven of the person and since when."""

    person: str
    pack: Pack | None = None
    procedure: str = ""
    findings: frozenset[str] = frozenset()
    proven: Mapping[str, date] = field(default_factory=dict)
    variant: str = ""


@dataclass(frozen=True, kw_only=True)
class Review:
    """What a named person found at the end of a period."""

    on: date
    by: str
    result: str


@dataclass(frozen=True, kw_only=True)
class ObservationStanding(Standing):
    """Where an observation stands; ``ends`` are the ends of the period and of its extensions."""

    variant: str = ""
    start: date | None = None
    ends: tuple[Deadline, ...] = ()
    goals: tuple[str, ...] = ()
    checker: str = ""
    talks: int = 0
    reviews: tuple[Review, ...] = ()
    failed_talks: int = 0
    news: frozenset[str] = frozenset()
    seen: frozenset[str] = frozenset()
    escalates: bool = False
    escalated: str = ""

    @property
    def result(self) -> str:
        """What the last review found; blank before."""
        return self.reviews[-1].result if self.reviews else ""

    @property
    def judged(self) -> bool:
        """Tell whether the period was judged, not only extended."""
        return self.result not in {"", EXTENDED}


def length_for(pack: Pack | None, procedure: str, variant: str, *, on: date) -> str:
    """Return how long a period of this kind is by the pack; blank where it does not say."""
    if pack is None:
        return ""
    said = [p for p in _NAMED.get(variant, ()) if p in pack.parameters]
    named = pack.procedures.get(procedure)
    stage = stage_with(named, _STAGE) if named and variant == OBSERVATION else None
    lengths = [stage.deadline] if stage else []
    return next(filter(None, (length_of(pack, one, on=on) for one in (*lengths, *said))), "")


def fold(said: Sequence[Said], world: ObservationWorld) -> ObservationStanding:
    """Return where an observation stands after what was said."""
    standing = ObservationStanding(stage="running", stage_label="", is_open=True)
    for one in said:
        standing = _AFTER.get(one.move, _as_it_was)(standing, one, world)
    stage = "reviewed" if standing.judged else "running"
    stage = stage if standing.is_open else "closed"
    return _told_of_news(replace(standing, stage=stage, stage_label=_LABELS[stage]), world)


def _told_of_news(s: ObservationStanding, world: ObservationWorld) -> ObservationStanding:
    """New evidence: proven, of a day within the period, not yet studied with an earlier lead."""
    since = s.start
    news = frozenset(c for c, on in world.proven.items() if since and on > since) - s.seen
    line = (
        number_of(world.pack, "talks_line", on=since) if world.pack and since else None
    ) or TALKS
    return replace(s, news=news, escalates=bool(news) and s.failed_talks >= line and s.is_open)


def _as_it_was(s: ObservationStanding, *_: object) -> ObservationStanding:
    return s


def _opened(s: ObservationStanding, said: Said, world: ObservationWorld) -> ObservationStanding:
    given = said.given
    start, told = day_in(given, "start_on"), day_in(given, "served_on")
    months = number_in(given, "months")
    length = f"{months} months" if months else ""
    if start and not length:
        length = length_for(world.pack, world.procedure, given["variant"], on=start)
    timed = start and length and given["variant"] != REFUSAL
    return replace(
        s, variant=given["variant"], start=start or said.on, told_on=told,
        ends=(timer(start, length),) if start and timed else (),
        goals=tuple(given.get("goals", ())), checker=given.get("checker", ""),
    )  # fmt: skip


def _talked(s: ObservationStanding, said: Said, _: ObservationWorld) -> ObservationStanding:
    failed = s.failed_talks + 1 if said.given["result"] == "none" else 0
    return replace(s, talks=s.talks + 1, failed_talks=failed, told_on=s.told_on or said.on)


def _reviewed(s: ObservationStanding, said: Said, _: ObservationWorld) -> ObservationStanding:
    result = said.given["result"]
    made = Review(on=said.on, by=said.by.name, result=result)
    ends = s.ends
    if result == EXTENDED:
        ends = (*ends, timer(ends[-1].due, f"{number_in(said.given, 'months')} months"))
    return replace(s, reviews=(*s.reviews, made), ends=ends)


def _escalated(s: ObservationStanding, said: Said, world: ObservationWorld) -> ObservationStanding:
    """What was studied once is not put before people again without anything new."""
    dated = frozenset(c for c, on in world.proven.items() if on <= said.on)
    return replace(s, seen=s.seen | dated, escalated=said.given["result"], failed_talks=0)


def _closed(s: ObservationStanding, said: Said, _: ObservationWorld) -> ObservationStanding:
    outcome = "withdrawn" if said.move == "withdraw" else s.result or "done"
    return replace(s, is_open=False, outcome=outcome)


_AFTER: Mapping[
    str, Callable[[ObservationStanding, Said, ObservationWorld], ObservationStanding]
] = {
    "open": _opened, "talk": _talked, "review": _reviewed, "escalate": _escalated,
    "withdraw": _closed, "close": _closed,
}  # fmt: skip


def lacks(s: ObservationStanding, wanted: Said, world: ObservationWorld) -> tuple[Problem, ...]:
    """Return all that stands in the way of a move beyond its roles and fields."""
    found = list(footing(MOVES[wanted.move], wanted, standing=s, person=world.person))
    if s.is_open:
        found += _GUARDS.get(wanted.move, _nothing)(s, wanted, world)
    return tuple(found)


def _nothing(*_: object) -> Iterator[Problem]:
    return iter(())


_ASKED = ("start_on", "goals", "checker", "served_on", "means", "receipt")


def _about_opening(
    _: ObservationStanding, wanted: Said, world: ObservationWorld
) -> Iterator[Problem]:
    given = wanted.given
    variant = given.get("variant")
    if not variant:
        return
    for code in sorted(listed_in(given, "evidence") - world.proven.keys()):
        yield guard("关于本人的已核实证据", code, "请先核实，或换一条。", field="evidence")
    for code in sorted(listed_in(given, "findings") - world.findings):
        yield guard("关于本人、已受理的提示", code, "请先受理这条提示。", field="findings")
    if variant == REFUSAL:
        return
    for name in _ASKED:
        if not given.get(name):
            label = next(f.label for f in MOVES["open"].fields if f.name == name)
            yield Problem("STEP-FIELD", label, "空", "请填写。", column_name=name)
    yield from _about_length(wanted, variant, world)


def _about_length(wanted: Said, variant: str, world: ObservationWorld) -> Iterator[Problem]:
    months, start = number_in(wanted.given, "months"), day_in(wanted.given, "start_on")
    length = length_for(world.pack, world.procedure, variant, on=start or wanted.on)
    if not months and not length:
        do = "规则包没有写长度，请填几个月。"
        yield Problem("STEP-FIELD", "长度（月）", "空", do, column_name="months")
    if months and length and variant != OBSERVATION:
        yield Problem(
            "STEP-VALUE", f"不填：规则包写明 {length}", f"{months}", "请留空。",
            column_name="months",
        )  # fmt: skip
    told = day_in(wanted.given, "served_on")
    if told and told > wanted.on:
        yield Problem(
            "STEP-DAY", f"不晚于 {wanted.on}", f"{told}", "请改日期。", column_name="served_on"
        )
    if variant == OBSERVATION and told and start and start < told <= wanted.on:
        do = "考察期从告知本人之后起算。"
        yield Problem("STEP-DAY", f"不早于 {told}", f"{start}", do, column_name="start_on")


def _about_review(s: ObservationStanding, wanted: Said, _: ObservationWorld) -> Iterator[Problem]:
    given = wanted.given
    if s.judged:
        yield Problem("STEP-ORDER", _LABELS["running"], s.stage_label, "已经评价过了。")
        return
    if not s.ends:
        yield guard("有期限的考察", "没有期限", "这一件用谈话办结，不作评价。")
        return
    due = s.ends[-1].due
    if wanted.on < due:
        yield guard(f"{due} 期满", f"{wanted.on}", "请等期满再评价；要提前结束的请撤回并写明理由。")
    if given.get("result") == NOT_IMPROVED and not s.talks:
        do = "请先谈话、帮助，再作评价；来不及的可以延长。"
        yield guard("考察期内谈过话", "没有谈话记录", do, field="result")
    extends = given.get("result") == EXTENDED
    if extends and not number_in(given, "months"):
        yield Problem("STEP-FIELD", "延长几个月", "空", "请填写。", column_name="months")
    if given.get("months") and not extends:
        yield Problem("STEP-VALUE", "不填", f"{given['months']}", "只在延长时填。",
                      column_name="months")  # fmt: skip


def _about_lead(s: ObservationStanding, *_: object) -> Iterator[Problem]:
    if not s.escalates:
        found = f"没有改进的谈话 {s.failed_talks} 次，新证据 {len(s.news)} 条"
        yield guard("多次谈话没有改进，又有新的已核实证据", found, "没有到这一步的，继续谈话帮助。")


def _about_closing(s: ObservationStanding, *_: object) -> Iterator[Problem]:
    if s.ends and not s.judged:
        yield guard("已经评价", s.stage_label, "请先作期满评价，或者撤回。")
    if not s.ends and not s.talks:
        yield guard("谈过话", "没有谈话记录", "请先谈话。")


_GUARDS: Mapping[
    str, Callable[[ObservationStanding, Said, ObservationWorld], Iterator[Problem]]
] = {
    "open": _about_opening, "review": _about_review, "escalate": _about_lead,
    "close": _about_closing,
}  # fmt: skip


def clocks(s: ObservationStanding, world: ObservationWorld) -> tuple[Clock, ...]:
    """Return the reviews that are due; the end of a period by itself finds nothing."""
    del world
    met = [r.on for r in s.reviews]
    return tuple(
        Clock(
            key=f"review-{n}", label="期满评价", owner=s.checker, deadline=end,
            met_on=met[n - 1] if n <= len(met) else None,
            then="由具名的人评价；到期不产生任何认定",
        )
        for n, end in enumerate(s.ends, start=1)
    )  # fmt: skip


def stages(world: ObservationWorld) -> tuple[tuple[str, str], ...]:
    """Return the stages in order; a talk after a refusal is not reviewed."""
    skipped = "reviewed" if world.variant == REFUSAL else ""
    return tuple(s for s in STAGES if s[0] != skipped)


def awaits(s: ObservationStanding, world: ObservationWorld) -> tuple[Awaited, ...]:
    """Return what an observation waits for; its reviews come with their clocks."""
    del world
    if not s.is_open or s.start is None:
        return ()
    if s.escalates:
        return (Awaited(move="escalate", why="谈话没有改进，又有新的已核实证据"),)
    if s.judged or (not s.ends and s.talks):
        return (Awaited(move="close", why="已经评价，可以办结"),)
    return () if s.ends else (Awaited(move="talk", why="等谈话"),)


KIND = Kind(
    id="observation", label="考察期", first="open", moves=MOVES, fold=fold, lacks=lacks,
    clocks=clocks, stages=stages, awaits=awaits,
)  # fmt: skip
