"""Whatever is changed behind the program's back is found again, and said where."""

import pytest
from django.apps import apps
from django.db import connection

from biaochi.registry.models import Unit
from biaochi.trail import append_only
from biaochi.trail.events import Event
from biaochi.trail.models import Entry, Head, Version
from biaochi.trail.services import About, record
from biaochi.trail.verify import verify

pytestmark = pytest.mark.tampers


@pytest.fixture
def kept(world, at):
    """Five entries: units and an account as they stand, and a read of no row."""
    actor = world.actor("an")
    for row in (world.units["qs"], world.units["qs-fin"], world.people["du"], world.users["bai"]):
        record(Event.UNIT_ADDED, actor=actor, at=at, about=row, reason="第一次", detail={"n": 1})
    about = About(kind="person", ident="nobody", content={"pages": 3})
    record(Event.DOSSIER_READ, actor=actor, at=at, about=about)


def behind(statement, *values):
    """Do what only somebody with the database file and without our guard could do."""
    with connection.schema_editor() as editor:
        for table in append_only.TABLES:
            for undo in append_only.undoing(table, vendor=connection.vendor):
                editor.execute(undo, params=None)
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            assert cursor.rowcount != 0


def test_what_nobody_touched_fits(kept) -> None:
    found = verify()
    assert found.faults == ()
    assert (found.entries, found.versions) == (5, 5)


CHANGED = {
    "at": "2017-01-01 00:00:00+00:00", "event": "granted", "user": 99, "user_name": "别人",
    "roles": "decider", "kind": "person", "ident": "zz", "version": 9, "reason": "改过",
    "detail": '{"n": 2}', "commitment": "ab" * 32, "previous": "cd" * 32, "hash": "ef" * 32,
}  # fmt: skip


def test_the_table_of_changes_knows_every_column() -> None:
    assert {f.attname for f in Entry._meta.concrete_fields} == {*CHANGED, "seq"}


@pytest.mark.parametrize("column", CHANGED)
@pytest.mark.django_db(transaction=True)
def test_a_changed_column_of_an_entry_is_noticed(kept, column) -> None:
    behind(f'UPDATE trail_entry SET "{column}" = %s WHERE seq = 2', CHANGED[column])
    assert any("第 2 条" in fault or "第 3 条" in fault for fault in verify().faults)


VERSION = {"kind": "person", "ident": "zz", "version": 9, "salt": "ab" * 32, "content": "{}"}


@pytest.mark.parametrize("column", VERSION)
@pytest.mark.django_db(transaction=True)
def test_a_changed_column_of_a_version_is_noticed(kept, column) -> None:
    assert {f.attname for f in Version._meta.concrete_fields} == {*VERSION, "entry_id"}
    behind(f"UPDATE trail_version SET {column} = %s WHERE entry_id = 2", VERSION[column])
    assert any("第 2 条" in fault for fault in verify().faults)


REMOVED = [
    ("DELETE FROM trail_version WHERE entry_id = 2", "第 2 条的版本内容不在了"),
    ("UPDATE trail_head SET seq = 4", "链头与末条"),
    ("UPDATE trail_head SET hash = 'x'", "链头与末条"),
    ("UPDATE registry_unit SET name = '改名' WHERE code = 'qs-fin'", "第 2 条留下的不同（name）"),
    ("UPDATE access_user SET admin = 'system' WHERE login = 'bai'", "留下的不同（admin）"),
    ("UPDATE access_user SET password = 'planted' WHERE login = 'bai'", "留下的不同（password）"),
]


@pytest.mark.parametrize(("statement", "said"), REMOVED)
@pytest.mark.django_db(transaction=True)
def test_what_was_removed_or_rewritten_is_said(kept, statement, said) -> None:
    behind(statement)
    assert any(said in fault for fault in verify().faults)


@pytest.mark.django_db(transaction=True)
def test_entries_cut_off_at_the_end_are_noticed(kept) -> None:
    behind("DELETE FROM trail_version WHERE entry_id = 5")
    behind("DELETE FROM trail_entry WHERE seq = 5")
    assert any("链头与末条" in fault for fault in verify().faults)


@pytest.mark.django_db(transaction=True)
def test_an_entry_taken_out_of_the_middle_is_noticed(kept) -> None:
    behind("DELETE FROM trail_version WHERE entry_id = 3")
    behind("DELETE FROM trail_entry WHERE seq = 3")
    faults = verify().faults
    assert "第 4 条之前缺号（上一条是第 2 条）" in faults
    assert "第 4 条接不上前一条" in faults


def columns():
    skipped = {"id", "version"}
    unit = Unit._meta
    return [f for f in unit.concrete_fields if f.attname not in {*skipped, *Unit.derived}]


@pytest.mark.parametrize("field", columns(), ids=lambda f: f.attname)
@pytest.mark.django_db(transaction=True)
def test_every_column_of_a_recorded_row_is_committed_to(kept, field) -> None:
    value = {"order": 7, "closed_on": "2016-01-01", "extra": '{"a": 1}', "parent_id": None}
    given = value.get(field.attname, "改过")
    row = Unit._base_manager.get(code="qs-fin")
    key = row.pk
    behind(f'UPDATE registry_unit SET "{field.column}" = %s WHERE id = %s', given, key)
    faults = verify().faults
    assert any("qs-fin" in fault for fault in faults), faults


def test_the_kinds_of_what_is_kept_are_tables_of_their_own() -> None:
    names = [m._meta.model_name for m in apps.get_models() if hasattr(m, "version")]
    assert len(names) == len(set(names))
    assert Head._meta.db_table == append_only.HEAD
