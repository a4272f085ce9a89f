"""Time: deadlines, length of service, terms of office."""

from fractions import Fraction
from typing import TYPE_CHECKING

from biaochi.engine import kinds
from biaochi.engine.expr import TRUE, UNKNOWN, Col, Expr, Lit, all_of, op
from biaochi.engine.kinds import DATE, KindError, Typed
from biaochi.engine.lower import lower_flag
from biaochi.engine.plan import Gather, Served
from biaochi.engine.scopes import PERSON, RowScope, SubjectScope, parse_duration
from biaochi.packs.shapes import Deadline, Service, Terms
from biaochi.timeline import MONTHS_IN_YEAR

if TYPE_CHECKING:
    from biaochi.engine.compile import Compiler

_STEPS = {
    "days": "add_days", "working_days": "add_working_days", "months": "add_months",
    "years": "add_years",
}  # fmt: skip


def deadline(compiler: "Compiler", name: str, shape: Deadline) -> Typed:
    """A day plus a duration."""
    del name
    start = kinds.wanted(compiler.formula(shape.deadline, shape.of, "deadline"), DATE)
    return later(compiler, start.expr, shape.after)


def later(compiler: "Compiler", start: Expr, text: str) -> Typed:
    """The day a duration after another; an open duration leaves it undetermined."""
    try:
        duration = parse_duration(text, compiler.pack, compiler.as_of)
    except KindError as error:
        if error.code != "FORM-OPEN":
            raise
        return kinds.day(UNKNOWN)
    return kinds.day(op(_STEPS[duration.unit], start, Lit(duration.count)))


def _posts(compiler: "Compiler", shape: Service | Terms) -> RowScope:
    if shape.of != PERSON:
        raise KindError("FORM-SUBJECT", PERSON, shape.of)
    return RowScope(compiler, "posts", SubjectScope(compiler, shape.of))


def service(compiler: "Compiler", name: str, shape: Service) -> Typed | Served:
    """Time in matching posts, overlaps counted once."""
    rows = _posts(compiler, shape)
    where = TRUE if shape.where is None else lower_flag(shape.where, rows).expr
    unit = "days" if shape.service == "days" else "months"
    node = Served(
        name=f"{name}#{unit}", of=shape.of, typed=kinds.whole(Col(""), most=10**6, unit=unit),
        where=where, unit=unit, until=compiler.as_of, label=shape.label, path=compiler.path,
    )  # fmt: skip
    typed = compiler.keep(node)
    if shape.service != "years":
        return typed
    return kinds.whole(op("div_floor", typed.expr, Lit(MONTHS_IN_YEAR)), most=10**4, unit="years")


def terms(compiler: "Compiler", name: str, shape: Terms) -> Gather:
    """Terms served, each appointment counted by itself; a part term by ``partial``."""
    rows = _posts(compiler, shape)
    duration = parse_duration(shape.terms, compiler.pack, compiler.as_of)
    if duration.unit not in {"months", "years"}:
        raise KindError("FORM-DURATION", "以月或年计的任期", shape.terms)
    months = duration.count * (MONTHS_IN_YEAR if duration.unit == "years" else 1)
    posts = int(Fraction(compiler.pack.numeric.rows))
    first, last = Col("from", row=True), Col("to", row=True)
    until = op("least", op("else", last, Lit(compiler.as_of)), Lit(compiler.as_of))
    served = op("months_between", first, op("add_days", until, Lit(1)))
    count = {
        "not": op("div_floor", served, Lit(months)),
        "counts": op("div_ceil", served, Lit(months)),
        "half": op("div_floor", op("add", op("mul", served, Lit(2)), Lit(months)),
                   Lit(2 * months)),
    }[shape.partial]  # fmt: skip
    begun = op("le", first, Lit(compiler.as_of))
    where = begun if shape.where is None else all_of(begun, lower_flag(shape.where, rows).expr)
    return Gather(
        name=name, of=shape.of, typed=kinds.whole(Col(""), most=10**4 * posts, unit="terms"),
        table="posts", key=PERSON, where=where, value=count, take="sum", empty=0,
        text=shape.where or "",
    )  # fmt: skip
