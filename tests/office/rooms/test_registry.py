from dataclasses import replace
from datetime import date

import pytest

from biaochi.access.scoping import Why
from biaochi.access.shapes import Act
from biaochi.errors import Refusal
from biaochi.registry import queries, services
from biaochi.registry.models import Person, Unit
from biaochi.registry.shapes import PersonSaid, UnitSaid
from biaochi.trail.models import Entry
from biaochi.trail.queries import changes_since, history_of

ON = date(2018, 1, 15)
LU = PersonSaid(name="陆新来", sex="男", birth_on=date(1980, 2, 3))


def codes(problem) -> set[str]:
    return {p.code for p in problem.value.problems}


def row(code):
    return Person.objects.unscoped(Why.ABOUT).get(code=code)


def events():
    return list(Entry.objects.unscoped(Why.TRAIL).order_by("seq").values_list("event", flat=True))


def test_a_unit_is_added_below_another_and_numbered_in_the_tree(world, at) -> None:
    an = world.actor("an")
    code = services.add_unit(said=UnitSaid(name="预算股", parent="qs-fin"), actor=an, at=at)
    unit = Unit.objects.unscoped(Why.ABOUT).get(code=code)
    above = Unit.objects.unscoped(Why.ABOUT).get(code="qs-fin")
    assert above.first < unit.first <= unit.last <= above.last
    assert unit.depth == 2
    assert events() == ["unit_added"]


def test_a_unit_in_one_county_moves_no_number_of_another(world, at) -> None:
    before = Unit.objects.unscoped(Why.ABOUT).get(code="nx-fin")
    services.add_unit(said=UnitSaid(name="预算股", parent="qs-fin"), actor=world.actor("an"), at=at)
    after = Unit.objects.unscoped(Why.ABOUT).get(code="nx-fin")
    assert (after.first, after.last) == (before.first, before.last)


def test_a_reach_is_where_the_unit_stands_when_the_question_is_put(world, at) -> None:
    rui, an = world.actor("rui"), world.actor("an")
    before = {u.code for u in queries.units(rui)}
    services.add_unit(said=UnitSaid(name="档案局", parent="qs"), code="qs-a", actor=an, at=at)
    fin = Unit.objects.unscoped(Why.ABOUT).get(code="qs-fin")
    assert fin.first != rui.reaches[0].span.first
    assert {u.code for u in queries.units(rui)} == before == {"qs-fin"}


def test_a_unit_cannot_hang_below_itself_nor_out_of_reach(world, at) -> None:
    an = world.actor("an")
    code = services.add_unit(said=UnitSaid(name="预算股", parent="qs-fin"), actor=an, at=at)
    for parent, wanted in ((code, "EDIT-TREE"), ("qs-fin", "EDIT-TREE"), ("nx-fin", "EDIT-VALUE")):
        said = UnitSaid(name="财政局", parent=parent)
        with pytest.raises(Refusal) as problem:
            services.change_unit(code="qs-fin", said=said, version=1, actor=an, at=at)
        assert codes(problem) == {wanted}


def test_the_top_of_a_part_is_renamed_but_not_moved(world, at) -> None:
    an = world.actor("an")
    services.change_unit(code="qs", said=UnitSaid(name="青石"), version=1, actor=an, at=at)
    assert Unit.objects.unscoped(Why.ABOUT).get(code="qs").name == "青石"
    said = UnitSaid(name="青石", parent="qs-fin")
    with pytest.raises(Refusal) as problem:
        services.change_unit(code="qs", said=said, version=2, actor=an, at=at)
    assert codes(problem) == {"EDIT-TREE"}


def test_a_unit_with_people_in_post_is_not_closed(world, at) -> None:
    an = world.actor("an")
    said = UnitSaid(name="财政局", parent="qs", closed_on=ON)
    with pytest.raises(Refusal) as problem:
        services.change_unit(code="qs-fin", said=said, version=1, actor=an, at=at)
    assert codes(problem) == {"EDIT-TREE"}


def test_an_official_is_added_findable_and_in_the_trail(world, at) -> None:
    an = world.actor("an")
    code = services.add_person(said=LU, unit="qs-fin", actor=an, at=at)
    person = row(code)
    assert (person.py_full, person.py_initials) == ("luxinlai", "lxl")
    assert person.home.code == "qs-fin"
    assert events() == ["person_added"]
    assert code not in {p.code for p in queries.people(world.actor("jin"))}


