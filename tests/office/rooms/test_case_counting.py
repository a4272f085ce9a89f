"""Statistics of cases reconcile: persons, person-times, remainders, what is counted apart."""

from collections import defaultdict
from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from biaochi.cases.counting import (
    Counted,
    counted,
    published,
    statistics,
    suppressed,
    table_to_publish,
)
from biaochi.errors import Refusal
from tests.office import casework
from tests.office.casework import DAY, step

YEAR = {"since": date(2018, 1, 1), "until": date(2018, 12, 31)}
ONE = Counted(
    person="p1", on=DAY, channel="不适宜", way="免职", measure="免职", rank="正职", tier="县管",
    discovery="年度考核", reason_class="有过错",
)  # fmt: skip


def ten():
    """The county's ten of one year: one head, eight deputies, one member of a team."""
    ranks = ("正职", *("副职",) * 8, "班子成员")
    return [replace(ONE, person=f"p{i}", rank=rank) for i, rank in enumerate(ranks)]


def test_s0_15_one_head_eight_deputies_and_one_member_are_ten():
    shares = table_to_publish(counted(ten()), "rank")
    assert {s.label: s.number for s in shares} == {"正职": 1, "副职": 8, "班子成员": 1}


def test_s0_15_three_ranks_that_sum_to_nine_are_not_published():
    people = ten()
    people[3] = replace(people[3], rank="")
    found = counted(people)
    assert [(r.label, r.times, r.rest) for r in found.tables["rank"]][-1] == ("未细分", 1, True)
    with pytest.raises(Refusal, match="合计 9"):
        table_to_publish(found, "rank")


def test_s2_01_what_is_not_broken_down_is_a_line_of_its_own():
    shares = published(3968, {"问责": 119, "不适宜": 401})
    assert [(s.number, s.percent()) for s in shares] == [
        (119, "3.00%"), (401, "10.11%"), (3448, "86.90%"),
    ]  # fmt: skip
    assert shares[-1].rest
    with pytest.raises(Refusal):
        published(500, {"问责": 119, "不适宜": 401})


def test_s4_15_person_times_with_their_remainder():
    shares = published(147, {"调离岗位": 38, "降职免职": 53})
    assert [(s.number, s.percent(1)) for s in shares] == [
        (38, "25.9%"), (53, "36.1%"), (56, "38.1%"),
    ]  # fmt: skip


def test_nothing_counted_is_no_division():
    assert published(0, {"免职": 0})[0].percent() == "0.00%"


def test_a_second_adjustment_is_one_person_and_two_person_times():
    found = counted([ONE, replace(ONE, measure="降职", way="降职")])
    assert (found.persons, found.times) == (1, 2)
    assert [(r.persons, r.times) for r in found.tables["channel"]] == [(1, 2)]


def test_small_cells_name_nobody_and_cannot_be_worked_out():
    shares = published(100, {"正职": 2, "副职": 90, "班子成员": 8}, complete=True)
    assert suppressed(shares, smallest=5) == (
        ("正职", "不公布"), ("副职", "90"), ("班子成员", "不公布"),
    )  # fmt: skip


def looks(numbers, smallest):
    """Return what the public sees of a table: the total, and the cells that are shown."""
    shares = published(sum(numbers), {f"{n}": number for n, number in enumerate(numbers)})
    try:
        return sum(numbers), suppressed(shares, smallest=smallest)
    except Refusal:
        return None


@pytest.mark.parametrize("smallest", [2, 3, 5])
@pytest.mark.parametrize("cells", [1, 2, 3, 4])
def test_no_hidden_cell_can_be_worked_out_even_by_who_knows_the_rule(cells, smallest):
    alike = defaultdict(list)
    for numbers in product(range(9), repeat=cells):
        alike[looks(numbers, smallest)].append(numbers)
    for shown, tables in alike.items():
        for place, (_, said) in enumerate(shown[1] if shown else ()):
            values = {numbers[place] for numbers in tables}
            assert len(values) > 1 if said == "不公布" else values == {int(said)}
            assert said == "不公布" or not 0 < int(said) < smallest


@pytest.mark.parametrize("numbers", [(1, 1), (1,), (2, 0), (4, 4, 0)])
def test_a_table_of_too_few_is_not_broken_down(numbers):
    shares = published(sum(numbers), {f"{n}": number for n, number in enumerate(numbers)})
    with pytest.raises(Refusal, match="各项相加不少于 5"):
        suppressed(shares, smallest=5)


def test_cases_are_counted_as_they_ended(world):
    pack = casework.pack_of(world)
    for person, measure, more in (
        ("fan", "removal", {}),
        ("du", "transfer", {"reason_class": "fit", "destination": "县档案局"}),
        ("han", "demotion", {"retained": True, "heavier": "造成较大损失"}),
    ):  # fmt: skip
        code = casework.to_proposal(world, person=person, pack=pack)
        casework.decided(world, code, measure, **more)
        casework.served(world, code)
    back = casework.opened(world, person="geng", pack=pack)
    step(world, back, "withdraw", reason="依据不足")
    found = statistics(world.actor("an"), **YEAR)
    assert (found.persons, found.times) == (3, 3)
    rows = {name: {r.label: r.times for r in table} for name, table in found.tables.items()}
    assert rows["way"] == {"免职": 1, "平级调整": 1, "保留待遇": 1}
    assert rows["measure"] == {"免职": 1, "调离岗位": 1, "降职": 1}
    assert rows["rank"] == {"副职": 2, "正职": 1}
    assert rows["reason_class"] == {"人岗不相适，非本人过错": 1, "有过错": 2}
    assert rows["discovery"] == {"未细分": 3}
    assert (found.apart["withdrawn"].times, found.apart["exempted"].times) == (1, 0)
    assert statistics(world.actor("jin"), **YEAR).times == 0
    assert statistics(world.actor("an"), since=date(2019, 1, 1), until=DAY).times == 0
