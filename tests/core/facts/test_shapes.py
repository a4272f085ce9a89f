import pytest

from biaochi.facts.shapes import TABLES, Table


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_a_table_names_only_columns_and_tables_that_exist(table: Table) -> None:
    assert all(table.column(name) for name in (*table.unique, *table.one_of))
    assert len({c.name for c in table.columns}) == len(table.columns)
    assert table.column("weather") is None
    for column in table.columns:
        assert not column.refers or len(TABLES[column.refers].unique) == 1
        assert column.note or column.choices, column.name
