"""What an expression is: kind, decimal places, unit, and proved bounds.

A *number* is an integer in units of ``10**-scale``; a *ratio* is an integer pair with a positive
divisor; flags, labels and dates are themselves.  Arithmetic here is exact: the only divisions
are ``rounded``.  Bounds grow with every operation, and an operation whose result could leave
64-bit integers is refused when the pack is compiled, never at run time.
"""

from dataclasses import dataclass, replace
from fractions import Fraction

from biaochi.engine.expr import Expr, Lit, Op, op
from biaochi.vocabulary.limits import LARGEST_INTEGER

NUMBER, RATIO, FLAG, LABEL, DATE = "number", "ratio", "flag", "label", "date"
KIND_NAMES = {NUMBER: "数", RATIO: "比例", FLAG: "是否", LABEL: "文字", DATE: "日期"}


_HUGE = 10**16  # 亿亿


class KindError(Exception):
    """An expression that does not fit: what was expected and what was found."""

    def __init__(self, code: str, expected: str, found: str, do: str = "") -> None:
        super().__init__(f"{code} {expected} / {found}")
        self.code, self.expected, self.found, self.do = code, expected, found, do


@dataclass(frozen=True, slots=True)
class Typed:
    """An expression with its kind.

    ``most``: greatest magnitude of ``expr``; ``below``: divisor and ``most_below`` its greatest;
    ``limit``: greatest magnitude of a ratio's value where that is known (a share, a mean).
    """

    kind: str
    expr: Expr
    scale: int = 0
    unit: str = ""
    most: int = 0
    below: Expr | None = None
    most_below: int = 1
    const: Fraction | None = None
    limit: Fraction | None = None

    def named(self) -> str:
        """Say in Chinese what this is."""
        return KIND_NAMES[self.kind] + (f"（{self.unit}）" if self.unit else "")


def value_limit(a: Typed) -> Fraction | None:
    """The greatest magnitude of the value itself, where known."""
    return Fraction(a.most, 10**a.scale) if a.kind == NUMBER else a.limit


def flag(expr: Expr) -> Typed:
    """Wrap a flag."""
    return Typed(FLAG, expr)


def label(expr: Expr) -> Typed:
    """Wrap a label."""
    return Typed(LABEL, expr)


def day(expr: Expr) -> Typed:
    """Wrap a date."""
    return Typed(DATE, expr)


def whole(expr: Expr, *, most: int, unit: str = "") -> Typed:
    """Wrap a whole number."""
    return Typed(NUMBER, expr, unit=unit, most=most)


