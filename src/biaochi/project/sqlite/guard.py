"""What SQL may not do on the application's connection, whatever a query says.

Append-only tables are kept by triggers in the database; this keeps the triggers.  Migrations are
let through, because only they run inside a schema editor.
"""

import sqlite3
from collections.abc import Callable

from biaochi.trail.append_only import HEAD, TABLES, TRIGGER

Authorizer = Callable[[int, str | None, str | None, str | None, str | None], int]

_ALTERING = {
    sqlite3.SQLITE_DROP_TABLE: 0,
    sqlite3.SQLITE_DROP_INDEX: 1,
    sqlite3.SQLITE_DROP_TRIGGER: 1,
    sqlite3.SQLITE_CREATE_TRIGGER: 1,
    sqlite3.SQLITE_ALTER_TABLE: 1,
}
"""Action → which of its arguments names the table."""

_REWRITING = frozenset(
    (action, table) for action in (sqlite3.SQLITE_DELETE, sqlite3.SQLITE_UPDATE) for table in TABLES
) - {(sqlite3.SQLITE_UPDATE, HEAD)}  # the end of the chain moves on; its trigger says how
_NEVER = frozenset({sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH})
_TEMPORARY = frozenset({sqlite3.SQLITE_CREATE_TEMP_TRIGGER, sqlite3.SQLITE_DROP_TEMP_TRIGGER})
_PRAGMAS = frozenset(
    {"writable_schema", "journal_mode", "synchronous", "trusted_schema", "recursive_triggers",
     "ignore_check_constraints", "defer_foreign_keys", "foreign_keys"}
)  # fmt: skip
"""Settings that would weaken what the connection was opened with; asking for them is free."""


def authorizer(is_migrating: Callable[[], bool]) -> Authorizer:
    """Return what SQLite asks about each step of a statement before it runs."""

    def allow(
        action: int, first: str | None, second: str | None, _base: str | None, _by: str | None
    ) -> int:
        if is_migrating():
            return sqlite3.SQLITE_OK
        if action in _NEVER or action in _TEMPORARY:
            return sqlite3.SQLITE_DENY
        if action == sqlite3.SQLITE_PRAGMA:
            weakens = (first or "").lower() in _PRAGMAS and second is not None
            return sqlite3.SQLITE_DENY if weakens else sqlite3.SQLITE_OK
        if action in _ALTERING:
            table = (first, second)[_ALTERING[action]]
            named = (first or "").startswith(TRIGGER)
            return sqlite3.SQLITE_DENY if table in TABLES or named else sqlite3.SQLITE_OK
        if (action, first) in _REWRITING:
            return sqlite3.SQLITE_DENY
        return sqlite3.SQLITE_OK

    return allow
