"""Compile a pack into a plan for one period, as of one day, under one choice of readings.

Errors carry the file, line and column of the words at fault; all of them are collected.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import partial
from typing import TypeVar

from biaochi.engine import builders, kinds, relations, rules, stated, watching
from biaochi.engine.expr import Expr, Lit
from biaochi.engine.formula import FormulaError, number
from biaochi.engine.kinds import KindError, Typed
from biaochi.engine.lower import Misfit, lower, lower_flag
from biaochi.engine.plan import AnyNode, Compute, Plan, Relation
from biaochi.engine.questions import questions
from biaochi.engine.scopes import SubjectScope, parameter_text, ratio_pair, subject_kinds
from biaochi.errors import Problem, Refusal
from biaochi.facts.shapes import FACT_SCALE
from biaochi.packs.shapes import Mark, Pack
from biaochi.timeline import Period


@dataclass(frozen=True, kw_only=True)
class Asked:
    """For which period, day, horizon of knowledge and readings a pack is compiled."""

    period: str
    as_of: date | None = None
    known_by: datetime | None = None
    readings: Mapping[str, str] | None = None


_Made = TypeVar("_Made")


class Failed(Exception):
    """A definition already reported as wrong; whatever needs it stays silent."""


def compile_pack(pack: Pack, asked: Asked) -> Plan:
    """Compile; Refusal names every formula, name, kind, unit or bound that is wrong."""
    compiler = Compiler(pack, asked)
    return compiler.plan()


class Compiler:
    """The state of one compilation: nodes found so far, problems, names in progress."""

    def __init__(self, pack: Pack, asked: Asked) -> None:
        self.pack = pack
        self.problems: list[Problem] = []
        self.nodes: dict[str, AnyNode] = {}
        self.relations: dict[str, Relation] = {}
        self.open: list[str] = []
        self.used: list[set[str]] = [set()]
        self.cases: tuple[tuple[Expr, str, str], ...] = ()
        self.failed: set[str] = set()
        self.path = ""
        self.period_name = asked.period
        self.period = self._period(asked.period)
        self.as_of = asked.as_of or self.period.last
        self.known_by = asked.known_by
        self.readings = self._readings(asked.readings or {})
        self._measure()
        self.subjects = subject_kinds(pack)
        self.days = {
            "as_of": kinds.day(Lit(self.as_of)),
            "period_start": kinds.day(Lit(self.period.first)),
            "period_end": kinds.day(Lit(self.period.last)),
            "period_year": kinds.whole(Lit(self.period.year), most=10**4),
        }

    def _measure(self) -> None:
        """Refuse decimal places and bounds that no fact could keep."""
        numeric = self.pack.numeric
        found = [] if 0 <= numeric.scale <= FACT_SCALE else [("scale", str(numeric.scale))]
        for field, text in (("largest", numeric.largest), ("rows", numeric.rows)):
            try:
                value = number(text)
            except ValueError:
                value = Fraction(0)
            if value < 1 or value.denominator != 1:
                found.append((field, text))
        for field, text in found:
            self.path = f"numeric.{field}"
            least = f"0 到 {FACT_SCALE} 的整数" if field == "scale" else "不小于 1 的整数"
            self.report(KindError("FORM-NUMBER", least, text))
        if found:
            raise Refusal(tuple(self.problems))

    def _period(self, text: str) -> Period:
        try:
            return Period.parse(text)
        except ValueError:
            do = "例如 --period 2017。"
            problem = Problem("PLAN-PERIOD", "2017、2017Q1、2017H1 或 2017-03", text, do)
            raise Refusal((problem,)) from None

    def _readings(self, asked: Mapping[str, str]) -> Mapping[str, str]:
        chosen = {n: r.chosen for n, r in self.pack.readings.items() if r.chosen is not None}
        for name, option in asked.items():
            reading = self.pack.readings.get(name)
            options = list(reading.options) if reading else list(self.pack.readings)
            if reading is None or option not in reading.options:
                found = f"{name}={option}" if reading else name
                problem = Problem("PLAN-READING", "、".join(options), found, "改正口径名称或选项。")
                raise Refusal((problem,))
            chosen[name] = option
        return chosen

    def plan(self) -> Plan:
        """Compile everything the pack defines."""
        for name in self.pack.quantities:
            self.attempt(f"quantities.{name}", partial(self.quantity, name))
        planned = rules.rules(self)
        monitors = watching.monitors(self)
        statistics = watching.statistics(self)
        duties = watching.duties(self)
        if self.problems:
            raise Refusal(tuple(self.problems))
        pack = self.pack
        return Plan(
            pack=pack.id,
            title=pack.title,
            digest=pack.digest,
            period=self.period,
            period_name=self.period_name,
            as_of=self.as_of,
            known_by=self.known_by,
            readings=self.readings,
            scale=pack.numeric.scale,
            subjects=self.subjects,
            relations=self.relations,
            nodes=tuple(self.nodes.values()),
            rules=planned,
            monitors=monitors,
            statistics=statistics,
            duties=duties,
            questions=questions(self),
            exceptions={e.id: e.label for e in pack.exceptions.values()},
            parameters={
                n: parameter_text(p, self.as_of) or "undetermined"
                for n, p in pack.parameters.items()
            },
            reading_labels={n: pack.readings[n].options[o] for n, o in self.readings.items()},
            items={i.code: i.label for c in pack.catalogues.values() for i in c.items},
            labels=stated.labels(pack),
        )

    def quantity(self, name: str) -> Typed:
        """The typed column of a quantity, compiling it when first asked for."""
        if name in self.failed:
            raise Failed(name)
        if name not in self.nodes:
            self._build(name)
        return self.nodes[name].typed

    def _build(self, name: str) -> None:
        if name in self.open:
            ring = " → ".join([*self.open[self.open.index(name) :], name])
            raise KindError("PLAN-CYCLE", "不绕圈的定义", ring, "断开其中一环。")
        self.open.append(name)
        self.used.append(set())
        came_from, self.path = self.path, f"quantities.{name}"
        try:
            self._unambiguous(name)
            node = builders.build(self, name, self.pack.quantities[name])
            node = replace(node, readings=tuple(sorted(self.used[-1])))
        except (KindError, Misfit, FormulaError) as error:
            self.failed.add(name)
            self.report(error)
            raise Failed(name) from error
        except Failed:
            self.failed.add(name)
            raise
        finally:
            self.open.pop()
            self.used.pop()
            self.path = came_from
        self.keep(node)

    def _unambiguous(self, name: str) -> None:
        """A quantity may not bear the name of a parameter, attribute or constant."""
        of = self.pack.quantities[name].of
        kind = self.subjects.get(of)
        taken = {"id", *self.pack.parameters, *self.days, *(kind.attributes if kind else ())}
        if name in taken:
            raise KindError(
                "PLAN-NAME", "没有被参数、属性或内置名称用过的名字", name, "换一个名字。"
            )

    def read(self, reading: str) -> str | None:
        """The option chosen for a reading, noted as used by what is being built."""
        self.used[-1].add(reading)
        return self.readings.get(reading)

    def keep(self, node: AnyNode) -> Typed:
        """Add a node; the first of that name stays.  Returns how others see it."""
        node = replace(node, typed=ratio_pair(node.name, node.typed))
        return self.nodes.setdefault(node.name, node).typed

    def hidden(self, name: str, of: str, typed: Typed, text: str = "") -> Typed:
        """Keep an intermediate expression as a column of its own."""
        node = Compute(
            name=name, of=of, typed=typed, expr=typed.expr, below=typed.below, text=text,
            path=self.path,
        )  # fmt: skip
        return self.keep(node)

    def relation(self, name: str) -> Relation:
        """A relation of the pack, compiled when first used; KindError if undefined."""
        if name not in self.relations:
            self.relations[name] = relations.relation(self, name)
        return self.relations[name]

    def formula(self, text: str, of: str, field: str = "") -> Typed:
        """Type a formula of a subject; errors point into ``path.field``."""
        return self._at(field, lambda: lower(text, SubjectScope(self, of)))

    def flag(self, text: str, of: str, field: str = "") -> Expr:
        """Type a condition of a subject."""
        return self._at(field, lambda: lower_flag(text, SubjectScope(self, of))).expr

    def _at(self, field: str, act: Callable[[], Typed]) -> Typed:
        came_from = self.path
        if field:
            self.path = f"{self.path}.{field}"
        answer = act()
        self.path = came_from
        return answer

    def attempt(self, path: str, act: Callable[[], _Made]) -> _Made | None:
        """Run a piece of compilation; report its error and return None."""
        came_from, self.path = self.path, path
        try:
            return act()
        except (KindError, Misfit, FormulaError) as error:
            self.report(error)
        except Failed:
            pass
        finally:
            self.path = came_from
        return None

    def report(self, error: KindError | Misfit | FormulaError) -> None:
        """Turn an error into a problem at the place it was written."""
        offset = 0
        if isinstance(error, KindError):
            inner = error
        elif isinstance(error, FormulaError):
            inner = KindError("FORM-SYNTAX", error.expected, error.found)
            offset = error.at
        else:
            inner, offset = error.error, error.at
        mark = self.mark(self.path)
        do = inner.do or "改正后再检查。"
        self.problems.append(
            Problem(
                inner.code, inner.expected, f"{inner.found}（{self.path}）", do,
                file=mark.file, line=mark.line, column=mark.column + offset,
            )
        )  # fmt: skip

    def mark(self, path: str) -> Mark:
        """The nearest written place on the way to the path."""
        while path:
            if path in self.pack.marks:
                return self.pack.marks[path]
            path = path.rpartition(".")[0]
        return Mark(self.pack.id, 0, 0)

    @property
    def day_after(self) -> date:
        """The first day that no longer counts."""
        return min(self.period.end, self.as_of + timedelta(days=1))
