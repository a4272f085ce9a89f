"""An adjustment case: its standing from what was said, its stages, its clocks, its kind."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from biaochi.packs.shapes import Measure
from biaochi.procedure.adjusting import MOVES
from biaochi.procedure.awaiting import case_awaits
from biaochi.procedure.casefacts import CaseFile, CaseWorld
from biaochi.procedure.contents import carries, changes_decided
from biaochi.procedure.course import GATES
from biaochi.procedure.deadlines import deadline
from biaochi.procedure.guards import lacks
from biaochi.procedure.shapes import Clock, Kind, Said
from biaochi.procedure.walking import Walk

CLOSING = ("closing", "办结")
_CLOSES = frozenset({"withdraw", "close"})
OUTCOMES = {
    "withdrawn": "撤回", "unsubstantiated": "查无属实的情形", "referred": "移送后不再调整",
    "exempted": "经研究免责", "rejected": "会议不同意调整", "adjusted": "已作调整",
}  # fmt: skip


def fold(said: Sequence[Said], world: CaseWorld) -> CaseFile:
    """Return where a case stands on the day of its world; nothing said: before the motion."""
    walk, course = _walked(said, world, doubting=False)
    if _lost(walk):
        walk, course = _walked(said, world, doubting=True)
    return _standing(walk, said, course)


def _walked(said: Sequence[Said], world: CaseWorld, *, doubting: bool) -> tuple[Walk, "_Course"]:
    """Hear everything in order; ``doubting``: evidence that is lost by now was lost all the time.

    Evidence exempted or overturned by now carried its ground then: only while a ground is lost is
    the case told to be back where that ground was judged.
    """
    walk, course = Walk(world=world), _Course()
    for one in said:
        walk.hear(one)
        course.keep(walk, one, lost=_lost(walk) if doubting else ())
    return walk, course


@dataclass
class _Course:
    """Where a case stood after each step."""

    times: list[tuple[int, date, date | None]] = field(default_factory=list)
    since: dict[str, date] = field(default_factory=dict)

    def keep(self, walk: Walk, one: Said, *, lost: tuple[str, ...]) -> None:
        """Note the stage entered by a step, and since when."""
        done = _done(walk, one.on, lost)
        place = _place(done, walk)
        _keep_time(self.times, place, one.on)
        stages, houses = walk.world.course.stages, walk.world.course.houses
        self.since.setdefault(stages[houses["motion"]].id, one.on)
        ended = one.move in _CLOSES or _ending(walk, done, place) or place == len(stages)
        self.since.setdefault(CLOSING[0] if ended else stages[place].id, one.on)


def _standing(walk: Walk, said: Sequence[Said], course: _Course) -> CaseFile:
    world = walk.world
    done = _done(walk, world.today, _lost(walk))
    place = _place(done, walk)
    ending = _ending(walk, done, place)
    closed = said[-1].move if said and said[-1].move in _CLOSES else ""
    stages = world.course.stages
    at_end = bool(closed or ending or place == len(stages))
    stage, label = CLOSING if at_end else (stages[place].id, stages[place].label)
    outcome = "withdrawn" if closed == "withdraw" else ending if closed else ""
    missed = frozenset(s.id for s in stages[place:] if at_end) - course.since.keys()
    return CaseFile(
        stage=stage, stage_label=OUTCOMES[outcome] if outcome else label, is_open=not closed,
        outcome=outcome, told_on=walk.told_on, ending=ending, done=done, place=place,
        places=frozenset(range(place)), passes=_passes(place, done, walk),
        times=tuple(course.times), since=course.since, missed=missed,
        lost=_lost(walk), left=_left(walk), referred=walk.referral == "pending",
        **walk.kept(),
    )  # fmt: skip


def _passes(place: int, done: frozenset[str], walk: Walk) -> bool:
    return place < len(walk.world.course.stages) and _waits_for_pass(place, done, walk)


def _done(walk: Walk, today: date, lost: tuple[str, ...]) -> frozenset[str]:
    """Return the gates dealt with as of a day, with the grounds that lost what carried them."""
    meeting, upheld = walk.meeting or {}, frozenset(walk.upheld)
    judged = upheld | frozenset(walk.refuted)
    found = {
        "motion": walk.opener is not None,
        "verification": bool(judged) and judged >= set(walk.grounds) and not lost,
        "hearing": bool(upheld) and walk.told >= upheld and _was_heard(walk, today),
        "tolerance": walk.assessment is not None and _was_weighed(walk),
        "proposal": walk.proposal is not None,
        "decision": meeting.get("outcome") == "adopted" and walk.confirmed_on is not None,
        "service": walk.served is not None,
    }
    return frozenset(gate for gate in GATES if found[gate])


def _was_heard(walk: Walk, today: date) -> bool:
    late = walk.answer_by is not None and today > walk.answer_by.due
    answered = set(range(1, len(walk.points) + 1)) <= walk.answered.keys()
    return (walk.spoken or walk.waived or late) and answered


def _was_weighed(walk: Walk) -> bool:
    """Tell whether the review of tolerance covers every ground, and each request got an answer."""
    return walk.assessed >= frozenset(walk.upheld) and all(p.reply for p in walk.pleas)


def _lost(walk: Walk) -> tuple[str, ...]:
    """Return the upheld grounds whose evidence no longer counts; after a decision, remedies do."""
    if walk.confirmed_on is not None:
        return ()
    exempted = (walk.assessment or {}).get("conclusion") == "exempted"
    kept = {"verified", "exempted"} if exempted else {"verified"}
    return tuple(g for g in walk.upheld if not carries(g, walk.cited, walk.world, kept))


def _place(done: frozenset[str], walk: Walk) -> int:
    """Return the place of the first stage with something undone; their number if there is none."""
    course = walk.world.course
    first = course.houses["motion"] if walk.opener else 0
    for place in range(first, len(course.stages)):
        housed = course.housed(place)
        if not done.issuperset(housed) or _waits_for_pass(place, done, walk):
            return place
    return len(course.stages)


def _waits_for_pass(place: int, done: frozenset[str], walk: Walk) -> bool:
    """Tell whether a stage waits for a word that it was done: it has no gate, or no known text."""
    course = walk.world.course
    return place in course.by_word[walk.passed :] and done.issuperset(course.housed(place))


def _ending(walk: Walk, done: frozenset[str], place: int) -> str:
    """Return why a case has nothing more to do than to be closed, if that is so."""
    if walk.referral == "taken":
        return "referred"
    if "verification" in done and not walk.upheld:
        return "unsubstantiated"
    if (walk.assessment or {}).get("conclusion") == "exempted":
        return "exempted"
    if (walk.meeting or {}).get("outcome") == "rejected":
        return "rejected"
    return "adjusted" if place == len(walk.world.course.stages) else ""


def _left(walk: Walk) -> tuple[str, ...]:
    if walk.confirmed_on is None or walk.proposal is None:
        return ()
    measure = walk.world.measures.get(walk.proposal["measure"], Measure(id="", label=""))
    decided = changes_decided(walk.proposal, measure)
    return tuple(change for change in decided if change not in walk.executed)


def _keep_time(times: list[tuple[int, date, date | None]], place: int, on: date) -> None:
    if times and times[-1][0] == place:
        return
    if times:
        times[-1] = (*times[-1][:2], on)
    times.append((place, on, None))


def stages(world: CaseWorld) -> tuple[tuple[str, str], ...]:
    """Return the stage bar: the pack's stages, and the closing of the case."""
    return (*((s.id, s.label) for s in world.course.stages), CLOSING)


