"""What a name means: quantities, parameters and attributes of a subject; columns of a row."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from biaochi.engine import kinds
from biaochi.engine.expr import Col, Expr, Lit, lits, op
from biaochi.engine.formula import number
from biaochi.engine.kinds import DATE, FLAG, LABEL, NUMBER, KindError, Typed
from biaochi.engine.lower import closest
from biaochi.engine.plan import BELOW, WHOLE, Subjects
from biaochi.facts.shapes import FACT_SCALE, TABLES
from biaochi.packs.shapes import Catalogue, Pack, Parameter
from biaochi.timeline import DURATION_UNITS, MONTHS_IN_HALF, MONTHS_IN_QUARTER, Duration

if TYPE_CHECKING:
    from biaochi.engine.compile import Compiler

PERSON, UNIT = "person", "unit"
PERSON_COLUMNS = {"name": LABEL, "sex": LABEL, "birth_on": DATE}
POST_COLUMNS = {
    "unit": ("unit", LABEL), "post": ("post", LABEL), "role": ("role", LABEL),
    "tier": ("tier", LABEL), "level": ("level", LABEL), "grade_held": ("grade", LABEL),
    "post_from": ("from", DATE), "post_to": ("to", DATE), "line_of": ("line_of", LABEL),
}  # fmt: skip
UNIT_COLUMNS = {"name": LABEL, "parent": LABEL, "type": LABEL, "kind": LABEL}
DUTY_COLUMNS = {
    "kind": LABEL, "subject": LABEL, "period": LABEL, "due_on": DATE, "done_on": DATE,
    "nil": FLAG, "done": FLAG, "overdue": FLAG, "late": FLAG,
}  # fmt: skip
ROW_DATE = {
    "evidence": "occurred_on", "ballots": "held_on", "determinations": "on", "measures": "on",
    "absences": "from", "posts": "from", "links": "from_on", "duties": "due_on",
    "events": "due_on", "people": "birth_on", "calendar": "date",
}  # fmt: skip
KEYS = {
    "ballots": "subject", "determinations": "subject", "events": "subject", "duties": "subject",
    "links": "from",
}  # fmt: skip
PLACES_CHECKED = ("evidence", "scores")
_ROW_KINDS = {
    "id": LABEL, "text": LABEL, "number": NUMBER, "count": NUMBER, "date": DATE, "moment": DATE,
    "flag": FLAG,
}  # fmt: skip


def subject_kinds(pack: Pack) -> Mapping[str, Subjects]:
    """Every kind of subject the pack judges, with its attribute columns."""
    people = {n: _column(n, k) for n, k in PERSON_COLUMNS.items()}
    people |= {n: _column(n, k) for n, (_, k) in POST_COLUMNS.items()}
    units = {n: _column(n, k) for n, k in UNIT_COLUMNS.items()}
    from_posts = {n: column for n, (column, _) in POST_COLUMNS.items()}
    largest = int(Fraction(pack.numeric.largest))
    for name, attribute in pack.attributes.items():
        typed = _column(name, attribute.kind)
        if attribute.kind == NUMBER:
            scale = pack.numeric.scale
            typed = replace(typed, scale=scale, most=largest * 10**scale)
        if attribute.of == PERSON:
            people[name] = typed
            if attribute.from_ == "posts":
                from_posts[name] = name
        else:
            units[name] = typed
    found = {
        PERSON: Subjects(name=PERSON, label="人员", attributes=people, from_posts=from_posts),
        UNIT: Subjects(name=UNIT, label="单位", attributes=units),
        WHOLE: Subjects(name=WHOLE, label="全体", attributes={}),
    }
    for name, subject in pack.subjects.items():
        label = subject.label or name
        found[name] = Subjects(name=name, label=label, attributes={}, key=subject.key)
    return found


def _column(name: str, kind: str) -> Typed:
    return Typed(kind, Col(name))


def parameter_text(parameter: Parameter, as_of: date) -> str | None:
    """The parameter's text in force on the day; None while it is open."""
    dated = sorted(d for d in parameter.values if date.fromisoformat(d) <= as_of)
    return parameter.values[dated[-1]] if dated else parameter.value


