"""What crosses the door of a foreign file: limits, and the table that was read.

A cell is a text whose first letter says what it was in the file: ``t`` text, ``n`` number, ``d``
day, ``m`` moment, ``b`` truth value, ``x`` something with no meaning here; a blank cell is empty.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

Cell = str
PART, BREAK = "\x1f", "\x1e"
MIB = 2**20
STAMP_SHEET = "_标尺"
DATA_SHEET = "数据"


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How large a file may be and how much its reader may use."""

    most_bytes: int = 200 * MIB
    most_inflated: int = 1024 * MIB
    most_ratio: int = 200
    most_members: int = 500
    most_rows: int = 1_048_576
    most_columns: int = 64
    memory: int = 0
    seconds: int = 0

    def for_size(self, size: int) -> "Limits":
        """Fill in memory and time, by the size of the file, where they are not given."""
        return Limits(
            most_bytes=self.most_bytes, most_inflated=self.most_inflated,
            most_ratio=self.most_ratio, most_members=self.most_members,
            most_rows=self.most_rows, most_columns=self.most_columns,
            memory=self.memory or min(3072 * MIB, 384 * MIB + 40 * size),
            seconds=self.seconds or 15 + 4 * size // MIB,
        )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Table:
    """The cells of one sheet, in a file of plain lines; ``merged``: rows and columns from 0."""

    path: Path
    sheet: str
    rows: int
    encoding: str = ""
    merged: tuple[tuple[int, int, int, int], ...] = ()
    stamp: Mapping[str, str] = field(default_factory=dict)

    def lines(self) -> Iterator[tuple[int, list[Cell]]]:
        """Yield every row that is not blank with its number in the sheet."""
        with self.path.open(encoding="utf-8", newline="\n") as file:
            for line in file:
                number, *cells = line.rstrip("\n").split(PART)
                yield int(number), cells


def written(cell: Cell) -> str:
    """Return the text of a cell as it stood in the file, line breaks restored."""
    return cell[1:].replace(BREAK, "\n")
