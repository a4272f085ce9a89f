"""When terms, ages, years at a level and illness run out; a third appointment is refused."""

from datetime import date

import pytest

from biaochi.procedure.tenure import (
    Due,
    Life,
    Limits,
    Served,
    dues,
    limits_of,
    read_key,
    refused,
    term_start,
)
from tests.core.procedure.saying import pack, parameter

FIVE = Limits(term="5 years", terms=2, roles=frozenset({"head"}))
POST = {"unit": "bureau", "post": "局长", "role": "head", "level": "正科级"}
FIRST = Served(ident=1, from_on=date(2014, 9, 1), to_on=date(2019, 8, 31), **POST)
SECOND = Served(ident=2, from_on=date(2019, 9, 1), to_on=date(2024, 8, 31), **POST)
OPEN = Served(ident=1, from_on=date(2014, 9, 1), **POST)
THIRD = Served(ident=0, from_on=date(2024, 9, 1), **POST)
LIFE = Life(sex="男", birth_on=date(1970, 5, 1))


def of(ground, posts, *, on, limits=FIVE, life=LIFE):
    return [d for d in dues(posts, life, limits, on=on) if d.ground == ground]


def test_terms_of_five_years_from_1_september_2014():
    posts = (FIRST, SECOND)
    [first] = of("term", posts, on=date(2018, 1, 1))
    assert (first.on, first.which, first.last) == (date(2019, 8, 31), 1, False)
    assert first.steps == ("2014-09-01 任职，每届 5 年，第 1 届至 2019-08-31 届满",)
    [second] = of("term", posts, on=date(2019, 9, 1))
    assert (second.on, second.which, second.last) == (date(2024, 8, 31), 2, True)
    assert second.label == "任期届满：局长（2024-08-31）"
    assert second.key == "term:2:2024-08-31:2!"
    read = read_key(second.key)
    assert (read.on, read.which, read.last) == (second.on, 2, True)


def test_a_term_that_passed_stays_until_somebody_is_appointed_again():
    [due] = of("term", (OPEN,), on=date(2020, 1, 1))
    assert (due.on, due.which) == (date(2019, 8, 31), 1)
    split = Served(ident=1, from_on=date(2014, 9, 1), to_on=date(2016, 12, 31), **POST)
    goes_on = Served(ident=2, from_on=date(2017, 1, 1), **POST)
    [same] = of("term", (split, goes_on), on=date(2018, 1, 1))
    assert (same.on, same.which) == (date(2019, 8, 31), 1)


def test_a_term_begins_with_the_post_or_after_the_term_before():
    assert term_start(FIRST, (FIRST, SECOND), FIVE) == date(2014, 9, 1)
    assert term_start(SECOND, (FIRST, SECOND), FIVE) == date(2019, 9, 1)
    assert term_start(SECOND, (FIRST, SECOND), Limits()) == date(2014, 9, 1)


def test_a_third_appointment_is_refused_and_a_second_is_not():
    [problem] = refused(THIRD, (FIRST, SECOND), FIVE)
    assert (problem.code, problem.column_name) == ("STEP-LEGAL", "post")
    assert problem.found == "2014-09-01 起已任满 2 届（至 2024-08-31）"
    assert list(refused(SECOND, (FIRST,), FIVE)) == []
    assert len(list(refused(THIRD, (OPEN,), FIVE))) == 1


def test_a_break_and_another_post_are_told_apart():
    later = Served(ident=3, from_on=date(2021, 1, 1), to_on=date(2024, 8, 31), **POST)
    assert list(refused(THIRD, (FIRST, later), FIVE)) == []
    other = Served(ident=3, unit="town", post="镇长", role="head", from_on=date(2014, 9, 1))
    assert list(refused(THIRD, (other,), FIVE)) == []
    assert len(list(refused(Served(ident=0, from_on=date(2030, 1, 1), **POST),
                            (FIRST, SECOND), FIVE))) == 1  # fmt: skip


@pytest.mark.parametrize(
    "limits",
    [Limits(), Limits(term="5 years", roles=frozenset({"head"})), Limits(term="5 years", terms=2),
     Limits(term="5 years", terms=2, roles=frozenset({"deputy"}))],
)  # fmt: skip
def test_what_the_pack_does_not_say_refuses_nobody(limits):
    assert list(refused(THIRD, (FIRST, SECOND), limits)) == []


def test_to_whom_terms_apply_is_asked_where_nobody_says():
    silent = Limits(term="5 years", terms=2)
    [due] = of("term", (OPEN,), on=date(2018, 1, 1), limits=silent)
    assert (due.on, "请核对" in due.asks) == (None, True)
    listed = Life(sex="男", birth_on=date(1970, 5, 1), listed=True)
    [known] = of("term", (OPEN,), on=date(2018, 1, 1), limits=silent, life=listed)
    assert known.on == date(2019, 8, 31)
    staff = Served(ident=1, unit="bureau", post="科员", role="staff", from_on=date(2014, 9, 1))
    assert of("term", (staff,), on=date(2018, 1, 1)) == []
    unknown = Served(ident=1, unit="bureau", post="局长", from_on=date(2014, 9, 1))
    assert of("term", (unknown,), on=date(2018, 1, 1))[0].asks


