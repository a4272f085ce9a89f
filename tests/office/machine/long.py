"""Many plays in one process: ``python -m tests.office.machine.long --plays N --seed S``.

A violation is printed with its seed and the shortest sequence of acts that still leads to it.
With ``--faults`` it says after how many plays each seeded fault is found.
"""

import argparse
import logging
import os
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

_EVERY_SECONDS = 30
_ENOUGH = 20


def main():
    """Play, and return 1 if anything was found."""
    asked = _asked()
    with _office() as ground:
        if asked.faults is not None:
            return _searched(ground, asked)
        from tests.office.machine.running import Tally  # noqa: PLC0415 (Django is set up first)

        tally, said = Tally(ground, steps=asked.steps), monotonic()
        until = monotonic() + asked.minutes * 60 if asked.minutes else None
        for seed in range(asked.seed, asked.seed + asked.plays):
            found = tally.play(seed)
            if found:
                _say(tally.told(seed, found))
            if monotonic() - said > _EVERY_SECONDS:
                said = monotonic()
                _say(tally.line(seed))
            if (until and monotonic() > until) or len(tally.found) >= _ENOUGH:
                break
        _say(tally.line(seed))
        _say(tally.moves())
    return 1 if tally.found else 0


def _searched(ground, asked):
    """Say of each fault after how many plays it was found; 1 if one was not."""
    from tests.office.machine.faults import FAULTS  # noqa: PLC0415 (Django is set up first)
    from tests.office.machine.running import plays_until  # noqa: PLC0415 (the same)

    left, seeds = 0, range(asked.seed, asked.seed + asked.plays)
    for name in asked.faults or FAULTS:
        plays, acts, wrong = plays_until(ground, FAULTS[name], seeds=seeds, steps=asked.steps)
        if wrong:
            _say(f"{name}: {plays} plays, {acts} acts: {wrong}")
        else:
            left += 1
            _say(f"{name}: not found in {plays} plays, {acts} acts")
    return 1 if left else 0


def _asked():
    reader = argparse.ArgumentParser(
        prog="python -m tests.office.machine.long", description=__doc__
    )
    reader.add_argument("--plays", type=int, default=1000, help="how many plays")
    reader.add_argument("--seed", type=int, default=0, help="the first seed")
    reader.add_argument("--steps", type=int, default=40, help="acts in a play")
    reader.add_argument("--minutes", type=float, default=0, help="stop after so many minutes")
    reader.add_argument(
        "--faults", nargs="*", metavar="FAULT",
        help="put each fault in (or those named) and play until its judge finds it",
    )  # fmt: skip
    return reader.parse_args()


@contextmanager
def _office():
    """An office in memory, with nobody's data in it."""
    home = tempfile.mkdtemp(prefix="biaochi-machine-")
    os.environ |= {
        "BIAOCHI_HOME": home, "BIAOCHI_HTTPS": "0", "BIAOCHI_SECOND_FACTOR": "off",
        "DJANGO_SETTINGS_MODULE": "biaochi.project.settings",
    }  # fmt: skip
    os.environ.pop("BIAOCHI_DATABASE", None)
    import django  # noqa: PLC0415 (the environment is set first)

    django.setup()
    from django.test.utils import (  # noqa: PLC0415 (Django is set up first)
        setup_databases,
        setup_test_environment,
        teardown_databases,
    )

    setup_test_environment()
    logging.disable(logging.CRITICAL)
    made = setup_databases(verbosity=0, interactive=False)
    from tests.office import cast  # noqa: PLC0415 (the same)
    from tests.office.machine.ground import Ground  # noqa: PLC0415 (the same)

    try:
        yield Ground(cast.world(), Path(home))
    finally:
        teardown_databases(made, verbosity=0)


def _say(text):
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
