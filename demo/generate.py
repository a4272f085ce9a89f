"""Generate the facts folder of 青石县: ``python -m demo.generate build/demo/facts``."""

import csv
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from demo import duties, marks, office, records, votes
from demo.chance import Chance
from demo.folk import folk
from demo.marks import Row
from demo.places import units as all_units

SEED = 2017
PEOPLE = 1500
Tables = Mapping[str, Sequence[Row]]


def generate(*, seed: int = SEED, people: int = PEOPLE) -> Tables:
    """Return every table of the county; the same seed gives the same county."""
    chance = Chance(seed)
    units = all_units(people)
    everyone = folk(units, chance=chance)
    measures = list(office.measure_rows(everyone, chance=chance))
    return {
        "units": [unit.row() for unit in units],
        "people": [person.row() for person in everyone],
        "posts": list(office.post_rows(everyone, units, chance=chance)),
        "evidence": list(records.evidence_rows(everyone, units, chance=chance)),
        "scores": [
            *marks.score_rows(everyone, chance=chance),
            *duties.unit_score_rows(units, chance=chance),
            *duties.extra_score_rows(everyone, chance=chance),
        ],
        "ballots": list(votes.ballot_rows(everyone, chance=chance)),
        "results": list(marks.result_rows(everyone, chance=chance)),
        "determinations": list(office.determination_rows()),
        "measures": measures,
        "events": [
            *duties.duty_rows(units, chance=chance),
            *office.reply_rows(everyone, chance=chance),
            *duties.recheck_rows(measures, chance=chance),
        ],
        "absences": list(office.absence_rows(everyone, chance=chance)),
        "calendar": list(duties.calendar_rows()),
        "links": list(office.link_rows(everyone)),
    }


def write(tables: Tables, *, folder: Path) -> None:
    """Write one CSV file a table."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        columns = list(dict.fromkeys(key for row in rows for key in row))
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


def main() -> None:
    """Write the folder named on the command line."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "build/demo/facts")
    write(generate(), folder=folder)
    sys.stdout.write(f"已生成 {folder}\n")


if __name__ == "__main__":
    main()
