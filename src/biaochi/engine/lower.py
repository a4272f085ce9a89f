"""From the parsed formula to a typed expression: names resolved, kinds and units checked."""

import difflib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import reduce
from typing import Protocol

from biaochi.engine import formula, kinds
from biaochi.engine.expr import FALSE, TRUE, UNKNOWN, Expr, Lit, all_of, any_of, op
from biaochi.engine.formula import Call, Name, Node, Number, Text
from biaochi.engine.kinds import DATE, FLAG, LABEL, NUMBER, RATIO, KindError, Typed
from biaochi.vocabulary.limits import MOST_ARGUMENTS, TERNARY


class Scope(Protocol):
    """What names mean here."""

    @property
    def rounding(self) -> str:
        """The pack's rounding mode, or nothing."""

    def resolve(self, name: str) -> Typed:
        """Give the typed expression of a name; KindError with a suggestion otherwise."""

    def tagged(self, tag: str) -> Typed:
        """Tell whether the fact row's item carries the tag; KindError outside of rows."""


class Misfit(Exception):
    """A kind error at an offset of the formula."""

    def __init__(self, error: KindError, at: int) -> None:
        super().__init__(str(error))
        self.error, self.at = error, at


Build = Callable[[Scope, list[Typed]], Typed]


def lower(text: str, scope: Scope) -> Typed:
    """Parse and type one formula; FormulaError or Misfit say what is wrong and where."""
    return _node(formula.parse(text), scope)


def lower_flag(text: str, scope: Scope) -> Typed:
    """Parse a formula that must be a condition."""
    node = formula.parse(text)
    typed = _node(node, scope)
    if typed.kind != FLAG:
        raise Misfit(KindError("FORM-KIND", "条件（是否）", typed.named()), node.at)
    return typed


def closest(name: str, those: Iterable[str]) -> str:
    """A sentence that suggests the nearest known name."""
    near = difflib.get_close_matches(name, list(those), n=2)
    return f"是不是「{'」或「'.join(near)}」？" if near else "请先定义它，或改正名称。"


def _node(node: Node, scope: Scope) -> Typed:
    try:
        if isinstance(node, Number):
            return kinds.constant(node.value)
        if isinstance(node, Text):
            return kinds.label(Lit(node.value))
        if isinstance(node, Name):
            return _CONSTANTS[node.name] if node.name in _CONSTANTS else scope.resolve(node.name)
        return _call(node, scope)
    except KindError as error:
        raise Misfit(error, node.at) from error


def _call(node: Call, scope: Scope) -> Typed:
    if node.name in {"tagged", "date"}:
        return _literal_call(node, scope)
    if node.name == "in":
        return _membership(node, scope)
    if node.name not in FUNCTIONS:
        raise KindError("FORM-FUNCTION", "已有的函数", node.name, closest(node.name, FUNCTIONS))
    function = FUNCTIONS[node.name]
    if not function.least <= len(node.args) <= function.most:
        raise KindError("FORM-ARGUMENTS", function.shape, f"{len(node.args)} 个参数")
    return function.build(scope, [_node(a, scope) for a in node.args])


def _literal_call(node: Call, scope: Scope) -> Typed:
    if len(node.args) != 1 or not isinstance(node.args[0], Text):
        raise KindError("FORM-ARGUMENTS", f"{node.name}('…')：一个引号内的文字", "其他参数")
    text = node.args[0].value
    if node.name == "tagged":
        return scope.tagged(text)
    try:
        return kinds.day(Lit(date.fromisoformat(text)))
    except ValueError as error:
        raise KindError("FORM-DATE", "形如 2014-09-01 的日期", text) from error


def _membership(node: Call, scope: Scope) -> Typed:
    subject, *typed = (_node(a, scope) for a in node.args)
    if subject.kind == LABEL and all(_is_known(t.expr) for t in typed):
        return kinds.flag(op("in", subject.expr, *(kinds.wanted(t, LABEL).expr for t in typed)))
    return kinds.flag(any_of(*(kinds.compare("eq", subject, t) for t in typed)))


