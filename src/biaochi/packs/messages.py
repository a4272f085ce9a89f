"""The type checker's answers as Chinese sentences with a place."""

# ruff: noqa: ANN401 — what the type checker reports is untyped.

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from biaochi.errors import Problem
from biaochi.packs.hints import suggest
from biaochi.packs.shapes import Mark
from biaochi.packs.yamltext import problem

_SHOWN = 40
_EXPECTED = {
    "string_type": ("一段文字或一个数", "请写成一个值，不要写成列表或键值。"),
    "int_parsing": ("一个整数", "请只写数字。"),
    "int_parsing_size": ("一个整数", "请写小一些的数。"),
    "int_type": ("一个整数", "请只写一个数字。"),
    "bool_parsing": ("true 或 false", "请写 true 或 false。"),
    "bool_type": ("true 或 false", "请写 true 或 false。"),
    "tuple_type": ("一个列表", "请写成 [甲, 乙]，或每行一个「- 」。"),
    "dataclass_type": ("键和值", "请写成 键: 值。"),
    "dict_type": ("键和值", "请写成 键: 值。"),
}


def describe(value: object) -> str:
    """Return what was found, short enough for a sentence."""
    if isinstance(value, dict):
        return "键和值（" + "、".join(str(k) for k in list(value)[:3]) + "）"
    if isinstance(value, list | tuple):
        return f"有 {len(value)} 项的列表"
    text = str(value)
    return f"「{text[:_SHOWN]}{'…' if len(text) > _SHOWN else ''}」" if text else "空白"


def mark_at(marks: Mapping[str, Mark], path: str) -> Mark:
    """Return the place of a path, or of the nearest thing around it."""
    while path not in marks and "." in path:
        path = path.rpartition(".")[0]
    return marks.get(path) or marks.get("") or Mark("", 0, 0)


def translate(error: ValidationError, *, path: str, marks: Mapping[str, Mark]) -> list[Problem]:
    """Return one problem per finding of the type checker, each place once."""
    found: dict[str, Problem] = {}
    for detail in sorted(error.errors(include_url=False), key=_off_target):
        where = ".".join((path, *_steps(detail["loc"])))
        found.setdefault(where, _problem(detail, where=where, marks=marks))
    return list(found.values())


def _off_target(detail: Any) -> bool:
    """Of a union's alternatives, a misspelt word is about the words, anything else is not."""
    return bool((detail["type"] == "literal_error") != isinstance(detail["input"], str))


def _steps(loc: tuple[int | str, ...]) -> list[str]:
    """Drop the steps that name an alternative of a union instead of a place in the file."""
    return [str(step) for step in loc if not str(step).endswith("]")]


def _problem(detail: Any, *, where: str, marks: Mapping[str, Mark]) -> Problem:
    mark = mark_at(marks, where)
    kind, value = detail["type"], detail.get("input")
    name = where.rpartition(".")[2].removesuffix("_")
    if kind == "missing":
        return problem(
            "PACK-MISSING", mark, expected=f"写明「{name}」", found="没有写",
            do=f"请补上「{name}」。",
        )  # fmt: skip
    if kind == "literal_error":
        words = [w.strip("' ") for w in detail["ctx"]["expected"].replace(" or ", ", ").split(",")]
        return problem(
            "PACK-VALUE", mark, expected=f"「{name}」为 " + "、".join(w or "空白" for w in words),
            found=describe(value), do=suggest(str(value), [w for w in words if w]),
        )  # fmt: skip
    expected, do = _EXPECTED.get(kind, ("合乎语法的值", "请对照规则包语法改正。"))
    return problem(
        "PACK-VALUE", mark, expected=f"「{name}」为{expected}", found=describe(value), do=do
    )
