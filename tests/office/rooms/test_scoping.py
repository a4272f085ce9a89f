import pytest

from biaochi.access.scoping import Unasked, Why
from biaochi.access.shapes import Act
from biaochi.registry.models import Person


def seen(world, login, act=Act.SEE_PEOPLE):
    return {p.code for p in Person.objects.visible_to(world.actor(login), act)}


def test_a_query_that_asked_nobody_raises(world) -> None:
    for question in (list, len, bool, lambda q: q.count(), lambda q: q.first(), lambda q: q.get()):
        with pytest.raises(Unasked):
            question(Person.objects.filter(code="du"))


def test_an_officer_sees_his_county_and_the_neighbour_sees_his(world) -> None:
    assert seen(world, "an") == {"du", "fan", "geng", "han"}
    assert seen(world, "jin") == {"zhu"}
    assert seen(world, "rui") == {"du", "fan"}


def test_administrators_and_officials_see_nobody_else(world) -> None:
    for login in ("xi", "ouyang", "shen", "du", "ning", "pan"):
        assert seen(world, login) == set()
    assert seen(world, "du", Act.SEE_OWN) == {"du"}


def test_a_reason_has_to_be_one_of_the_list(world) -> None:
    with pytest.raises(ValueError, match="because"):
        Person.objects.unscoped("because")
    assert Person.objects.unscoped(Why.RUN).count() == 5