def test_a_post_not_held_that_day_runs_out_for_nobody():
    assert dues((FIRST,), LIFE, FIVE, on=date(2020, 1, 1)) == ()
    assert dues((THIRD,), LIFE, FIVE, on=date(2020, 1, 1)) == ()


def test_fifteen_years_at_a_level_add_up_over_posts_and_breaks():
    limits = Limits(level="15 years")
    [due] = of("level", (OPEN,), on=date(2018, 1, 1), limits=limits)
    assert due.on == date(2029, 8, 31)
    early = Served(ident=9, unit="town", post="镇长", level="正科级", from_on=date(2009, 9, 1),
                   to_on=date(2014, 8, 31))  # fmt: skip
    assert of("level", (early, OPEN), on=date(2018, 1, 1), limits=limits)[0].on == date(2024, 8, 31)
    broken = Served(ident=9, unit="town", post="镇长", level="正科级", from_on=date(2008, 9, 1),
                    to_on=date(2013, 8, 31))  # fmt: skip
    [added] = of("level", (broken, OPEN), on=date(2018, 1, 1), limits=limits)
    assert added.on == date(2024, 8, 31)
    both = Served(ident=8, unit="town", post="兼职", level="正科级", from_on=date(2015, 1, 1))
    found = of("level", (OPEN, both), on=date(2018, 1, 1), limits=limits)
    assert {d.on for d in found} == {date(2029, 8, 31)}
    bare = Served(ident=1, unit="bureau", post="局长", from_on=date(2014, 9, 1))
    assert of("level", (bare,), on=date(2018, 1, 1), limits=limits) == []


def age(life, **ages):
    [due] = of("age", (OPEN,), on=date(2018, 1, 1), limits=Limits(ages=ages), life=life)
    return due


def test_the_age_is_that_of_sex_and_role_else_of_sex():
    assert age(LIFE, male=60).on == date(2030, 5, 1)
    assert age(LIFE, male=60, male_head=58).on == date(2028, 5, 1)
    woman = Life(sex="女", birth_on=date(1972, 2, 29))
    assert age(woman, female=55).on == date(2027, 2, 28)
    assert "年满 60 周岁" in age(LIFE, male=60).steps[0]


def test_what_is_unknown_is_asked_and_a_day_in_the_registry_stands():
    assert age(LIFE, female=55).asks == "规则包没有写这个职务的年龄界限，请核对"
    assert "补登" in age(Life(sex="男")).asks
    assert "补登" in age(Life(birth_on=date(1970, 5, 1)), male=60).asks
    given = Life(retire_on=date(2031, 1, 1))
    assert age(given).on == date(2031, 1, 1)


def test_an_illness_runs_out_after_the_length_the_pack_states():
    ill = Life(unwell_since=date(2017, 3, 1))
    [due] = of("health", (), on=date(2018, 1, 1), limits=Limits(health="1 years"), life=ill)
    assert (due.on, due.key) == (date(2018, 3, 1), "health:0:2018-03-01:0")
    assert of("health", (), on=date(2018, 1, 1), limits=Limits(), life=ill) == []
    assert of("health", (), on=date(2018, 1, 1), limits=Limits(health="1 years")) == []


def test_an_early_move_for_special_need_is_always_open_to_people():
    [due] = of("special", (OPEN,), on=date(2018, 1, 1))
    assert due == Due(ground="special", post=1, name="局长", on=None)
    assert due.label == "任期内因特殊需要调整：局长"
    assert read_key(due.key).on is None


def test_limits_are_read_under_the_names_packs_give_them():
    assert limits_of(None, on=date(2018, 1, 1)) == Limits()
    kept = pack(parameters={
        "term_length": parameter("5", "years"), "terms_most": parameter("2", "届"),
        "tenure_roles": parameter("正职 deputy"), "term_alarm": parameter("6", "months"),
        "most_level_years": parameter("15", "years"), "special_moves": parameter("1", "次"),
        "health_term": parameter("1", "years"), "age_limit_male": parameter("60", "周岁"),
        "age_limit_female": parameter(None, "周岁"),
    })  # fmt: skip
    assert limits_of(kept, on=date(2018, 1, 1)) == Limits(
        term="5 years", terms=2, roles=frozenset({"head", "deputy"}), level="15 years", special=1,
        health="1 years", notice="6 months", ages={"male": 60},
    )  # fmt: skip
    assert limits_of(pack(), on=date(2018, 1, 1)).roles is None