def decimal_places(value: Fraction) -> int | None:
    """Decimal places of a finite decimal fraction, else None.

    >>> decimal_places(Fraction(1, 8)), decimal_places(Fraction(1, 3))
    (3, None)
    """
    below, places = value.denominator, 0
    for factor in (2, 10 // 2):
        power = 0
        while below % factor == 0:
            below //= factor
            power += 1
        places = max(places, power)
    return places if below == 1 else None


def constant(value: Fraction, *, unit: str = "", name: str = "") -> Typed:
    """A number if its decimal ends, else a ratio."""
    places = decimal_places(value)
    if places is None:
        top = Lit(value.numerator, name)
        return checked(
            Typed(RATIO, top, 0, unit, abs(value.numerator), Lit(value.denominator),
                  value.denominator, value)
        )  # fmt: skip
    amount = int(value * 10**places)
    return checked(Typed(NUMBER, Lit(amount, name), places, unit, abs(amount), const=value))


def checked(typed: Typed) -> Typed:
    """Refuse what could overflow 64-bit integers."""
    if max(typed.most, typed.most_below) >= LARGEST_INTEGER:
        raise KindError(
            "PLAN-OVERFLOW",
            f"计算过程中的数（去掉小数点）不到 {LARGEST_INTEGER // _HUGE} 亿亿",
            f"可能达到 {max(typed.most, typed.most_below) // _HUGE} 亿亿",
            "请把 pack.yaml 中 numeric 的 largest（单项数值上限）或 rows（记录条数上限）"
            "改成业务上真会有的数，留些余地；还不够的，给这个量或它用到的量写 scale（小数位数）。",
        )
    return typed


def wanted(typed: Typed, *kinds: str) -> Typed:
    """Refuse another kind than the given ones."""
    if typed.kind not in kinds:
        raise KindError("FORM-KIND", "或".join(KIND_NAMES[k] for k in kinds), typed.named())
    return typed


def same_unit(a: Typed, b: Typed) -> str:
    """The common unit; an unnamed one fits any.  Different names are refused."""
    if a.unit and b.unit and a.unit != b.unit:
        raise KindError("FORM-UNIT", f"同一单位（{a.unit}）", f"{b.unit}", "先换算成同一单位。")
    return a.unit or b.unit


def at_scale(a: Typed, scale: int) -> Typed:
    """The same number in finer units; a coarser place would lose digits and is refused."""
    if scale == a.scale:
        return a
    if wanted(a, NUMBER).scale > scale:
        raise KindError("FORM-NUMBER", f"不超过 {scale} 位小数的数", f"{a.scale} 位小数")
    factor = 10 ** (scale - a.scale)
    return checked(
        replace(a, expr=op("mul", a.expr, Lit(factor)), scale=scale, most=a.most * factor)
    )


def as_ratio(a: Typed) -> Typed:
    """A number as an integer pair."""
    if a.kind == RATIO:
        return a
    limit, below = value_limit(a), 10**a.scale
    return replace(a, kind=RATIO, scale=0, below=Lit(below), most_below=below, limit=limit)


def _below(a: Typed) -> Expr:
    return a.below if a.below is not None else Lit(1)


def _cross(a: Typed, b: Typed) -> tuple[Typed, Typed]:
    """Two amounts over one divisor: numbers at one scale, ratios cross-multiplied."""
    if a.kind == NUMBER and b.kind == NUMBER:
        scale = max(a.scale, b.scale)
        return at_scale(a, scale), at_scale(b, scale)
    a, b = as_ratio(a), as_ratio(b)
    below = op("mul", _below(a), _below(b))
    most_below = a.most_below * b.most_below
    left = replace(a, expr=op("mul", a.expr, _below(b)), most=a.most * b.most_below)
    right = replace(b, expr=op("mul", b.expr, _below(a)), most=b.most * a.most_below)
    return (
        checked(replace(left, below=below, most_below=most_below)),
        checked(replace(right, below=below, most_below=most_below)),
    )


def add(a: Typed, b: Typed, sign: str = "add") -> Typed:
    """Sum or difference."""
    unit = same_unit(a, b)
    if a.const is not None and b.const is not None:
        return constant(a.const + b.const if sign == "add" else a.const - b.const, unit=unit)
    limits = [x for x in map(value_limit, (a, b)) if x is not None]
    limit = sum(limits, Fraction(0)) if len(limits) > 1 else None
    a, b = _cross(a, b)
    expr, most = op(sign, a.expr, b.expr), a.most + b.most
    limit = limit if a.kind == RATIO else None
    return checked(replace(a, expr=expr, unit=unit, most=most, const=None, limit=limit))


def mul(a: Typed, b: Typed) -> Typed:
    """Product; with one unit it keeps it, with two it has none of a known name."""
    unit = "" if a.unit and b.unit else a.unit or b.unit
    if a.const is not None and b.const is not None:
        return constant(a.const * b.const, unit=unit)
    scale, below, most_below = a.scale + b.scale, None, 1
    kind = NUMBER
    if RATIO in {a.kind, b.kind}:
        a, b = as_ratio(a), as_ratio(b)
        kind, scale = RATIO, 0
        below, most_below = op("mul", _below(a), _below(b)), a.most_below * b.most_below
    expr = op("mul", a.expr, b.expr)
    limits = [value_limit(t) if t.const is None else abs(t.const) for t in (a, b)]
    limit = None
    if kind == RATIO and limits[0] is not None and limits[1] is not None:
        limit = limits[0] * limits[1]
    return checked(Typed(kind, expr, scale, unit, a.most * b.most, below, most_below, limit=limit))


def div(a: Typed, b: Typed) -> Typed:
    """Quotient as an exact pair; undetermined where the divisor is zero."""
    unit = "" if a.unit == b.unit else a.unit
    if b.const == 0:
        raise KindError("FORM-ZERO", "不为零的除数", "0")
    if a.const is not None and b.const is not None:
        return constant(a.const / b.const, unit=unit)
    a, b = as_ratio(a), as_ratio(b)
    top = op("mul", op("mul", a.expr, op("sign", b.expr)), _below(b))
    below = op("mul", _below(a), op("abs", b.expr))
    return checked(Typed(RATIO, top, 0, unit, a.most * b.most_below, below, a.most_below * b.most))


def compare(name: str, a: Typed, b: Typed) -> Expr:
    """A comparison as a flag; amounts are cross-multiplied, never divided."""
    if a.kind in {NUMBER, RATIO} and b.kind in {NUMBER, RATIO}:
        same_unit(a, b)
        left, right = _cross(a, b)
        answer = op(name, left.expr, right.expr)
        return _where_divisible(answer, left)
    wanted(b, a.kind)
    listed = _looked_up(name, a.expr, b.expr)
    if listed is not None:
        return listed
    if a.kind in {FLAG, LABEL} and name not in {"eq", "ne"}:
        raise KindError("FORM-KIND", "可比大小的数或日期", a.named(), "文字只能用 = 或 !=。")
    return op(name, a.expr, b.expr)


def _looked_up(name: str, a: Expr, b: Expr) -> Expr | None:
    """``aspect = '德'`` as ``item in [those of it]``; facts know no unlisted item."""
    if name != "eq" or not isinstance(a, Op) or a.name != "case" or not isinstance(b, Lit):
        return None
    subject, pairs = a.args[0], a.args[1:-1]
    keys = [k for k, v in zip(pairs[::2], pairs[1::2], strict=True) if v == b]
    return op("in", subject, *keys) if keys else None


def _where_divisible(answer: Expr, pair: Typed) -> Expr:
    """Undetermined where a ratio has no base (its divisor is zero)."""
    if pair.kind == NUMBER or isinstance(pair.below, Lit):
        return answer
    return op("if", op("gt", _below(pair), Lit(0)), answer, Lit(None))


def rounded(a: Typed, scale: int, mode: str) -> Typed:
    """The amount with ``scale`` decimal places; the one place where anything is rounded."""
    if a.kind == NUMBER and a.scale <= scale:
        return a
    below: Expr = Lit(10 ** max(0, a.scale - scale))
    top, most_below = a.expr, 1
    most = a.most
    if a.kind == RATIO:
        top, most = op("mul", a.expr, Lit(10**scale)), a.most * 10**scale
        below, most_below = _below(a), a.most_below
    checked(Typed(NUMBER, top, most=2 * most + most_below, most_below=2 * most_below))
    expr = op(f"div_{mode}", top, below)
    most += 1
    if a.limit is not None:
        most = min(most, int(a.limit * 10**scale) + 1)
    return Typed(NUMBER, expr, scale, a.unit, most)


def pick(name: str, a: Typed, b: Typed) -> Typed:
    """The smaller (``least``) or greater (``greatest``) of two amounts."""
    unit = same_unit(a, b)
    limits = [x for x in map(value_limit, (a, b)) if x is not None]
    limit = max(limits) if len(limits) > 1 else None
    a, b = _cross(a, b)
    expr, most = op(name, a.expr, b.expr), max(a.most, b.most)
    limit = limit if a.kind == RATIO else None
    return replace(a, expr=expr, unit=unit, most=most, const=None, limit=limit)


def branch(condition: Expr, a: Typed, b: Typed) -> Typed:
    """If-then-else of two expressions of one kind; the branch not taken decides nothing."""
    if a.kind not in {NUMBER, RATIO}:
        wanted(b, a.kind)
        return replace(a, expr=op("if", condition, a.expr, b.expr))
    wanted(b, NUMBER, RATIO)
    unit = same_unit(a, b)
    below, most_below = None, 1
    limits = [x for x in map(value_limit, (a, b)) if x is not None]
    limit = max(limits) if len(limits) > 1 else None
    if RATIO in {a.kind, b.kind}:
        a, b = as_ratio(a), as_ratio(b)
        below = op("if", condition, _below(a), _below(b))
        most_below = max(a.most_below, b.most_below)
    else:
        a, b = _cross(a, b)
    expr = op("if", condition, a.expr, b.expr)
    most = max(a.most, b.most)
    limit = None if a.kind == NUMBER else limit
    return Typed(a.kind, expr, a.scale, unit, most, below, most_below, limit=limit)
