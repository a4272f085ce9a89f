"""The digest of a run's exact rows, computed where the rows are.

Each engine hashes its own rows and adds the hashes up; sums of parts of a run combine, and no
row travels or is sorted.  ``engine.amounts`` has the definition and the same in Python.
"""

from collections.abc import Iterator, Mapping, Sequence

from biaochi.engine.amounts import ROW_PART, DigestParts, Sums, digest_columns, digest_head
from biaochi.engine.kinds import FLAG
from biaochi.engine.plan import Plan
from biaochi.engine.sqltext import name
from biaochi.vocabulary.limits import HEX_PIECE, HEX_PIECES

_AT_ONCE = 10
_PART = f"chr({ord(ROW_PART)})"


def digest_select(plan: Plan, kind: str, table: str, *, by: str = "") -> str:
    """How many subjects there are, and the sums of the pieces of their hashes; ``by`` a column."""
    columns = digest_columns(plan, kind)
    cells = [_cell("id", "")] + [_cell(c, of) for c, of in columns.items()]
    pieces = (HEX_PIECE * at + 1 for at in range(HEX_PIECES))
    sums = ", ".join(f"wide_sum(hex_number(q.h, {first}))" for first in pieces)
    key = f"s.{name(by)} AS k, " if by else ""
    hashed = f"SELECT {key}sha256_hex({_joined(cells)}) AS h FROM {table} s"
    counted = f"count(*), {sums} FROM ({hashed}) q"
    return f"SELECT q.k, {counted} GROUP BY q.k" if by else f"SELECT {counted}"


def _cell(column: str, kind: str) -> str:
    value = f"s.{name(column)}"
    if kind == FLAG:
        return f"CASE WHEN {value} THEN 'T' WHEN NOT {value} THEN 'F' ELSE '?' END"
    return f"COALESCE(CAST({value} AS VARCHAR), '?')"


def _joined(cells: Sequence[str]) -> str:
    """Texts with a separator between; PostgreSQL takes no more than 100 arguments at once."""
    while len(cells) > 1:
        groups = [cells[at : at + _AT_ONCE] for at in range(0, len(cells), _AT_ONCE)]
        cells = [f"concat_ws({_PART}, {', '.join(g)})" for g in groups]
    return cells[0]


def parts_of(plan: Plan, rows: Mapping[str, Sequence[int | None]]) -> DigestParts:
    """Put together what ``digest_select`` brought for each kind of subject."""
    return DigestParts(dict(_sums(plan, rows)))


def _sums(plan: Plan, rows: Mapping[str, Sequence[int | None]]) -> Iterator[tuple[str, Sums]]:
    for kind, (count, *sums) in rows.items():
        yield digest_head(plan, kind), (int(count or 0), *(int(s or 0) for s in sums))
