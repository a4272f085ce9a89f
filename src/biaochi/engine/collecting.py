"""Collect: rows of a table become one figure of a subject."""

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from biaochi.engine import kinds, stated
from biaochi.engine.expr import FALSE, TRUE, Col, Expr, Lit, all_of, lits, op
from biaochi.engine.kinds import DATE, FLAG, NUMBER, KindError, Typed
from biaochi.engine.lower import closest, lower_flag
from biaochi.engine.plan import WHOLE, Gather
from biaochi.engine.scopes import KEYS, PERSON, ROW_DATE, UNIT, RowScope, SubjectScope, table_of
from biaochi.engine.windows import inside
from biaochi.packs.shapes import Catalogue, Collect, Score
from biaochi.vocabulary.limits import MOST_ROWS

if TYPE_CHECKING:
    from biaochi.engine.compile import Compiler

UNDETERMINED_WHEN_EMPTY = ("mean", "trimmed_mean", "min", "max", "first", "latest")
_NEVER_PER_KEY = ("exists", "first", "latest", "mean", "trimmed_mean")
_STARTED_BY_HAND = ("scores", "results", "ballots")


def collect(compiler: "Compiler", name: str, shape: Collect) -> Typed | Gather:
    """A collected quantity; means become a sum over a count, rounded once."""
    _fitting(shape)
    if shape.op in {"mean", "trimmed_mean"} or shape.then == "mean":
        return _mean(compiler, name, shape)
    return _clamped(compiler, shape, _gathered(compiler, name, shape))


def _gathered(compiler: "Compiler", name: str, shape: Collect) -> Gather:
    """The rows and what becomes of them, before any limit."""
    rows, where, catalogue = _rows(compiler, shape)
    value = _value(shape, rows, catalogue)
    most = MOST_ROWS if shape.of == WHOLE else int(Fraction(compiler.pack.numeric.rows))
    return Gather(
        name=name,
        of=shape.of,
        typed=_result(shape, value, most),
        table=rows.table,
        key=key_of(compiler, rows.table, shape.of),
        where=where,
        value=value.expr,
        take=shape.op,
        each=_each(shape, rows),
        cap=_cap(compiler, shape, value, catalogue),
        then=shape.then,
        empty=_empty(shape, rows.table),
        when=_when(shape, rows, value),
        catalogue=catalogue.id if catalogue else "",
        label=shape.label or name,
        path=compiler.path,
        text=shape.where or "",
    )


def _clamped(compiler: "Compiler", shape: Collect, node: Gather) -> Typed | Gather:
    """``at_least`` and ``at_most`` limit the final figure."""
    if shape.at_least is None and shape.at_most is None and shape.scale is None:
        return node
    return _held(compiler, shape, compiler.keep(replace(node, name=f"{node.name}#all")))


def _held(compiler: "Compiler", shape: Collect, typed: Typed) -> Typed:
    """The figure between ``at_least`` and ``at_most``."""
    if shape.at_least is not None:
        typed = kinds.pick("greatest", typed, stated.amount(compiler, shape.at_least))
    if shape.at_most is not None:
        high = stated.amount(compiler, shape.at_most)
        typed = kinds.pick("least", typed, high)
    return typed


def _rows(compiler: "Compiler", shape: Collect) -> tuple[RowScope, Expr, Catalogue | None]:
    """Scope of the rows, the whole condition on them, and the catalogue they come from."""
    table, catalogue = table_of(compiler.pack, shape.from_)
    subject = SubjectScope(compiler, shape.of)
    rows = RowScope(compiler, table, subject, (catalogue,) if catalogue else ())
    parts = [counted(rows, catalogue), inside(compiler, shape.over, rows)]
    named = compiler.pack.sources.get(shape.from_)
    while named is not None:
        if named.where is not None:
            parts.append(lower_flag(named.where, rows).expr)
        named = compiler.pack.sources.get(named.table)
    if shape.where is not None:
        came_from, compiler.path = compiler.path, f"{compiler.path}.where"
        parts.append(lower_flag(shape.where, rows).expr)
        compiler.path = came_from
    return rows, all_of(*parts), catalogue


