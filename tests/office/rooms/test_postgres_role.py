"""What the application's own role may do on PostgreSQL: write what is new, rewrite nothing."""

import pytest
from django.db import DatabaseError, connection, transaction

from biaochi.project import checks
from biaochi.project.management.commands.prepare import grants
from biaochi.trail.events import Event
from biaochi.trail.services import About, record

pytestmark = pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL's own roles")
ROLE = "office_app"


@pytest.fixture
def as_application(world, at):
    """The rest of the test is done as the role that ``biaochi init`` left with few rights."""
    acted(world, at)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {ROLE}")
        for statement in grants(ROLE):
            cursor.execute(statement)
        cursor.execute(f"SET LOCAL ROLE {ROLE}")


def acted(world, at) -> int:
    about = About(kind="user", ident="an", content={"a": 1})
    return record(Event.SIGNED_IN, actor=world.actor("an"), at=at, about=about)


UPSERT = "ON CONFLICT (entry_id) DO UPDATE SET content = '{}'"
STOP = "EXECUTE FUNCTION append_only_stop()"
DENIED = [
    "UPDATE trail_entry SET user_name = 'x'",
    "DELETE FROM trail_entry",
    "TRUNCATE trail_entry CASCADE",
    "SELECT * FROM trail_entry FOR UPDATE",
    f"INSERT INTO trail_version SELECT * FROM trail_version {UPSERT}",
    "DELETE FROM trail_head",
    "TRUNCATE findings_finding CASCADE",
    "DROP TABLE trail_version",
    "ALTER TABLE trail_entry DISABLE TRIGGER ALL",
    "DROP TRIGGER append_only_trail_entry_change ON trail_entry",
    "SET session_replication_role = replica",
    f"CREATE TRIGGER mine BEFORE INSERT ON trail_entry FOR EACH ROW {STOP}",
    "DELETE FROM django_migrations",
    "CREATE TABLE mine (a int)",
]


@pytest.mark.parametrize("statement", DENIED)
def test_the_application_cannot_rewrite_what_is_kept(as_application, statement) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_application_works_with_what_it_has(as_application, world, at) -> None:
    before = acted(world, at)
    assert acted(world, at) == before + 1
    assert list(checks.postgres_role()) == []
