"""Voluntary resignation (自愿辞职): asked for by the official himself, decided in time, no fault.

Two requests: to give up a leading post, and to leave the public service.  The second one has a
time limit and situations in which it is barred; both come from the pack.  Nothing is decided by a
time running out, and he may take it back until it is decided.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from biaochi.errors import Problem
from biaochi.procedure.adjusting import MEANS
from biaochi.procedure.contents import day, line, many
from biaochi.procedure.deadlines import Calendar, deadline
from biaochi.procedure.footing import overturned
from biaochi.procedure.notifying import unsaid
from biaochi.procedure.remedyways import Against, Way, open_ways
from biaochi.procedure.shapes import Awaited, By, Clock, Field, Kind, Move, Said, Standing
from biaochi.procedure.transitions import fitting
from biaochi.vocabulary.registry import Covered

_SELF, _OFFICER = frozenset({"self"}), frozenset({"officer"})
POST, SERVICE = "post", "service"
TYPES = ((POST, "辞去领导职务"), (SERVICE, "辞去公职"))
GROUNDS = (
    ("family", "家庭困难"), ("health", "身体原因"), ("better", "有更适合的发展"),
)  # fmt: skip
OUTCOMES = (("granted", "同意"), ("refused", "不同意"))
_ENDED = {"taken_back": "本人撤回", "granted": "同意辞职", "refused": "不同意辞职"}
STAGES = (
    ("checking", "审核"), ("deciding", "研究决定"), ("serving", "送达"), ("closing", "办理手续"),
)  # fmt: skip

_MOVES = (
    Move(
        id="request", label="提出辞职", roles=_SELF, tells=True, papers=("resignation",),
        help="由您自己提出，不带过错标记，不设影响期。决定之前可以撤回。",
        fields=(
            Field(name="type", label="辞去", kind="choice", choices=TYPES),
            Field(name="ground", label="理由", kind="choice", choices=GROUNDS),
            Field(name="statement", label="说明", kind="text"),
            Field(name="health", label="健康情况", kind="text", required=False, readers=_OFFICER,
                  help="可以不写；写了的只有您和经办人看得到，不计分。"),
            Field(name="wished_on", label="希望从哪一天起", kind="day", required=False),
        ),
    ),
    Move(
        id="check", label="审核", roles=_OFFICER,
        help="核对有没有不得辞去公职的情形；有的一条一条写明。",
        fields=(
            Field(name="bars", label="不得辞职的情形", kind="many", source="bars", required=False),
            Field(name="note", label="审核意见", kind="text"),
        ),
    ),
    Move(
        id="take_back", label="撤回申请", roles=_SELF, closes=True, tells=True,
        warns="撤回之后这一件就结束了；以后可以再提出。",
        help="决定之前都可以撤回，不用写理由。",
        fields=(Field(name="note", label="说明", kind="text", required=False),),
    ),
    Move(
        id="decide", label="登记决定", roles=frozenset({"decider"}), tells=True,
        papers=("resignation_decision",),
        warns="决定之后本人不能再撤回；不服的走复核申诉。",
        fields=(
            Field(name="body", label="决定的机关或会议", longest=120),
            Field(name="held_on", label="决定日期", kind="day"),
            Field(name="outcome", label="结果", kind="choice", choices=OUTCOMES),
            Field(name="reason", label="理由", kind="text"),
            Field(name="document", label="文号", required=False, longest=120),
        ),
    ),
    Move(
        id="serve", label="送达决定", roles=_OFFICER, tells=True, papers=("decision_notice",),
        warns="送达之后开始计算申诉期限。",
        fields=(
            Field(name="served_on", label="送达日期", kind="day"),
            Field(name="means", label="送达方式", kind="choice", choices=MEANS),
            Field(name="remedy", label="告知的救济途径和期限", kind="text"),
            Field(name="receipt", label="回证（签收人或见证人）", longest=120),
        ),
    ),
    Move(
        id="execute_post", label="办理免职手续", roles=_OFFICER, tells=True,
        warns="这一步会登记原职务的末日。",
        fields=(
            Field(name="last_on", label="原职务末日", kind="day"),
            Field(name="document", label="文号", required=False, longest=120),
        ),
    ),
    Move(
        id="close", label="办结", roles=_OFFICER, closes=True, tells=True,
        fields=(Field(name="note", label="办结说明", kind="text"),),
    ),
)  # fmt: skip
MOVES = {move.id: move for move in _MOVES}


@dataclass(frozen=True, kw_only=True)
class ResignWorld:
    """What a resignation asks of the office.

    ``limits``: by type of request, the time the pack gives to decide; ``bars`` the situations of
    the pack in which nobody may leave, ``standing`` those the office knows to be there now;
    ``overturned``: a remedy revoked or altered what was decided; ``ways`` the remedies there are,
    from the decision until its notice.
    """

    person: str
    regime: str = ""
    calendar: Calendar = field(default_factory=Calendar)
    leading: bool = False
    limits: Mapping[str, str] = field(default_factory=dict)
    bars: Mapping[str, str] = field(default_factory=dict)
    standing: Mapping[str, str] = field(default_factory=dict)
    relatives: Mapping[str, str] = field(default_factory=dict)
    ways: Mapping[str, Way] = field(default_factory=dict)
    overturned: bool = False


@dataclass(frozen=True, kw_only=True)
class Resignation(Standing):
    """Where a resignation stands."""

    type: str = ""
    ground: str = ""
    asked_on: date | None = None
    checked: bool = False
    checker: By | None = None
    bars: tuple[str, ...] = ()
    decision: Mapping[str, Any] | None = None
    decided_on: date | None = None
    served: bool = False
    executed: bool = False


def fold(said: Sequence[Said], world: ResignWorld) -> Resignation:
    """Return where a resignation stands after what was said."""
    del world
    last = {one.move: one for one in said}
    asked, decided = last.get("request"), last.get("decide")
    ended = said[-1].move if said and said[-1].move in {"take_back", "close"} else ""
    outcome = line(decided.given, "outcome") if decided else ""
    place = sum(move in last for move in ("check", "decide", "serve"))
    outcome = "taken_back" if ended == "take_back" else outcome
    stage, label = STAGES[-1] if ended else STAGES[place]
    checked = last.get("check")
    return Resignation(
        stage=stage, stage_label=_ENDED[outcome] if ended else label, is_open=not ended,
        outcome=outcome, told_on=asked.on if asked else None, asked_on=asked.on if asked else None,
        type=line(asked.given, "type") if asked else "",
        ground=line(asked.given, "ground") if asked else "", checked=checked is not None,
        checker=checked.by if checked else None,
        bars=many(checked.given, "bars") if checked else (),
        decision=decided.given if decided else None, decided_on=decided.on if decided else None,
        served="serve" in last, executed="execute_post" in last,
    )  # fmt: skip


def lacks(now: Resignation, wanted: Said, world: ResignWorld) -> tuple[Problem, ...]:
    """Return everything that stands in the way of a move of a resignation."""
    given = fitting(MOVES[wanted.move], wanted.given)
    return (*_general(now, wanted, world), *_CHECKS[wanted.move](now, wanted.on, given, world))


def _general(now: Resignation, wanted: Said, world: ResignWorld) -> Iterator[Problem]:
    if now.asked_on is not None and not now.is_open:
        do = "要再办的，请另提一件。"
        yield Problem("STEP-CLOSED", "还在办理的事项", now.stage_label, do)
    is_he = bool(wanted.by.person) and wanted.by.person == world.person
    if is_he != MOVES[wanted.move].own:
        expected = "本人" if MOVES[wanted.move].own else "本人以外的人"
        yield Problem("STEP-APART", expected, wanted.by.name, "请由该办的人办理。")
    if wanted.move == "decide" and wanted.by.is_same(now.checker):
        yield Problem(
            "STEP-APART", "审核人以外的人", wanted.by.seen_as(now.checker), "请由另一人登记决定。"
        )
    relation = world.relatives.get(wanted.by.person, "") if wanted.by.person else ""
    if relation:
        yield Problem("STEP-RECUSED", "与本人没有亲属关系的人", relation, "请换人办理。")


Given = Mapping[str, Any]


def _request(now: Resignation, on: date, given: Given, world: ResignWorld) -> Iterator[Problem]:
    del now, on
    if line(given, "type") == POST and not world.leading:
        do = "没有领导职务的，可以申请辞去公职。"
        yield Problem("STEP-GUARD", "担任领导职务", "没有", do, column_name="type")


def _check(now: Resignation, on: date, given: Given, world: ResignWorld) -> Iterator[Problem]:
    del on
    if now.decision is not None:
        yield _late("研究决定之前")
    if not given:
        return
    if now.type != SERVICE:
        if many(given, "bars"):
            do = "辞去领导职务的，没有法定不得辞职的情形；有未了公务的在审核意见里写明。"
            yield Problem("STEP-VALUE", "不选", "选了情形", do, column_name="bars")
        return
    for key, why in world.standing.items():
        if key not in many(given, "bars"):
            do = "请选上，或者先更正登记。"
            yield Problem("STEP-GUARD", f"写明「{why}」", "没有选", do, column_name="bars")
    for key in many(given, "bars"):
        if key not in world.bars and key not in world.standing:
            do = "请从列出的情形里选。"
            yield Problem("STEP-VALUE", "规则包里的情形", key, do, column_name="bars")


def _take_back(now: Resignation, on: date, given: Given, world: ResignWorld) -> Iterator[Problem]:
    del on, given, world
    if now.decision is not None:
        do = "不服决定的，走复核申诉。"
        yield Problem("STEP-ORDER", "决定之前", "已经决定", do)


def _decide(now: Resignation, on: date, given: Given, world: ResignWorld) -> Iterator[Problem]:
    if not now.checked:
        yield Problem("STEP-ORDER", "先审核", "还没有审核", "请由经办人审核。")
    if now.decision is not None:
        yield _late("还没有决定")
    held = day(given, "held_on")
    if held is not None and not (now.asked_on or held) <= held <= on:
        expected = f"{now.asked_on} 至 {on}"
        yield Problem("STEP-DAY", expected, f"{held}", "请改日期。", column_name="held_on")
    bars = {**dict.fromkeys(now.bars, ""), **(world.standing if now.type == SERVICE else {})}
    if line(given, "outcome") == "granted" and bars:
        told = "、".join(world.bars.get(b) or world.standing.get(b, b) for b in bars)
        do = "情形消除、重新审核之后再决定；或者决定不同意并写明理由。"
        yield Problem("STEP-LEGAL", "没有不得辞职的情形", told, do, column_name="outcome")


def _serve(now: Resignation, on: date, given: Given, world: ResignWorld) -> Iterator[Problem]:
    if now.decision is None:
        yield Problem("STEP-ORDER", "先决定", "还没有决定", "请由决策成员登记决定。")
    if now.served:
        yield _late("还没有送达")
    served, held = day(given, "served_on"), day(now.decision or {}, "held_on")
    if served is not None and not (held or served) <= served <= on:
        expected = f"{held} 至 {on}"
        yield Problem("STEP-DAY", expected, f"{served}", "请改日期。", column_name="served_on")
    if given:
        words, ways = remedies_named(now), ways_given(now, world)
        yield from unsaid(line(given, "remedy"), words=words, ways=ways)


def remedies_named(now: Resignation) -> tuple[str, ...]:
    """Return what the notice of this decision has to name."""
    words = ("复核", "申诉") if now.outcome == "refused" and now.type == SERVICE else ()
    return ("异议", *words)


def ground_of_remedy(now: Resignation) -> str:
    """Return what a decision on a resignation is to remedies: a refusal, or nothing they list."""
    return str(Covered.REFUSED_RESIGNATION) if now.outcome == "refused" else ""


def ways_given(now: Resignation, world: ResignWorld) -> tuple[Way, ...]:
    """Return the ways that are open against this decision beyond doubt."""
    against = Against(kind="matter", words=frozenset({ground_of_remedy(now)}) - {""}, lowers=False)
    opened = open_ways(world.ways, against, regime=world.regime)
    return tuple(way for way, given in opened.values() if given == "given")


def _execute(now: Resignation, on: date, given: Given, world: ResignWorld) -> Iterator[Problem]:
    del on
    if world.overturned:
        yield overturned("按复核、申诉的决定办理；这一件请办结。")
    if not now.served or now.outcome != "granted":
        do = "同意并且送达之后再办手续。"
        yield Problem("STEP-ORDER", "已经同意并送达", now.stage_label, do)
    if now.executed:
        yield _late("还没有办理")
    last, held = day(given, "last_on"), day(now.decision or {}, "held_on")
    if last is not None and held is not None and last < held:
        do = "决定之前仍在任。"
        yield Problem("STEP-DAY", f"不早于 {held}", f"{last}", do, column_name="last_on")


def _close(now: Resignation, on: date, given: Given, world: ResignWorld) -> Iterator[Problem]:
    del on, given
    if not now.served:
        yield Problem("STEP-ORDER", "已经送达", now.stage_label, "请办完余下的步骤。")
    elif now.outcome == "granted" and not now.executed and not world.overturned:
        yield Problem("STEP-ORDER", "已经办理免职手续", "还没有办理", "请先办理免职手续。")


def _late(expected: str) -> Problem:
    return Problem("STEP-ORDER", expected, "已经办过", "不用再办。")


_CHECKS = {
    "request": _request, "check": _check, "take_back": _take_back, "decide": _decide,
    "serve": _serve, "execute_post": _execute, "close": _close,
}  # fmt: skip


def clocks(now: Resignation, world: ResignWorld) -> tuple[Clock, ...]:
    """Return by when the request has to be decided, where the pack says so."""
    length = world.limits.get(now.type, "")
    if not length or now.asked_on is None or now.outcome == "taken_back":
        return ()
    return (
        Clock(
            key="decide", label="审批期限", owner="任免机关", met_on=now.decided_on,
            deadline=deadline(now.asked_on, length, world.calendar),
            then="提醒经办人和决策成员；不视为同意，也不自动办理",
        ),
    )  # fmt: skip


def stages(world: ResignWorld) -> tuple[tuple[str, str], ...]:
    """Return the stage bar."""
    del world
    return STAGES


def awaits(now: Resignation, world: ResignWorld) -> tuple[Awaited, ...]:
    """Return what a resignation waits for."""
    if not now.is_open or now.asked_on is None:
        return ()
    if now.stage == "checking":
        return (Awaited(move="check", why="本人申请辞职，等审核"),)
    if now.stage == "deciding":
        return (Awaited(move="decide", why="审核完成，等决定"),)
    if now.stage == "serving":
        return (Awaited(move="serve", why="已经决定，还没有送达本人"),)
    if now.outcome == "granted" and not now.executed and not world.overturned:
        return (Awaited(move="execute_post", why="已同意辞职，还没有办理免职手续"),)
    return (Awaited(move="close", why="可以办结"),)


RESIGNATION = Kind(
    id="resignation", label="自愿辞职", first="request", moves=MOVES, fold=fold, lacks=lacks,
    clocks=clocks, stages=stages, awaits=awaits,
)  # fmt: skip
