from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from biaochi.access.scoping import Why
from biaochi.registry import bulk, names, queries, services
from biaochi.registry.models import Unit
from biaochi.registry.shapes import UnitSaid

pytestmark = pytest.mark.django_db
NAMES = ("重庆路街道办事处", "第2建设银行", "A区（试点）", "䶮山乡", "长山县会计局")


@pytest.fixture
def bank(world, at) -> str:
    said = UnitSaid(name="青石县建设银行", parent="qs")
    return services.add_unit(said=said, actor=world.actor("an"), at=at)


def found(world, asked: str, login="an") -> list[str]:
    return [c.code for c in queries.search_units(world.actor(login), asked)]


@pytest.mark.parametrize(
    "asked",
    ["qingshixianjiansheyinhang", "jianshe", "Jian She", "yinhang", "jian'she", "qsxjsyh", "jsyh",
     "JSYH", "yh", "建设"],
)  # fmt: skip
def test_a_unit_is_found_by_the_letters_of_any_part_of_its_name(asked, bank, world) -> None:
    assert bank in found(world, asked)


@pytest.mark.parametrize("asked", ["jsyx", "jiansheyinxing", "y", "an", "jsyh1", "'"])
def test_other_letters_and_a_single_one_find_no_unit(asked, bank, world) -> None:
    assert bank not in found(world, asked)


def test_letters_find_only_what_is_seen(bank, world) -> None:
    assert found(world, "jsyh", "jin") == []


def test_a_unit_with_another_name_is_found_by_its_new_letters(bank, world, at) -> None:
    said = UnitSaid(name="青石县会计局", parent="qs")
    services.change_unit(code=bank, said=said, version=1, actor=world.actor("an"), at=at)
    assert bank in found(world, "kjj")
    assert found(world, "jsyh") == []


def test_the_box_for_everything_offers_units_by_letters(bank, world, client) -> None:
    client.force_login(world.users["an"])
    assert client.get("/search/?q=jsyh").url == f"/units/{bank}/"
    assert "青石县建设银行" in client.get("/search/suggest/?q=jsyh").content.decode()


def test_units_that_were_there_before_are_spelled_as_new_ones(world) -> None:
    bulk.add_units({"code": f"u{n}", "name": name, "parent": "qs"} for n, name in enumerate(NAMES))
    rows = Unit.objects.unscoped(Why.ABOUT).filter(name__in=NAMES).order_by("code")
    wanted = list(rows.values_list("py_full", "py_initials"))
    assert all(all(pair) for pair in wanted)
    rows.update(py_full="", py_initials="")
    before = MigrationLoader(connection).project_state(("registry", "0003_unit_letters"))
    module = import_module("biaochi.registry.migrations.0004_spell_units")
    for _ in range(2):
        module.spell(before.apps, SimpleNamespace(connection=connection))
        assert list(rows.values_list("py_full", "py_initials")) == wanted


def test_a_long_name_fits_its_columns() -> None:
    unit = Unit(code="x", name="庄" * 120)
    names.fill_unit(unit)
    assert (len(unit.py_full), len(unit.py_initials)) == (400, 120)
