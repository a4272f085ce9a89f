"""One county for the stories of a test."""

import pytest

pytest.register_assert_rewrite(
    "tests.office.stories.removals", "tests.office.stories.others", "tests.office.stories.conduct",
    "tests.office.stories.recovery",
)  # fmt: skip

from tests.office.stories.stage import Stage  # noqa: E402 (rewritten first)


@pytest.fixture
def stage(world):
    return Stage(world)
