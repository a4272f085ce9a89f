"""Ask for pages over and over until a line comes in; say how long they took.

An official's page leaves a line in the trail: it has to write, and waits its turn to.
"""

import json
import statistics
import sys
import threading
import time

import django

PAGES = {"people": "/people/", "evidence": "/evidence/", "official": "/people/p7/"}
_PAUSE, _FINE = 0.02, 200


def main() -> None:
    """Read until told to stop."""
    django.setup()
    from django.test import Client  # noqa: PLC0415 (after the set-up)

    from biaochi.access.models import User  # noqa: PLC0415
    from biaochi.access.scoping import Why  # noqa: PLC0415

    client = Client()
    client.force_login(User.objects.unscoped(Why.LOGIN).get(login="an"))
    took: dict[str, list[float]] = {name: [] for name in PAGES}
    stop = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.readline(), stop.set()), daemon=True).start()
    for address in PAGES.values():
        client.get(address)  # what is read once a process
    while True:
        for name, address in PAGES.items():
            began = time.perf_counter()
            if client.get(address).status_code != _FINE:
                raise RuntimeError(address)
            took[name].append(1000 * (time.perf_counter() - began))
        if stop.is_set():
            break
        time.sleep(_PAUSE)
    said = {
        name: {"pages": len(t), "median": statistics.median(t), "longest": max(t)}
        for name, t in took.items()
    }
    sys.stdout.write(json.dumps(said))


if __name__ == "__main__":
    main()