def counted(rows: RowScope, catalogue: Catalogue | None) -> Expr:
    """Only verified facts count, and only items of the catalogue asked for."""
    if rows.table != "evidence":
        return TRUE
    parts = [op("eq", Col("status", row=True), Lit("verified"))]
    after = op("le", Col("occurred_on", row=True), Lit(rows.compiler.as_of))
    if catalogue is not None:
        codes = [i.code for i in catalogue.items]
        parts.append(op("in", Col("item", row=True), *lits(*codes)) if codes else FALSE)
    return all_of(*parts, after)


def key_of(compiler: "Compiler", table: str, of: str) -> str:
    """The column that says which subject a row concerns ("" for the whole)."""
    if of == WHOLE:
        return ""
    if table in KEYS:
        return KEYS[table]
    column = compiler.subjects[of].key or of
    rows = RowScope(compiler, table, None).columns()
    if column not in rows:
        raise KindError("FORM-SOURCE", f"有「{column}」列的表", table, "换一张表，或先用 roll。")
    return column


def _value(shape: Collect, rows: RowScope, catalogue: Catalogue | None) -> Typed:
    """What each row contributes."""
    if shape.what == "rows":
        return kinds.whole(Lit(1), most=1)
    columns = rows.columns()
    if shape.what == "value" and catalogue is not None:
        return points(rows, catalogue)
    if shape.what not in columns:
        raise KindError("FORM-NAME", f"{rows.table} 的列或 rows", shape.what,
                        closest(shape.what, columns))  # fmt: skip
    typed = columns[shape.what]
    if shape.op in {"sum", "mean", "trimmed_mean"}:
        kinds.wanted(typed, NUMBER)
    if shape.op in {"min", "max"}:
        kinds.wanted(typed, NUMBER, DATE)
    return typed


def points(rows: RowScope, catalogue: Catalogue) -> Typed:
    """A row's magnitude, or its item's points times its count when it states no value."""
    value = rows.column("value", "number")
    count = rows.column("count", "count")
    expr = value.expr if catalogue.sign == "either" else op("abs", value.expr)
    pairs: list[Expr] = []
    largest = value.most
    for item in catalogue.items:
        if item.points is not None:
            listed = kinds.at_scale(stated.amount(rows.compiler, item.points), value.scale)
            amount = listed.expr if catalogue.sign == "either" else op("abs", listed.expr)
            pairs += [Lit(item.code), amount]
            largest = max(largest, listed.most * count.most)
    if pairs:
        default = op("case", Col("item", row=True), *pairs, Lit(None))
        times = op("mul", default, op("else", count.expr, Lit(1)))
        expr = op("else", expr, times)
    return kinds.checked(replace(value, expr=expr, unit="", most=largest))


def _fitting(shape: Collect) -> None:
    """Refuse fields that would say nothing, or something else than they seem to."""
    if shape.each is None and shape.then != "sum":
        raise KindError("FORM-NAME", "与 then 配套的 each", f"then: {shape.then} 而没有 each")
    if shape.each is not None and shape.op in _NEVER_PER_KEY:
        raise KindError("FORM-KIND", "可先按键合计的算子", f"{shape.op} 与 each 同用")
    limited = shape.at_least is not None or shape.at_most is not None
    if shape.op == "exists" and limited:
        raise KindError("FORM-KIND", "数", "exists 与 at_least 或 at_most 同用")
    if shape.trim < 1:
        raise KindError("FORM-NUMBER", "不小于 1 的 trim", str(shape.trim))


def _result(shape: Collect, value: Typed, rows: int) -> Typed:
    """Kind and bound of the figure."""
    if shape.op == "exists":
        return Typed(FLAG, Col(""))
    if shape.then == "count" and shape.each:
        return kinds.whole(Col(""), most=rows)
    if shape.op in {"count", "distinct"}:
        return kinds.whole(Col(""), most=rows)
    if shape.op == "sum":
        return kinds.checked(replace(value, most=value.most * rows, const=None))
    if shape.each and shape.then == "sum":
        kinds.wanted(value, NUMBER)
        return kinds.checked(replace(value, most=value.most * rows, const=None))
    return replace(value, const=None)


