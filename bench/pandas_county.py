"""The same county by a careful pandas script: exact integers, the measures written by hand.

Reads the Parquet facts, prints one line: people, sum of totals, grades.  It checks no fact, keeps
no evidence and explains nothing; it is the yardstick for speed, not for the work.
"""

import sys
from pathlib import Path

import numpy as np
import pandas as pd

WEIGHTS = [10] * 8 + [5] * 4
LISTED, QUARTER, CAP = 1000, 600, 300


def half_up(top: np.ndarray, below: np.ndarray | int) -> np.ndarray:
    """Nearest integer, halves up, of non-negative amounts."""
    return (2 * top + below) // (2 * below)


def hundredths(column: pd.Series) -> pd.Series:
    """Exact decimals as integers of hundredths."""
    return (column.astype("string[pyarrow]").astype("float64") * 100).round().astype("int64")


def achievement(scores: pd.DataFrame) -> pd.Series:
    """Mean per graded indicator, then the weighted mean of those present."""
    rows = scores.assign(value=hundredths(scores["value"]))
    found = rows.groupby(["person", "component"])["value"].agg(["sum", "count"])
    found["mean"] = half_up(found["sum"].to_numpy(), found["count"].to_numpy())
    wide = found["mean"].unstack()  # noqa: PD010  # nothing to aggregate
    weights = pd.Series(WEIGHTS, index=sorted(wide.columns))
    kept = wide.notna().mul(weights, axis=1).sum(axis=1).to_numpy()
    total = wide.fillna(0).mul(weights, axis=1).sum(axis=1).to_numpy().astype("int64")
    return pd.Series(half_up(total, kept), index=wide.index)


def deductions(evidence: pd.DataFrame) -> pd.DataFrame:
    """Deductions in all, capped per indicator, and per quarter."""
    rows = evidence[evidence["status"] == "verified"]
    rows = rows.assign(value=hundredths(rows["value"]).abs())
    each = rows.groupby(["person", "item"])["value"].sum().clip(upper=CAP)
    quarter = pd.to_datetime(rows["occurred_on"]).dt.quarter
    sums = rows.groupby([rows["person"], quarter])["value"].sum()
    quarters = sums.unstack(fill_value=0)  # noqa: PD010  # nothing to aggregate
    found = quarters.add_prefix("q")
    found["capped"] = each.groupby("person").sum()
    found["all"] = rows.groupby("person")["value"].sum()
    return found


def main(folder: Path) -> None:
    """Compute totals, ranks, bands, the excellent share and four findings."""
    people = pd.read_parquet(folder / "people.parquet").set_index("person")
    posts = pd.read_parquet(folder / "posts.parquet").set_index("person")
    people = people.join(posts[["unit", "post", "tier"]])
    people["achievement"] = achievement(pd.read_parquet(folder / "scores.parquet"))
    people = people.join(deductions(pd.read_parquet(folder / "evidence.parquet")))
    less = half_up((people["achievement"] * 10 - people["capped"]).clip(lower=0).to_numpy(), 10)
    people["total"] = less
    units = people.groupby("unit")["total"]
    people["place"] = units.rank(method="min", ascending=False).astype("int64")
    people["place_post"] = people.groupby(["county", "post"])["total"].rank(
        method="min", ascending=False
    )
    people["last"] = (people["total"] == units.transform("min")) & (units.transform("size") > 1)
    edges = [-1, 5999, 6999, 8999, 10**9]
    names = ["不称职", "基本称职", "称职", "优秀"]
    people["band"] = pd.cut(people["total"], edges, labels=names).astype(str)
    may = people[people["band"].isin(["优秀", "称职"])]
    better = may.groupby("unit")["total"].rank(method="max", ascending=False)
    places = units.transform("size") // 5
    chosen = (better <= places.loc[better.index]).reindex(people.index, fill_value=False)
    people["grade"] = np.where(chosen, "优秀", people["band"].replace("优秀", "称职"))
    over = [people[f"q{n}"] > QUARTER for n in (1, 2, 3, 4)]
    two = (over[0] & over[1]) | (over[1] & over[2]) | (over[2] & over[3])
    results = pd.read_parquet(folder / "results.parquet")
    past = results.set_index(["person", "quantity", "period"]).sort_index()
    grades = past.xs("grade", level="quantity")["label"].unstack()  # noqa: PD010
    lasts = past.xs("is_last", level="quantity")["value"].unstack()  # noqa: PD010
    twice = (people["grade"] == "不称职") & (grades["2016"] == "不称职")
    thrice = people["last"] & (lasts["2016"] == 1) & (lasts["2015"] == 1)
    met = int((people["all"] > LISTED).sum() + two.sum() + twice.sum() + thrice.sum())
    print(len(people), int(people["total"].sum()), int(people["place"].sum()), met)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
