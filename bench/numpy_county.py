"""The same measures by numpy, county by county: exact integers, scores and findings.

It writes no results and keeps no evidence; it is the yardstick for arithmetic.  The digest is
worked out afterwards, to be compared, and its cost is said apart.
"""

import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pyarrow.parquet import ParquetFile

from bench.by_hand import (
    CAP,
    GRADED,
    ITEMS,
    LISTED,
    MILLIONTHS,
    QUARTER,
    QUARTERS,
    RULES,
    WEIGHTS,
    digest_parts,
    whole,
)
from bench.costs import say
from biaochi.facts.prepared import Prepared, open_prepared

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
BANDS = np.array(["不称职", "基本称职", "称职", "优秀"])
WORST, COMPETENT, BEST = 0, 2, 3
PERIODS = [f"2017Q{n}" for n in (1, 2, 3, 4)]


class Table:
    """Columns of one table in one part; texts as codes of a list."""

    def __init__(self, prepared: Prepared, part: str, table: str, texts: Sequence[str]) -> None:
        pieces = prepared.pieces(table, [part])
        files = [prepared.folder / f for piece in pieces for f in piece.files]
        self.files = [ParquetFile(f, read_dictionary=list(texts)) for f in files]

    def text(self, column: str) -> list[str]:
        """A column as texts."""
        return [v for f in self.files for v in f.read(columns=[column])[column].to_pylist()]

    def codes(self, column: str, index: Mapping[str, int]) -> Ints:
        """A column of texts as numbers of the index; -1 for what it does not list."""
        found = [np.empty(0, dtype=np.int64)]
        for file in self.files:
            for chunk in file.read(columns=[column])[column].chunks:
                known = [index.get(v, -1) for v in chunk.dictionary.to_pylist()]
                codes = chunk.indices.fill_null(len(known)).to_numpy()
                found.append(np.array([*known, -1], dtype=np.int64)[codes])
        return np.concatenate(found)

    def numbers(self, column: str) -> Ints:
        """A column of numbers without blanks, or of days as days since 1970."""
        read = (f.read(columns=[column])[column] for f in self.files)
        found = [c.cast("int32") if str(c.type) == "date32[day]" else c for c in read]
        numbers = [c.fill_null(0).to_numpy().astype(np.int64) for c in found]
        return np.concatenate([np.empty(0, dtype=np.int64), *numbers])


def half_up(top: Ints, below: Ints | int) -> Ints:
    """Nearest integer, halves up, of non-negative amounts."""
    return (2 * top + below) // (2 * below)


def added(key: Ints, values: Ints, shape: tuple[int, int]) -> Ints:
    """Sums by key; whole numbers below 2**53 are exact here."""
    found = np.bincount(key, weights=values, minlength=shape[0] * shape[1])
    return found.astype(np.int64).reshape(shape)


def places(group: Ints, total: Ints) -> tuple[Ints, Ints]:
    """The rank of each in its group, the greatest first, and how many have the same total."""
    order = np.lexsort((-total, group))
    sorted_group, sorted_total = group[order], total[order]
    at = np.arange(len(order))
    new_group = np.r_[True, sorted_group[1:] != sorted_group[:-1]]
    new = new_group | np.r_[True, sorted_total[1:] != sorted_total[:-1]]
    first = np.maximum.accumulate(np.where(new, at, 0))
    start = np.maximum.accumulate(np.where(new_group, at, 0))
    run = np.cumsum(new) - 1
    rank, same = np.empty_like(at), np.empty_like(at)
    rank[order] = first - start + 1
    same[order] = np.bincount(run)[run]
    return rank, same


def county(prepared: Prepared, part: str) -> tuple[list[str], dict[str, np.ndarray]]:
    """The people of a part and all their figures."""
    people = Table(prepared, part, "people", ()).text("person")
    index = {person: at for at, person in enumerate(people)}
    figures = {**achieved(prepared, part, index), **deducted(prepared, part, index)}
    less = figures["achievement"] * 10 - figures["deductions_capped"]
    total = figures["total"] = half_up(np.maximum(less, 0), 10)
    figures |= ranked(prepared, part, index, total)
    past = earlier(prepared, part, index)
    worst = figures["grade"] == BANDS[WORST]
    figures["two_years"] = worst & past["grade 2016"]
    figures["three_last"] = figures["is_last"] & past["last 2016"] & past["last 2015"]
    figures["rule:listed"] = figures["deductions_total"] > LISTED
    return people, figures | {f"rule:{r}": figures[column] for r, column in RULES.items()}


