"""Ask for list pages over and over until a line comes in; say how long they took."""

import json
import statistics
import sys
import threading
import time
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from collections.abc import Callable

_PAUSE = 0.02


def main() -> None:
    """Read until told to stop."""
    django.setup()
    from biaochi.access.models import User  # noqa: PLC0415 (after the set-up)
    from biaochi.access.scoping import Why  # noqa: PLC0415
    from biaochi.evidence import queries as evidence  # noqa: PLC0415
    from biaochi.registry import queries as registry  # noqa: PLC0415

    user = User.objects.unscoped(Why.LOGIN).get(login="an")
    actor = registry.who(user, on=user.created_at.date())
    pages: dict[str, Callable[[], object]] = {
        "people": lambda: registry.person_rows(registry.people(actor)[:20]),
        "evidence": lambda: list(evidence.rows(actor).order_by("-pk")[:20]),
    }
    took: dict[str, list[float]] = {name: [] for name in pages}
    stop = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.readline(), stop.set()), daemon=True).start()
    while not stop.is_set():
        for name, page in pages.items():
            began = time.perf_counter()
            page()
            took[name].append(1000 * (time.perf_counter() - began))
        time.sleep(_PAUSE)
    said = {
        name: {"pages": len(t), "median": statistics.median(t), "longest": max(t)}
        for name, t in took.items()
    }
    sys.stdout.write(json.dumps(said))


if __name__ == "__main__":
    main()
