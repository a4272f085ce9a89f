"""The plan: a pack compiled for one period.  A closed set of nodes that both executors run.

Every node gives each subject one cell (or, for ratios, a pair): an integer, flag, label, day or
``None``.  Nodes stand in an order in which each needs only earlier ones.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from biaochi.engine.expr import TRUE, Expr, all_of, columns
from biaochi.engine.kinds import Typed
from biaochi.packs.shapes import Basis, Effect, Label
from biaochi.timeline import Period

WHOLE = "whole"
WHOLE_ID = "whole"
BELOW = "/"
GRADED = "?"


@dataclass(frozen=True, kw_only=True)
class Node:
    """A column of subjects of one kind: ``typed`` for others to use, ``text`` to be said."""

    name: str
    of: str
    typed: Typed
    label: str = ""
    text: str = ""
    basis: Basis | None = None
    internal: bool = True
    path: str = ""
    readings: tuple[str, ...] = ()

    @cached_property
    def needs(self) -> frozenset[str]:
        """Columns of the same subject this node reads."""
        return frozenset()


def _names(*exprs: Expr | None) -> frozenset[str]:
    found = (c for e in exprs if e is not None for c in columns(e) if not c.row)
    return frozenset(c.name for c in found)


@dataclass(frozen=True, kw_only=True)
class Compute(Node):
    """An expression over earlier columns of the same subject.

    ``cases``: of a banded figure, each condition in order, what it is called, and its formula.
    """

    expr: Expr
    below: Expr | None = None
    cases: tuple[tuple[Expr, str, str], ...] = ()

    @cached_property
    def needs(self) -> frozenset[str]:
        """Columns of the same subject this node reads."""
        return _names(self.expr, self.below)


@dataclass(frozen=True, kw_only=True)
class Gather(Node):
    """Aggregate the rows of a table that concern the subject (through a relation, if named).

    ``each`` aggregates per key first, ``cap`` limits every key's figure, ``then`` combines.
    A row whose condition or value is undetermined makes the figure undetermined.
    """

    table: str
    key: str
    where: Expr
    value: Expr
    take: str
    relation: str = ""
    each: tuple[Expr, ...] = ()
    cap: Expr | None = None
    then: str = "sum"
    empty: int | bool | None = None
    when: Expr | None = None
    trim: int = 0
    catalogue: str = ""

    @cached_property
    def needs(self) -> frozenset[str]:
        """Columns of the same subject this node reads."""
        return _names(self.where, self.value, self.cap, *self.each)


@dataclass(frozen=True, kw_only=True)
class Past(Node):
    """The decided result of an earlier period; the column ``name?`` tells whether it was graded."""

    quantity: str
    period: str


@dataclass(frozen=True, kw_only=True)
class Group(Node):
    """A figure of the subject among its comparison group.

    ``figure``: rank_min, rank_dense, rank_max, worse, tied, size, best, worst, total, median2.
    """

    figure: str
    group: str
    by: tuple[str, ...]
    member: Expr = TRUE
    value: Expr | None = None
    descending: bool = True
    block: bool = True

    @cached_property
    def needs(self) -> frozenset[str]:
        """Columns of the same subject this node reads."""
        return _names(self.member, self.value) | frozenset(self.by)


@dataclass(frozen=True, kw_only=True)
class Places(Node):
    """Is the subject within the share ``top``/``below`` of its group's places?"""

    group: str
    by: tuple[str, ...]
    member: Expr
    only: Expr
    value: Expr
    top: int
    below: int
    mode: str
    ties: str
    descending: bool = True
    block: bool = True

    @cached_property
    def needs(self) -> frozenset[str]:
        """Columns of the same subject this node reads."""
        return _names(self.member, self.only, self.value) | frozenset(self.by)


@dataclass(frozen=True, kw_only=True)
class Carry(Node):
    """Combine a column of related subjects: sum, min, max, count, any, all, known."""

    relation: str
    far: str
    value: Expr
    take: str
    exclude: bool
    empty: int | bool | None


@dataclass(frozen=True, kw_only=True)
class Served(Node):
    """Days or whole months in matching posts up to ``until``, overlaps counted once."""

    where: Expr
    unit: str
    until: date

    @cached_property
    def needs(self) -> frozenset[str]:
        """Columns of the same subject this node reads."""
        return _names(self.where)


AnyNode = Compute | Gather | Past | Group | Places | Carry | Served


@dataclass(frozen=True, kw_only=True)
class Relation:
    """Pairs (near subject, far subject); conditions are on the far and near end's rows."""

    name: str
    of: str
    to: str
    by: str
    kind: str = ""
    reversed: bool = False
    mine: Expr = TRUE
    where: Expr = TRUE
    label: str = ""