def achieved(prepared: Prepared, part: str, index: Mapping[str, int]) -> dict[str, Ints]:
    """Mean marks per component, and their weighted mean over those present."""
    table = Table(prepared, part, "scores", ("person", "component", "period"))
    who = table.codes("person", index)
    what = table.codes("component", {f"G{n:02d}": n - 1 for n in range(1, 13)})
    when = table.codes("period", {p: n for n, p in enumerate(PERIODS)})
    value = table.numbers("value") // MILLIONTHS
    use = (who >= 0) & (what >= 0) & (when >= 0)
    key = who[use] * 12 + what[use]
    shape = (len(index), 12)
    sums, counts = added(key, value[use], shape), added(key, np.ones_like(key), shape)
    means = half_up(sums, np.maximum(counts, 1))
    weights = np.array(WEIGHTS) * (counts > 0)
    found = {g: means[:, n] for n, g in enumerate(GRADED)}
    return found | {"achievement": half_up((means * weights).sum(1), weights.sum(1))}


def deducted(prepared: Prepared, part: str, index: Mapping[str, int]) -> dict[str, np.ndarray]:
    """Deductions: capped per item, in all, per quarter; two quarters in a row over the line."""
    table = Table(prepared, part, "evidence", ("person", "item", "status"))
    value = np.abs(table.numbers("value")) // MILLIONTHS
    day = table.numbers("occurred_on").astype("datetime64[D]")
    what = table.codes("item", {item: n for n, item in enumerate(ITEMS)})
    use = (value != 0) & (what >= 0) & (table.codes("status", {"verified": 0}) == 0)
    use &= day.astype("datetime64[Y]") == np.datetime64("2017")
    who = table.codes("person", index)[use]
    value = value[use]
    quarter = day[use].astype("datetime64[M]").astype(np.int64) % 12 // 3
    each = added(who * len(ITEMS) + what[use], value, (len(index), len(ITEMS)))
    found = {"deductions_capped": np.minimum(each, CAP).sum(1), "deductions_total": each.sum(1)}
    quarters = added(who * 4 + quarter, value, (len(index), 4))
    over = quarters > QUARTER
    found |= {name: quarters[:, n] for n, name in enumerate(QUARTERS)}
    return found | {"two_quarters": (over[:, 1:] & over[:, :-1]).any(1)}


def ranked(
    prepared: Prepared, part: str, index: Mapping[str, int], total: Ints
) -> dict[str, np.ndarray]:
    """Places, last, band, the excellent within the quota, and the grade."""
    posts = Table(prepared, part, "posts", ())
    who = [index[person] for person in posts.text("person")]
    unit, post = np.empty_like(total), np.empty_like(total)
    unit[who] = np.unique(posts.text("unit"), return_inverse=True)[1]
    post[who] = np.unique(posts.text("post"), return_inverse=True)[1]
    size = np.bincount(unit)[unit]
    lowest = np.full(unit.max() + 1, np.iinfo(np.int64).max)
    np.minimum.at(lowest, unit, total)
    band = np.searchsorted([6000, 7000, 9000], total, side="right")
    may = band >= COMPETENT
    better, same = places(unit * 2 + may, total)
    excellent = may & (better - 1 + same <= size // 5)
    grade = np.where(excellent, BEST, np.minimum(band, COMPETENT))
    return {
        "place": places(unit, total)[0], "place_post": places(post, total)[0],
        "is_last": (total == lowest[unit]) & (size > 1), "band": BANDS[band],
        "excellent": excellent, "grade": BANDS[grade],
    }  # fmt: skip


def earlier(prepared: Prepared, part: str, index: Mapping[str, int]) -> dict[str, Flags]:
    """What the years before decided."""
    table = Table(prepared, part, "results", ("person", "period", "quantity", "label"))
    who = table.codes("person", index)
    year = table.codes("period", {"2015": 2015, "2016": 2016})
    what = table.codes("quantity", {"grade": 0, "is_last": 1})
    worst = table.codes("label", {str(BANDS[WORST]): 1}) == 1
    last = table.numbers("value") == 10**6
    found = {}
    for name, met in {"grade": (what == 0) & worst, "last": (what == 1) & last}.items():
        for one in (2015, 2016):
            found[f"{name} {one}"] = np.zeros(len(index), dtype=bool)
            found[f"{name} {one}"][who[met & (year == one)]] = True
    return found


def main(folder: Path) -> None:
    """Go through the counties and print what they add up to."""
    prepared = open_prepared(folder)
    digest, wall, cpu, met = whole(), 0.0, 0.0, 0
    for part in prepared.names:
        people, figures = county(prepared, part)
        met += sum(int(figures[f"rule:{rule}"].sum()) for rule in RULES)
        began, own = time.perf_counter(), time.process_time()
        columns = {name: column.tolist() for name, column in figures.items()}
        units = Table(prepared, part, "units", ()).text("unit")
        digest = digest.add(digest_parts(people, columns, units))
        wall, cpu = wall + time.perf_counter() - began, cpu + time.process_time() - own
    say(digest=digest.digest(), findings=met, apart_wall=wall, apart_cpu=cpu)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
