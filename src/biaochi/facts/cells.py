"""What a cell may hold, as SQL over a column: blank, its value, or nothing when it is wrong.

``as_read`` brings a column to "text without outer spaces, blank is NULL" (or leaves it as it is
when a Parquet column already has the right type); ``value_of`` gives the typed value of that, NULL
when it is wrong.  Both kinds of file go through the same two steps.  A column of texts of which
``is_plain`` holds everywhere is taken over as it is, like one that already has the right type.
"""

import re

from biaochi import timeline
from biaochi.facts.shapes import FACT_SCALE, Column
from biaochi.facts.sqltext import literal

LONGEST_ID = 64
LONGEST_TEXT = 10_000
MOST_DIGITS = 12
_QUICK_DIGITS = 18  # DuckDB multiplies such decimals in 64 bits, longer ones much slower in 128
EARLIEST, LATEST = timeline.EARLIEST.isoformat(), timeline.LATEST.isoformat()
UNIT = 10**FACT_SCALE
_MOST = 10**MOST_DIGITS - 1
_SPACES = literal(" \t\n\r\x1e　\xa0")
_HIDDEN = r"\x7f-\x{9f}\x{200b}-\x{200f}\x{2028}-\x{202e}\x{2060}-\x{2069}\x{feff}\x{fffd}"
_CRLF, _LF, _TWO_LF = literal("\r\n"), literal("\n"), literal("\n\n")
_BREAKS = literal("\r\x1e")
_IN_ID = literal(rf"[\x00-\x1f{_HIDDEN}]")
_IN_TEXT = literal(rf"[\x00-\x08\x0b-\x1f{_HIDDEN}]")
_CLEAN = {"id": (LONGEST_ID, _IN_ID), "text": (LONGEST_TEXT, _IN_TEXT)}
_ODD = literal(rf"^[ \x{{3000}}\x{{a0}}]|[ \x{{3000}}\x{{a0}}]$|[\x00-\x1f{_HIDDEN}]")
_NUMBER = literal(r"[+-]?[0-9]{1,12}(\.[0-9]{1,6})?")
_COUNT = literal(r"[0-9]{1,12}")
_DATE = literal(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CLOCK = r"([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6}0*)?)?"
_MOMENT = literal(rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}([ T]{_CLOCK})?")
_PERIOD = literal(r"(19|20|21)[0-9]{2}(Q[1-4]|H[12]|-(0[1-9]|1[0-2]))?")
_YES = "('是', 'true', '1')"
_NO = "('否', 'false', '0')"
_WHOLE = frozenset(
    {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"}
)
_AS_TEXT = frozenset({
    "VARCHAR", "BOOLEAN", "DATE", "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS",
    "UBIGINT", *_WHOLE,
})  # fmt: skip
_DECIMAL = re.compile(r"DECIMAL\((\d+),(\d+)\)")
PLAIN = "#plain"  # the type of a column in which each text was found to be its own value

SQL_TYPES = {
    "id": "VARCHAR", "text": "VARCHAR", "number": "BIGINT", "count": "BIGINT", "date": "DATE",
    "moment": "TIMESTAMP", "flag": "BOOLEAN",
}  # fmt: skip


def is_readable(type_name: str) -> bool:
    """Say whether a column of this type can be taken over exactly."""
    return type_name in _AS_TEXT or bool(_DECIMAL.fullmatch(type_name))


def is_odd(raw: str, type_name: str) -> str:
    """Return the SQL of a cheap look that most texts pass: no outer space, nothing hidden."""
    return f"regexp_matches({raw}, {_ODD})" if type_name == "VARCHAR" else "true"


def is_plain(raw: str, column: Column) -> str:
    """Return the SQL of a test that only texts pass which ``as_read`` and ``value_of`` keep."""
    if column.choices:
        return f"{raw} IN ({', '.join(map(literal, column.choices))})"
    if column.form:
        return f"regexp_full_match({raw}, {_PERIOD})"
    if column.kind not in _CLEAN:
        return "false"
    # A text has no more letters than bytes; one that is longer than it may be is told elsewhere.
    fits = f"strlen({raw}) BETWEEN 1 AND {_CLEAN[column.kind][0]}"
    return f"({fits} AND NOT {is_odd(raw, 'VARCHAR')})"


def as_read(raw: str, column: Column, type_name: str, *, odd: str) -> str:
    """Return the SQL that reads a column: its own type where it fits, otherwise trimmed text."""
    if _fits(column.kind, type_name):
        return raw
    text = raw if type_name == "VARCHAR" else f"CAST({raw} AS VARCHAR)"
    decimal = _DECIMAL.fullmatch(type_name)
    if decimal and int(decimal[2]):
        text = f"rtrim(rtrim({text}, '0'), '.')"
    tidy = text
    if column.kind == "text":
        tidy = f"translate(replace({text}, {_CRLF}, {_LF}), {_BREAKS}, {_TWO_LF})"
    return f"nullif(CASE WHEN {odd} THEN trim({tidy}, {_SPACES}) ELSE {text} END, '')"


def value_of(x: str, column: Column, type_name: str, *, odd: str) -> str:
    """Return the SQL of the typed value of a column as read (``x``); NULL where it is wrong."""
    if _fits(column.kind, type_name):
        return _native(x, column.kind, type_name)
    if column.choices:
        return f"CASE WHEN {x} IN ({', '.join(map(literal, column.choices))}) THEN {x} END"
    if column.form:
        return f"CASE WHEN regexp_full_match({x}, {_PERIOD}) THEN {x} END"
    if column.kind in _CLEAN:
        longest, pattern = _CLEAN[column.kind]
        fit = f"WHEN NOT {odd} THEN {x} WHEN NOT regexp_matches({x}, {pattern}) THEN {x}"
        return f"CASE WHEN length({x}) > {longest} THEN NULL {fit} END"
    return _FROM_TEXT[column.kind].replace("{x}", x)


def _fits(kind: str, type_name: str) -> bool:
    decimal = _DECIMAL.fullmatch(type_name)
    if decimal:
        digits, scale = int(decimal[1]), int(decimal[2])
        return kind == "number" and scale <= FACT_SCALE and digits - scale <= MOST_DIGITS
    return (
        type_name == PLAIN
        or (kind in {"number", "count"} and type_name in _WHOLE)
        or (kind == "moment" and type_name in {"DATE", "TIMESTAMP"})
        or (kind, type_name) in {("date", "DATE"), ("flag", "BOOLEAN")}
    )


def _native(x: str, kind: str, type_name: str) -> str:
    if kind == "flag" or type_name == PLAIN:
        return x
    if kind in {"date", "moment"}:
        return _in_years(x)
    decimal = _DECIMAL.fullmatch(type_name)
    if decimal:
        digits, scale = int(decimal[1]), int(decimal[2])
        if digits + scale < _QUICK_DIGITS:
            return f"CAST({x} * {10**scale} AS BIGINT) * {UNIT // 10**scale}"
        return f"CAST(CAST({x} AS DECIMAL(24, {FACT_SCALE})) * {UNIT} AS BIGINT)"
    least = 0 if kind == "count" else -_MOST
    times = f" * {UNIT}" if kind == "number" else ""
    return f"CASE WHEN {x} BETWEEN {least} AND {_MOST} THEN CAST({x} AS BIGINT){times} END"


def _in_years(x: str) -> str:
    return f"CASE WHEN CAST({x} AS DATE) BETWEEN DATE '{EARLIEST}' AND DATE '{LATEST}' THEN {x} END"


def _full(pattern: str, result: str) -> str:
    return f"CASE WHEN regexp_full_match({{x}}, {pattern}) THEN {result} END"


_FROM_TEXT = {
    "number": _full(_NUMBER, f"CAST(CAST({{x}} AS DECIMAL(24, {FACT_SCALE})) * {UNIT} AS BIGINT)"),
    "count": _full(_COUNT, "CAST({x} AS BIGINT)"),
    "date": _full(_DATE, _in_years("TRY_CAST({x} AS DATE)")),
    "moment": _full(_MOMENT, _in_years("TRY_CAST({x} AS TIMESTAMP)")),
    "flag": f"CASE WHEN lower({{x}}) IN {_YES} THEN true WHEN lower({{x}}) IN {_NO} THEN false END",
}
