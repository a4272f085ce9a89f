"""What takes many seconds starts first, so that no worker waits for it at the end of a run."""

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put long tests before the others; those that commit to a database stay behind the rest."""
    items.sort(key=lambda item: (_commits(item), item.get_closest_marker("long") is None))


def _commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    wanted = marker is not None and bool(marker.kwargs.get("transaction"))
    return wanted or "transactional_db" in getattr(item, "fixturenames", ())