def parameter(name: str, shape: Parameter, as_of: date) -> Typed:
    """A parameter as a typed constant; an open one is an undetermined number."""
    text = parameter_text(shape, as_of)
    unit = "" if shape.unit in {"share", "%"} else shape.unit
    if text is None:
        kind = unit if unit in {DATE, LABEL, FLAG} else NUMBER
        return Typed(kind, Lit(None, name), unit=unit if kind == NUMBER else "")
    if text in {"true", "false"}:
        return kinds.flag(Lit(text == "true", name))
    try:
        return kinds.constant(number(text), unit=unit, name=name)
    except ValueError:
        pass
    try:
        return kinds.day(Lit(date.fromisoformat(text), name))
    except ValueError:
        return kinds.label(Lit(text, name))


@dataclass(frozen=True)
class SubjectScope:
    """Names seen from one subject: its quantities and attributes, and the pack's parameters."""

    compiler: "Compiler"
    of: str
    attributes_only: bool = False

    @property
    def rounding(self) -> str:
        """The pack's rounding mode, or nothing."""
        return self.compiler.pack.numeric.rounding or ""

    def resolve(self, name: str) -> Typed:
        """Quantity, then parameter, attribute, day of the period; else an error."""
        compiler, pack = self.compiler, self.compiler.pack
        if name in pack.quantities and not self.attributes_only:
            return self.quantity(name)
        if name in pack.parameters:
            return parameter(name, pack.parameters[name], compiler.as_of)
        attributes = compiler.subjects[self.of].attributes
        if name in attributes:
            return attributes[name]
        if name in compiler.days:
            return compiler.days[name]
        known = [*pack.quantities, *pack.parameters, *attributes, *compiler.days]
        raise KindError("FORM-NAME", "已定义的量、参数或属性", name, closest(name, known))

    def quantity(self, name: str) -> Typed:
        """A quantity of this very kind of subject; another's needs a roll."""
        of = self.compiler.pack.quantities[name].of
        if of != self.of:
            raise KindError(
                "FORM-SUBJECT", f"{self.of} 的量", f"{name} 是 {of} 的量", "用 roll 带过来再用。"
            )
        return self.compiler.quantity(name)

    def tagged(self, tag: str) -> Typed:
        """Tags belong to fact rows."""
        raise KindError("FORM-NAME", "在 where 里使用 tagged", f"tagged('{tag}')")


@dataclass(frozen=True)
class PastScope:
    """Names seen in an earlier year: decided results, and the pack's parameters."""

    now: SubjectScope
    years: int
    past: Callable[[str, int], Typed]

    @property
    def rounding(self) -> str:
        """The pack's rounding mode, or nothing."""
        return self.now.rounding

    def resolve(self, name: str) -> Typed:
        """A quantity's decided result, or what does not change with the year."""
        if self.years and name in self.now.compiler.pack.quantities:
            return self.past(name, self.years)
        return self.now.resolve(name)

    def tagged(self, tag: str) -> Typed:
        """Tags belong to fact rows."""
        return self.now.tagged(tag)