def _each(shape: Collect, rows: RowScope) -> tuple[Expr, ...]:
    if shape.each is None:
        return ()
    columns = rows.columns()
    if shape.each not in columns:
        raise KindError("FORM-NAME", f"{rows.table} 的列", shape.each, closest(shape.each, columns))
    return (columns[shape.each].expr,)


def _cap(
    compiler: "Compiler", shape: Collect, value: Typed, catalogue: Catalogue | None
) -> Expr | None:
    """The most one key may bring: an amount, or each item's own cap."""
    if shape.cap is None:
        return None
    if shape.each is None:
        raise KindError("FORM-NAME", "与 cap 配套的 each", "没有 each", "写明按什么封顶。")
    if shape.cap != "catalogue":
        return kinds.at_scale(stated.amount(compiler, shape.cap), value.scale).expr
    if catalogue is None or shape.each != "item":
        raise KindError("FORM-SOURCE", "from 目录且 each: item", shape.from_)
    pairs: list[Expr] = []
    for item in catalogue.items:
        if item.cap is not None:
            cap = kinds.at_scale(stated.amount(compiler, item.cap), value.scale)
            pairs += [Lit(item.code), cap.expr]
    return op("case", Col("item", row=True), *pairs, Lit(value.most * 10**4)) if pairs else None


def _empty(shape: Collect, table: str) -> int | bool | None:
    """What no row at all means."""
    if shape.empty == "undetermined":
        return None
    if shape.op == "exists":
        return False
    if shape.empty == "zero":
        return 0
    if shape.op in UNDETERMINED_WHEN_EMPTY:
        return None
    return None if shape.op == "sum" and table in _STARTED_BY_HAND else 0


def _when(shape: Collect, rows: RowScope, value: Typed) -> Expr | None:
    """The date that first and latest go by: the date asked for, else the row's own."""
    if shape.op not in {"first", "latest"}:
        return None
    if value.kind == DATE:
        return value.expr
    if rows.table not in ROW_DATE:
        raise KindError("FORM-SOURCE", "有日期的表", rows.table)
    return rows.columns()[ROW_DATE[rows.table]].expr


def _mean(compiler: "Compiler", name: str, shape: Collect) -> Typed:
    """A sum over a count, kept as a pair until it is rounded."""
    if shape.op in {"mean", "trimmed_mean"}:
        total = replace(shape, op="sum", empty="undetermined", then="sum")
        number = replace(shape, op="count", what="rows", then="sum")
    else:
        total = replace(shape, then="sum", empty="undetermined")
        number = replace(shape, then="count")
    top = _gathered(compiler, f"{name}#sum", total)
    below = _gathered(compiler, f"{name}#count", number)
    if shape.op == "trimmed_mean":
        top = replace(top, trim=shape.trim)
        below = replace(below, trim=shape.trim)
    mean = kinds.div(compiler.keep(top), compiler.keep(below))
    rows = int(Fraction(compiler.pack.numeric.rows))
    most = top.typed.most if shape.then == "mean" else top.typed.most // rows
    return _held(compiler, shape, replace(mean, limit=Fraction(most, 10**top.typed.scale)))


def score(compiler: "Compiler", name: str, shape: Score) -> Gather:
    """The one row of a component for the period."""
    if shape.of not in {PERSON, UNIT}:
        raise KindError("FORM-SUBJECT", "person 或 unit", shape.of)
    rows = RowScope(compiler, "scores", None)
    kind = "label" if shape.kind == "label" else "value"
    value = rows.column(kind, "text" if kind == "label" else "number")
    where = all_of(
        op("eq", Col("component", row=True), Lit(shape.score)),
        op("eq", Col("period", row=True), Lit(_period(compiler, shape.years_back))),
    )
    return Gather(
        name=name, of=shape.of, typed=value, table="scores", key=shape.of, where=where,
        value=value.expr, take="max",
    )  # fmt: skip


def _period(compiler: "Compiler", years_back: int) -> str:
    year = str(compiler.period.year - years_back)
    return year + compiler.period_name[len(year) :]
