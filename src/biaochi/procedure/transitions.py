"""The one door: a move is legal, or everything that stands in its way is said."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from biaochi.errors import Problem, Refusal
from biaochi.procedure.given import is_number
from biaochi.procedure.shapes import By, Field, Kind, Move, Said
from biaochi.timeline import EARLIEST, LATEST, day_of
from biaochi.vocabulary.limits import LARGEST_NUMBER, QUOTED

_EMPTY: tuple[Any, ...] = ("", None, (), [], {})


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A move as it stands now: what stands in its way, none if it may be made."""

    move: Move
    lacks: tuple[Problem, ...]


def advance(
    kind: Kind,
    said: Sequence[Said],
    wanted: Said,
    world: Any,  # noqa: ANN401 (each kind's own)
) -> Any:  # noqa: ANN401 (each kind's own standing)
    """Return the standing after the wanted move; Refusal with all that stands in its way."""
    problems = tuple(_problems(kind, said, wanted, world))
    if problems:
        raise Refusal(problems)
    return kind.fold((*said, wanted), world)


def choices(
    kind: Kind,
    said: Sequence[Said],
    world: Any,  # noqa: ANN401 (each kind's own)
    *,
    by: By,
    on: date,
) -> tuple[Choice, ...]:
    """Return every move this person could ask for here, in the order of the table.

    A move is probed without its fields: what stands in the way then is what no form can mend.
    """
    standing = kind.fold(said, world)
    found = []
    for move in kind.moves.values():
        if not said and move.id != kind.first:
            continue
        if not move.roles & by.roles or (said and move.id == kind.first):
            continue
        wanted = Said(number=len(said) + 1, move=move.id, on=on, by=by)
        found.append(Choice(move=move, lacks=tuple(kind.lacks(standing, wanted, world))))
    return tuple(found)


def fitting(move: Move, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the content that is of the shape its field asks for: guards look at nothing else."""
    return {
        field.name: given[field.name]
        for field in move.fields
        if given.get(field.name) not in _EMPTY and _fits(field, given[field.name])
    }


def _problems(kind: Kind, said: Sequence[Said], wanted: Said, world: Any) -> Iterator[Problem]:  # noqa: ANN401
    move = kind.moves.get(wanted.move)
    if move is None:
        found, do = wanted.move[:QUOTED], "请从页面上的动作里选。"
        yield Problem("STEP-UNKNOWN", "程序里的动作", found, do)
        return
    if not move.roles & wanted.by.roles:
        yield Problem("STEP-ROLE", "有权作这一步的人", wanted.by.name, "请由有相应角色的人办理。")
        return
    if bool(said) == (move.id == kind.first):
        expected = "还没有开始的事项" if said else f"先「{kind.moves[kind.first].label}」"
        yield Problem("STEP-ORDER", expected, move.label, "请刷新后从现在的阶段继续。")
        return
    if said and wanted.on < said[-1].on:
        expected = f"不早于上一步的日期 {said[-1].on}"
        yield Problem("STEP-DAY", expected, f"{wanted.on}", "请改日期。", column_name="on")
    yield from _fields(move, wanted.given)
    yield from kind.lacks(kind.fold(said, world), wanted, world)


def _fields(move: Move, given: Mapping[str, Any]) -> Iterator[Problem]:
    for field in move.fields:
        value = given.get(field.name)
        if value in _EMPTY:
            if field.required:
                yield Problem("STEP-FIELD", field.label, "空", "请填写。", column_name=field.name)
        elif not _fits(field, value):
            yield Problem(
                "STEP-VALUE", f"{field.label}：{_EXPECTED[field.kind]}", f"{value}"[:QUOTED],
                "请改正。", column_name=field.name,
            )  # fmt: skip
    known = {f.name for f in move.fields}
    for name in given:
        if name not in known:
            yield Problem("STEP-VALUE", "表上的栏目", name[:QUOTED], "请去掉。", column_name=name)


_EXPECTED = {
    "line": "一行文字", "text": "文字",
    "day": f"日期（年-月-日，{EARLIEST.year} 至 {LATEST.year} 年）",
    "number": f"0 至 {LARGEST_NUMBER} 的整数",
    "flag": "是或否", "choice": "列出的一项", "many": "列出的若干项", "names": "若干人的姓名",
    "points": "逐条写的意见", "answers": "逐条的答复", "votes": "赞成、反对、弃权的票数",
}  # fmt: skip


def _fits(field: Field, value: Any) -> bool:  # noqa: ANN401 (plain JSON)
    simple = _SIMPLE.get(field.kind)
    if simple is not None:
        return simple(value)
    if field.kind in {"line", "text"}:
        return isinstance(value, str) and len(value) <= field.longest and bool(value.strip())
    if field.kind == "choice":
        return isinstance(value, str) and (not field.choices or value in dict(field.choices))
    return isinstance(value, list | tuple) and all(_fits_one(field, one) for one in value)


def _fits_one(field: Field, one: Any) -> bool:  # noqa: ANN401 (plain JSON)
    if field.kind == "answers":
        return (
            isinstance(one, Mapping) and set(one) == {"point", "accepted", "answer"}
            and is_number(one["point"]) and isinstance(one["accepted"], bool)
            and isinstance(one["answer"], str) and bool(one["answer"].strip())
        )  # fmt: skip
    if field.kind == "many" and field.choices and one not in dict(field.choices):
        return False
    return isinstance(one, str) and 0 < len(one.strip()) <= field.longest


def _is_day(value: Any) -> bool:  # noqa: ANN401 (plain JSON)
    found = day_of(value) if isinstance(value, str) else None
    return found is not None and found.isoformat() == value


def _is_flag(value: Any) -> bool:  # noqa: ANN401 (plain JSON)
    return isinstance(value, bool)


def _is_count(value: Any) -> bool:  # noqa: ANN401 (plain JSON)
    keys = {"for", "against", "abstained"}
    return isinstance(value, Mapping) and set(value) == keys and all(map(is_number, value.values()))


_SIMPLE = {"day": _is_day, "number": is_number, "flag": _is_flag, "votes": _is_count}
