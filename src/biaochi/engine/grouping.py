"""Figures inside comparison groups.  Nothing depends on the order of subjects or their ids."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from biaochi.engine.closures import Columns
from biaochi.engine.expr import Env
from biaochi.engine.operations import Scalar, half_up
from biaochi.engine.plan import Group, Places

Rows = Sequence[Env]


def _grouped(by: tuple[str, ...], rows: Rows) -> Iterator[list[int]]:
    """Positions of the members of each group; an undetermined key is in none."""
    groups: dict[tuple[Scalar, ...], list[int]] = {}
    for at, row in enumerate(rows):
        key = tuple(row[c] for c in by)
        if None not in key:
            groups.setdefault(key, []).append(at)
    yield from groups.values()


def group_cells(node: Group, rows: Rows, columns: Columns) -> list[Scalar]:
    """The figure of each row's subject among its group."""
    found: list[Scalar] = [None] * len(rows)
    member = columns(node.member)(rows)
    value: list[Any] = [0] * len(rows) if node.value is None else columns(node.value)(rows)
    for positions in _grouped(node.by, rows):
        those = [i for i in positions if member[i]]
        known = {i: value[i] for i in those if value[i] is not None}
        doubtful = len(known) < len(those) or any(member[i] is None for i in positions)
        if known and not (node.block and doubtful):
            for i, figure in _FIGURES[node.figure](known, node.descending).items():
                found[i] = figure
    return found


Known = Mapping[int, int]


def _worse(known: Known, descending: bool) -> dict[int, int]:
    """How many are strictly worse than each."""
    order = sorted(known.values(), reverse=not descending)
    first: dict[int, int] = {}
    for place, value in enumerate(order):
        first.setdefault(value, place)
    return {i: first[v] for i, v in known.items()}


def _rank_min(known: Known, descending: bool) -> dict[int, int]:
    better = _worse(known, not descending)
    return {i: n + 1 for i, n in better.items()}


def _rank_max(known: Known, descending: bool) -> dict[int, int]:
    return {i: len(known) - n for i, n in _worse(known, descending).items()}


def _rank_dense(known: Known, descending: bool) -> dict[int, int]:
    order = sorted(set(known.values()), reverse=descending)
    place = {v: n + 1 for n, v in enumerate(order)}
    return {i: place[v] for i, v in known.items()}


def _tied(known: Known, _descending: bool) -> dict[int, int]:
    values = list(known.values())
    return {i: values.count(v) for i, v in known.items()}


def _same(figure: int, known: Known) -> dict[int, int]:
    return dict.fromkeys(known, figure)


def _best(known: Known, descending: bool) -> dict[int, int]:
    return _same(max(known.values()) if descending else min(known.values()), known)


def _median2(known: Known, _descending: bool) -> dict[int, int]:
    order, size = sorted(known.values()), len(known)
    return _same(order[(size - 1) // 2] + order[size // 2], known)


_FIGURES = {
    "rank_min": _rank_min, "rank_max": _rank_max, "rank_dense": _rank_dense, "worse": _worse,
    "tied": _tied, "size": lambda k, _d: _same(len(k), k), "best": _best,
    "worst": lambda k, d: _best(k, not d), "total": lambda k, _d: _same(sum(k.values()), k),
    "median2": _median2,
}  # fmt: skip


def places_cells(node: Places, rows: Rows, columns: Columns) -> list[Scalar]:
    """Within the places of each group: yes, no, or undetermined at an edge left to ask."""
    found: list[Scalar] = [None] * len(rows)
    groups = list(_grouped(node.by, rows))
    member, only, value = (columns(e)(rows) for e in (node.member, node.only, node.value))
    members = [[member[i] for i in g] for g in groups]
    sizes = [sum(m is True for m in ms) for ms in members]
    numbers = [None] * len(groups) if _whole_open(node, members) else _places(node, sizes)
    for positions, ms, places in zip(groups, members, numbers, strict=True):
        those = [only[i] for i in positions], [value[i] for i in positions]
        for i, answer in zip(positions, _chosen(node, ms, *those, places), strict=True):
            found[i] = answer
    return found


def _chosen(
    node: Places, members: list[Any], only: list[Any], values: list[Any], places: int | None
) -> list[Scalar]:
    """Answer for each position of one group."""
    may = [_both(m, o) for m, o in zip(members, only, strict=True)]
    doubtful = any(
        c is None or m is None or (c and v is None)
        for m, c, v in zip(members, may, values, strict=True)
    )
    if places is None or (node.block and doubtful):
        return [None if m is not False else False for m in members]
    those = [v for c, v in zip(may, values, strict=True) if c and v is not None]
    answers: list[Scalar] = []
    for candidate, value in zip(may, values, strict=True):
        if not candidate or value is None:
            answers.append(None if candidate is None or candidate else False)
            continue
        better = sum((v > value) if node.descending else (v < value) for v in those)
        answers.append(_edge(node.ties, better, those.count(value), places))
    return answers


def _both(member: bool | None, only: bool | None) -> bool | None:
    if member is False or only is False:
        return False
    return None if member is None or only is None else True


def _edge(ties: str, better: int, tied: int, places: int) -> bool | None:
    """Inside, outside, or tied over the edge."""
    if better + tied <= places:
        return True
    if better >= places:
        return False
    return {"all_in": True, "all_out": False}.get(ties)


def _places(node: Places, sizes: list[int]) -> list[int | None]:
    """How many places each group has."""
    if node.mode == "floor":
        return [n * node.top // node.below for n in sizes]
    if node.mode == "ceil":
        return [-(-n * node.top // node.below) for n in sizes]
    if node.mode == "half_up":
        return [half_up(n * node.top, node.below) for n in sizes]
    return _largest_remainder(node, sizes)


def _whole_open(node: Places, members: Sequence[Sequence[Scalar]]) -> bool:
    """Sharing out by remainders needs every group's size; one open membership leaves all open."""
    shared = node.mode == "largest_remainder" and node.block
    return shared and any(None in those for those in members)


def _largest_remainder(node: Places, sizes: list[int]) -> list[int | None]:
    """Share out the whole's places; groups tied for the last ones go by ``ties``."""
    whole = half_up(sum(sizes) * node.top, node.below)
    floors = [n * node.top // node.below for n in sizes]
    rests = [n * node.top % node.below for n in sizes]
    left = whole - sum(floors)
    found: list[int | None] = []
    for floor, rest in zip(floors, rests, strict=True):
        better = sum(r > rest for r in rests)
        extra = _edge(node.ties, better, rests.count(rest), left)
        found.append(None if extra is None else floor + int(extra))
    return found
