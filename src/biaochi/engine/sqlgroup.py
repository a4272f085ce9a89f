"""Comparison inside groups as SQL windows: recomputed per closed group, never patched."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from biaochi.engine.kinds import FLAG, NUMBER
from biaochi.engine.plan import Group, Places
from biaochi.engine.sqltext import Writer, literal, name, typed_blank

Found = list[tuple[Group | Places, str]]


def compared(nodes: Sequence[Group | Places], source: str) -> tuple[str, list[str], Found]:
    """Source with helper columns, joins of group-wide figures, and each node's text."""
    beside = _Beside()
    columns = [beside.of(node) for node in nodes]
    source = beside.over(source)
    joins: list[str] = []
    found: Found = []
    for at, (node, own) in enumerate(zip(nodes, columns, strict=True)):
        if isinstance(node, Group):
            found.append((node, _group_text(node, own)))
        else:
            joins.append(_places_join(node, own, (at, source)))
            found.append((node, _places_text(node, own, at)))
    return source, joins, found


@dataclass(frozen=True)
class _Columns:
    """Helper columns of one node: member, candidate, value, present, row of, size."""

    member: str
    only: str
    value: str
    present: str
    row: str = ""
    size: str = ""

    def under(self, alias: str) -> "_Columns":
        """The same columns read under an alias."""
        return _Columns(*(f"{alias}.{name(c)}" for c in vars(self).values()))


@dataclass
class _Beside:
    """Helper columns beside the subject's own, each text once, in the order they need."""

    first: dict[str, str] = field(default_factory=dict)
    present: dict[str, str] = field(default_factory=dict)
    rows: dict[str, str] = field(default_factory=dict)

    def of(self, node: Group | Places) -> _Columns:
        """The helper columns of a node."""
        writer = Writer(subject="t")
        member = f"({typed_blank(writer.text(node.member), FLAG)})"
        only = f"({member} AND ({writer.text(node.only)}))" if isinstance(node, Places) else member
        value = "0" if node.value is None else typed_blank(writer.text(node.value), NUMBER)
        m, c, v = (self.first.setdefault(x, f"#a{len(self.first)}") for x in (member, only, value))
        there = f"COALESCE(t.{name(c)} AND t.{name(v)} IS NOT NULL, FALSE)"
        p = self.present.setdefault(there, f"#p{len(self.present)}")
        if not (isinstance(node, Group) and node.figure == "median2"):
            return _Columns(m, c, v, p)
        span = f"PARTITION BY {_keys(node.by, 't')}, t.{name(p)}"
        texts = (f"row_number() OVER ({span} ORDER BY t.{name(v)})", f"count(*) OVER ({span})")
        n, z = (self.rows.setdefault(x, f"#n{len(self.rows)}") for x in texts)
        return _Columns(m, c, v, p, n, z)

    def over(self, source: str) -> str:
        """The source with the helper columns."""
        for columns in (self.first, self.present, self.rows):
            if columns:
                listed = ", ".join(f"{text} AS {name(c)}" for text, c in columns.items())
                source = f"(SELECT t.*, {listed} FROM {source} AS t)"
        return source


def _keys(by: Sequence[str], alias: str) -> str:
    return ", ".join(f"{alias}.{name(c)}" for c in by) or "1"


def _in_group(by: Sequence[str], alias: str) -> str:
    return " AND ".join(f"{alias}.{name(c)} IS NOT NULL" for c in by) or "TRUE"


def _group_text(node: Group, columns: _Columns) -> str:
    own = columns.under("s")
    v, p = own.value, own.present
    keys = _keys(node.by, "s")
    there = f"PARTITION BY {keys}, {p}"
    best, worst = ("DESC", "ASC") if node.descending else ("ASC", "DESC")
    top, low = ("max", "min") if node.descending else ("min", "max")
    size = f"count(*) OVER ({there})"
    worse = f"(rank() OVER ({there} ORDER BY {v} {worst}) - 1)"
    figure = {
        "rank_min": f"rank() OVER ({there} ORDER BY {v} {best})",
        "rank_dense": f"dense_rank() OVER ({there} ORDER BY {v} {best})",
        "rank_max": f"{size} - {worse}",
        "worse": worse,
        "tied": f"count(*) OVER ({there}, {v})",
        "size": size,
        "best": f"{top}({v}) OVER ({there})",
        "worst": f"{low}({v}) OVER ({there})",
        "total": f"sum({v}) OVER ({there})",
        "median2": f"sum(CASE WHEN {own.row} = ({own.size} + 1) // 2 THEN {v} ELSE 0 END"
        f" + CASE WHEN {own.row} = {own.size} // 2 + 1 THEN {v} ELSE 0 END) OVER ({there})",
    }[node.figure]
    m = own.member
    doubt = f"max(CASE WHEN {m} IS NULL OR ({m} AND {v} IS NULL) THEN 1 ELSE 0 END)"
    sure = f" AND {doubt} OVER (PARTITION BY {keys}) = 0" if node.block else ""
    return f"CASE WHEN {p} AND {_in_group(node.by, 's')}{sure} THEN {figure} END"


