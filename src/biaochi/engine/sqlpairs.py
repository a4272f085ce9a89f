"""Relations between subjects as SQL: distinct pairs, one step far."""

from collections.abc import Callable, Mapping

from biaochi.engine.expr import Expr
from biaochi.engine.plan import Plan, Relation
from biaochi.engine.sqltext import Writer, literal, name


def relation_table(relation: str) -> str:
    """The table of a relation's pairs."""
    return name(f"pairs_{relation}")


def current(plan: Plan, alias: str, first: str = "from", last: str = "to") -> str:
    """The condition that a row's span contains the as-of day."""
    day = literal(plan.as_of)
    a, b = f"{alias}.{name(first)}", f"{alias}.{name(last)}"
    return f"({a} IS NULL OR {a} <= {day}) AND ({b} IS NULL OR {b} >= {day})"


def _held(plan: Plan, where: Expr, alias: str) -> str:
    condition = Writer(row=alias, table="posts").text(where)
    return f"{current(plan, alias)} AND {condition}"


def pairs(plan: Plan, relation: Relation) -> str:
    """Distinct pairs; on one kind of subject never with itself."""
    found = _pair_rows(plan, relation)
    self_too = "" if relation.of != relation.to else " WHERE q.near <> q.far"
    return f"SELECT DISTINCT q.near, q.far FROM ({found}) q{self_too}"


def _pair_rows(plan: Plan, relation: Relation) -> str:
    write = _WRITTEN.get(relation.by)
    return write(plan, relation) if write else _unit_pairs(relation.by)


def _posts(ends: tuple[str, str], where: str) -> str:
    return f"SELECT r.{ends[0]} AS near, r.{ends[1]} AS far FROM known_posts r WHERE {where}"


def _line(plan: Plan, relation: Relation) -> str:
    held = _held(plan, relation.mine, "r")
    return _posts(("person", "line_of"), f"r.line_of IS NOT NULL AND {held}")


def _together(plan: Plan, relation: Relation) -> str:
    """People of the units where (or over which) a person holds a matching post."""
    column = "unit" if relation.by == "colleagues" else "line_of"
    near, far = _held(plan, relation.mine, "a"), _held(plan, relation.where, "b")
    return (
        "SELECT a.person AS near, b.person AS far FROM known_posts a JOIN known_posts b"
        f" ON b.unit = a.{column} WHERE {near} AND {far}"
    )


def _links(plan: Plan, relation: Relation) -> str:
    ends = ("to", "from") if relation.reversed else ("from", "to")
    condition = Writer(table="links").text(relation.where)
    return (
        f"SELECT r.{name(ends[0])} AS near, r.{name(ends[1])} AS far FROM known_links r"
        f" WHERE r.kind = {literal(relation.kind)} AND"
        f" {current(plan, 'r', 'from_on', 'to_on')} AND {condition}"
    )


def _named(plan: Plan, relation: Relation) -> str:
    key, far = name(plan.subjects[relation.of].key), name(relation.to)
    condition = Writer(table="evidence").text(relation.where)
    return (
        f"SELECT CAST(r.{key} AS VARCHAR) AS near, r.{far} AS far FROM known_evidence r"
        f" WHERE r.status = 'verified' AND r.{key} IS NOT NULL AND r.{far} IS NOT NULL"
        f" AND {condition}"
    )


def _unit_pairs(by: str) -> str:
    above = "FROM known_units r WHERE r.parent IS NOT NULL"
    if by == "parent":
        return f"SELECT r.unit AS near, r.parent AS far {above}"
    if by == "children":
        return f"SELECT r.parent AS near, r.unit AS far {above}"
    return (
        "WITH RECURSIVE up AS (SELECT r.unit AS low, r.parent AS high"
        f" {above} UNION ALL SELECT u.low, r.parent FROM up u JOIN known_units r ON r.unit = u.high"
        " WHERE r.parent IS NOT NULL) SELECT high AS near, low AS far FROM up"
    )


_WRITTEN: Mapping[str, Callable[[Plan, Relation], str]] = {
    "members": lambda plan, x: _posts(("unit", "person"), _held(plan, x.where, "r")),
    "posts_held": lambda plan, x: _posts(("person", "unit"), _held(plan, x.where, "r")),
    "line": _line,
    "colleagues": _together,
    "line_members": _together,
    "links": _links,
    "named": _named,
}
