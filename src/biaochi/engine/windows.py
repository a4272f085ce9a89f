"""Windows: which rows of a table fall into the span a quantity looks at."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

from biaochi.engine import kinds
from biaochi.engine.expr import FALSE, TRUE, Expr, Lit, all_of, any_of, lits, op
from biaochi.engine.kinds import DATE, KindError
from biaochi.engine.scopes import ROW_DATE, RowScope, SubjectScope
from biaochi.timeline import (
    MONTHS_IN_HALF,
    MONTHS_IN_QUARTER,
    MONTHS_IN_YEAR,
    Period,
    add_months,
    intervals,
)

if TYPE_CHECKING:
    from biaochi.engine.compile import Compiler

Ends = tuple[Expr | None, Expr | None]
_PARTS = {"month": 1, "quarter": MONTHS_IN_QUARTER, "half": MONTHS_IN_HALF}
_SHAPES = (
    "period、all、{quarter: 1}、{half: 1}、{month: 3}、{months: 12}、{years: 3}、"
    "{since: …, until: …} 或 {reading: …, options: …}"
)
OVERLAP = {"absences": ("from", "to"), "posts": ("from", "to"), "links": ("from_on", "to_on")}
BY_NAME = ("scores", "results", "events")


def inside(compiler: "Compiler", over: object, rows: RowScope) -> Expr:
    """The condition that a row of the table lies in the window."""
    over = _chosen(compiler, over)
    if rows.table == "duties":
        return TRUE if over == "period" else _dated(compiler, over, rows, "due_on")
    if rows.table in BY_NAME:
        return _named(compiler, over, rows)
    if rows.table in OVERLAP:
        return _overlapping(compiler, over, rows)
    if rows.table == "ballots":
        column = rows.column("period", "text").expr
        dated = _dated(compiler, over, rows, "held_on")
        undated = op("if", op("known", rows.column("held_on", "date").expr), dated, TRUE)
        return op("if", op("known", column), _named(compiler, over, rows), undated)
    if rows.table in {"people", "units", "calendar"}:
        return TRUE
    return _dated(compiler, over, rows, ROW_DATE[rows.table])


def _chosen(compiler: "Compiler", over: object) -> object:
    """Follow a reading to the window it stands for."""
    if not isinstance(over, Mapping) or "reading" not in over:
        return over
    name = str(over["reading"])
    options = over.get("options", {})
    if name not in compiler.pack.readings or set(options) != set(
        compiler.pack.readings[name].options
    ):
        raise KindError("PLAN-READING", "已声明的口径及其每个选项", name)
    chosen = compiler.read(name)
    if chosen is None:
        raise KindError("PLAN-READING", "已选定的口径", f"{name} 未选定", "在 readings 里选定。")
    return options[chosen]


def ends(compiler: "Compiler", over: object, subject: SubjectScope | None) -> Ends:
    """First day and first day after of a window; None where it is unbounded."""
    after = compiler.as_of + timedelta(days=1)
    if over == "period":
        return Lit(compiler.period.first), Lit(compiler.day_after)
    if over == "all":
        return None, Lit(after)
    if isinstance(over, Mapping) and over and set(over) <= {"since", "until"}:
        return _events(compiler, over, subject, after)
    if isinstance(over, Mapping) and len(over) == 1:
        ((unit, text),) = over.items()
        if str(text).isdecimal() and int(text) > 0:
            return _counted(compiler, str(unit), int(text), after)
    raise KindError("PLAN-WINDOW", _SHAPES, str(over), "改正 over。")


def _counted(compiler: "Compiler", unit: str, count: int, after: date) -> Ends:
    if unit in _PARTS and count * _PARTS[unit] <= MONTHS_IN_YEAR:
        part = Period.part(compiler.period.year, _PARTS[unit], count)
        return Lit(part.first), Lit(min(part.end, after))
    if unit == "months" and count < 10**4:
        return Lit(add_months(after, -count)), Lit(after)
    if unit == "years" and count < 10**3:
        first = date(compiler.period.year - count + 1, 1, 1)
        return Lit(first), Lit(compiler.day_after)
    raise KindError("PLAN-WINDOW", _SHAPES, f"{unit}: {count}", "改正 over。")


def _events(
    compiler: "Compiler", over: Mapping[str, object], subject: SubjectScope | None, after: date
) -> Ends:
    def when(key: str) -> Expr | None:
        if key not in over or subject is None:
            return None
        typed = compiler.formula(str(over[key]), subject.of, f"over.{key}")
        return kinds.wanted(typed, DATE).expr

    until = when("until")
    end = Lit(after)
    return when("since"), end if until is None else op("least", until, end)


def _dated(compiler: "Compiler", over: object, rows: RowScope, column: str) -> Expr:
    since, until = ends(compiler, over, rows.subject)
    day = rows.column(column, "date").expr
    parts = [] if since is None else [op("ge", day, since)]
    return all_of(*parts, *([] if until is None else [op("lt", day, until)]))


def _overlapping(compiler: "Compiler", over: object, rows: RowScope) -> Expr:
    since, until = ends(compiler, over, rows.subject)
    first, last = (rows.column(c, "date").expr for c in OVERLAP[rows.table])
    parts = [] if until is None else [op("if", op("known", first), op("lt", first, until), TRUE)]
    if since is not None:
        parts.append(op("if", op("known", last), op("ge", last, since), TRUE))
    return all_of(*parts)


def _named(compiler: "Compiler", over: object, rows: RowScope) -> Expr:
    """Rows carry the name of a period: those that lie wholly in the window."""
    since, until = ends(compiler, over, rows.subject)
    column = rows.column("period", "text").expr
    if since is None:
        return any_of(op("known", column))
    if not isinstance(since, Lit) or not isinstance(until, Lit):
        raise KindError("PLAN-WINDOW", "以日历为界的时段", "since/until", "这张表只按期间名取数。")
    first, end = since.value, until.value
    if not isinstance(first, date) or not isinstance(end, date):
        return since  # an open day leaves open which rows are meant
    names = _period_names(first, compiler.period.end if over == "period" else end)
    return op("in", column, *lits(*names)) if names else FALSE


def _period_names(since: date, until: date) -> list[str]:
    span = Period(since, until)
    found = []
    for months in (MONTHS_IN_YEAR, MONTHS_IN_HALF, MONTHS_IN_QUARTER, 1):
        parts = intervals(span, months).items()
        found += [n for n, p in parts if since <= p.first and p.end <= until]
    return found
