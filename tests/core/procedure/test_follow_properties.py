"""Whatever is tried in whatever order: nothing but a refusal, and nobody considered too early."""

from collections import Counter
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biaochi.errors import Refusal
from biaochi.packs.shapes import Influence
from biaochi.procedure.aftercare import CaseSeen, Terms
from biaochi.procedure.following import kind_for
from biaochi.procedure.returning import eligibility
from biaochi.procedure.shapes import By
from biaochi.procedure.transitions import choices
from tests.core.drawing import generated
from tests.core.procedure.afterwards import BY, FILLED, PACK, START, Story, around, opened

JUNK = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 3000), st.text(max_size=5), st.just("2024-13-40"),
    st.just("2025-02-01"), st.lists(st.text(max_size=3), max_size=2), st.just({"for": 1}),
)  # fmt: skip
SENSE = {
    "talk": {"actor": "talk-head", "by": "于局长", "content": "谈"},
    "raise": {"difficulty": "通勤太远"},
    "solve": {"ticket": "1", "solved": True, "reason": "办了"},
    "assign": {"kind": "project", "work": "征迁", "willing": True, "owner": "指挥部"},
    "assess": {"assignment": "1", "result": "poor", "by": "指挥部", "reason": "差"},
    "recheck": {"present": "肯干", "past": "有", "change": "same"},
    "annual": {"year": 2024, "result": "称职"},
    "review": {"ready": "好"},
    "consider": {"outcome": "reuse", "document": "一号", "reason": "可以"},
    "settle": {"measure": "M1", "ends_on": "2025-06-01", "document": "二号", "reason": "定"},
    "again": {"case": "T2", "reason": "仍不适应"},
    "escalate": {"evidence": ["E1"], "reason": "不改"},
    "decide": {"decision": "continue", "reason": "再看"},
    "close": {"why": "left", "reason": "退休"},
    "commend": {"document": "三号", "reason": "好"},
    "fix": FILLED,
    "revise": {"reason": "分工变了"},
    "refused": {"what": "不报到", "talker": "安静仪"},
    "training": {"course": "履职"},
    "activate": {},
    "open": {"measure": "M1"},
}
DAYS = ("talked_on", "from_on", "ended_on", "decided_on", "talk_by")
NAMES = st.sampled_from(sorted({k for s in SENSE.values() for k in s} | set(DAYS)))
RIGHTFUL = {"decide": "decider", "raise": "self"}
ALL = By(user=9, name="某人", roles=frozenset(BY))
LAWFUL = 0.9
STRANGE = (None, "", -1, "2024-13-40", ["x"], {}, True, "没有这一项")
PACKS = (
    Terms(), Terms(aftercare=PACK),
    Terms(aftercare=replace(PACK, influence=(Influence(measure="removal", bars="提拔"),))),
)  # fmt: skip


def world(terms: Terms, case: str):
    cases = {"T2": CaseSeen(state=case, opened_on=START + timedelta(days=30))} if case else {}
    evidence = {"E1": START + timedelta(days=40)}
    return around(terms=terms, cases=cases, evidence=evidence)


@pytest.mark.slow
def test_no_order_of_acts_lets_anybody_be_considered_too_early() -> None:
    reached: Counter[str] = Counter()
    for seed in range(30):
        _tried(Random(seed), reached)
    assert set(reached) >= set(SENSE) - {"open"}


def _tried(draw: Random, reached: Counter[str]) -> None:
    """Forty acts, most of them lawful, some not; what holds is asked after each."""
    case = draw.choice(["", "", "open", "done", "dropped"])
    story = opened(world(draw.choice(PACKS), case))
    day = date(2024, 3, 5)
    for _ in range(40):
        on = day + timedelta(days=draw.randrange(45))
        before = story.now
        move = _legal(story, draw, on) if draw.random() < LAWFUL else draw.choice(sorted(SENSE))
        who = RIGHTFUL.get(move, "officer") if draw.random() < LAWFUL else draw.choice(sorted(BY))
        said = _sense(story, move, on)
        if draw.random() > LAWFUL and said:
            said[draw.choice(sorted(said))] = draw.choice(STRANGE)
        try:
            story.on(f"{on}", move, who, **said)
        except Refusal:
            assert story.now == before
            continue
        day = on
        reached[move] += 1
        _holds(story, before, move, on)


def _legal(story: Story, draw: Random, on: date) -> str:
    """One of the moves nothing stands in the way of, whoever makes it."""
    kind, said, around_ = story.kind, story.said, story.world
    found = [c.move.id for c in choices(kind, said, around_, by=ALL, on=on) if not c.lacks]
    if "consider" in found and draw.random() < LAWFUL:
        return "consider"
    return draw.choice(found) if found else "talk"


def _sense(story: Story, move: str, on: date):
    fields = {f.name for f in kind_for(story.world.terms).moves.get(move, _none()).fields}
    said = {k: v for k, v in SENSE[move].items() if k in fields}
    return said | {d: f"{on}" for d in DAYS if d in fields}


def _none():
    return kind_for(Terms()).moves["open"]


def _holds(story: Story, before, move: str, on: date) -> None:
    now, around_ = story.now, story.world
    if move == "consider":
        missing = [c for c in eligibility(before, around_, on=on) if c.required and not c.met]
        assert missing == []
        assert before.checked
        assert around_.barred(on).state == "clear"
        assert not before.is_awaiting
    if move == "close":
        assert before.closed_on is None
        if now.outcome == "over":
            assert not before.unsolved
    if move == "activate":
        assert all(now.plan[f.id].text for f in around_.terms.plan)
    if move == "escalate":
        assert len(before.talks) >= around_.terms.escalation_talks
    assert before.closed_on is None
    story.kind.clocks(now, around_)


@generated(60)
@given(
    move=st.sampled_from(sorted(SENSE)), who=st.sampled_from(sorted(BY)),
    given_=st.dictionaries(NAMES, JUNK, max_size=6),
)  # fmt: skip
def test_whatever_is_typed_is_answered_with_a_refusal_or_a_step(move, who, given_) -> None:
    story = opened(world(PACKS[1], "open"))
    with suppress(Refusal):
        story.on("2024-04-05", move, who, **given_)
    found = choices(story.kind, story.said, story.world, by=BY[who], on=date(2024, 4, 5))
    assert all(who in c.move.roles for c in found)
