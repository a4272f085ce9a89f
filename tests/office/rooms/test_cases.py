"""Adjustment cases in the office: whole stories through the one door, and what they leave."""

from datetime import date, timedelta

from biaochi.cases.desks import CASE
from biaochi.evidence.measuring import taken_about
from biaochi.matters import queries
from biaochi.registry.queries import posts_of
from tests.office import casework
from tests.office.casework import DAY, step


def test_a_removal_goes_through_every_stage_and_each_leaves_its_fact(world):
    code = casework.to_proposal(world)
    casework.decided(world, code)
    casework.served(world, code)
    step(world, code, "execute_post", effective_on=f"{DAY + timedelta(days=1)}",
         last_on=f"{DAY}")  # fmt: skip
    line = step(world, code, "close", note="已办结")
    assert (line.stage, line.is_open, line.outcome) == ("closing", False, "adjusted")
    [measure] = taken_about("fan")
    assert (measure.measure, measure.on, measure.ends_on) == ("removal", DAY, date(2019, 1, 15))
    [post] = posts_of(world.actor("an"), "fan", on=DAY + timedelta(days=1))
    assert (post.to_on, post.current) == (DAY, False)
    assert [m[1:] for m in queries.members_of(line)] == [
        ("安静仪", "handler"), ("白景明", "verifier"),
    ]  # fmt: skip
    assert CASE.kind.stages(CASE.world(line, (), DAY))[0] == ("motion", "动议")
