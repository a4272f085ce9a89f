"""Emit a plan as SQL: named steps over the tables of a facts folder.

Columns of a kind of subject are made in stages.  A stage is one statement: what is gathered,
carried or compared, and every expression on top of it; it needs only columns of earlier stages
and keeps only what somebody still reads.  Rows are scanned once per table and key.  The text uses
a small closed subset (integer ``//``, CASE, windows, joins), so that another dialect is a matter
of few templates.  The engine only writes; ``batch`` runs.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from biaochi.engine import sqlgather, sqlgroup, sqlpairs, sqlviews
from biaochi.engine.dialects import FENCE
from biaochi.engine.plan import (
    BELOW,
    GRADED,
    AnyNode,
    Carry,
    Compute,
    Gather,
    Group,
    Past,
    Places,
    Plan,
    Served,
    cell_names,
    reads,
)
from biaochi.engine.sqltext import (
    NOTHING,
    TYPES,
    Known,
    Step,
    Writer,
    literal,
    name,
    repeated,
    typed_blank,
)

if TYPE_CHECKING:
    from biaochi.engine.expr import Expr

_BEFORE = -1
_ALWAYS_ASKED = ("known_duties", "working_days")  # conditions on rows may ask them at any time
_NAMES = re.compile(r'"((?:[^"]|"")*)"|([A-Za-z_]\w*)')
Place = tuple[str, str]


@dataclass(frozen=True)
class Script:
    """Steps in order, and for each kind of subject the final relation and its columns."""

    steps: tuple[Step, ...]
    tables: Mapping[str, str]
    columns: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Given:
    """Columns that are there already: per kind of subject a relation keyed by ``id``."""

    tables: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, Collection[str]] = field(default_factory=dict)

    def has(self, kind: str, column: str) -> bool:
        """Tell whether the column need not be made."""
        return column in self.columns.get(kind, ())


@dataclass(frozen=True, kw_only=True)
class Wish:
    """How to emit: what is known of the facts, what is there already, and what is wanted.

    ``keep``: the columns wanted at the end of the kinds it names (None: all of all), and with them
    ``relations`` whose pairs will be asked for; ``tag`` tells the tables of one script from those
    of another.
    """

    known: Known = NOTHING
    given: Given = Given()
    keep: Mapping[str, Collection[str]] | None = None
    relations: Collection[str] = ()
    tag: str = ""


EVERYTHING = Wish()


def emit(plan: Plan, wish: Wish = EVERYTHING) -> Script:
    """Write the whole plan for DuckDB."""
    emitter = _Emitter(plan, wish)
    made = [*sqlviews.preamble(plan, wish.known), *emitter.stages()]
    tables, listed = {}, {}
    for kind in plan.subjects:
        listed[kind] = emitter.final(kind)
        tables[kind] = emitter.source(kind, listed[kind][1:])
        if tables[kind].startswith("("):
            view = f"cells_{kind}{wish.tag}"
            made.append(Step(view, f"SELECT * FROM {tables[kind]} q", "view"))
            tables[kind] = name(view)
    if wish.keep is not None:
        pairs = {sqlpairs.relation_table(r) for r in wish.relations}
        asked = {s.name for s in made if s.kind == "view" or s.name in _ALWAYS_ASKED}
        made = _used(made, {tables[kind] for kind in wish.keep} | pairs | asked)
    return Script(tuple(made), tables, listed)


def _used(steps: Sequence[Step], wanted: Collection[str]) -> list[Step]:
    """The steps that lead to the relations wanted at the end, in order."""
    needed = {w.strip('"') for w in wanted}
    found = []
    for step in reversed(steps):
        if step.name in needed:
            found.append(step)
            needed |= {quoted or plain for quoted, plain in _NAMES.findall(step.select)}
    return found[::-1]


def typed(node: AnyNode, text: str, column: str = "") -> str:
    """A column of the node's type under its name."""
    return f"CAST({text} AS {TYPES[node.typed.kind]}) AS {name(column or node.name)}"


