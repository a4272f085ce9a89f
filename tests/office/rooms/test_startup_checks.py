"""Each way to run unsafely is refused with its reason, in Chinese, and what to do."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.db import connection

from biaochi import clock
from biaochi.access.models import User
from biaochi.access.scoping import Why
from biaochi.project import checks
from biaochi.trail import append_only
from biaochi.trail.events import Event
from biaochi.trail.services import About, record

SQLITE = connection.vendor == "sqlite"
only_sqlite = pytest.mark.skipif(not SQLITE, reason="SQLite's own settings")
only_postgres = pytest.mark.skipif(SQLITE, reason="PostgreSQL's own settings")


def idents(check):
    found = list(check())
    assert all(one.msg and one.hint and one.obj for one in found)
    return [one.id.removeprefix("office.") for one in found]


SETTINGS = [
    ("debug", {"DEBUG": True}),
    ("plain_http", {"ALLOWED_HOSTS": ["kaohe.example"]}),
    ("hosts", {"ALLOWED_HOSTS": ["*"]}),
    ("hosts", {"ALLOWED_HOSTS": []}),
    ("second_factor", {"ALLOWED_HOSTS": ["kaohe.example"], "SECOND_FACTOR": "off"}),
    ("secret", {"SECRET_KEY": "short"}),
    ("hashing", {"PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"]}),
    ("middleware", {"MIDDLEWARE": ["biaochi.web.headers.Headers"]}),
]


@pytest.mark.once
@pytest.mark.parametrize(("name", "wrong"), SETTINGS)
def test_a_wrong_setting_is_refused(settings, name, wrong) -> None:
    check = getattr(checks, name)
    settings.ALLOWED_HOSTS = ["127.0.0.1"]  # the test runner adds a host of its own
    assert idents(check) == []
    for key, value in wrong.items():
        setattr(settings, key, value)
    assert len(idents(check)) == 1


@pytest.mark.once
@pytest.mark.parametrize("what", [".", "keys", "keys/signing.key"])
def test_files_others_can_read_are_refused(settings, tmp_path: Path, what) -> None:
    home = tmp_path / "home"
    (home / "keys").mkdir(parents=True)
    (home / "keys/signing.key").write_text("k")
    for path in (home, home / "keys"):
        path.chmod(0o700)
    (home / "keys/signing.key").chmod(0o600)
    settings.HOME = home
    both = (checks.home, checks.keys)
    assert [i for check in both for i in idents(check)] == []
    (home / what).chmod((home / what).stat().st_mode | 0o044)
    assert [i for check in both for i in idents(check)] == ["mode"]


MOUNTS = """/dev/sda1 / ext4 rw 0 0
server:/data /srv nfs4 rw 0 0
/dev/sdb1 /srv/local xfs rw 0 0"""


@pytest.mark.once
@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/var/biaochi", "ext4"),
        ("/srv/biaochi", "nfs4"),
        ("/srv/local/b", "xfs"),
        ("/srvx", "ext4"),
    ],
)
def test_a_network_disk_is_known_by_where_it_is_mounted(folder, kind) -> None:
    assert checks.file_system(Path(folder), MOUNTS) == kind


@only_sqlite
@pytest.mark.django_db
def test_a_network_disk_is_refused(settings, monkeypatch) -> None:
    monkeypatch.setattr(checks, "_mounts", lambda: "server:/x / nfs rw 0 0")
    assert idents(checks.network_disk) == ["disk"]


@only_sqlite
@pytest.mark.parametrize(("name", "value"), [("secure_delete", 0), ("trusted_schema", 1)])
@pytest.mark.django_db(transaction=True)
def test_a_weakened_connection_is_refused(name, value) -> None:
    before = len(idents(checks.sqlite_settings))
    connection.migrating += 1
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA {name} = {value}")
            found = idents(checks.sqlite_settings)
            cursor.execute(f"PRAGMA {name} = {1 - value}")
    finally:
        connection.migrating -= 1
    assert before == 0
    assert found == [name]


@only_sqlite
@pytest.mark.django_db
def test_transactions_that_do_not_take_their_turn_at_once_are_refused(monkeypatch) -> None:
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "transaction_mode", "DEFERRED")
    assert "immediate" in idents(checks.sqlite_settings)


@only_sqlite
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("found", "version", "refused"),
    [("wal", (3, 40, 1), True), ("wal", (3, 51, 3), False), ("truncate", (3, 40, 1), False),
     ("delete", (3, 51, 3), True)],
)  # fmt: skip
def test_a_journal_this_library_loses_pages_with_is_refused(
    monkeypatch, found, version, refused
) -> None:
    monkeypatch.setattr(checks, "_asked", lambda _: found)
    said = [one.id for one in checks.sqlite_journal(version)]
    assert bool(said) == refused


@only_postgres
@pytest.mark.django_db
def test_a_superuser_is_refused() -> None:
    assert idents(checks.postgres_role) == ["superuser"]


@only_postgres
@pytest.mark.django_db
def test_a_server_that_may_lose_what_it_acknowledged_is_refused() -> None:
    assert {"synchronous_commit", "fsync"} <= {
        one.id.removeprefix("office.") for one in checks.postgres_settings() if one.id
    }


@pytest.mark.django_db(transaction=True)
def test_a_missing_trigger_is_refused() -> None:
    assert idents(checks.triggers) == []
    with connection.schema_editor() as editor:
        for undo in append_only.undoing("trail_entry", vendor=connection.vendor):
            editor.execute(undo, params=None)
    assert idents(checks.triggers) == ["triggers"]


@pytest.mark.django_db
def test_an_empty_office_is_refused() -> None:
    assert idents(checks.set_up) == ["empty"]


@pytest.mark.parametrize("login", ["xi", "ouyang", "shen"])
def test_an_office_without_one_of_the_three_is_refused(world, login) -> None:
    assert idents(checks.set_up) == []
    User.objects.unscoped(Why.LOGIN).filter(login=login).update(is_active=False)
    assert idents(checks.set_up) == ["admins"]


def acted(world, at: datetime) -> None:
    record(Event.SIGNED_IN, actor=world.actor("an"), at=at, about=About(kind="user", ident="an"))


@pytest.mark.tampers
def test_a_chain_that_ends_elsewhere_is_refused(world, at) -> None:
    acted(world, at)
    assert idents(checks.head) == []
    with connection.cursor() as cursor:
        cursor.execute("UPDATE trail_head SET seq = seq + 1, hash = 'x'")
    assert idents(checks.head) == ["head"]


def test_a_clock_before_the_last_act_is_refused(world) -> None:
    acted(world, clock.now())
    assert idents(checks.time) == []
    acted(world, clock.now() + timedelta(hours=1))
    assert idents(checks.time) == ["clock"]


@pytest.mark.django_db
def test_a_database_of_another_version_is_refused() -> None:
    assert idents(checks.migrations) == []
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'findings'")
    assert idents(checks.content) == ["migrations"]


def test_all_of_them_run_under_one_name(world, settings) -> None:
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    found = {one.id for one in run_checks(tags=["office"], databases=["default"])}
    assert found <= {"office.superuser", "office.synchronous_commit", "office.fsync",
                     "office.full_page_writes", "office.checksums"}  # fmt: skip
