"""One text, spelled for each engine; and a digest whose parts add up."""

import pytest

from biaochi.engine.amounts import DigestParts
from biaochi.engine.dialects import BYTES, DIALECTS, DUCKDB, FENCE, POSTGRES, SPARK


@pytest.mark.parametrize("dialect", DIALECTS.values(), ids=DIALECTS)
def test_what_is_alike_stays_as_it_is(dialect):
    sql = "SELECT CASE WHEN x.a IS NOT FALSE THEN 1 END AS v FROM t x WHERE x.b <= 2"
    assert dialect.spell(sql) == sql


@pytest.mark.parametrize(
    ("sql", "postgres", "spark"),
    [
        ('r."from" // 2', 'r."from" / 2', "r.`from` DIV 2"),
        ("sum(a // b)", "CAST(sum(a / b) AS BIGINT)", "sum(a DIV b)"),
        (
            "sum(v) OVER (ORDER BY (d))",
            "CAST(sum(v) OVER (ORDER BY (d)) AS BIGINT)",
            "sum(v) OVER (ORDER BY (d))",
        ),
        (
            "date_diff('day', isodow(a), b)",
            "(CAST(b AS DATE) - CAST(EXTRACT(isodow FROM a) AS DATE))",
            "datediff(b, (weekday(a) + 1))",
        ),
        ("'it''s ${x} \\'", "'it''s ${x} \\'", "'it\\'s ${x} \\\\'"),
        ('"a""b`c"', '"a""b`c"', '`a"b``c`'),
        (f"k{BYTES} FROM t{FENCE}", 'k COLLATE "C" FROM t OFFSET 0', "k FROM t"),
        ("'sum(' || sum", "'sum(' || sum", "'sum(' || sum"),
    ],
)
def test_what_engines_write_differently(sql, postgres, spark):
    assert (POSTGRES.spell(sql), SPARK.spell(sql)) == (postgres, spark)


def test_moves_of_days_are_written_for_every_engine():
    sql = "plus_months(CAST(d AS DATE), CAST(3 AS INTEGER))"
    assert DUCKDB.spell(sql) == "CAST((CAST(d AS DATE) + to_months(CAST(3 AS INTEGER))) AS DATE)"
    assert SPARK.spell(sql) == "add_months(CAST(d AS DATE), CAST(3 AS INTEGER))"


def test_names_too_long_for_postgres_stay_different_and_fit():
    names = [f'"{"量" * 30}{n}"' for n in range(3)]
    spelled = [POSTGRES.spell(n) for n in names]
    assert len({*spelled}) == 3
    assert all(len(s.encode()) <= 65 for s in spelled)


def test_parts_of_a_run_add_up_in_any_order():
    a = DigestParts({"person|q": (2, 2**60 - 1, 5), "unit|q": (1, 7, 7)})
    b = DigestParts({"person|q": (1, 3, 2**60)})
    assert a.add(b) == b.add(a)
    assert a.add(b).kinds["person|q"] == (3, 2**60 + 2, 5 + 2**60)
    assert a.add(DigestParts({})) == a
    whole = DigestParts({"unit|q": (1, 7, 7), "person|q": (3, 2, 5)})
    assert a.add(b).digest() == whole.digest() != a.digest()
