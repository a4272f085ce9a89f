"""Many rows into one table by one prepared statement: what an object for each would cost is saved.

Values are brought to the database's form as Django would; only days and moments need it, and a
file says few different ones.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connection, models


class Inserter:
    """Inserts rows given by columns; whatever a row does not say has its default."""

    def __init__(self, model: type[models.Model], *, given: Mapping[str, Any]) -> None:
        """Prepare for rows that have ``given`` in common."""
        self._fields = [f for f in model._meta.concrete_fields if not f.primary_key]
        self._given = dict(given)
        self._known: dict[tuple[str, Any], Any] = {}
        quote = connection.ops.quote_name
        columns = ", ".join(quote(str(f.column)) for f in self._fields)
        places = ", ".join(["%s"] * len(self._fields))
        table = quote(model._meta.db_table)
        self._sql = f"INSERT INTO {table} ({columns}) VALUES ({places})"  # noqa: S608 (our own names)

    def insert(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert these rows."""
        if not rows:
            return
        same = {f.attname for f in self._fields} - rows[0].keys()
        made = [self._writer(f, common=f.attname in same) for f in self._fields]
        with connection.cursor() as cursor:
            cursor.executemany(self._sql, [[write(row) for write in made] for row in rows])

    def _writer(
        self, field: "models.Field[Any, Any]", *, common: bool
    ) -> Callable[[Mapping[str, Any]], Any]:
        name = field.attname
        if common:
            value = self._given[name] if name in self._given else field.get_default()
            ready = field.get_db_prep_save(value, connection=connection)
            return lambda _: ready
        if isinstance(field, models.DateField):
            return lambda row: self._day(field, row[name])
        return lambda row: row[name]

    def _day(self, field: "models.Field[Any, Any]", value: date | None) -> object:
        key = (field.attname, value)
        if key not in self._known:
            self._known[key] = field.get_db_prep_save(value, connection=connection)
        return self._known[key]
