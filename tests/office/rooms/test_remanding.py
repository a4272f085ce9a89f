"""A decision sent back: the remedy waits until the new matter below it is registered."""

from datetime import timedelta

import pytest

from biaochi.appraisals.models import PastResult
from biaochi.cases.desks import CASE
from biaochi.desks import queries as desks
from biaochi.errors import Refusal
from biaochi.matters import queries, services
from biaochi.matters.shapes import Opening, Wanted
from tests.office import casework
from tests.office.remedywork import DAY, judges, line_of, lodged, moment, removed, served, step

ON = DAY + timedelta(days=7)


@pytest.fixture
def office(world):
    return judges(world)


@pytest.fixture
def remedy(office):
    code = lodged(office, f"matter:{removed(office)}")
    served(office, code, "remand")
    return code


def panel(office, code):
    told = desks.opened(office.actor("an"), code, on=ON)
    return next(p for p in told.panels if p.title == "重新处理")


def again(office, remedy):
    """Open the case anew below the remedy."""
    given = {"channel": "unfit", "grounds": ["N1"], "reason": "发回重新处理"}
    opening = Opening(
        person="fan", title="重新处理", pack=casework.pack_of(office), parent=remedy,
        procedure="unfit-adjustment",
    )  # fmt: skip
    return services.open_matter(
        CASE, opening, Wanted(move="open", on=ON, given=given), actor=office.actor("an"),
        at=moment(ON),
    )  # fmt: skip


def test_where_the_pack_states_no_time_the_page_says_so(office):
    row = PastResult.objects.create(
        person=office.people["fan"], period="2017", quantity="grade", label="不称职",
        recorded_at=moment(DAY),
    )  # fmt: skip
    code = lodged(office, f"result:{row.pk}", knew_on=f"{DAY}")
    served(office, code, "remand")
    assert panel(office, code).rows == (("期限", "期限待定：规则包没有写，按决定书办理"),)


def test_it_waits_for_the_officer_within_the_time_the_pack_states(office, remedy):
    assert [w.move for w in line_of(remedy).waits] == ["redo"]
    shown = panel(office, remedy)
    assert shown.tone == "warning"
    (_, until), (_, basis) = shown.rows
    assert until.startswith("2018-03-30（2018-01-29 的次日 2018-01-30 起算，60 日")
    assert basis == "第三十四条第二款（据条文）"
    [clock] = [c for c in queries.clocks_of(line_of(remedy)) if c.key == "redo"]
    assert (f"{clock.due_on}", clock.met_on) == ("2018-03-30", None)
    with pytest.raises(Refusal) as refused:
        step(office, remedy, "close", note="归档")
    assert [p.expected for p in refused.value.problems] == ["登记重新处理"]


def test_only_a_matter_opened_below_it_can_be_registered(office, remedy):
    other = casework.opened(office, person="fan", on=ON)
    with pytest.raises(Refusal) as refused:
        step(office, remedy, "redo", who="an", matter=other, note="另立")
    assert [p.column_name for p in refused.value.problems] == ["matter"]
    new = again(office, remedy)
    step(office, remedy, "redo", who="an", matter=new, note="另立")
    assert [w.move for w in line_of(remedy).waits] == ["close"]
    assert "重新处理" in panel(office, remedy).rows[-1][1]
    assert not step(office, remedy, "close", note="归档").is_open


def test_it_is_left_with_reasons(office, remedy):
    step(office, remedy, "drop", who="an", reason="事实已经查清，不再处理")
    assert panel(office, remedy).rows[-1] == ("办理", "不再处理")
    assert not step(office, remedy, "close", note="归档").is_open
