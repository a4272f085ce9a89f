"""An influence period filled in afterwards: what timers show of it, what rules know, from when."""

import csv
from datetime import date

import pytest

from biaochi.access.scoping import Why
from biaochi.appraisals.gather import write_facts
from biaochi.appraisals.models import Figure
from biaochi.evidence.models import Measure
from biaochi.findings.services import run_period
from biaochi.followup.timers import bars
from biaochi.trail.models import Entry
from tests.office import following, periods

SAID = {"ends_on": "2019-03-01", "document": "青组〔2018〕2 号", "reason": "县委决定"}
STATED = following.at_noon(date(2018, 3, 2))


@pytest.fixture
def period(world):
    return periods.opened(world, pack="general-mechanism")


@pytest.fixture
def case(world, period):
    case = following.executed(world, pack=period.pack_id)
    code = following.opened(world, case, pack=period.pack_id)
    following.step(world, code, "settle", on="2018-03-02", measure=f"{case}-1", **SAID)
    return case


def ends(tmp_path, known_by):
    write_facts(tmp_path, unit="qs", known_by=known_by)
    with (tmp_path / "measures.csv").open(encoding="utf-8") as file:
        return [row["ends_on"] for row in csv.DictReader(file)]


def until(world, period, on):
    moment = following.at_noon(on)
    run = run_period({"period": period.pk}, world.actor("an"), moment, lambda *_: None)["run"]
    rows = Figure.objects.unscoped(Why.ABOUT).filter(run=run, subject="du")
    return rows.get(name="influence_until").value


def test_rules_know_the_end_from_the_moment_it_was_filled_in(world, case, tmp_path):
    assert ends(tmp_path, following.at_noon(date(2018, 3, 1))) == [""]
    assert ends(tmp_path, STATED) == ["2019-03-01"]


def test_a_run_before_that_day_leaves_it_open_and_one_after_it_counts_it(world, period, case):
    assert until(world, period, date(2018, 3, 1)) is None
    assert until(world, period, date(2018, 3, 3)) == "2019-03-01"


def test_a_decision_that_says_its_end_is_known_with_it(world, tmp_path):
    following.executed(world, ends_on=date(2018, 9, 1))
    assert ends(tmp_path, following.at_noon(following.START)) == ["2018-09-01"]


def test_the_timer_runs_until_the_same_day_and_the_trail_tells_who_said_so(world, case):
    state, _ = bars(world.actor("an"), "du", on=date(2018, 6, 1))
    [timer] = state.running
    assert timer.deadline.due == date(2019, 3, 1)
    row = Measure.objects.unscoped(Why.ABOUT).get(code=f"{case}-1")
    assert (row.ends_on, row.ends_known_at, row.retired_at) == (date(2019, 3, 1), STATED, None)
    entry = Entry.objects.unscoped(Why.ABOUT).get(event="measure_end_stated")
    assert (entry.ident, entry.reason) == (row.code, "青组〔2018〕2 号：县委决定")
