"""The same measures by a careful pandas script: exact integers, the measures written by hand.

Reads raw Parquet facts, or prepared ones county by county.  It checks no fact, writes no results,
keeps no evidence and explains nothing; it is the yardstick for speed, not for the work.  The
digest is worked out afterwards, to be compared, and its cost is said apart.
"""

import sys
import time
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
from pyarrow.parquet import ParquetFile

from bench.by_hand import (
    CAP,
    GRADED,
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
from bench.opened import NEEDED
from biaochi.facts.prepared import Prepared, is_prepared, open_prepared

Frames = Mapping[str, pd.DataFrame]


def half_up(top: np.ndarray, below: np.ndarray | int) -> np.ndarray:
    """Nearest integer, halves up, of non-negative amounts."""
    return (2 * top + below) // (2 * below)


def raw(folder: Path) -> Frames:
    """The tables of a folder of raw facts, values as integers of hundredths."""
    found = {table: pd.read_parquet(folder / f"{table}.parquet") for table in NEEDED}
    for table in ("scores", "evidence"):
        exact = found[table]["value"].astype("string[pyarrow]").astype("float64") * 100
        found[table]["value"] = exact.round().astype("int64")
    return found


def prepared_counties(prepared: Prepared) -> Iterator[Frames]:
    """The needed columns of each part, values as integers of hundredths."""
    for part in prepared.names:
        found = {}
        for table, columns in NEEDED.items():
            pieces = prepared.pieces(table, [part])
            files = [prepared.folder / f for piece in pieces for f in piece.files]
            read = [ParquetFile(f).read(columns=list(columns)).to_pandas() for f in files]
            found[table] = pd.concat(read)
        for table in ("scores", "evidence"):
            found[table]["value"] = found[table]["value"] // MILLIONTHS
        found["results"]["value"] = found["results"]["value"] // 10**6
        yield found


def achievement(scores: pd.DataFrame) -> pd.DataFrame:
    """Mean per graded indicator, then the weighted mean of those present."""
    found = scores.groupby(["person", "component"])["value"].agg(["sum", "count"])
    found["mean"] = half_up(found["sum"].to_numpy(), found["count"].to_numpy())
    wide = found["mean"].unstack()  # noqa: PD010  # nothing to aggregate
    wide.columns = GRADED
    weights = pd.Series(WEIGHTS, index=GRADED)
    kept = wide.notna().mul(weights, axis=1).sum(axis=1).to_numpy()
    total = wide.fillna(0).mul(weights, axis=1).sum(axis=1).to_numpy().astype("int64")
    return wide.assign(achievement=half_up(total, kept))


def deductions(evidence: pd.DataFrame) -> pd.DataFrame:
    """Deductions in all, capped per indicator, and per quarter."""
    rows = evidence[(evidence["status"] == "verified") & (evidence["value"] != 0)]
    rows = rows.assign(value=rows["value"].abs())
    each = rows.groupby(["person", "item"])["value"].sum().clip(upper=CAP)
    quarter = pd.to_datetime(rows["occurred_on"]).dt.quarter
    sums = rows.groupby([rows["person"], quarter])["value"].sum()
    quarters = sums.unstack(fill_value=0)  # noqa: PD010  # nothing to aggregate
    found = quarters.reindex(columns=[1, 2, 3, 4], fill_value=0)
    found.columns = QUARTERS
    found["deductions_capped"] = each.groupby("person").sum()
    found["deductions_total"] = rows.groupby("person")["value"].sum()
    return found


def figures(county: Frames) -> pd.DataFrame:
    """Totals, ranks, bands, the excellent share and four verdicts of every person."""
    people = county["people"].set_index("person")
    people = people.join(county["posts"].set_index("person")[["unit", "post"]])
    people = people.join(achievement(county["scores"])).join(deductions(county["evidence"]))
    sums = ["deductions_capped", "deductions_total", *QUARTERS]
    people[sums] = people[sums].fillna(0).astype("int64")
    less = (people["achievement"] * 10 - people["deductions_capped"]).clip(lower=0)
    people["total"] = half_up(less.to_numpy(), 10)
    units = people.groupby("unit")["total"]
    people["place"] = units.rank(method="min", ascending=False).astype("int64")
    posts = people.groupby(["county", "post"])["total"]
    people["place_post"] = posts.rank(method="min", ascending=False).astype("int64")
    people["is_last"] = (people["total"] == units.transform("min")) & (units.transform("size") > 1)
    edges = [-1, 5999, 6999, 8999, 10**9]
    names = ["不称职", "基本称职", "称职", "优秀"]
    people["band"] = pd.cut(people["total"], edges, labels=names).astype(str)
    may = people[people["band"].isin(["优秀", "称职"])]
    better = may.groupby("unit")["total"].rank(method="max", ascending=False)
    chosen = better <= (units.transform("size") // 5).loc[better.index]
    people["excellent"] = chosen.reindex(people.index, fill_value=False)
    kept = people["band"].replace("优秀", "称职")
    people["grade"] = np.where(people["excellent"], "优秀", kept)
    return verdicts(people, county["results"])


def verdicts(people: pd.DataFrame, results: pd.DataFrame) -> pd.DataFrame:
    """What this year and the years before it say together."""
    over = people[QUARTERS] > QUARTER
    people["two_quarters"] = np.logical_or.reduce(
        [over[a] & over[b] for a, b in pairwise(QUARTERS)]
    )
    past = results.set_index(["person", "quantity", "period"]).sort_index()
    grades = past.xs("grade", level="quantity")["label"].unstack()  # noqa: PD010
    lasts = past.xs("is_last", level="quantity")["value"].unstack()  # noqa: PD010
    people["two_years"] = (people["grade"] == "不称职") & (grades["2016"] == "不称职")
    people["three_last"] = people["is_last"] & (lasts["2016"] == 1) & (lasts["2015"] == 1)
    people["rule:listed"] = people["deductions_total"] > LISTED
    return people.assign(**{f"rule:{rule}": people[column] for rule, column in RULES.items()})


def main(folder: Path) -> None:
    """Go through the counties and print what they add up to."""
    counties = prepared_counties(open_prepared(folder)) if is_prepared(folder) else [raw(folder)]
    digest, wall, cpu, met = whole(), 0.0, 0.0, 0
    for county in counties:
        found = figures(county)
        met += int(found[[f"rule:{rule}" for rule in RULES]].to_numpy().sum())
        began, own = time.perf_counter(), time.process_time()
        columns = {name: found[name].tolist() for name in found.columns}
        units = county["units"]["unit"].tolist()
        digest = digest.add(digest_parts(found.index.tolist(), columns, units))
        wall, cpu = wall + time.perf_counter() - began, cpu + time.process_time() - own
    say(digest=digest.digest(), findings=met, apart_wall=wall, apart_cpu=cpu)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
