"""The procedure over HTTP: no course and no sequence of posts leads around a guard.

That a missing guard would be found is shown beside (``test_missing_guards``, ``test_judges``), and
for every guard before the pure core (``tests/core/procedure/test_case_properties``).  Thousands of
plays: ``python -m tests.office.machine.long``.
"""

import pytest

from tests.office.machine.ground import Ground
from tests.office.machine.judges import wrongs
from tests.office.machine.plays import OfficePlay

pytestmark = [pytest.mark.once, pytest.mark.long]

PLAYS = 6


@pytest.fixture
def ground(world, tmp_path):
    return Ground(world, tmp_path)


def test_no_course_and_no_sequence_of_posts_leads_around_a_guard(ground):
    moves = set()
    for seed in range(PLAYS):
        with ground.playing(ground.table(seed)) as office:
            OfficePlay(seed, office=office)
            assert wrongs(office) == [], seed
            moves |= {s.move for steps in office.steps.values() for s, _ in steps}
    assert moves >= {"verify", "tell", "state", "answer", "assess", "propose", "meet", "confirm"}
