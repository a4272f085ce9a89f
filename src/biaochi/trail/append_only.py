"""Rows that stay as they were written, by triggers of the database itself.

SQLite: ``INSERT OR REPLACE`` walks past triggers on UPDATE and DELETE, so a third one looks for the
key before an insert.  PostgreSQL: TRUNCATE fires no row trigger, so it has its own.
"""

from collections.abc import Callable, Iterator
from typing import Any

TABLES: dict[str, str] = {
    "trail_entry": "seq",
    "trail_version": "entry_id",
    "trail_head": "id",
    "evidence_evidencestate": "id",
    "evidence_reply": "id",
    "evidence_attachment": "id",
    "appraisals_packversion": "id",
    "findings_finding": "id",
    "findings_handling": "id",
    "matters_step": "id",
    "matters_stepfile": "id",
    "documents_paper": "id",
}
"""Table → its key.  Each is protected by a migration of its own room."""

TRIGGER = "append_only_"
HEAD = "trail_head"
_SAYS = "append-only"


def protect(table: str) -> Callable[[Any, Any], None]:
    """Return the step of a migration that makes a table append-only."""

    def run(_apps: object, editor: Any) -> None:  # noqa: ANN401 (Django's own shape)
        for statement in statements(table, vendor=editor.connection.vendor):
            editor.execute(statement, params=None)

    return run


def release(table: str) -> Callable[[Any, Any], None]:
    """Return the step that undoes it, for a migration that goes back."""

    def run(_apps: object, editor: Any) -> None:  # noqa: ANN401 (Django's own shape)
        for statement in undoing(table, vendor=editor.connection.vendor):
            editor.execute(statement, params=None)

    return run


def names(table: str) -> tuple[str, ...]:
    """Return the names of the triggers of a table, as both databases have them."""
    return tuple(f"{TRIGGER}{table}_{what}" for what in ("change", "removal", "replacing"))


def statements(table: str, *, vendor: str) -> Iterator[str]:
    """Yield what makes a table append-only."""
    if vendor == "postgresql":
        yield from _postgres(table)
    else:
        yield from _sqlite(table)


def undoing(table: str, *, vendor: str) -> Iterator[str]:
    """Yield what takes it back."""
    on = f' ON "{table}"' if vendor == "postgresql" else ""
    for name in names(table):
        yield f'DROP TRIGGER IF EXISTS "{name}"{on}'


def _sqlite(table: str) -> Iterator[str]:
    change, removal, replacing = names(table)
    stop = f"BEGIN SELECT RAISE(ABORT, '{_SAYS}: {table}'); END"
    key = TABLES[table]
    # The head of the chain is the one row that moves, and only by one step.
    unless = " WHEN NEW.id <> OLD.id OR NEW.seq <> OLD.seq + 1" if table == HEAD else ""
    taken = f'EXISTS (SELECT 1 FROM "{table}" WHERE "{key}" = NEW."{key}")'  # noqa: S608 (our own names)
    yield f'CREATE TRIGGER "{change}" BEFORE UPDATE ON "{table}"{unless} {stop}'
    yield f'CREATE TRIGGER "{removal}" BEFORE DELETE ON "{table}" {stop}'
    yield f'CREATE TRIGGER "{replacing}" BEFORE INSERT ON "{table}" WHEN {taken} {stop}'


def _postgres(table: str) -> Iterator[str]:
    change, removal, replacing = names(table)
    unless = " WHEN (NEW.id <> OLD.id OR NEW.seq <> OLD.seq + 1)" if table == HEAD else ""
    yield (
        f"CREATE OR REPLACE FUNCTION {TRIGGER}stop() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN RAISE EXCEPTION '{_SAYS}: %', TG_TABLE_NAME; END $$"
    )
    stop = f"EXECUTE FUNCTION {TRIGGER}stop()"
    yield f'CREATE TRIGGER "{change}" BEFORE UPDATE ON "{table}" FOR EACH ROW{unless} {stop}'
    yield f'CREATE TRIGGER "{removal}" BEFORE DELETE ON "{table}" FOR EACH ROW {stop}'
    yield f'CREATE TRIGGER "{replacing}" BEFORE TRUNCATE ON "{table}" FOR EACH STATEMENT {stop}'