def _is_known(expr: Expr) -> bool:
    return isinstance(expr, Lit) and expr.value is not None


def _flag2(name: str) -> Build:
    def build(_scope: Scope, args: list[Typed]) -> Typed:
        flags = [kinds.wanted(a, FLAG).expr for a in args]
        return kinds.flag(all_of(*flags) if name == "and" else any_of(*flags))

    return build


def _compare(name: str) -> Build:
    return lambda _scope, args: kinds.flag(kinds.compare(name, args[0], args[1]))


def _amounts(build: Callable[..., Typed]) -> Build:
    def checked(_scope: Scope, args: list[Typed]) -> Typed:
        return build(*(kinds.wanted(a, NUMBER, RATIO) for a in args))

    return checked


def _negative(a: Typed) -> Typed:
    return kinds.mul(kinds.constant(Fraction(-1)), a)


def _absolute(a: Typed) -> Typed:
    return Typed(a.kind, op("abs", a.expr), a.scale, a.unit, a.most, a.below, a.most_below)


def _fold(name: str) -> Callable[..., Typed]:
    return lambda *args: reduce(lambda a, b: kinds.pick(name, a, b), args)


def _clamp(x: Typed, low: Typed, high: Typed) -> Typed:
    held = kinds.pick("least", kinds.pick("greatest", x, low), high)
    if low.const is None or high.const is None:
        return held
    limit = max(abs(low.const), abs(high.const))
    if held.kind == RATIO:
        return replace(held, limit=limit)
    return replace(held, most=min(held.most, int(limit * 10**held.scale) + 1))


def _round(scope: Scope, args: list[Typed]) -> Typed:
    kinds.wanted(args[0], NUMBER, RATIO)
    places = args[1].const if len(args) > 1 else Fraction(0)
    if places is None or places.denominator != 1 or not 0 <= places < 10:
        raise KindError("FORM-ARGUMENTS", "round(数, 0 到 9 的小数位数)", "其他参数")
    if not scope.rounding:
        raise KindError(
            "PLAN-ROUNDING", "写明的舍入方式", "没有", "在 pack.yaml 的 numeric.rounding 写明。"
        )
    return kinds.rounded(args[0], int(places), scope.rounding)


def _to_whole(mode: str) -> Callable[..., Typed]:
    return lambda a: kinds.rounded(a, 0, mode)


def _not(_scope: Scope, args: list[Typed]) -> Typed:
    return kinds.flag(op("not", kinds.wanted(args[0], FLAG).expr))


def _if(_scope: Scope, args: list[Typed]) -> Typed:
    return kinds.branch(kinds.wanted(args[0], FLAG).expr, args[1], args[2])


def _known(_scope: Scope, args: list[Typed]) -> Typed:
    (a,) = args
    parts = [op("known", a.expr)]
    if a.below is not None:
        parts.append(op("else", op("gt", a.below, Lit(0)), FALSE))
    return kinds.flag(all_of(*parts))


def _count_true(_scope: Scope, args: list[Typed]) -> Typed:
    ones = [op("count", kinds.wanted(a, FLAG).expr) for a in args]
    total = reduce(lambda a, b: op("add", a, b), ones)
    return kinds.whole(total, most=len(ones))


def _between(name: str, unit: str) -> Build:
    def build(_scope: Scope, args: list[Typed]) -> Typed:
        first, second = (kinds.wanted(a, DATE).expr for a in args)
        return kinds.whole(op(name, first, second), most=10**7, unit=unit)

    return build


def _move(name: str) -> Build:
    def build(_scope: Scope, args: list[Typed]) -> Typed:
        start = kinds.wanted(args[0], DATE)
        count = kinds.wanted(args[1], NUMBER)
        if count.scale or (name == "add_working_days" and not (count.const or 0) > 0):
            raise KindError("FORM-ARGUMENTS", "整数个日、月或年（工作日须为正的常数）", "其他参数")
        return kinds.day(op(name, start.expr, count.expr))

    return build


