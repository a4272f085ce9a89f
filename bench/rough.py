"""Rough facts: ties, blanks, negative and greatest values, groups of one, Chinese ids."""

import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

import duckdb

from bench.opened import PACK
from biaochi.batch.assess import attribute_columns, bind
from biaochi.facts.prepared import Part, Prepared, closed_columns, save, write_part
from biaochi.facts.read import read_rows
from biaochi.packs.loader import load

Row = dict[str, str]
COUNTIES = ("青山县", "绿水县", "it's", "丙")
SEED, PEOPLE, UNITS, ALONE = 31, 120, 30, 10
FEW, MOST = 0.05, 0.8
MARKS = ("60", "60", "75.5", "90", "90", "1000", "0")
VALUES = ("", "", "0", "-3", "-0.5", "2.5", "1000", "-1000")


def write_rough(folder: Path) -> Prepared:
    """Write a few hundred people in four parts."""
    pack = load(PACK)
    columns = attribute_columns(pack)
    random = Random(SEED)  # noqa: S311  the same facts every time
    parts = {}
    for county in COUNTIES:
        with read_rows(_county(random, county), attributes=columns) as store:
            bind(pack, store)
            digest = f"rough:{county}".encode().hex()
            found = write_part(store.con, folder, county, digest=digest, columns=store.columns)
            parts[county] = Part(found.digest, found.tables)
    prepared = Prepared(folder, columns, parts, frozenset())
    with duckdb.connect() as con:
        prepared = Prepared(folder, columns, parts, closed_columns(con, prepared))
    save(prepared)
    return prepared


def _county(random: Random, county: str) -> dict[str, list[Row]]:
    """One county's tables as plain texts, blanks among them."""
    tables: dict[str, list[Row]] = {
        t: [] for t in ("units", "people", "posts", "scores", "evidence", "results")
    }
    # The first units have one person each; the last ones have nobody.
    tables["units"] = [{"unit": f"{county}单位{n}", "name": f"单位{n}"} for n in range(UNITS)]
    for n in range(PEOPLE):
        person = f"{county}“{n}”号"
        tables["people"].append({"person": person, "name": "人", **_some(random, county=county)})
        tables["posts"] += _posts(random, person, f"{county}单位{_unit(n)}")
        tables["scores"] += _scores(random, person)
        tables["evidence"] += _evidence(random, person)
        tables["results"] += _results(random, person)
    return tables


def _unit(n: int) -> int:
    return n if n < ALONE else ALONE + n % 12


def _some(random: Random, **cells: str) -> Row:
    """The cells, now and then without one of them."""
    return {name: "" if random.random() < FEW else value for name, value in cells.items()}


def _posts(random: Random, person: str, unit: str) -> Iterator[Row]:
    if random.random() < FEW:
        return
    last = random.choice(["", "", "", "2017-06-30", "2017-12-31"])
    post = random.choice(["局长", "科员", "科员"])
    yield {"person": person, "unit": unit, "from": "2012-01-01", "to": last,
           "post": post, **_some(random, role="member", tier="一")}  # fmt: skip


def _scores(random: Random, person: str) -> Iterator[Row]:
    for n in range(1, 13):
        for quarter in (1, 2, 3, 4):
            if random.random() < MOST:
                yield {"person": person, "component": f"G{n:02d}", "period": f"2017Q{quarter}",
                       **_some(random, value=random.choice(MARKS))}  # fmt: skip


def _evidence(random: Random, person: str) -> Iterator[Row]:
    for n in range(random.choice([0, 1, 3, 12])):
        day = f"201{random.choice('67778')}-{random.randint(1, 12):02d}-{random.randint(1, 28):02d}"
        yield {
            "id": f"{person}证{n}", "item": f"D{random.randint(13, 31)}", "person": person,
            "value": random.choice(VALUES), "source": random.choice(["季报", ""]),
            "status": random.choice(["verified", "verified", "reported", "withdrawn"]),
            "occurred_on": day,
        }  # fmt: skip


def _results(random: Random, person: str) -> Iterator[Row]:
    for year in ("2014", "2015", "2016"):
        if random.random() < MOST:
            label = random.choice(["不称职", "称职", ""])
            yield {"person": person, "period": year, "quantity": "grade", "label": label}
            value = random.choice(["0", "1", "1", ""])
            yield {"person": person, "period": year, "quantity": "is_last", "value": value}


if __name__ == "__main__":
    write_rough(Path(sys.argv[1]))
