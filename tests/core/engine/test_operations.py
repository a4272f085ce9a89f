"""Each operation of the closed table: plain Python against DuckDB, on thousands of values."""

from datetime import date, timedelta
from functools import cache
from itertools import product
from random import Random

import duckdb
import pytest

from biaochi.engine.closures import function
from biaochi.engine.dialects import DUCKDB
from biaochi.engine.expr import Col, Expr, Lit, Op
from biaochi.engine.operations import OPERATIONS
from biaochi.engine.sqltext import Writer
from biaochi.engine.sqlviews import WORKING_DAYS
from biaochi.timeline import WorkingDays

MANY = 2000
EDGES = [
    0, 1, -1, 2, -2, 3, -3, 5, 7, 9, 10, -10, 99, 100, 101, 333, 10**6, -(10**6) + 1,
    2**31 - 1, 2**31, -(2**31), 2**53 - 1, 2**53, 2**53 + 1, -(2**53) - 1,
    2**59 - 1, 2**59, 2**59 + 1, -(2**59), -(2**59) - 1,
]  # fmt: skip
SMALL = [n for n in EDGES if abs(n) < 2**31]
BELOW = [1, 2, 3, 5, 6, 7, 8, 10, 100, 365, 999, 10**6, 2**31, 2**53 + 1, 2**59 - 1]
DAYS = [
    date(1900, 1, 1), date(1900, 2, 28), date(1999, 12, 31), date(2000, 2, 28), date(2000, 2, 29),
    date(2000, 3, 1), date(2015, 12, 31), date(2016, 1, 1), date(2016, 1, 30), date(2016, 1, 31),
    date(2016, 2, 28), date(2016, 2, 29), date(2016, 3, 1), date(2016, 3, 31), date(2016, 4, 30),
    date(2017, 1, 1), date(2017, 2, 28), date(2017, 3, 31), date(2017, 6, 30), date(2017, 9, 30),
    date(2017, 10, 1), date(2017, 12, 31), date(2100, 2, 28), date(2200, 12, 31),
]  # fmt: skip
LABELS = ["", "a", "A", "优秀", "称职", "it's", '"', "𠮷", "é", " a"]
FLAGS = [True, False]
HOLIDAYS = frozenset(date(2016, 2, 7) + timedelta(days=n) for n in range(7))
WORKED = frozenset({date(2016, 2, 6), date(2016, 2, 14)})
WORKING = WorkingDays(HOLIDAYS, WORKED)


def numbers(random: Random) -> int:
    return random.choice(
        [random.choice(EDGES), random.randint(-200, 200), random.randint(-(2**59), 2**59)]
    )


def small(random: Random) -> int:
    return random.choice([random.choice(SMALL), random.randint(-200, 200)])


def below(random: Random) -> int:
    return random.choice([random.choice(BELOW), random.randint(0, 50), 0])


def steps(random: Random) -> int:
    return random.choice([0, 1, -1, 11, 12, 13, -12, random.randint(-1300, 1300), 10**6, -(10**6)])


def millions(random: Random) -> int:
    return 10**6 * random.choice([0, 1, -1, 7, random.randint(-(10**12), 10**12)])


def powers(random: Random) -> int:
    return 10 ** random.randint(0, 6)


def days(random: Random) -> date:
    return random.choice(
        [random.choice(DAYS), date(1950, 1, 1) + timedelta(random.randint(0, 50000))]
    )


def labels(random: Random) -> str:
    return random.choice(LABELS)


def flags(random: Random) -> bool:
    return random.choice(FLAGS)


SHAPES = {
    "add": (numbers, numbers), "sub": (numbers, numbers), "mul": (small, small),
    "neg": (numbers,), "abs": (numbers,), "sign": (numbers,), "least": (numbers, numbers),
    "greatest": (numbers, numbers), "div_half_up": (numbers, below),
    "div_half_even": (numbers, below), "div_floor": (numbers, below), "div_ceil": (numbers, below),
    "div_exact": (millions, powers), "eq": (numbers, numbers), "ne": (numbers, numbers),
    "lt": (numbers, numbers),
    "le": (numbers, numbers), "gt": (days, days), "ge": (labels, labels), "and": (flags, flags),
    "or": (flags, flags), "not": (flags,), "known": (numbers,),
    "else": (numbers, numbers), "if": (flags, days, days), "count": (flags,),
    "days_between": (days, days), "months_between": (days, days), "years_between": (days, days),
    "add_days": (days, steps), "add_months": (days, steps), "add_years": (days, steps),
    "add_working_days": (days, lambda random: random.randint(1, 30)), "year": (days,),
    "month_key": (days,), "day_of": (days,), "in": (labels, labels, labels),
    "case": (labels, labels, numbers, labels, numbers, numbers),
}  # fmt: skip
LONG = {"add_working_days"}  # DuckDB walks its calendar row by row
EACH = [pytest.param(o, marks=[pytest.mark.slow] if o in LONG else []) for o in sorted(SHAPES)]
TYPES = {numbers: "BIGINT", small: "BIGINT", below: "BIGINT", steps: "BIGINT", days: "DATE",
         labels: "VARCHAR", flags: "BOOLEAN"}  # fmt: skip


