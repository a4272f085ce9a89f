"""A hundred new facts in three counties: only these are computed again, with equal digests.

``python -m bench.incremental PREPARED``; the facts given are copied, never changed.
"""

import shutil
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import duckdb

from bench.costs import measured
from biaochi.facts.prepared import Part, Prepared, open_prepared, save, write_part
from biaochi.facts.shapes import TABLES

COUNTIES, NEW = 3, 100


def add_facts(folder: Path) -> list[str]:
    """Add the new evidence to the first counties; return their names."""
    prepared = open_prepared(folder)
    chosen = list(prepared.names[:COUNTIES])
    parts = dict(prepared.parts)
    for at, part in enumerate(chosen):
        here = NEW // len(chosen) + (at < NEW % len(chosen))
        parts[part] = _written(prepared, part, here)
    save(replace(prepared, parts=parts))
    return chosen


def _written(prepared: Prepared, part: str, number: int) -> Part:
    """Write a part again with that many deductions more."""
    old = prepared.parts[part]
    with duckdb.connect() as con:
        prepared.open(con, [part], make="TABLE")
        con.execute(
            "INSERT INTO evidence BY NAME SELECT 'new ' || id AS id, item, person, value + 1000000"
            " AS value, occurred_on, status, source, 'new ' || id AS event, row_no + 10000000"
            f" AS row_no FROM evidence ORDER BY row_no LIMIT {number}"
        )
        columns = {t: prepared.columns(t) for t in TABLES}
        for table in ("people", "units", "posts"):
            con.execute(f'ALTER TABLE {table} DROP COLUMN "#part"')
        found = write_part(
            con, prepared.folder, part, digest=f"{old.digest[::-1]}", columns=columns
        )
    return replace(found, fits=old.fits)


def main(folder: Path) -> None:
    """Compute everything, add the facts, compute again; compare with a run from nothing."""
    with tempfile.TemporaryDirectory() as place:
        facts, out, fresh = Path(place, "facts"), Path(place, "out"), Path(place, "fresh")
        shutil.copytree(folder, facts)
        first = measured("bench.routes", "parts", facts, out)
        changed = add_facts(facts)
        again = measured("bench.routes", "parts", facts, out)
        whole = measured("bench.routes", "parts", facts, fresh)
    equal = again.said["digest"] == whole.said["digest"] != first.said["digest"]
    print(
        f"{NEW} new facts in {len(changed)} of {whole.said['computed']} counties:"
        f" {again.said['computed']} computed, CPU {again.cpu:.2f} s against {whole.cpu:.2f} s"
        f" (ratio {again.cpu / whole.cpu:.2f}); digest equal: {'yes' if equal else 'NO'}"
    )
    if not equal or again.said["computed"] != len(changed):
        raise SystemExit("!!! an incremental run differs from a run from nothing")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
