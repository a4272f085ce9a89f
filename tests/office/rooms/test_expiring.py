"""What runs out in the office: a list people open matters from, and nothing that lapses."""

from datetime import date

import pytest

from biaochi.access.scoping import Why
from biaochi.access.shapes import Act
from biaochi.errors import Refusal
from biaochi.evidence.measuring import taken_about
from biaochi.letters.desks import EXPIRY
from biaochi.letters.tenures import appointment_check, expiring
from biaochi.matters import queries, services
from biaochi.matters.shapes import Opening, Wanted
from biaochi.registry import appointing
from biaochi.registry.models import Absence, Appointment, Person
from biaochi.registry.queries import held_by
from biaochi.registry.shapes import PostSaid
from tests.office import periods
from tests.office.lettering import step

TWICE = ((date(2014, 9, 1), date(2019, 8, 31)), (date(2019, 9, 1), date(2024, 8, 31)))
TALK = {"talked_by": "安静仪", "wish": "服从安排"}
LEAVE = {"plan": "leave", "text": "任满两届", "destination": "交流到县教育局",
         "measure": "transfer", "channel": "term"}  # fmt: skip


@pytest.fixture
def pack(world):
    return periods.opened(world, pack="demo-qingshi").pack_id


def terms(world, at, *spans, person="du"):
    """Replace the posts of an official by terms as head of the bureau of finance."""
    Appointment.objects.unscoped(Why.SETUP).filter(person=world.people[person]).delete()
    for first, last in spans:
        Appointment.objects.create(
            person=world.people[person], unit=world.units["qs-fin"], post="局长", role="head",
            tier="正科", level="正科级", from_on=first, to_on=last, main=True, recorded_at=at,
        )  # fmt: skip


def due(world, *, on, ground="term", person="du", **more):
    found = expiring(world.actor("an"), on=on, **more).known
    return [e for e in found if e.person == person and e.due.ground == ground]


def opened(world, at, about, *, pack, on):
    opening = Opening(person="du", title="任期届满", pack=pack)
    wanted = Wanted(move="open", on=on, given={"about": about})
    return services.open_matter(EXPIRY, opening, wanted, actor=world.actor("an"), at=at)


def test_a_term_is_listed_half_a_year_before_its_end(world, at, pack):
    terms(world, at, TWICE[0])
    assert due(world, on=date(2019, 2, 1)) == []
    [line] = due(world, on=date(2019, 3, 1))
    assert (line.due.on, line.due.which, line.overdue) == (date(2019, 8, 31), 1, False)
    assert due(world, on=date(2019, 2, 1), months=12)[0].due.on == date(2019, 8, 31)
    assert expiring(world.actor("jin"), on=date(2019, 3, 1)).known == ()


def test_a_term_that_passed_is_overdue_and_the_post_is_still_held(world, at, pack):
    terms(world, at, (date(2014, 9, 1), None))
    [line] = due(world, on=date(2020, 1, 1))
    assert (line.overdue, line.matter) == (True, "")
    assert [p.current for p in held_by("du", on=date(2020, 1, 1))] == [True]


def test_a_third_appointment_is_refused_and_nothing_is_written(world, at, pack):
    terms(world, at, *TWICE)
    third = PostSaid(unit="qs-fin", post="局长", from_on=date(2024, 9, 1), role="head")
    given = {"person": "du", "said": third, "actor": world.actor("an"), "at": at}
    check = appointment_check("du", on=date(2024, 9, 1))
    with pytest.raises(Refusal) as caught:
        appointing.appoint(**given, check=check)
    assert [(p.code, p.column_name) for p in caught.value.problems] == [("STEP-LEGAL", "职务")]
    assert len(held_by("du", on=date(2024, 9, 1))) == 2
    other = PostSaid(unit="qs-edu", post="局长", from_on=date(2024, 9, 1), role="head")
    assert appointing.appoint(**{**given, "said": other}, check=check)


def test_without_an_open_appraisal_no_pack_refuses_anybody(world, at):
    terms(world, at, *TWICE)
    check = appointment_check("du", on=date(2024, 9, 1))
    third = PostSaid(unit="qs-fin", post="局长", from_on=date(2024, 9, 1), role="head")
    assert list(check(third, held_by("du", on=date(2024, 9, 1)))) == []


