"""How a fact row is cited in reasons and traces."""

from biaochi.facts.shapes import TABLES, Row

_DUTY = ("kind", "subject", "period")


def citing(table: str) -> tuple[str, ...]:
    """The columns that identify a row of the table: its id, or those that together do."""
    if table not in TABLES:
        return _DUTY
    shape = TABLES[table]
    if shape.column("id") is not None:
        return ("id",)
    return shape.unique or tuple(c.name for c in shape.columns if c.required)


def reference(table: str, row: Row) -> str:
    """Cite a row: its id, or the table and the columns that identify it."""
    keys = citing(table)
    if keys == ("id",):
        return str(row["id"])
    return ":".join([table, *(str(row[k]) for k in keys if row.get(k) is not None)])
