from datetime import date, timedelta

import pytest

from biaochi.appraisals import services
from biaochi.appraisals.board import board
from biaochi.errors import Refusal
from biaochi.registry.models import Unit
from tests.office import county

ON = date(2018, 2, 20)


@pytest.fixture
def period(world, at) -> int:
    top = Unit.objects.create(code="all", name="青石县各单位", parent=world.units["qs"])
    county.load(county.few(), under=top, at=at)
    actor = world.actor("an")
    digest = services.take_in(actor=actor, at=at, builtin_id="demo-qingshi")
    return services.open_period(
        unit="all", pack=digest, name="2017", actor=actor, at=at + timedelta(hours=1)
    )


def test_the_board_says_which_unit_owes_which_return(world, period) -> None:
    found = board(world.actor("an"), period, on=ON)
    kinds = {kind for kind, _, _ in found.intervals}
    assert kinds == {"quarterly-return", "monthly-points", "half-year-session", "annual-bulletin"}
    town = next(cells for code, _, cells in found.units if code == "T01")
    assert len(town) == len(found.intervals)
    assert found.owed == sum(d is not None for _, _, cells in found.units for d in cells)
    assert 0 < found.done < found.owed
    overdue = [d for _, _, cells in found.units for d in cells if d and d.state == "overdue"]
    assert len(overdue) == found.overdue
    assert all(d.due_on < ON and d.done_on is None for d in overdue)


def test_what_is_missing_is_counted_in_people(world, period) -> None:
    found = board(world.actor("an"), period, on=ON)
    lacks = {lack.what: lack for lack in found.components}
    assert 0 <= lacks["工作实绩"].missing < lacks["工作实绩"].of
    assert found.undetermined == ()


def test_a_neighbour_finds_no_board(world, period) -> None:
    for login in ("jin", "du", "xi", "li"):
        with pytest.raises(Refusal) as refusal:
            board(world.actor(login), period, on=ON)
        assert refusal.value.problems[0].code == "NOT-FOUND"
