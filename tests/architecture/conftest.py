"""What all tests of the tree share."""

import gc
from collections.abc import Iterator

import pytest

from tests.architecture.tree import parsed


@pytest.fixture(scope="package", autouse=True)
def trees() -> Iterator[None]:
    """Keep the syntax trees while these tests run: looking for garbage in them finds none."""
    gc.disable()
    yield
    parsed.cache_clear()
    gc.enable()
