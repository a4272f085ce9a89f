from dataclasses import replace
from datetime import date

import pytest

from biaochi.access.models import Grant
from biaochi.access.scoping import Why
from biaochi.errors import Refusal
from biaochi.registry import appointing, bulk, calendars, queries, services
from biaochi.registry.homes import refresh_homes
from biaochi.registry.models import Absence, Appointment, Link, Person
from biaochi.registry.shapes import AbsenceSaid, LinkSaid, PersonSaid, PostSaid, UnitSaid
from biaochi.trail.models import Batch, Entry
from biaochi.trail.verify import verify

ON = date(2018, 1, 15)
EDU = PostSaid(unit="qs-edu", post="党组书记", from_on=date(2018, 1, 1), role="head", tier="正科")


def held(code):
    rows = Appointment.objects.unscoped(Why.ABOUT).filter(person__code=code)
    return list(rows.order_by("pk"))


def home(code):
    person = Person.objects.unscoped(Why.ABOUT).select_related("home").get(code=code)
    return person.home.code, person.tier, person.post


def events():
    return list(Entry.objects.unscoped(Why.TRAIL).order_by("seq").values_list("event", flat=True))


def refusal_of(act, **given) -> str:
    with pytest.raises(Refusal) as problem:
        act(**given)
    return problem.value.problems[0].code


def test_a_main_post_moves_the_official_to_its_unit(world, at) -> None:
    an = world.actor("an")
    appointing.appoint(person="du", said=EDU, actor=an, at=at)
    assert home("du") == ("qs-fin", "正科", "局长")
    appointing.end_appointment(
        ident=held("du")[0].pk, last_on=date(2017, 12, 31), version=1, reason="常委会决定",
        actor=an, at=at,
    )  # fmt: skip
    assert home("du") == ("qs-edu", "正科", "党组书记")
    assert events() == ["appointed", "replaced", "appointment_ended"]


def test_a_correction_is_a_new_row_and_the_old_one_stays(world, at) -> None:
    old = held("fan")[0]
    said = PostSaid(
        unit="qs-fin", post="副局长", from_on=date(2014, 4, 1), role="deputy", tier="副科"
    )
    pk = appointing.correct_appointment(
        ident=old.pk, said=said, version=1, reason="任命文件", actor=world.actor("an"), at=at
    )
    rows = held("fan")
    assert [(r.pk, r.from_on, r.retired_at) for r in rows] == [
        (old.pk, date(2014, 3, 1), at), (pk, date(2014, 4, 1), None),
    ]  # fmt: skip
    step = queries.person_history(world.actor("an"), "fan")[0]
    assert {c.label for c in step.changes} == {"任职首日", "主职"}


def test_whoever_leaves_every_post_stays_where_he_was(world, at) -> None:
    appointing.end_appointment(
        ident=held("han")[0].pk, last_on=date(2018, 1, 10), version=1, reason="免职",
        actor=world.actor("an"), at=at,
    )  # fmt: skip
    assert home("han") == ("qs-edu", "副科", "")


def test_posts_are_refused_as_not_found_out_of_reach(world, at) -> None:
    jin, an = world.actor("jin"), world.actor("an")
    ident = held("du")[0].pk
    again = {"said": EDU, "version": 1, "reason": "x", "at": at}
    assert refusal_of(appointing.appoint, person="du", said=EDU, actor=jin, at=at) == "NOT-FOUND"
    assert (
        refusal_of(appointing.correct_appointment, ident=ident, actor=jin, **again) == "NOT-FOUND"
    )
    there = replace(EDU, unit="nx-fin")
    assert refusal_of(appointing.appoint, person="du", said=there, actor=an, at=at) == "EDIT-VALUE"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"post": " "}, "EDIT-REQUIRED"),
        ({"to_on": date(2017, 1, 1)}, "EDIT-VALUE"),
        ({"from_on": date(1960, 1, 1)}, "EDIT-VALUE"),
        ({"role": "king"}, "EDIT-VALUE"),
        ({"unit": "qs-fin", "post": "局长"}, "EDIT-TWICE"),
    ],
)
def test_posts_that_cannot_be_are_refused(world, at, change, code) -> None:
    said = replace(EDU, **change)
    an = world.actor("an")
    assert refusal_of(appointing.appoint, person="du", said=said, actor=an, at=at) == code


def test_a_correction_needs_the_version_and_a_reason(world, at) -> None:
    an, ident = world.actor("an"), held("du")[0].pk
    given = {"ident": ident, "said": EDU, "actor": an, "at": at}
    correct = appointing.correct_appointment
    assert refusal_of(correct, version=7, reason="文件", **given) == "EDIT-CONFLICT"
    assert refusal_of(correct, version=1, reason=" ", **given) == "EDIT-REQUIRED"
    correct(version=1, reason="文件", **given)
    with pytest.raises(Refusal) as problem:
        correct(version=1, reason="文件", **given)
    assert problem.value.problems[0].code == "EDIT-CONFLICT"
    assert "安静仪把「职务」由「局长」改为「党组书记」" in str(problem.value)


def test_an_absence_is_recorded_and_corrected(world, at) -> None:
    an = world.actor("an")
    said = AbsenceSaid(kind="挂职", from_on=date(2017, 3, 1))
    ident = appointing.add_absence(person="du", said=said, actor=an, at=at)
    appointing.correct_absence(
        ident=ident, said=replace(said, to_on=date(2017, 9, 1)), version=1, reason="期满",
        actor=an, at=at,
    )  # fmt: skip
    (shown,) = queries.absences_of(an, "du")
    assert (shown.to_on, shown.version) == (date(2017, 9, 1), 2)
    assert Absence.objects.unscoped(Why.ABOUT).count() == 2
    assert queries.absences_of(world.actor("jin"), "du") == ()


