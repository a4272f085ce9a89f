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

from tests.office import cast  # noqa: E402 (Django has to be set up first)


@pytest.fixture
def at() -> datetime:
    return cast.AT


@pytest.fixture
def world(db: None) -> cast.World:
    return cast.world()
