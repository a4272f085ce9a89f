"""An invented kind of matter that asks for every sort of field, to try pages and doors with."""

from dataclasses import dataclass
from datetime import date

from biaochi.errors import Problem
from biaochi.matters.shapes import Desk, Panel, by_source
from biaochi.procedure.deadlines import Calendar, deadline
from biaochi.procedure.shapes import Awaited, Clock, Field, Kind, Move, Standing

OFFICER = frozenset({"officer"})
GRADES = tuple((f"g{n}", f"第 {n} 项") for n in range(1, 26))


@dataclass(frozen=True, kw_only=True)
class Toy(Standing):
    points: tuple[str, ...] = ()
    begun: date | None = None
    opener: int = 0


def fold(said, world):
    told = next((s.on for s in said if s.move == "tell"), None)
    closed = any(s.move == "end" for s in said)
    points = tuple(p for s in said if s.move == "state" for p in s.given["points"])
    answered = any(s.move == "answer" for s in said)
    stage = "end" if closed else "answered" if answered else "told" if told else "begun"
    return Toy(
        stage=stage, stage_label=dict(STAGES)[stage], is_open=not closed, told_on=told,
        points=points, begun=said[0].on if said else None,
        opener=said[0].by.user if said else 0, outcome="done" if closed else "",
    )  # fmt: skip


STAGES = (("begun", "开始"), ("told", "已告知"), ("answered", "已答复"), ("end", "完"))


def lacks(standing, wanted, world):
    if standing.begun and not standing.is_open:
        yield Problem("STEP-CLOSED", "进行中的事项", "已经办结", "请看结果。")
    if wanted.move == "answer" and not standing.points:
        yield Problem("STEP-ORDER", "本人写了意见", "还没有", "请先听取意见。")
    if wanted.move == "state" and wanted.given.get("points") == ["别的"]:
        yield Problem("STEP-GUARD", "说清楚的意见", "别的", "请写具体。", column_name="points")


def clocks(standing, world):
    if standing.told_on is None:
        return ()
    due = deadline(standing.told_on, "15 working_days", Calendar())
    return (
        Clock(key="reply", label="本人回复", owner="本人", deadline=due, then="提醒经办人"),
        Clock(key="inner", label="内部期限", owner="组织部", deadline=due, then="提醒组织部"),
    )


def awaits(standing, world):
    if not standing.is_open:
        return ()
    if standing.points and standing.stage == "told":
        return (Awaited(move="answer", why="有意见没有答复"),)
    if standing.told_on:
        return (Awaited(move="state", why="可以写意见"),)
    return (Awaited(move="check", why="等核对", apart=frozenset({standing.opener})),)


def panels(line, said, actor):
    return (
        Panel(title="同类情况", note="近三年同样情形怎样处理。", columns=("措施", "件"),
              rows=(("提醒", "3"), ("诫勉", "1"))),
        Panel(title="没有内容的", empty="这里还没有内容。"),
    )  # fmt: skip


MOVES = (
    Move(id="begin", label="开始", roles=OFFICER, fields=(
        Field(name="reason", label="理由", kind="text"),
        Field(name="grades", label="情形", kind="many", choices=GRADES, required=False),
        Field(name="source", label="来源线索", own=False, required=False),
    )),
    Move(id="check", label="核对", roles=frozenset({"verifier"}), fields=(
        Field(name="names", label="谈过话的人", kind="names", own=False),
        Field(name="votes", label="表决", kind="votes", required=False, own=False),
        Field(name="kept", label="属实", kind="flag"),
        Field(name="seen_on", label="核对日期", kind="day"),
        Field(name="many", label="件数", kind="number", required=False),
        Field(name="way", label="方式", kind="choice", required=False,
              choices=(("oral", "当面"), ("written", "书面"))),
    )),
    Move(id="tell", label="告知", roles=OFFICER, tells=True, fields=(
        Field(name="text", label="告知的内容", kind="text"),
        Field(name="inner", label="内部说明", own=False, required=False),
    )),
    Move(id="state", label="陈述", roles=OFFICER | {"self"}, tells=True, fields=(
        Field(name="points", label="意见", kind="points"),
    )),
    Move(id="answer", label="答复", roles=OFFICER, tells=True, fields=(
        Field(name="answers", label="逐条答复", kind="answers", source="points"),
    )),
    Move(id="refer", label="移送", roles=OFFICER, fields=(
        Field(name="matter", label="涉嫌的问题", kind="text", own=False),
    )),
    Move(id="end", label="完", roles=OFFICER, closes=True, tells=True),
)  # fmt: skip

KIND = Kind(
    id="case", label="组织调整", first="begin", moves={m.id: m for m in MOVES}, fold=fold,
    lacks=lambda *given: tuple(lacks(*given)), clocks=clocks, stages=lambda world: STAGES,
    awaits=awaits,
)  # fmt: skip


def choices(source, line, said, actor):
    points = fold(said, None).points if said else ()
    return tuple((str(n), p) for n, p in enumerate(points, start=1)) if source == "points" else ()


def members(taken):
    part = "verifier" if taken.last.move == "check" else "handler"
    return ((taken.actor.user, taken.actor.name, part),)


DESK = Desk(
    kind=KIND, world=lambda line, said, on: None, choices=by_source(choices), panels=panels,
    members=members,
)  # fmt: skip