@dataclass(frozen=True, kw_only=True)
class Subjects:
    """A kind of subject: its attribute columns, and the evidence column it is read from."""

    name: str
    label: str
    attributes: Mapping[str, Typed]
    from_posts: Mapping[str, str] = field(default_factory=dict)
    key: str = ""


@dataclass(frozen=True, kw_only=True)
class PlannedEffect:
    """An effect with its amounts and days compiled; its text stays the pack's."""

    effect: Effect
    of: str
    when: Typed | None = None
    amount: Typed | None = None
    start: Typed | None = None
    alternatives: tuple[Typed | None, ...] = ()
    lasts: str = ""


@dataclass(frozen=True, kw_only=True)
class PlannedRule:
    """A rule ready to judge: the verdict column and the conditions behind it."""

    id: str
    label: Label
    basis: Basis
    of: str
    opens: str
    subject: str = ""
    column: str
    in_force: bool
    when: str
    when_expr: Expr
    requires: tuple[tuple[str, str, Expr], ...] = ()
    exceptions: tuple[tuple[str, Expr], ...] = ()
    effects: tuple[PlannedEffect, ...] = ()
    legal_review: bool = False
    channel: str = ""
    owner: str = ""

    @cached_property
    def needed(self) -> Expr:
        """All that has to hold: the condition and what is required beside it."""
        return all_of(self.when_expr, *(e for _, _, e in self.requires))


@dataclass(frozen=True, kw_only=True)
class PlannedMonitor:
    """A reference share beside the actual one; it opens nothing."""

    id: str
    label: Label
    basis: Basis
    of: str
    by: tuple[str, ...]
    member: Expr
    top: int
    below: int
    base: Typed | None = None
    base_of: str = ""
    actual: Expr | None = None
    pool: Typed | None = None
    pool_where: Expr = TRUE
    descending: bool = False


@dataclass(frozen=True, kw_only=True)
class PlannedStatistic:
    """Totals, parts and cross-cuts as columns of the whole."""

    id: str
    label: Label
    basis: Basis
    counts: str
    total: str
    parts: Mapping[str, str]
    cross_cuts: Mapping[str, str]
    must_reconcile: bool
    remainder: str


@dataclass(frozen=True, kw_only=True)
class Question:
    """Something the pack or the facts leave open, said in one sentence."""

    code: str
    text: str
    reading: str = ""
    parameter: str = ""


@dataclass(frozen=True, kw_only=True)
class Duty:
    """One interval of a recurring duty: name of the interval and day it is due."""

    kind: str
    of: str
    where: Expr
    period: str
    due_on: Expr


@dataclass(frozen=True, kw_only=True, eq=False)
class Plan:
    """A pack compiled for one period, as of one day, under one choice of readings."""

    pack: str
    title: str
    digest: str
    period: Period
    period_name: str
    as_of: date
    known_by: datetime | None
    readings: Mapping[str, str]
    scale: int
    subjects: Mapping[str, Subjects]
    relations: Mapping[str, Relation]
    nodes: tuple[AnyNode, ...]
    rules: tuple[PlannedRule, ...]
    monitors: tuple[PlannedMonitor, ...]
    statistics: tuple[PlannedStatistic, ...]
    duties: tuple[Duty, ...]
    questions: tuple[Question, ...]
    exceptions: Mapping[str, Label]
    parameters: Mapping[str, str]
    reading_labels: Mapping[str, str]
    items: Mapping[str, str]
    labels: Mapping[str, str]

    def node(self, name: str) -> AnyNode:
        """The node of that name; KeyError otherwise."""
        return next(n for n in self.nodes if n.name == name)

    def of(self, subject: str) -> tuple[AnyNode, ...]:
        """The nodes of one kind of subject, in order."""
        return tuple(n for n in self.nodes if n.of == subject)


def cell_names(node: AnyNode) -> tuple[str, ...]:
    """Columns a node adds: its value, a ratio's base, a past year's graded flag."""
    extra: tuple[str, ...] = ()
    if node.typed.below is not None:
        extra = (node.name + BELOW,)
    if isinstance(node, Past):
        extra = (node.name + GRADED,)
    return (node.name, *extra)


def reads(plan: Plan, node: AnyNode) -> set[tuple[str, str]]:
    """(kind of subject, column) of everything a node reads."""
    if isinstance(node, Carry):
        to = plan.relations[node.relation].to
        return {(to, c.name) for c in columns(node.value)} | {(to, node.far)}
    return {(node.of, c) for c in node.needs}
