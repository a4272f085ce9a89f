"""Packs and attachments stay in the database as they were taken in."""

import pytest
from django.db import DatabaseError, connection, transaction

from biaochi.access.scoping import Why
from biaochi.appraisals.models import PackVersion
from biaochi.appraisals.services import take_in
from biaochi.evidence.models import Attachment
from tests.office.reports import reported
from tests.office.rooms.test_attachments import attach

SQLITE = connection.vendor == "sqlite"
TWICE = "INSERT INTO {table} SELECT * FROM {table} WHERE true"
EVERYWHERE = (
    "UPDATE {table} SET {column} = 'x'",
    "UPDATE {table} SET version = version + 1",
    "DELETE FROM {table}",
    TWICE + " ON CONFLICT (id) DO UPDATE SET {column} = 'x'",
)
OWN = (
    ("INSERT OR REPLACE INTO {table} SELECT * FROM {table}",) if SQLITE
    else ("TRUNCATE {table} CASCADE",)
)  # fmt: skip
TABLES = (
    ("appraisals_packversion", "title", PackVersion),
    ("evidence_attachment", "name", Attachment),
)


@pytest.fixture
def kept(world, at, settings, tmp_path):
    settings.HOME = tmp_path
    take_in(actor=world.actor("an"), at=at, builtin_id="demo-qingshi")
    attach(world, reported(world))
    connection.check_constraints()  # nothing is left to be looked at when a table is emptied


def unguarded():
    """Yield what stops a statement: on SQLite the guard of the connection, then triggers alone."""
    if SQLITE:
        yield "not authorized|append-only"
        connection.migrating += 1
    try:
        yield "append-only"
    finally:
        if SQLITE:
            connection.migrating -= 1


@pytest.mark.parametrize("statement", EVERYWHERE + OWN)
@pytest.mark.parametrize(("table", "column", "model"), TABLES)
def test_what_was_taken_in_is_never_changed_or_removed(
    kept, table, column, model, statement
) -> None:
    rows = model.objects.unscoped(Why.ABOUT)
    before = list(rows.values())
    assert before
    said = statement.format(table=table, column=column)
    for stopped in unguarded():
        with pytest.raises(DatabaseError, match=stopped), transaction.atomic():
            connection.cursor().execute(said)
    assert list(rows.values()) == before


def test_another_pack_and_another_attachment_are_still_taken_in(kept, world, at) -> None:
    take_in(actor=world.actor("an"), at=at, builtin_id="changshan-2017")
    attach(world, reported(world), name="另一份.pdf")
    for _, _, model in TABLES:
        assert len(model.objects.unscoped(Why.ABOUT).values()) == len(TABLES)
