"""TRUNCATE, REPLACE, DROP and the like against rows that must stay as they were written."""

import pytest
from django.db import DatabaseError, connection, models, transaction

from biaochi.accounts.services import people
from biaochi.trail import append_only
from biaochi.trail.events import Event
from biaochi.trail.models import Version
from biaochi.trail.services import About, record

SQLITE = connection.vendor == "sqlite"
only_sqlite = pytest.mark.skipif(not SQLITE, reason="SQLite's own ways")
only_postgres = pytest.mark.skipif(SQLITE, reason="PostgreSQL's own ways")


@pytest.fixture
def entry(world, at):
    return record(
        Event.SIGNED_IN, actor=world.actor("an"), at=at,
        about=About(kind="user", ident="an", content={"a": 1}),
    )  # fmt: skip


def stopped(statement):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


COLUMNS = "entry_id, kind, ident, version, salt, content"
UPSERT = "ON CONFLICT (entry_id) DO UPDATE SET content = '{}'"
ALL = "SELECT entry_id, kind, ident, version, salt, '{}' FROM trail_version"

EVERYWHERE = [
    "UPDATE trail_entry SET user_name = 'x'",
    "DELETE FROM trail_entry",
    "UPDATE trail_version SET content = '{}'",
    "DELETE FROM trail_version",
    "DELETE FROM trail_head",
    "UPDATE trail_head SET seq = seq + 2",
    "UPDATE trail_head SET seq = seq - 1",
    "UPDATE trail_head SET hash = 'x'",
    f"INSERT INTO trail_version ({COLUMNS}) {ALL} WHERE true {UPSERT}",
]


@pytest.mark.parametrize("statement", EVERYWHERE)
def test_nothing_written_is_changed_or_removed(entry, statement) -> None:
    stopped(statement)


ON_SQLITE = [
    "INSERT OR REPLACE INTO trail_entry SELECT * FROM trail_entry",
    f"REPLACE INTO trail_version ({COLUMNS}) {ALL}",
    "REPLACE INTO trail_head (id, seq, hash) VALUES (1, 0, '')",
    "DROP TRIGGER append_only_trail_entry_change",
    "DROP TABLE trail_version",
    "ALTER TABLE trail_entry RENAME TO old_entry",
    "ALTER TABLE trail_entry ADD COLUMN x",
    "PRAGMA writable_schema = ON",
    "PRAGMA synchronous = OFF",
    "PRAGMA recursive_triggers = OFF",
    "ATTACH DATABASE ':memory:' AS other",
    "CREATE TRIGGER mine BEFORE INSERT ON trail_entry BEGIN SELECT RAISE(IGNORE); END",
    "CREATE TEMP TRIGGER mine BEFORE INSERT ON trail_entry BEGIN SELECT RAISE(IGNORE); END",
]


@only_sqlite
@pytest.mark.parametrize("statement", ON_SQLITE)
def test_the_triggers_cannot_be_walked_past_on_sqlite(entry, statement) -> None:
    stopped(statement)


@only_sqlite
@pytest.mark.parametrize("statement", EVERYWHERE[:6] + ON_SQLITE[:3])
def test_the_triggers_hold_without_the_guard_too(entry, statement) -> None:
    connection.migrating += 1
    try:
        stopped(statement)
    finally:
        connection.migrating -= 1


@only_sqlite
def test_settings_can_be_asked_for(db) -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys")
        assert cursor.fetchone() == (1,)
        cursor.execute("PRAGMA trusted_schema")
        assert cursor.fetchone() == (0,)


@only_sqlite
@pytest.mark.django_db(transaction=True)
def test_a_table_changed_by_a_migration_keeps_its_triggers() -> None:
    before = connection.triggers_of("trail_version")
    wider = models.CharField(max_length=90)
    wider.set_attributes_from_name("ident")
    narrow = Version._meta.get_field("ident")
    with connection.schema_editor() as editor:
        editor._remake_table(Version, alter_fields=[(narrow, wider)])
    assert len(before) == 3
    assert connection.triggers_of("trail_version") == before


@only_postgres
@pytest.mark.parametrize("table", ["trail_entry", "trail_version", "trail_head"])
def test_a_table_cannot_be_emptied_on_postgresql(entry, table) -> None:
    stopped(f"TRUNCATE {table} CASCADE")


@pytest.mark.parametrize("table", sorted(append_only.TABLES))
def test_every_protected_table_has_its_three_triggers(db, table) -> None:
    asked = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass "
        "AND NOT tgisinternal",
    }
    with connection.cursor() as cursor:
        cursor.execute(asked[connection.vendor], [table])
        found = {name for (name,) in cursor.fetchall()}
    assert set(append_only.names(table)) <= found


def test_the_chain_still_grows(entry, world, at) -> None:
    following = record(
        Event.SIGNED_OUT, actor=world.actor("an"), at=at, about=About(kind="user", ident="an")
    )
    assert following == entry + 1


@pytest.mark.django_db(transaction=True)
def test_what_cannot_be_recorded_does_not_happen(world, at) -> None:
    row = world.users["bai"]
    with connection.schema_editor() as editor:
        editor.execute("ALTER TABLE trail_entry RENAME TO away", params=None)
    try:
        with pytest.raises(DatabaseError):
            people.disable(
                ident=row.pk, version=1, reason="x", actor=world.actor("xi"), at=at
            )  # fmt: skip
    finally:
        with connection.schema_editor() as editor:
            editor.execute("ALTER TABLE away RENAME TO trail_entry", params=None)
    row.refresh_from_db()
    assert row.is_active