class _Emitter:
    """Which column lies in which table, and the stages that make the rest."""

    def __init__(self, plan: Plan, wish: Wish) -> None:
        self.plan, self.wish = plan, wish
        self.homes: dict[Place, str] = {}
        for kind, subject in plan.subjects.items():
            table = sqlviews.subject_table(kind)
            self.homes |= dict.fromkeys(((kind, a) for a in subject.attributes), table)
        for kind, there in wish.given.columns.items():
            self.homes |= dict.fromkeys(((kind, c) for c in there), wish.given.tables[kind])
        self.nodes = [n for n in self._wanted() if not wish.given.has(n.of, n.name)]
        self.levels = self._levels()
        self.read_later = self._read_later()

    def _wanted(self) -> Sequence[AnyNode]:
        """Nodes that lead to a column somebody wants, in order."""
        keep = self.wish.keep
        if keep is None:
            return self.plan.nodes
        needed = {(kind, c) for kind, those in keep.items() for c in those}
        found: list[AnyNode] = []
        for node in reversed(self.plan.nodes):
            if any((node.of, c) in needed for c in cell_names(node)):
                found.append(node)
                needed |= reads(self.plan, node)
        return found[::-1]

    def _levels(self) -> dict[Place, int]:
        """The stage of every column: expressions stand on top of what they read."""
        level: dict[Place, int] = {}
        for node in self.nodes:
            below = max((level.get(p, _BEFORE) for p in reads(self.plan, node)), default=_BEFORE)
            here = max(below, 0) if isinstance(node, Compute) else below + 1
            level |= dict.fromkeys(((node.of, c) for c in cell_names(node)), here)
        return level

    def _read_later(self) -> set[Place]:
        """Columns that another stage, or whoever asked, reads."""
        found = {
            place
            for node in self.nodes
            for place in reads(self.plan, node)
            if place in self.levels
            and (place[0], self.levels[place]) != (node.of, self.levels[node.of, node.name])
        }
        keep = self.wish.keep
        return found | {p for p in self.levels if keep is None or p[1] in keep.get(p[0], ())}

    def final(self, kind: str) -> tuple[str, ...]:
        """The columns that are wanted at the end, in the order of the plan."""
        those = (*self.plan.subjects[kind].attributes,
                 *(c for n in self.plan.of(kind) for c in cell_names(n)))  # fmt: skip
        keep = self.wish.keep
        return ("id", *(c for c in those if keep is None or c in keep.get(kind, ())))

    def source(self, kind: str, names: Collection[str]) -> str:
        """A relation with these columns of every subject: a table, or tables joined."""
        homes = dict.fromkeys(self.homes[kind, c] for c in names)
        plain = self.wish.given.tables.get(kind) or sqlviews.subject_table(kind)
        listed = list(homes) or [plain]
        if len(listed) == 1:
            return listed[0]
        alias = {home: f"b{at}" for at, home in enumerate(listed)}
        own = [f"{alias[self.homes[kind, c]]}.{name(c)}" for c in names]
        joins = "".join(f" JOIN {h} {alias[h]} ON {alias[h]}.id = b0.id" for h in listed[1:])
        return f"(SELECT b0.id, {', '.join(own)} FROM {listed[0]} b0{joins})"

    def stages(self) -> list[Step]:
        """One step per stage and kind of subject."""
        rounds: dict[tuple[int, str], list[AnyNode]] = {}
        for node in self.nodes:
            rounds.setdefault((self.levels[node.of, node.name], node.of), []).append(node)
        made = []
        for (at, kind), nodes in sorted(rounds.items(), key=lambda item: item[0]):
            table = f"cells_{kind}_{at}{self.wish.tag}"
            kept = [c for n in nodes for c in cell_names(n) if (kind, c) in self.read_later]
            made.append(Step(table, self._stage(kind, nodes, kept)))
            self.homes |= dict.fromkeys(((kind, c) for c in kept), name(table))
        return made

    def _stage(self, kind: str, nodes: Sequence[AnyNode], kept: Sequence[str]) -> str:
        own = {c for n in nodes for c in cell_names(n)}
        computes = [n for n in nodes if isinstance(n, Compute)]
        breakers = [n for n in nodes if not isinstance(n, Compute)]
        above = sorted({c for n in computes for c in n.needs} - own)
        below = sorted({c for n in breakers for c in n.needs} - own)
        source = self.source(kind, sorted({*above, *below}))
        if breakers:
            source = self._broken(kind, breakers, source, above)
        for round_ in _rounds(computes):
            source = _computed(round_, source)
        listed = ", ".join(f"t.{name(c)}" for c in ("id", *kept))
        return f"SELECT {listed} FROM {source} AS t"

    def _broken(
        self, kind: str, nodes: Sequence[AnyNode], source: str, above: Sequence[str]
    ) -> str:
        """What is gathered, carried, remembered and compared, beside the columns ``above``."""
        parts = list(self._joined(kind, nodes, source))
        compared = [n for n in nodes if isinstance(n, Group | Places)]
        source, more, found = sqlgroup.compared(compared, source)
        parts += [(join, []) for join in more]
        parts.append(("", [typed(n, f) for n, f in found]))
        listed = [f"s.{name(c)}" for c in ("id", *above)]
        listed += [column for _, those in parts for column in those]
        joins = "".join(f"\n{join}" for join, _ in parts if join)
        return f"(SELECT {', '.join(listed)}\nFROM {source} AS s{joins})"

    def _joined(
        self, kind: str, nodes: Sequence[AnyNode], source: str
    ) -> Sequence[tuple[str, list[str]]]:
        gathers = [n for n in nodes if isinstance(n, Gather)]
        parts = list(sqlgather.gathered(gathers, source, self.wish.known))
        for node in nodes:
            if isinstance(node, Carry):
                parts.append((self._carry_join(node), [typed(node, _carried(node))]))
            elif isinstance(node, Served):
                column = typed(node, f"{name(node.name + '#j')}.v")
                parts.append((sqlviews.served(node, source), [column]))
        past = [n for n in nodes if isinstance(n, Past)]
        if past:
            listed = [column for n in past for column in _past_columns(n)]
            parts.append((sqlviews.past_join(kind, past), listed))
        return parts

    def _carry_join(self, node: Carry) -> str:
        to = self.plan.relations[node.relation].to
        far = self.source(to, sorted(c for _, c in reads(self.plan, node)))
        value = typed_blank(Writer(subject="f").text(node.value), node.typed.kind)
        v = f"({value})"
        figures = {
            "any": f"max(CASE WHEN {v} THEN 1 WHEN NOT {v} THEN 0 END)",
            "all": f"min(CASE WHEN {v} THEN 1 WHEN NOT {v} THEN 0 END)",
            "count": f"sum(CASE WHEN {v} IS NOT NULL THEN 1 END)",
            "known": f"sum(CASE WHEN {v} IS NOT NULL THEN 1 END)",
        }
        if node.take == "count" and node.typed.kind == "number" and _is_flag(self.plan, node):
            figures["count"] = f"sum(CASE WHEN {v} THEN 1 WHEN NOT {v} THEN 0 END)"
        figure = figures.get(node.take, f"{node.take}({v})")
        alias = name(node.name + "#j")
        return (
            f"LEFT JOIN (SELECT p.near AS k, {figure} AS v, count(*) AS n,"
            f" sum(CASE WHEN {v} IS NULL THEN 1 ELSE 0 END) AS u"
            f" FROM {sqlpairs.relation_table(node.relation)} p JOIN {far} f ON f.id = p.far"
            f" GROUP BY p.near) AS {alias} ON {alias}.k = s.id"
        )