def test_a_relation_is_kept_by_its_unit(world, at) -> None:
    an = world.actor("an")
    said = LinkSaid(kind="nominator", from_code="du", to_code="fan")
    ident = appointing.add_link(place="qs-fin", said=said, actor=an, at=at)
    appointing.end_link(
        ident=ident, last_on=date(2018, 1, 1), version=1, reason="期满", actor=an, at=at
    )
    assert [r.to_on for r in queries.links_of(an, "fan")] == [date(2018, 1, 1)]
    assert queries.links_of(world.actor("jin"), "fan") == ()
    assert Link.objects.unscoped(Why.ABOUT).count() == 2
    given = {"said": said, "actor": world.actor("jin"), "at": at}
    assert refusal_of(appointing.add_link, place="qs-fin", **given) == "NOT-FOUND"


def test_homes_follow_the_calendar_and_skip_rows_not_yet_in(world, at) -> None:
    batch = Batch.objects.create(
        kind="posts", file_name="x", digest="x", user=1, user_name="x", created_at=at
    )
    common = {"person": world.people["du"], "unit": world.units["qs-edu"], "main": True}
    Appointment.objects.create(**common, post="暂存的职务", from_on=date(2016, 1, 1), batch=batch)
    ended = held("du")[0]
    ended.to_on = date(2018, 2, 28)
    ended.save()
    Appointment.objects.create(
        **common, post="局长", from_on=date(2018, 3, 1), tier="正科", recorded_at=at
    )
    assert refresh_homes(ON) == 0
    assert home("du") == ("qs-fin", "正科", "局长")
    assert refresh_homes(date(2018, 3, 1)) == 1
    assert home("du") == ("qs-edu", "正科", "局长")


def test_thousands_come_in_by_a_few_queries(world, at, django_assert_max_num_queries) -> None:
    units = [{"code": f"qs-u{n}", "name": f"单位{n}", "parent": "qs"} for n in range(20)]
    people = [{"code": f"qs-p{n}", "name": f"王{'一二三四五'[n % 5]}"} for n in range(1500)]
    with django_assert_max_num_queries(90):
        keys = bulk.add_units(units)
        made = bulk.add_people(people)
        Appointment.objects.bulk_create(
            [
                Appointment(
                    person_id=key, unit_id=keys[f"qs-u{n % 20}"], post="科员", recorded_at=at,
                    from_on=date(2017, 1, 1),
                )
                for n, key in enumerate(made.values())
            ],
            batch_size=500,
        )  # fmt: skip
        assert bulk.settle(ON, people=made.values()) == 1500
    assert queries.people(world.actor("an")).count() == 1504
    assert queries.people(world.actor("jin")).count() == 1


def test_an_officer_of_one_tier_sees_whom_he_entered(world, at) -> None:
    Grant.objects.unscoped(Why.ACTOR).filter(user=world.users["an"]).update(tiers=["副科"])
    an = world.actor("an")
    code = services.add_person(said=PersonSaid(name="新人"), unit="qs-fin", actor=an, at=at)
    assert code in {p.code for p in queries.people(an)}


def test_what_the_trail_says_is_what_stands_there(world, at) -> None:
    an = world.actor("an")
    given = {"actor": an, "at": at}
    said = PersonSaid(name="陆新来", birth_on=date(1980, 2, 3))
    code = services.add_person(said=said, unit="qs-fin", **given)
    services.change_person(code=code, said=replace(said, sex="男"), version=1, **given)
    first = appointing.appoint(person=code, said=EDU, **given)
    second = appointing.correct_appointment(
        ident=first, said=replace(EDU, grade="四级调研员"), version=1, reason="文件", **given
    )
    appointing.end_appointment(ident=second, last_on=ON, version=2, reason="免职", **given)
    days = calendars.shipped()
    calendars.enter_days(year=2026, days=[d for d in days if d.on.year == 2026], version=0, **given)
    calendars.confirm_year(year=2026, document="通知", version=1, **given)
    services.change_unit(
        code="qs-fin", said=UnitSaid(name="财政局", parent="qs"), version=1, **given
    )
    assert verify().faults == ()
    told = [s.event for s in queries.person_history(an, code)]
    assert told == ["登记免职", "更正任职", "登记任职", "修改人员", "新建人员"]


def test_the_database_sorts_names_as_the_published_order_does(world) -> None:
    given = ["马一", "欧阳修", "欧大", "王一一", "王乙", "于谦", "万里", "张一", "章一", "𠮷田"]
    bulk.add_people(
        {"code": f"qs-{n}", "name": name, "home": world.units["qs-fin"]}
        for n, name in enumerate(given)
    )
    rows = queries.people(world.actor("an")).filter(code__startswith="qs-")
    strokes = ["于谦", "万里", "马一", "王乙", "王一一", "张一", "欧大", "欧阳修", "章一", "𠮷田"]
    sounds = ["马一", "欧大", "欧阳修", "万里", "王一一", "王乙", "于谦", "张一", "章一"]
    for order, wanted in (("stroke", strokes), ("pinyin", sounds)):
        found = [p.name for p in rows.order_by(*queries.ORDERS[order]) if p.name in wanted]
        assert found == wanted
