"""Comparison inside groups as SQL windows: recomputed per closed group, never patched."""

from collections.abc import Sequence

from biaochi.engine.plan import Group, Places
from biaochi.engine.sqltext import Writer, literal, name

Found = list[tuple[Group | Places, str]]


def compared(nodes: Sequence[Group | Places], source: str) -> tuple[str, list[str], Found]:
    """Source with helper columns, joins of group-wide figures, and each node's text."""
    joins: list[str] = []
    found: Found = []
    for at, node in enumerate(nodes):
        if isinstance(node, Group):
            source = _group_source(node, at, source)
            found.append((node, _group_text(node, at)))
        else:
            source, join = _places_source(node, at, source)
            joins.append(join)
            found.append((node, _places_text(node, at)))
    return source, joins, found


def _keys(by: Sequence[str], alias: str) -> str:
    return ", ".join(f"{alias}.{name(c)}" for c in by) or "1"


def _in_group(by: Sequence[str], alias: str) -> str:
    return " AND ".join(f"{alias}.{name(c)} IS NOT NULL" for c in by) or "TRUE"


def _group_source(node: Group, at: int, source: str) -> str:
    """Member flag, value, and row order (for the median) beside the subject's columns."""
    writer = Writer(subject="t")
    value = "0" if node.value is None else writer.text(node.value)
    m, v, p, n = (name(f"#{c}{at}") for c in "mvpn")
    source = f"(SELECT t.*, ({writer.text(node.member)}) AS {m}, {value} AS {v} FROM {source} AS t)"
    there = f"COALESCE(t.{m} AND t.{v} IS NOT NULL, FALSE)"
    source = f"(SELECT t.*, {there} AS {p} FROM {source} AS t)"
    if node.figure == "median2":
        keys = _keys(node.by, "t")
        there = f"PARTITION BY {keys}, t.{p}"
        row = f"row_number() OVER ({there} ORDER BY t.{v}) AS {n}"
        size = f"count(*) OVER ({there}) AS {name(f'#z{at}')}"
        source = f"(SELECT t.*, {row}, {size} FROM {source} AS t)"
    return source


def _group_text(node: Group, at: int) -> str:
    m, v, p, n, z = (f"s.{name(f'#{c}{at}')}" for c in "mvpnz")
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
        "median2": f"sum(CASE WHEN {n} = ({z} + 1) // 2 THEN {v} ELSE 0 END"
        f" + CASE WHEN {n} = {z} // 2 + 1 THEN {v} ELSE 0 END) OVER ({there})",
    }[node.figure]
    doubt = f"max(CASE WHEN {m} IS NULL OR ({m} AND {v} IS NULL) THEN 1 ELSE 0 END)"
    sure = f" AND {doubt} OVER (PARTITION BY {keys}) = 0" if node.block else ""
    return f"CASE WHEN {p} AND {_in_group(node.by, 's')}{sure} THEN {figure} END"


def _places_source(node: Places, at: int, source: str) -> tuple[str, str]:
    """Member, candidate and value columns; and the number of places of each group."""
    writer = Writer(subject="t")
    m, c, v, p = (name(f"#{x}{at}") for x in "mcvp")
    member, only = writer.text(node.member), writer.text(node.only)
    source = (
        f"(SELECT t.*, ({member}) AS {m}, (({member}) AND ({only})) AS {c},"
        f" {writer.text(node.value)} AS {v} FROM {source} AS t)"
    )
    there = f"COALESCE(t.{c} AND t.{v} IS NOT NULL, FALSE)"
    source = f"(SELECT t.*, {there} AS {p} FROM {source} AS t)"
    keys = [f"g.{name(b)}" for b in node.by]
    listed = "".join(f"{k} AS k{i}, " for i, k in enumerate(keys))
    sized = (
        f"SELECT {listed}sum(CASE WHEN g.{m} THEN 1 ELSE 0 END) AS n,"
        f" max(CASE WHEN g.{m} IS NULL THEN 1 ELSE 0 END) AS unsure FROM {source} g"
        f" WHERE {_in_group(node.by, 'g')}" + (f" GROUP BY {', '.join(keys)}" if keys else "")
    )
    alias = name(f"#places{at}")
    on = " AND ".join(f"{alias}.k{i} = s.{name(b)}" for i, b in enumerate(node.by)) or "TRUE"
    return source, f"LEFT JOIN ({_sized(node, sized)}) {alias} ON {on}"


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


def _places_text(node: Places, at: int) -> str:
    m, c, v, p = (f"s.{name(f'#{x}{at}')}" for x in "mcvp")
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