@cache
def drawn(shape: tuple) -> list[tuple]:
    """Rows of values, the same for all operations of one shape."""
    random = Random(" ".join(draw.__name__ for draw in shape))
    rows = [tuple(draw(random) for draw in shape) for _ in range(MANY)]
    for at in range(len(shape)):
        rows += [(*row[:at], None, *row[at + 1 :]) for row in rows[:30]]
    rows.append((None,) * len(shape))
    return rows


@pytest.fixture(scope="module")
def database():
    with duckdb.connect(":memory:") as con:
        con.execute("CREATE TABLE known_calendar (date DATE, kind VARCHAR)")
        con.executemany(
            "INSERT INTO known_calendar VALUES (?, ?)",
            [(d, "holiday") for d in HOLIDAYS] + [(d, "workday") for d in WORKED],
        )
        con.execute(f"CREATE TABLE working_days AS {DUCKDB.spell(WORKING_DAYS)}")
        yield con


def both(con, expr: Expr, rows: list[tuple], types: list[str]) -> tuple[list, list]:
    """What Python and what DuckDB make of the expression over the rows (columns a0, a1, …)."""
    act = function(expr, WORKING)
    cells = [{f"a{i}": v for i, v in enumerate(row)} for row in rows]
    python = [act(row, row) for row in cells]
    listed = ", ".join(f"unnest(CAST(? AS {kind}[])) AS a{i}" for i, kind in enumerate(types))
    drawn_rows = f"SELECT unnest(range({len(rows)})) AS n, {listed}"
    sql = f"SELECT {Writer(row='s').text(expr)} FROM ({drawn_rows}) s ORDER BY n"
    columns = [list(column) for column in zip(*rows, strict=True)]
    return python, [row[0] for row in con.execute(DUCKDB.spell(sql), columns).fetchall()]


def test_every_operation_has_values_here():
    assert set(SHAPES) == set(OPERATIONS)


@pytest.mark.parametrize("operation", EACH)
def test_python_and_sql_agree(database, operation):
    shape = SHAPES[operation]
    rows = drawn(shape)
    args: tuple[Expr, ...] = tuple(Col(f"a{i}") for i in range(len(shape)))
    types = [TYPES.get(draw, "BIGINT") for draw in shape]
    if operation in {"in", "case"}:
        sample = rows[0]
        args = (args[0], *(Lit(v) for v in sample[1:]))
    if operation == "add_working_days":
        args = (args[0], Col("a1"))
    python, sql = both(database, Op(operation, args), rows, types)
    assert [type(v) for v in python] == [type(v) for v in sql]
    wrong = [(r, p, s) for r, p, s in zip(rows, python, sql, strict=True) if p != s]
    assert wrong == []


@pytest.mark.parametrize("operation", EACH)
def test_a_column_of_a_row_and_constants_agree_too(database, operation):
    """The interpreter has short ways for a row's column beside constants."""
    shape = SHAPES[operation]
    types = [TYPES.get(draw, "BIGINT") for draw in shape]
    for first in range(4):
        rows = drawn(shape)[first:-1:4]
        constants = [Lit(v) for v in rows[0][1:]]
        args: tuple[Expr, ...] = (Col("a0", row=True), *constants)
        python, sql = both(database, Op(operation, args), rows, types)
        assert python == sql
        assert [type(v) for v in python] == [type(v) for v in sql]


def test_constants_of_different_kinds_are_not_the_same():
    assert Lit(1) != Lit(True)
    assert Op("else", (Col("a"), Lit(0))) != Op("else", (Col("a"), Lit(False)))
    assert len({Lit(1), Lit(True), Lit(1)}) == 2


@pytest.mark.parametrize("operation", sorted(set(SHAPES) - {"in"}))
def test_an_open_constant_is_undetermined_in_both(database, operation):
    shape = SHAPES[operation]
    rows = drawn(shape)[:20]
    types = [TYPES.get(draw, "BIGINT") for draw in shape]
    for at in range(len(shape)):
        if operation == "case" and at in {1, 3}:
            continue
        args = tuple(Lit(None, "open") if i == at else Col(f"a{i}") for i in range(len(shape)))
        python, sql = both(database, Op(operation, args), rows, types)
        assert python == sql, (operation, at)


def test_roundings_on_every_small_pair(database):
    pairs = list(product(range(-50, 51), range(1, 21)))
    for mode in ("half_up", "half_even", "floor", "ceil"):
        python, sql = both(
            database, Op(f"div_{mode}", (Col("a0"), Col("a1"))), pairs, ["BIGINT", "BIGINT"]
        )
        assert python == sql
