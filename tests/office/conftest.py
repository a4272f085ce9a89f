"""The office under test: a fresh database, the cast, one county and its neighbour."""

import os
import tempfile
from datetime import datetime

import pytest

HOME = tempfile.mkdtemp(prefix="biaochi-office-")
os.environ.setdefault("BIAOCHI_HOME", HOME)
os.environ.setdefault("BIAOCHI_HTTPS", "0")
os.environ.setdefault("BIAOCHI_SECOND_FACTOR", "off")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "biaochi.project.settings")

django = pytest.importorskip("django")
django.setup()

from django.conf import settings  # noqa: E402 (Django has to be set up first)

from tests.office import cast  # noqa: E402 (Django has to be set up first)


@pytest.fixture(scope="session")
def django_db_modify_db_settings_xdist_suffix(request: pytest.FixtureRequest) -> None:
    """Give each worker its own database; SQLite's is in memory and already its own."""
    if not os.environ.get("BIAOCHI_DATABASE"):
        return
    worker = getattr(request.config, "workerinput", {}).get("workerid", "")
    test = settings.DATABASES["default"].setdefault("TEST", {})
    test["NAME"] = f"test_biaochi_{worker or 'alone'}"


@pytest.fixture
def at() -> datetime:
    return cast.AT


@pytest.fixture
def world(db: None) -> cast.World:
    return cast.world()