def test_others_are_told_nothing_is_there(world, at) -> None:
    told = set()
    for login, code in (("jin", "du"), ("jin", "nobody"), ("du", "fan"), ("xi", "du")):
        with pytest.raises(Refusal) as problem:
            services.change_person(code=code, said=LU, version=1, actor=world.actor(login), at=at)
        told.add(str(problem.value))
    assert len(told) == 1
    assert "NOT-FOUND" in told.pop()


def test_the_second_editor_is_told_what_the_first_changed(world, at) -> None:
    an = world.actor("an")
    said = PersonSaid(name="杜文青", sex="男", birth_on=date(1970, 5, 1))
    services.change_person(code="du", said=said, version=1, actor=an, at=at)
    with pytest.raises(Refusal) as problem:
        services.change_person(
            code="du", said=replace(said, name="杜闻清"), version=1, actor=an, at=at
        )
    assert codes(problem) == {"EDIT-CONFLICT"}
    assert "安静仪把「姓名」由「杜文清」改为「杜文青」" in str(problem.value)
    assert row("du").name == "杜文青"


def test_what_was_changed_back_is_no_conflict_to_tell(world, at) -> None:
    an = world.actor("an")
    for version, name in ((1, "甲"), (2, "杜文清")):
        said = PersonSaid(name=name, birth_on=date(1970, 5, 1))
        services.change_person(code="du", said=said, version=version, actor=an, at=at)
    assert changes_since("person", "du", 1) == ()


def test_the_first_change_keeps_what_was_there_before(world, at) -> None:
    an = world.actor("an")
    said = PersonSaid(name="杜文青", sex="男", birth_on=date(1970, 5, 1))
    services.change_person(code="du", said=said, version=1, actor=an, at=at, reason="证件更正")
    assert events() == ["kept_before", "person_changed"]
    (step,) = history_of("person", "du")
    assert (step.reason, step.by, step.version) == ("证件更正", "安静仪", 2)
    assert {(c.label, c.old, c.new) for c in step.changes} == {
        ("姓名", "杜文清", "杜文青"), ("性别", "（空）", "男"),
    }  # fmt: skip


def test_a_name_is_required(world, at) -> None:
    with pytest.raises(Refusal) as problem:
        services.add_person(
            said=PersonSaid(name=" \u200b"), unit="qs-fin", actor=world.actor("an"), at=at
        )
    assert codes(problem) == {"EDIT-REQUIRED"}


def test_opening_the_page_of_an_official_is_recorded(world, at) -> None:
    sheet = services.read_person(code="du", actor=world.actor("an"), at=at)
    assert (sheet.name, sheet.unit_name, sheet.post) == ("杜文清", "青石县财政局", "局长")
    assert events() == ["person_read"]
    with pytest.raises(Refusal):
        services.read_person(code="du", actor=world.actor("jin"), at=at)
    assert events() == ["person_read"]


def test_a_chosen_code_tells_nothing_about_the_neighbour(world, at) -> None:
    an, told = world.actor("an"), set()
    for code in ("zhu", "zzz", "nx-fin"):
        with pytest.raises(Refusal) as problem:
            services.add_person(said=LU, unit="qs-fin", code=code, actor=an, at=at)
        told.add(str(problem.value).replace(code, "X"))
    assert len(told) == 1
    assert "以 qs- 开头" in told.pop()
    assert services.add_person(said=LU, unit="qs-fin", code="qs-1", actor=an, at=at) == "qs-1"


def test_a_code_in_use_within_sight_is_said_to_be(world, at) -> None:
    with pytest.raises(Refusal) as problem:
        services.add_person(said=LU, unit="qs-fin", code="du", actor=world.actor("an"), at=at)
    assert codes(problem) == {"EDIT-TWICE"}
    assert "杜文清" in str(problem.value)


def test_history_is_for_those_who_see_the_official(world, at) -> None:
    an = world.actor("an")
    services.change_person(code="du", said=LU, version=1, actor=an, at=at)
    assert queries.person_history(an, "du")
    assert queries.person_history(world.actor("jin"), "du") == ()
    assert queries.people(an, Act.SEE_PEOPLE).filter(code="du").exists()