def clocks(file: CaseFile, world: CaseWorld) -> tuple[Clock, ...]:
    """Return what is due: the limits the pack states for stages, and the person's answer."""
    return (*_stage_clocks(file, world), *_answer_clock(file))


def _stage_clocks(file: CaseFile, world: CaseWorld) -> Iterator[Clock]:
    course = world.course
    hearing = course.declared("hearing")
    for number, (place, since, until) in enumerate(file.times):
        length = course.lengths.get(place, "")
        if not length or place == hearing:
            continue
        stage = course.stages[place]
        yield Clock(
            key=f"stage:{stage.id}:{number}", label=f"{stage.label}的期限", owner=stage.owner,
            deadline=deadline(since, length, world.calendar), met_on=until,
            then="提醒责任主体和监督人员；不会自动作出任何决定",
        )  # fmt: skip


def _answer_clock(file: CaseFile) -> Iterator[Clock]:
    if file.answer_by is None:
        return
    yield Clock(
        key="answer", label="陈述申辩的期限", owner="本人", deadline=file.answer_by,
        met_on=file.heard_on, then="期满没有陈述的，可以进入下一步；不因此加重处理",
    )  # fmt: skip


CASE = Kind(
    id="case", label="组织调整", first="open", moves=MOVES, fold=fold, lacks=lacks, clocks=clocks,
    stages=stages, awaits=case_awaits,
)  # fmt: skip
