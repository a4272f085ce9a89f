"""The connection: one fair write gate, and an authorizer around the append-only tables."""

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any, ClassVar, Self

from django.db import OperationalError
from django.db.backends.sqlite3.base import DatabaseWrapper as Plain
from django.db.backends.sqlite3.base import SQLiteCursorWrapper
from django.db.backends.sqlite3.schema import DatabaseSchemaEditor as PlainEditor

from biaochi.project.sqlite.gate import Busy, Gate
from biaochi.project.sqlite.guard import authorizer

_WRITES = re.compile(r"\s*(insert|update|delete|replace|vacuum)\b", re.IGNORECASE)
_GATES: dict[Path, Gate] = {}
_GATES_MUTEX = Lock()


class Cursor(SQLiteCursorWrapper):
    """Takes the gate for a single statement that writes outside a transaction."""

    def __init__(self, connection: sqlite3.Connection, *, owner: "DatabaseWrapper") -> None:
        super().__init__(connection)
        self._owner = owner

    def execute(self, query: str, params: Any = None) -> Any:  # noqa: ANN401 (Django's own shape)
        """Run one statement."""
        with self._owner.turn(query):
            return super().execute(query, params)

    def executemany(self, query: str, param_list: Any) -> Any:  # noqa: ANN401 (Django's own shape)
        """Run one statement for many rows."""
        with self._owner.turn(query):
            return super().executemany(query, param_list)


class DatabaseSchemaEditor(PlainEditor):
    """While it is open, the guard lets schema changes through: only migrations open one."""

    connection: "DatabaseWrapper"

    def __enter__(self) -> Self:
        """Open the guard, then begin."""
        self.connection.migrating += 1
        super().__enter__()
        return self

    def __exit__(self, *given: object) -> None:
        """End, then close the guard."""
        try:
            super().__exit__(*given)
        finally:
            self.connection.migrating -= 1

    def _remake_table(self, model: Any, *given: Any, **named: Any) -> None:  # noqa: ANN401 (Django's own shape)
        """Copy a table to change it, as SQLite needs; triggers do not come along by themselves."""
        table = model._meta.db_table
        kept = self.connection.triggers_of(table)
        super()._remake_table(model, *given, **named)
        for statement in kept:
            self.execute(statement, params=None)


class DatabaseWrapper(Plain):
    """Django's connection to SQLite."""

    SchemaEditorClass = DatabaseSchemaEditor
    # With trusted_schema off this SQLite refuses its own json_valid() inside a schema
    # (before 3.41 it was not marked harmless); Django writes these columns itself.
    data_type_check_constraints: ClassVar[dict[str, str]] = {
        k: v for k, v in Plain.data_type_check_constraints.items() if k != "JSONField"
    }

    migrating = 0
    """How many schema editors are open; the guard stands aside for them."""

    _entered: Gate | None = None

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:  # noqa: ANN401 (Django's own shape)
        """Open the file for this service alone, set it up, then put the guard before it."""
        path = self._path()
        if path is not None and not path.exists():
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        connection = super().get_new_connection(conn_params)
        connection.set_authorizer(authorizer(lambda: self.migrating > 0))
        return connection

    def create_cursor(self, name: str | None = None) -> Any:  # noqa: ANN401, ARG002 (Django's own shape)
        """Return a cursor that knows the gate."""
        return self.connection.cursor(factory=partial(Cursor, owner=self))

    def disable_constraint_checking(self) -> bool:
        """Do as Django does; the guard knows that this is asked by Django and not by a query."""
        with self._unguarded():
            return bool(super().disable_constraint_checking())

    def enable_constraint_checking(self) -> None:
        """Undo it."""
        with self._unguarded():
            super().enable_constraint_checking()

    def triggers_of(self, table: str) -> list[str]:
        """Return the statements that made the triggers of a table."""
        asked = "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
        with self.cursor() as cursor:
            cursor.execute(f"{asked} ORDER BY name", [table])
            return [str(row[0]) for row in cursor.fetchall()]

    @contextmanager
    def turn(self, query: str) -> Iterator[None]:
        """Hold the gate around one statement that writes by itself."""
        gate = self._gate() if self._entered is None and _WRITES.match(str(query)) else None
        if gate is None:
            yield
            return
        _enter(gate)
        try:
            yield
        finally:
            gate.leave()

    @contextmanager
    def _unguarded(self) -> Iterator[None]:
        self.migrating += 1
        try:
            yield
        finally:
            self.migrating -= 1

    def _start_transaction_under_autocommit(self) -> None:
        gate = self._gate()
        if gate is None:
            super()._start_transaction_under_autocommit()
            return
        _enter(gate)
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            gate.leave()
            raise
        self._entered = gate

    def _commit(self) -> None:
        super()._commit()  # where it fails Django rolls back, and the gate opens there
        self._leave()

    def _rollback(self) -> None:
        try:
            super()._rollback()
        finally:
            self._leave()

    def _close(self) -> None:
        try:
            super()._close()
        finally:
            self._leave()

    def _leave(self) -> None:
        gate, self._entered = self._entered, None
        if gate is not None:
            gate.leave()

    def _gate(self) -> Gate | None:
        path = self._path()
        if path is None:
            return None
        with _GATES_MUTEX:
            if path not in _GATES:
                seconds = float(self.settings_dict["OPTIONS"].get("timeout", 20))
                _GATES[path] = Gate(path, seconds=seconds)
            return _GATES[path]

    def _path(self) -> Path | None:
        name = str(self.settings_dict["NAME"])
        return None if ":memory:" in name or "mode=memory" in name else Path(name)


def _enter(gate: Gate) -> None:
    try:
        gate.enter()
    except Busy:
        raise OperationalError("database is locked: the turn to write did not come") from None