@dataclass(frozen=True)
class RowScope:
    """Names seen from a fact row: its columns first, then those of the subject."""

    compiler: "Compiler"
    table: str
    subject: SubjectScope | None
    catalogues: tuple[Catalogue, ...] = ()

    @property
    def rounding(self) -> str:
        """The pack's rounding mode, or nothing."""
        return self.compiler.pack.numeric.rounding or ""

    def resolve(self, name: str) -> Typed:
        """A column of the row, else what the subject knows by that name."""
        columns = self.columns()
        if name in columns:
            return columns[name]
        if self.subject is not None and name not in self.compiler.subjects:
            return self.subject.resolve(name)
        pack = self.compiler.pack
        if name in pack.parameters:
            return parameter(name, pack.parameters[name], self.compiler.as_of)
        if name in self.compiler.days:
            return self.compiler.days[name]
        raise KindError("FORM-NAME", f"{self.table} 的列或参数", name, closest(name, columns))

    def columns(self) -> Mapping[str, Typed]:
        """Every column of the table, typed, with those derived from it."""
        if self.table == "duties":
            return {n: Typed(k, Col(n, row=True)) for n, k in DUTY_COLUMNS.items()}
        found = {c.name: self.column(c.name, c.kind) for c in TABLES[self.table].columns}
        for name, attribute in self.compiler.pack.attributes.items():
            if attribute.from_ == self.table:
                found[name] = self.column(name, attribute.kind)
        when = found.get(ROW_DATE.get(self.table, ""))
        if when is not None:
            key = op("month_key", when.expr)
            found["month"] = kinds.whole(key, most=10**6)
            found["quarter"] = kinds.whole(_cut(key, MONTHS_IN_QUARTER), most=10**6)
            found["half"] = kinds.whole(_cut(key, MONTHS_IN_HALF), most=10**6)
        if self.table in {"absences", "posts"}:
            found["days"] = self.days_in_period()
        if self.table == "evidence":
            found["event"] = Typed(LABEL, Col("event", row=True))
            found["aspect"] = kinds.label(self.by_item("aspect"))
            found["catalogue"] = kinds.label(self.by_item("catalogue"))
        return found

    def days_in_period(self) -> Typed:
        """Days of a span row that fall into the period, up to the as-of day."""
        compiler = self.compiler
        first, last = Col("from", row=True), Col("to", row=True)
        begun = op("greatest", first, Lit(compiler.period.first))
        ended = op("least", op("else", last, Lit(compiler.as_of)), Lit(compiler.as_of))
        days = op("add", op("days_between", begun, ended), Lit(1))
        return kinds.whole(op("greatest", days, Lit(0)), most=10**5, unit="days")

    def column(self, name: str, kind: str) -> Typed:
        """One column; recorded numbers come in the pack's decimal places."""
        typed = Typed(_ROW_KINDS.get(kind, kind), Col(name, row=True))
        if kind == "moment":
            return replace(typed, expr=op("day_of", typed.expr))
        largest = int(Fraction(self.compiler.pack.numeric.largest))
        if kind == "number":
            scale = self.compiler.pack.numeric.scale
            # Where the facts check refuses further decimal places, nothing is cut off.
            division = "div_exact" if self.table in PLACES_CHECKED else "div_floor"
            value = op(division, typed.expr, Lit(10 ** (FACT_SCALE - scale)))
            return replace(typed, expr=value, scale=scale, most=largest * 10**scale)
        return replace(typed, most=largest) if kind == "count" else typed

    def by_item(self, what: str) -> Expr:
        """Look up what the catalogues say of the row's item."""
        pairs: list[Lit] = []
        for catalogue in self.known_catalogues():
            for item in catalogue.items:
                answer = catalogue.id if what == "catalogue" else item.aspect
                pairs += lits(item.code, answer)
        return op("case", Col("item", row=True), *pairs, Lit(None)) if pairs else Lit(None)

    def known_catalogues(self) -> tuple[Catalogue, ...]:
        """The catalogues rows here can come from."""
        return self.catalogues or tuple(self.compiler.pack.catalogues.values())

    def tagged(self, tag: str) -> Typed:
        """Is the row's item marked with the tag?"""
        codes = [
            i.code for c in self.known_catalogues() for i in c.items if tag in i.tags
        ]  # fmt: skip
        if self.table != "evidence" or not codes:
            raise KindError("FORM-NAME", "目录里用到的标签", tag)
        return kinds.flag(op("in", Col("item", row=True), *lits(*codes)))


def _cut(key: Expr, months: int) -> Expr:
    return op("div_floor", key, Lit(months))


def parse_duration(text: str, pack: Pack, as_of: date) -> Duration:
    """Read ``6 months``, or a parameter whose unit is a duration; KindError otherwise."""
    shape = pack.parameters.get(text)
    if shape is not None:
        value = parameter_text(shape, as_of)
        if shape.unit not in DURATION_UNITS:
            raise KindError("FORM-DURATION", f"单位为 {'、'.join(DURATION_UNITS)} 的参数", text)
        if value is None:
            raise KindError("FORM-OPEN", "已填写的期限参数", f"{text} 未填写")
        text = f"{value} {shape.unit}"
    try:
        return Duration.parse(text)
    except ValueError as error:
        raise KindError("FORM-DURATION", "形如 15 working_days、6 months 的期限", text) from error


def table_of(pack: Pack, name: str) -> tuple[str, Catalogue | None]:
    """The table behind a source name and the catalogue, if it is one."""
    if name in pack.catalogues:
        return "evidence", pack.catalogues[name]
    if name in pack.sources:
        return table_of(pack, pack.sources[name].table)
    if name in TABLES or name == "duties":
        return name, None
    known = [*TABLES, *pack.catalogues, *pack.sources, "duties"]
    raise KindError("FORM-SOURCE", "表、目录或来源", name, closest(name, known))


def ratio_pair(name: str, typed: Typed) -> Typed:
    """How others see a stored column: plain, or with its base beside it."""
    below = None if typed.below is None else Col(name + BELOW)
    return replace(typed, expr=Col(name), below=below, const=None)