def _places_join(node: Places, columns: _Columns, where: tuple[int, str]) -> str:
    """The number of places of each group, joined."""
    at, source = where
    keys = [f"g.{name(b)}" for b in node.by]
    listed = "".join(f"{k} AS k{i}, " for i, k in enumerate(keys))
    m = columns.under("g").member
    sized = (
        f"SELECT {listed}sum(CASE WHEN {m} THEN 1 ELSE 0 END) AS n,"
        f" max(CASE WHEN {m} IS NULL THEN 1 ELSE 0 END) AS unsure FROM {source} g"
        f" WHERE {_in_group(node.by, 'g')}" + (f" GROUP BY {', '.join(keys)}" if keys else "")
    )
    alias = name(f"#places{at}")
    on = " AND ".join(f"{alias}.k{i} = s.{name(b)}" for i, b in enumerate(node.by)) or "TRUE"
    return f"LEFT JOIN ({_sized(node, sized)}) {alias} ON {on}"


def _sized(node: Places, sized: str) -> str:
    """Places of each group by the rounding the pack states."""
    top, below = literal(node.top), literal(node.below)
    share = {
        "floor": f"(z.n * {top}) // {below}",
        "ceil": f"(z.n * {top} + {below} - 1) // {below}",
        "half_up": f"(2 * z.n * {top} + {below}) // (2 * {below})",
    }
    if node.mode in share:
        return f"SELECT z.*, CAST({share[node.mode]} AS BIGINT) AS places FROM ({sized}) z"
    parts = (
        f"SELECT z.*, (z.n * {top}) // {below} AS low, (z.n * {top}) % {below} AS rest,"
        f" (2 * sum(z.n) OVER () * {top} + {below}) // (2 * {below}) AS whole FROM ({sized}) z"
    )
    ranked = (
        "SELECT y.*, rank() OVER (ORDER BY y.rest DESC) - 1 AS better,"
        " count(*) OVER (PARTITION BY y.rest) AS tied, max(y.unsure) OVER () AS open,"
        f" y.whole - sum(y.low) OVER () AS more FROM ({parts}) y"
    )
    extra = _edge(node.ties, "x.better", "x.tied", "x.more")
    shut = "x.open = 1 THEN NULL WHEN " if node.block else ""
    count = f"CASE WHEN {shut}{extra} THEN 1 WHEN NOT {extra} THEN 0 END"
    return f"SELECT x.*, CAST(x.low + {count} AS BIGINT) AS places FROM ({ranked}) x"


def _edge(ties: str, better: str, tied: str, places: str) -> str:
    """Inside, outside, or tied over the edge."""
    at_edge = {"all_in": "TRUE", "all_out": "FALSE"}.get(ties, "NULL")
    return (
        f"(CASE WHEN {better} + {tied} <= {places} THEN TRUE WHEN {better} >= {places} THEN FALSE"
        f" ELSE CAST({at_edge} AS BOOLEAN) END)"
    )


def _places_text(node: Places, columns: _Columns, at: int) -> str:
    own = columns.under("s")
    m, c, v, p = own.member, own.only, own.value, own.present
    places = f"{name(f'#places{at}')}.places"
    keys = _keys(node.by, "s")
    there = f"PARTITION BY {keys}, {p}"
    order = "DESC" if node.descending else "ASC"
    better = f"(rank() OVER ({there} ORDER BY {v} {order}) - 1)"
    tied = f"(count(*) OVER ({there}, {v}))"
    doubt = (
        f"max(CASE WHEN {c} IS NULL OR {m} IS NULL OR ({c} AND {v} IS NULL) THEN 1 ELSE 0 END)"
        f" OVER (PARTITION BY {keys})"
    )
    open_ = f"{places} IS NULL" + (f" OR {doubt} = 1" if node.block else "")
    return (
        f"CASE WHEN NOT ({_in_group(node.by, 's')}) THEN NULL"
        f" WHEN {open_} THEN CASE WHEN {m} IS FALSE THEN FALSE END"
        f" WHEN {p} THEN {_edge(node.ties, better, tied, places)}"
        f" WHEN {c} IS FALSE THEN FALSE END"
    )
