"""An expiry is a question put to people: nobody leaves a post because a day has passed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from biaochi.errors import Problem
from biaochi.procedure.expiry_moves import ADOPTED, EXTEND, LEAVE, MOVES, RENEW
from biaochi.procedure.footing import apart, footing, guard, overturned
from biaochi.procedure.given import day_in
from biaochi.procedure.shapes import Awaited, By, Clock, Deadline, Kind, Said, Standing
from biaochi.procedure.tenure import SPECIAL, TERM, Due, read_key

STAGES = (
    ("talk", "谈话"), ("arrange", "研究安排"), ("confirm", "决定"), ("execute", "办理"),
    ("done", "待办结"), ("closed", "已办结"),
)  # fmt: skip
_LABELS = dict(STAGES)


@dataclass(frozen=True, kw_only=True)
class ExpiryWorld:
    """What guards of an expiry ask: what runs out for the person, and how often he was moved.

    ``dues`` by key; ``moved``: early moves for special need within the present term of a post, and
    ``moves``: how many the pack allows (None: it does not say); ``posts``: those he still holds;
    ``overturned``: a remedy revoked or altered what was decided.
    """

    person: str
    dues: Mapping[str, Due] = field(default_factory=dict)
    moved: Mapping[int, int] = field(default_factory=dict)
    moves: int | None = None
    posts: frozenset[str] = frozenset()
    overturned: bool = False


@dataclass(frozen=True, kw_only=True)
class ExpiryStanding(Standing):
    """Where an expiry stands."""

    ground: str = ""
    post: str = ""
    due: Deadline | None = None
    which: int = 0
    last: bool = False
    talked: bool = False
    plan: str = ""
    until: date | None = None
    arranged_by: By | None = None
    adopted: bool = False
    executed_on: date | None = None
    measure: str = ""
    channel: str = ""


def fold(said: Sequence[Said], world: ExpiryWorld) -> ExpiryStanding:
    """Return where an expiry stands after what was said."""
    standing = ExpiryStanding(stage="talk", stage_label="", is_open=True)
    for one in said:
        standing = _AFTER.get(one.move, _as_it_was)(standing, one, world)
    stage = _stage(standing)
    return replace(standing, stage=stage, stage_label=_LABELS[stage])


def _stage(s: ExpiryStanding) -> str:
    if not s.is_open:
        return "closed"
    if s.executed_on:
        return "done"
    if s.adopted:
        return "execute"
    if s.plan:
        return "confirm"
    return "arrange" if s.talked else "talk"


def _as_it_was(s: ExpiryStanding, *_: object) -> ExpiryStanding:
    return s


def _opened(s: ExpiryStanding, said: Said, world: ExpiryWorld) -> ExpiryStanding:
    """The day worked out then stands in the key: later facts do not change what was asked."""
    found = read_key(said.given["about"])
    on = found.on or day_in(said.given, "due_on")
    now = world.dues.get(said.given["about"])
    told = ("立项时按任职登记算得",) if found.on else ("由立项的人填写",)
    steps = now.steps if now and now.steps else told
    deadline = Deadline(start=said.on, due=on, length="", steps=steps) if on else None
    return replace(
        s, ground=found.ground, post=f"{found.post}", due=deadline, which=found.which,
        last=found.last,
    )  # fmt: skip


def _talked(s: ExpiryStanding, said: Said, _: ExpiryWorld) -> ExpiryStanding:
    return replace(s, talked=True, told_on=s.told_on or said.on)


def _arranged(s: ExpiryStanding, said: Said, _: ExpiryWorld) -> ExpiryStanding:
    given = said.given
    return replace(
        s, plan=given["plan"], until=day_in(given, "until"), arranged_by=said.by,
        measure=given.get("measure", ""), channel=given.get("channel", ""),
    )  # fmt: skip


def _confirmed(s: ExpiryStanding, said: Said, _: ExpiryWorld) -> ExpiryStanding:
    adopted = said.given["result"] == ADOPTED
    return replace(s, adopted=adopted, plan=s.plan if adopted else "")


def _executed(s: ExpiryStanding, said: Said, _: ExpiryWorld) -> ExpiryStanding:
    return replace(s, executed_on=said.on)


def _closed(s: ExpiryStanding, said: Said, _: ExpiryWorld) -> ExpiryStanding:
    return replace(s, is_open=False, outcome="withdrawn" if said.move == "withdraw" else s.plan)


_AFTER: Mapping[str, Callable[[ExpiryStanding, Said, ExpiryWorld], ExpiryStanding]] = {
    "open": _opened, "talk": _talked, "arrange": _arranged, "confirm": _confirmed,
    "execute": _executed, "withdraw": _closed, "close": _closed,
}  # fmt: skip


def lacks(s: ExpiryStanding, wanted: Said, world: ExpiryWorld) -> tuple[Problem, ...]:
    """Return all that stands in the way of a move beyond its roles and fields."""
    found = list(footing(MOVES[wanted.move], wanted, standing=s, person=world.person))
    if s.is_open:
        found += _out_of_order(s, wanted)
        found += _GUARDS.get(wanted.move, _nothing)(s, wanted, world)
    return tuple(found)


_WHEN: Mapping[str, tuple[str, ...]] = {
    "arrange": ("arrange", "confirm"), "confirm": ("confirm",), "execute": ("execute",),
    "close": ("done",),
}  # fmt: skip


def _out_of_order(s: ExpiryStanding, wanted: Said) -> Iterator[Problem]:
    when = _WHEN.get(wanted.move)
    if when and s.stage not in when:
        expected = "、".join(_LABELS[w] for w in when)
        yield Problem("STEP-ORDER", expected, s.stage_label, "请先办完现在这一步。")


def _nothing(*_: object) -> Iterator[Problem]:
    return iter(())


def _about_opening(_: ExpiryStanding, wanted: Said, world: ExpiryWorld) -> Iterator[Problem]:
    about = wanted.given.get("about")
    if not about:
        return
    due = world.dues.get(about)
    if due is None:
        yield guard("列出的到期事项", f"{about}"[:100], "请从列出的里面选。", field="about")
        return
    said = day_in(wanted.given, "due_on")
    if due.on is None and said is None and due.ground != SPECIAL:
        yield Problem("STEP-FIELD", "到期日", "空", due.asks, column_name="due_on")
    if due.on is not None and said not in {None, due.on}:
        do = "请留空；任职首日等登记有误的，先更正。"
        yield Problem("STEP-VALUE", f"算得 {due.on}", f"{said}", do, column_name="due_on")
    used = world.moved.get(due.post, 0)
    if due.ground == SPECIAL and world.moves is not None and used >= world.moves:
        yield Problem(
            "STEP-LEGAL", f"一个任期内至多 {world.moves} 次", f"已有 {used} 次",
            "本任期内不能再因特殊需要调整。", column_name="about",
        )  # fmt: skip


def _about_arranging(s: ExpiryStanding, wanted: Said, _: ExpiryWorld) -> Iterator[Problem]:
    given = wanted.given
    plan = given.get("plan")
    if plan == RENEW and (s.ground != TERM or s.last):
        found = f"第 {s.which} 届，已是最后一届" if s.ground == TERM else "不是任期届满"
        do = "请选离任，或者凭上级批准文件延期。"
        yield Problem("STEP-LEGAL", "还可以连任的任期", found, do, column_name="plan")
    if plan == EXTEND:
        for name, label in (("document", "上级批准文件"), ("until", "延至")):
            if not given.get(name):
                yield Problem("STEP-FIELD", label, "空", "延期的必填。", column_name=name)
        until = day_in(given, "until")
        if until and s.due and until <= s.due.due:
            yield Problem(
                "STEP-DAY", f"晚于 {s.due.due}", f"{until}", "请改日期。", column_name="until"
            )
    if plan == LEAVE and not given.get("destination"):
        do = "请写明离任后怎样安排；退休的写退休。"
        yield Problem("STEP-FIELD", "离任后的去向", "空", do, column_name="destination")
    if given.get("measure") and not given.get("channel"):
        do = "登记措施的要写明渠道，免得算成不适宜担任现职。"
        yield Problem("STEP-FIELD", "渠道", "空", do, column_name="channel")


def _about_deciding(s: ExpiryStanding, wanted: Said, _: ExpiryWorld) -> Iterator[Problem]:
    if wanted.by.is_same(s.arranged_by):
        yield apart("提出安排的人以外的人", wanted.by.seen_as(s.arranged_by))


def _about_executing(s: ExpiryStanding, wanted: Said, world: ExpiryWorld) -> Iterator[Problem]:
    given = wanted.given
    if world.overturned:
        yield overturned("按复核、申诉的决定办理；这一件请撤回。")
    if s.plan == EXTEND or not given:
        return
    on = day_in(given, "effective_on")
    if on is None:
        do = "离任写最后一天，连任写新一届的首日。"
        yield Problem("STEP-FIELD", "离任末日或连任首日", "空", do, column_name="effective_on")
    elif s.plan == RENEW and s.due and on <= s.due.due:
        expected = f"晚于本届届满日 {s.due.due}"
        yield Problem("STEP-DAY", expected, f"{on}", "请改日期。", column_name="effective_on")
    if given.get("post") not in world.posts:
        do = "请从现任职务里选；已经离任的撤回这一件。"
        yield guard("现在还担任的职务", f"{given.get('post') or '空'}", do, field="post")
    elif s.post in world.posts and given.get("post") != s.post:
        do = "要办理别的职务的，请另立一件。"
        yield guard("立项时到期的职务", "同时担任的另一个职务", do, field="post")


_GUARDS: Mapping[str, Callable[[ExpiryStanding, Said, ExpiryWorld], Iterator[Problem]]] = {
    "open": _about_opening, "arrange": _about_arranging, "confirm": _about_deciding,
    "execute": _about_executing,
}  # fmt: skip


def clocks(s: ExpiryStanding, world: ExpiryWorld) -> tuple[Clock, ...]:
    """Return the day something runs out, and the one it was put off to."""
    del world
    if s.due is None:
        return ()
    then = "到期不会自动免职，由经办人抓紧研究"
    found = [
        Clock(key="due", label="到期", owner="组织部门", deadline=s.due, met_on=s.executed_on,
              then=then)
    ]  # fmt: skip
    if s.plan == EXTEND and s.executed_on and s.until:
        steps = (f"经上级批准延至 {s.until}",)
        put_off = Deadline(start=s.due.due, due=s.until, length="", steps=steps)
        found.append(Clock(key="until", label="延期届满", owner="组织部门", deadline=put_off,
                           then=then))  # fmt: skip
    return tuple(found)


def stages(world: ExpiryWorld) -> tuple[tuple[str, str], ...]:
    """Return the stages in order."""
    del world
    return STAGES


_NEXT = {
    "talk": ("talk", "到龄届满，先谈话"), "arrange": ("arrange", "谈过话，等研究安排"),
    "confirm": ("confirm", "安排建议已写，等决定"), "execute": ("execute", "已经决定，等办理"),
    "done": ("close", "各步都已办完，可以办结"),
}  # fmt: skip


def awaits(s: ExpiryStanding, world: ExpiryWorld) -> tuple[Awaited, ...]:
    """Return what an expiry waits for."""
    del world
    if not s.ground or s.stage not in _NEXT:
        return ()
    move, why = _NEXT[s.stage]
    apart = frozenset({s.arranged_by.user}) if move == "confirm" and s.arranged_by else frozenset()
    return (Awaited(move=move, why=why, apart=apart),)


KIND = Kind(
    id="expiry", label="到龄届满", first="open", moves=MOVES, fold=fold, lacks=lacks,
    clocks=clocks, stages=stages, awaits=awaits,
)  # fmt: skip