def test_leaving_goes_through_people_and_ends_the_post(world, at, pack):
    terms(world, at, *TWICE)
    on = date(2024, 6, 1)
    [line] = due(world, on=on)
    code = opened(world, at, line.due.key, pack=pack, on=on)
    assert due(world, on=on)[0].matter == code
    step(world, at, code, "talk", on=on, **TALK)
    assert queries.one(world.actor("du"), code, act=Act.SEE_OWN).told_on == on
    with pytest.raises(Refusal):
        step(world, at, code, "arrange", on=on, plan="renew", text="再任一届")
    step(world, at, code, "arrange", on=on, **LEAVE)
    step(world, at, code, "confirm", who="cheng", on=on, result="adopted", text="同意")
    post = str(held_by("du", on=on)[-1].ident)
    done = {"post": post, "effective_on": "2024-07-15", "document": "青任〔2024〕7号"}
    step(world, at, code, "execute", on=on, **done)
    assert held_by("du", on=on)[-1].to_on == date(2024, 7, 15)
    [measure] = taken_about("du")
    assert (measure.measure, measure.on) == ("transfer", date(2024, 7, 15))
    ended = step(world, at, code, "close", on=on)
    assert (ended.is_open, ended.outcome) == (False, "leave")
    assert dict(EXPIRY.choices(ended, queries.said_in(ended.key), world.actor("an"))("posts"))[post]


def test_a_second_term_is_an_appointment_of_its_own(world, at, pack):
    terms(world, at, TWICE[0])
    on = date(2019, 6, 1)
    code = opened(world, at, due(world, on=on)[0].due.key, pack=pack, on=on)
    step(world, at, code, "talk", on=on, **TALK)
    step(world, at, code, "arrange", on=on, plan="renew", text="胜任")
    step(world, at, code, "confirm", who="cheng", on=on, result="adopted", text="同意")
    post = str(held_by("du", on=on)[-1].ident)
    done = {"post": post, "effective_on": "2019-09-01", "document": "青任〔2019〕9号"}
    step(world, at, code, "execute", on=on, **done)
    assert [(p.from_on, p.to_on) for p in held_by("du", on=on)] == [
        TWICE[0], (date(2019, 9, 1), None),
    ]  # fmt: skip


def test_an_age_is_listed_by_sex_and_asked_where_it_is_unknown(world, at, pack):
    people = Person.objects.unscoped(Why.SETUP)
    people.filter(code="du").update(sex="女", birth_on=date(1965, 3, 1))
    people.filter(code="fan").update(sex="")
    on = date(2020, 1, 1)
    [line] = due(world, on=on, ground="age")
    assert line.due.on == date(2020, 3, 1)
    asked = expiring(world.actor("an"), on=on).unknown
    assert "补登" in next(e.due.asks for e in asked if e.person == "fan")


def test_a_long_illness_is_listed_and_scores_nothing(world, at):
    periods.opened(world, pack="national-2022")
    Absence.objects.create(
        person=world.people["du"], kind="病假", from_on=date(2017, 3, 1), recorded_at=at
    )
    [line] = due(world, on=date(2018, 1, 15), ground="health")
    assert line.due.on == date(2018, 3, 1)


def test_terms_are_asked_where_the_pack_does_not_say_to_whom_they_apply(world, at):
    periods.opened(world, pack="national-2022")
    asked = expiring(world.actor("an"), on=date(2018, 1, 15)).unknown
    assert {e.due.ground for e in asked} == {"term"}
    people = Person.objects.unscoped(Why.SETUP)
    people.filter(code="du").update(extra={"tenure_listed": "是", "retire_on": "2018-02-30"})
    [line] = due(world, on=date(2019, 1, 15))
    assert line.due.on == date(2019, 2, 28)


def test_one_early_move_for_special_need_in_a_term(world, at):
    national = periods.opened(world, pack="national-2022").pack_id
    Person.objects.unscoped(Why.SETUP).filter(code="du").update(extra={"tenure_listed": "是"})
    on = date(2018, 1, 15)
    about = f"special:{held_by('du', on=on)[0].ident}::0"
    code = opened(world, at, about, pack=national, on=on)
    step(world, at, code, "talk", **TALK)
    plan = {"plan": "leave", "text": "工作特殊需要", "destination": "县教育局"}
    step(world, at, code, "arrange", **plan)
    step(world, at, code, "confirm", who="cheng", result="adopted", text="同意")
    post = str(held_by("du", on=on)[0].ident)
    step(world, at, code, "execute", post=post, effective_on="2018-01-15", document="x")
    assert [m.measure for m in taken_about("du")] == ["special-move"]
    again = f"special:{held_by('du', on=on)[0].ident}::0"
    with pytest.raises(Refusal) as caught:
        opened(world, at, again, pack=national, on=on)
    assert [p.code for p in caught.value.problems] == ["STEP-LEGAL"]