def _past_columns(node: Past) -> list[str]:
    there = f"past.{name(node.name + '#there')}"
    value, label = f"past.{name(node.name)}", f"past.{name(node.name + '#label')}"
    text = {
        "label": label,
        "flag": f"CASE {value} WHEN 0 THEN FALSE WHEN 1000000 THEN TRUE END",
    }.get(node.typed.kind, value)
    graded = f"CASE WHEN {there} = 1 THEN ({value} IS NOT NULL OR {label} IS NOT NULL) END"
    return [typed(node, text), f"{graded} AS {name(node.name + GRADED)}"]


def _is_flag(plan: Plan, node: Carry) -> bool:
    return plan.node(node.far).typed.kind == "flag"


def _carried(node: Carry) -> str:
    alias = name(node.name + "#j")
    empty = literal(node.empty)
    none = f"COALESCE({alias}.n, 0) = 0"
    if node.exclude:
        none = f"COALESCE({alias}.n, 0) - COALESCE({alias}.u, 0) = 0"
    doubt = "FALSE" if node.exclude else f"{alias}.u > 0"
    if node.take in {"any", "all"}:
        settled = "1" if node.take == "any" else "0"
        return (
            f"CASE WHEN {none} THEN {empty} WHEN {alias}.v = {settled} THEN {settled} = 1"
            f" WHEN {doubt} THEN NULL ELSE {settled} = 0 END"
        )
    return f"CASE WHEN {none} THEN {empty} WHEN {doubt} THEN NULL ELSE {alias}.v END"


def _rounds(nodes: Sequence[Compute]) -> list[list[Compute]]:
    """Expressions that can be written side by side; each round reads only earlier ones."""
    depth: dict[str, int] = {}
    rounds: list[list[Compute]] = []
    for node in nodes:
        here = 1 + max((depth[c] for c in node.needs if c in depth), default=_BEFORE)
        depth |= dict.fromkeys(cell_names(node), here)
        rounds += [[]] if here == len(rounds) else []
        rounds[here].append(node)
    return rounds


def _computed(nodes: Sequence[Compute], source: str) -> str:
    """The source with the columns; texts that would be repeated are named one step earlier."""
    exprs: list[Expr] = [e for n in nodes for e in (n.expr, n.below) if e is not None]
    kept: dict[Expr, str] = {}
    for expr in repeated(exprs):
        column = name(f"#{len(kept)} {nodes[0].name}")
        text = Writer(subject="t", kept=kept).text(expr)
        if text == "NULL":
            continue
        source = f"(SELECT t.*, {text} AS {column} FROM {source} AS t{FENCE})"
        kept[expr] = f"t.{column}"
    writer = Writer(subject="t", kept=kept)
    found = []
    for node in nodes:
        found.append(typed(node, writer.text(node.expr)))
        if node.below is not None:
            found.append(typed(node, writer.text(node.below), node.name + BELOW))
    return f"(SELECT t.*, {', '.join(found)} FROM {source} AS t{FENCE})"
