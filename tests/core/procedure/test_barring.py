from dataclasses import replace
from datetime import date

import pytest

from biaochi.packs.shapes import Influence
from biaochi.procedure.barring import Measured, barred, is_over
from tests.core.procedure.afterwards import timers_under

REMOVED = Measured(code="M1", measure="removal", label="免职", on=date(2024, 3, 1))
YEAR = Influence(measure="removal", bars="提拔", lasts="1 years")
WARNING = Influence(
    measure="warning", bars="晋升", lasts="6 months", longest="48 months", joined="together"
)
LOWERING = replace(WARNING, measure="lowering", lasts="24 months")


def sanction(code: str, measure: str, on: date) -> Measured:
    return Measured(code=code, measure=measure, label=measure, on=on)


@pytest.mark.parametrize(
    ("on", "inclusive", "over"),
    [
        (date(2025, 2, 28), True, False), (date(2025, 3, 1), True, True),
        (date(2025, 3, 1), False, False), (date(2025, 3, 2), False, True),
    ],
)  # fmt: skip
def test_the_last_day_counts_as_the_pack_says(on, inclusive, over) -> None:
    assert is_over(date(2025, 3, 1), on=on, inclusive=inclusive) is over


def test_an_influence_period_bars_until_its_day_and_says_how_it_was_counted() -> None:
    [timer] = timers_under([YEAR], REMOVED)
    assert timer.ends == "2025-03-01"
    assert timer.deadline.steps == ("自 2024-03-01 起 1 年，至 2025-03-01 期满",)
    today = barred([timer], on=date(2025, 2, 28))
    assert (today.state, today.until, today.running) == ("barred", date(2025, 3, 1), (timer,))
    later = barred(
        [timer],
        on=date(2025, 3, 1),
    )
    assert (later.state, later.over) == ("clear", (timer,))


def test_a_length_nobody_stated_is_unknown_and_never_nothing() -> None:
    [timer] = timers_under([Influence(measure="removal", bars="提拔", source="open")], REMOVED)
    assert (timer.deadline, timer.ends) == (None, "未定，需填写")
    state = barred(
        [timer],
        on=date(2040, 1, 1),
    )
    assert (state.state, state.until) == ("unknown", None)


def test_the_day_a_decision_names_comes_before_the_length_of_the_pack() -> None:
    [timer] = timers_under([YEAR], replace(REMOVED, ends_on=date(2024, 9, 1)))
    assert timer.ends == "2024-09-01"
    assert "按决定登记" in timer.deadline.steps[0]


def test_a_recorded_end_counts_even_where_the_pack_is_silent() -> None:
    [timer] = timers_under([], replace(REMOVED, ends_on=date(2024, 9, 1)))
    assert (timer.ends, timer.bars) == ("2024-09-01", "")
    assert timers_under([], REMOVED) == ()


def test_what_begins_later_does_not_bar_yet() -> None:
    timers = timers_under([YEAR], REMOVED)
    assert barred(timers, on=date(2024, 2, 29)).state == "clear"


def test_several_timers_stand_side_by_side_and_the_last_one_decides() -> None:
    again = replace(REMOVED, code="M2", on=date(2024, 8, 1))
    timers = timers_under([YEAR], again, REMOVED)
    assert [t.covers for t in timers] == [("M1",), ("M2",)]
    assert barred(timers, on=date(2025, 4, 1)).until == date(2025, 8, 1)


@pytest.mark.parametrize(
    ("joined", "ends"),
    [("together", "2026-07-01"), ("heaviest", "2026-04-01"), ("", "数项同时进行")],
)
def test_sanctions_that_run_at_once_are_joined_as_the_county_chose(joined, ends) -> None:
    terms = [replace(i, joined=joined) for i in (WARNING, LOWERING)]
    rows = [
        sanction("S1", "warning", date(2024, 1, 1)), sanction("S2", "lowering", date(2024, 4, 1))
    ]  # fmt: skip
    timers = timers_under(terms, *rows)
    assert [t.covers for t in timers] == [("S1",), ("S2",), ("S1", "S2")]
    assert timers[-1].ends.startswith(ends)


def test_joined_sanctions_never_come_to_more_than_the_cap() -> None:
    rows = [sanction(f"S{i}", "lowering", date(2024, 1 + i, 1)) for i in range(3)]
    *_, last = timers_under([LOWERING], *rows)
    assert last.ends == "2028-03-01"
    assert "合并最长不超过" in last.deadline.steps[-1]


def test_sanctions_one_after_the_other_are_not_joined() -> None:
    rows = [
        sanction("S1", "warning", date(2024, 1, 1)), sanction("S2", "warning", date(2024, 7, 1))
    ]  # fmt: skip
    assert [t.covers for t in timers_under([WARNING], *rows)] == [("S1",), ("S2",)]


def test_what_bars_different_things_is_not_joined() -> None:
    terms = [WARNING, replace(LOWERING, bars="任领导职务")]
    rows = [
        sanction("S1", "warning", date(2024, 1, 1)), sanction("S2", "lowering", date(2024, 2, 1))
    ]  # fmt: skip
    assert len(timers_under(terms, *rows)) == 2


def test_an_unknown_length_leaves_the_joined_one_unknown() -> None:
    terms = [replace(WARNING, lasts=""), LOWERING]
    rows = [
        sanction("S1", "warning", date(2024, 1, 1)), sanction("S2", "lowering", date(2024, 2, 1))
    ]  # fmt: skip
    *_, last = timers_under(terms, *rows)
    assert last.ends == "未定，需填写"


def test_a_named_day_joins_by_the_later_one() -> None:
    rows = [
        sanction("S1", "warning", date(2024, 1, 1)),
        replace(sanction("S2", "lowering", date(2024, 2, 1)), ends_on=date(2025, 2, 1)),
    ]
    *_, last = timers_under([WARNING, LOWERING], *rows)
    assert last.ends == "2025-02-01"


def test_a_recorded_end_that_is_the_counted_one_shows_how_it_was_counted() -> None:
    [timer] = timers_under([YEAR], replace(REMOVED, ends_on=date(2025, 3, 1)))
    assert timer.deadline.steps == ("自 2024-03-01 起 1 年，至 2025-03-01 期满",)


def test_a_period_of_another_kind_between_two_does_not_keep_them_apart() -> None:
    other = replace(WARNING, measure="other", bars="评优")
    between = [
        sanction("P1", "lowering", date(2024, 1, 1)), sanction("P2", "other", date(2024, 2, 1)),
        sanction("P3", "warning", date(2024, 3, 1)),
    ]  # fmt: skip
    joined = [t for t in timers_under([LOWERING, WARNING, other], *between) if len(t.covers) > 1]
    assert [(t.covers, t.ends) for t in joined] == [(("P1", "P3"), "2026-07-01")]
