"""Write facts as a facts folder: all of it, or nothing."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Literal

from biaochi.errors import Problem, Refusal
from biaochi.facts.load import ROW
from biaochi.facts.read import read_rows
from biaochi.facts.shapes import FACT_SCALE, TABLES, Column, Row
from biaochi.facts.sqltext import literal, name
from biaochi.facts.store import Store

Format = Literal["csv", "parquet"]
PlainTables = Mapping[str, Sequence[Row]]
_MILLIONTH = f"CAST('0.000001' AS DECIMAL({FACT_SCALE + 1}, {FACT_SCALE}))"
_OPTIONS = {
    "csv": "FORMAT csv, HEADER true, DELIMITER ',', QUOTE '\"', ESCAPE '\"', NULL ''",
    "parquet": "FORMAT parquet, COMPRESSION zstd",
}


def write_folder(tables: PlainTables | Store, folder: Path, *, format: Format) -> None:  # noqa: A002
    """Write facts to a new (or empty) folder in one step.

    Plain rows hold values as one would write them: text, int, Decimal, date, datetime, flag, None;
    they are checked like a folder being read, and refused like one.  Columns that the shapes do not
    have are written as text.
    """
    _refuse_target(folder)
    if isinstance(tables, Store):
        _write(tables, folder, form=format)
        return
    texts = {t: [{k: text_of(v) for k, v in row.items()} for row in tables[t]] for t in tables}
    with read_rows(texts, attributes=_others(tables)) as store:
        _write(store, folder, form=format)


def text_of(value: object) -> str:
    """Return a value as it stands in a CSV; TypeError for a float, which has no exact text.

    >>> text_of(Decimal("0.50")), text_of(True), text_of(date(2017, 3, 1)), text_of(None)
    ('0.50', '是', '2017-03-01', '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, str | int | date):
        return str(value)
    raise TypeError(type(value).__name__)


def _others(tables: PlainTables) -> dict[str, dict[str, str]]:
    """Declare every column beyond the shapes as text."""
    found: dict[str, dict[str, str]] = {}
    for table in tables.keys() & TABLES.keys():
        extra = dict.fromkeys((k for row in tables[table] for k in row), "text")
        if ROW in extra:
            reason = "typed rows hold numbers in millionths: hand over the store instead"
            raise TypeError(reason)
        found[table] = extra
    return found


def _refuse_target(folder: Path) -> None:
    if folder.is_symlink() or (folder.exists() and not _is_empty(folder)):
        found = "已有内容" if folder.is_dir() else "已有同名的文件"
        do = "请换一个文件夹名，或先把里面的文件移走。"
        raise Refusal((Problem("FACT-TARGET", "新的或空的文件夹", found, do, file=str(folder)),))


def _is_empty(folder: Path) -> bool:
    return folder.is_dir() and not any(folder.iterdir())


def _write(store: Store, folder: Path, *, form: Format) -> None:
    """Write beside the target and move it into place when it is complete."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        complete = beside / "facts"
        complete.mkdir()
        for table in sorted(store.present):
            _write_table(store, table, path=complete / f"{table}.{form}", form=form)
        if folder.exists():
            folder.rmdir()
        complete.rename(folder)
    finally:
        rmtree(beside)


def _write_table(store: Store, table: str, *, path: Path, form: Format) -> None:
    columns = _used(store, table)
    said = ", ".join(f"{_said(c, form)} AS {name(c.name)}" for c in columns)
    sql = f"SELECT {said} FROM {name(table)} ORDER BY {ROW}"
    store.con.execute(f"COPY ({sql}) TO {literal(str(path))} ({_OPTIONS[form]})")


def _used(store: Store, table: str) -> list[Column]:
    """Return the columns that must stand in the file, or that some row fills."""
    columns = store.columns[table]
    counts = ", ".join(f"count({name(c.name)})" for c in columns)
    [filled] = store.con.execute(f"SELECT {counts} FROM {name(table)}").fetchall()
    return [c for c, number in zip(columns, filled, strict=True) if c.required or number]


def _said(column: Column, form: Format) -> str:
    """Return the SQL of a column as it is written: exact text, or the exact Parquet type."""
    value = name(column.name)
    if column.kind == "number":
        value = f"CAST(CAST({value} AS DECIMAL(18, 0)) * {_MILLIONTH} AS DECIMAL(18, {FACT_SCALE}))"
        return value if form == "parquet" else f"rtrim(rtrim(CAST({value} AS VARCHAR), '0'), '.')"
    if column.kind == "flag" and form == "csv":
        return f"CASE WHEN {value} THEN '是' WHEN NOT {value} THEN '否' END"
    return value