class Function:
    """A function of the language: how many arguments, what it is, how it is written."""

    def __init__(self, build: Build, least: int, most: int, shape: str, says: str) -> None:
        self.build, self.least, self.most, self.shape, self.says = build, least, most, shape, says


FUNCTIONS: Mapping[str, Function] = {
    "add": Function(_amounts(kinds.add), 2, 2, "a + b", "和，精确"),
    "sub": Function(_amounts(lambda a, b: kinds.add(a, b, "sub")), 2, 2, "a - b", "差，精确"),
    "mul": Function(_amounts(kinds.mul), 2, 2, "a * b", "积，精确"),
    "div": Function(_amounts(kinds.div), 2, 2, "a / b", "商，保留为整数对；除数为零时待定"),
    "neg": Function(_amounts(_negative), 1, 1, "-a", "相反数"),
    "eq": Function(_compare("eq"), 2, 2, "a = b", "等于；两个比例交叉相乘比较"),
    "ne": Function(_compare("ne"), 2, 2, "a != b", "不等于"),
    "lt": Function(_compare("lt"), 2, 2, "a < b", "小于"),
    "le": Function(_compare("le"), 2, 2, "a <= b", "不大于"),
    "gt": Function(_compare("gt"), 2, 2, "a > b", "大于（“超过”）"),
    "ge": Function(_compare("ge"), 2, 2, "a >= b", "不小于（“达到”“以上”）"),
    "and": Function(_flag2("and"), 2, 2, "a and b", "且；一项为否即否"),
    "or": Function(_flag2("or"), 2, 2, "a or b", "或；一项为是即是"),
    "not": Function(_not, 1, 1, "not a", "非；待定仍待定"),
    "if": Function(_if, TERNARY, TERNARY, "if 条件 then a else b", "按条件取值；条件待定则待定"),
    "min": Function(_amounts(_fold("least")), 1, MOST_ARGUMENTS, "min(a, b, …)", "最小值"),
    "max": Function(_amounts(_fold("greatest")), 1, MOST_ARGUMENTS, "max(a, b, …)", "最大值"),
    "abs": Function(_amounts(_absolute), 1, 1, "abs(a)", "绝对值"),
    "floor": Function(_amounts(_to_whole("floor")), 1, 1, "floor(a)", "向下取整"),
    "ceil": Function(_amounts(_to_whole("ceil")), 1, 1, "ceil(a)", "向上取整"),
    "round": Function(_round, 1, 2, "round(a, 位数)", "按规则包的舍入方式取小数位"),
    "clamp": Function(_amounts(_clamp), TERNARY, TERNARY, "clamp(a, 低, 高)", "限制在两端之间"),
    "known": Function(_known, 1, 1, "known(a)", "是否已知；从不待定"),
    "count_true": Function(_count_true, 1, MOST_ARGUMENTS, "count_true(a, b, …)", "成立的条件个数"),
    "days_between": Function(
        _between("days_between", "days"), 2, 2, "days_between(起, 止)", "相隔天数"
    ),
    "months_between": Function(
        _between("months_between", "months"), 2, 2, "months_between(起, 止)", "相隔整月数"
    ),
    "years_between": Function(
        _between("years_between", "years"), 2, 2, "years_between(起, 止)", "相隔整年数（周岁）"
    ),
    "add_days": Function(_move("add_days"), 2, 2, "add_days(日, n)", "n 天之后"),
    "add_months": Function(_move("add_months"), 2, 2, "add_months(日, n)", "n 个月之后"),
    "add_years": Function(_move("add_years"), 2, 2, "add_years(日, n)", "n 年之后"),
    "add_working_days": Function(
        _move("add_working_days"), 2, 2, "add_working_days(日, n)", "其后第 n 个工作日"
    ),
}
_CONSTANTS: Mapping[str, Typed] = {
    "true": kinds.flag(TRUE),
    "false": kinds.flag(FALSE),
    "undetermined": kinds.flag(UNKNOWN),
}
