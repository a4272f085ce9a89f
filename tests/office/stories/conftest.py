"""One county for the stories of a test."""

import pytest

from tests.office.stories.stage import Stage


@pytest.fixture
def stage(world):
    return Stage(world)
