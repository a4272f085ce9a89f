"""Columns of a list, and a row's values as they are shown and as they are exported."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from biaochi.clock import local

Kind = Literal["text", "number", "date", "moment", "tag", "link"]

_DEEPEST = 6


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column.  ``sort``: the fields it is ordered by, none where it cannot be.

    ``words`` turns stored keys into Chinese (a word, or a pair as in the vocabulary); ``tones``
    gives tags their tone (ok, warn, bad, info); ``href`` names the field that holds a link,
    ``depth`` the one that says how far the value is set in.
    """

    key: str
    label: str
    kind: Kind = "text"
    sort: Sequence[str] = ()
    words: Mapping[str, Any] = field(default_factory=dict)
    tones: Mapping[str, str] = field(default_factory=dict)
    href: str = ""
    depth: str = ""
    width: int = 0


@dataclass(frozen=True)
class Cell:
    """One value: the text shown, the value exported, where it leads."""

    text: str
    value: object
    kind: str
    tone: str = ""
    href: str = ""
    depth: int = 0


@dataclass(frozen=True)
class Row:
    """The cells of one row; ``chosen`` is what its checkbox sends."""

    cells: tuple[Cell, ...]
    chosen: str = ""

    @property
    def name(self) -> str:
        """What the row is called by: its first cell."""
        return self.cells[0].text


def held(row: object, key: str) -> Any:  # noqa: ANN401 (whatever the row holds)
    """Return a field of a row, be it a mapping or an object; None where there is none."""
    return row.get(key) if isinstance(row, Mapping) else getattr(row, key, None)


def row_of(row: object, columns: Sequence[Column], *, choose: str) -> Row:
    """Return the cells of a row."""
    return Row(tuple(cell(row, c) for c in columns), str(held(row, choose)) if choose else "")


def cell(row: object, column: Column) -> Cell:
    """Return one cell; nothing held is an empty text, never a zero."""
    value = held(row, column.key)
    said = column.words.get(str(value)) if column.words and value is not None else None
    if said is not None:
        said = said if isinstance(said, str) else said[0]
    href = held(row, column.href) if column.href else ""
    return Cell(
        text=said if said is not None else text(value),
        value=said if said is not None else value,
        kind=column.kind, tone=column.tones.get(str(value), ""), href=str(href or ""),
        depth=min(int(held(row, column.depth) or 0), _DEEPEST) if column.depth else 0,
    )  # fmt: skip


def text(value: object) -> str:
    """Return a value as a page shows it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return local(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value)
