from datetime import date

import pytest

from biaochi.packs.shapes import Span
from biaochi.procedure.given import day_in, listed_in, number_in
from biaochi.procedure.lengths import in_force, length_of, number_of, said_of, stage_with
from tests.core.procedure.saying import ladder, pack, parameter

DAY = date(2018, 1, 1)


def of(said, **parameters):
    return length_of(pack(parameters=parameters), said, on=DAY)


def test_a_length_is_written_out_or_is_a_parameter():
    assert of("15 working_days") == "15 working_days"
    assert of("term", term=parameter("15", "working_days")) == "15 working_days"


def test_a_parameter_has_the_value_of_the_day():
    dated = parameter("5", "days", values={"2017-01-01": "7", "2018-06-01": "9"})
    assert of("term", term=dated) == "7 days"
    later = parameter("5", "days", values={"2018-06-01": "9"})
    assert of("term", term=later) == "5 days"


@pytest.mark.parametrize("said", ["", "soon", "term"])
def test_what_is_open_or_no_length_is_blank(said):
    assert of(said, term=parameter(None, "days")) == ""


def test_a_share_is_written_out_or_is_what_a_parameter_says_on_the_day():
    dated = parameter("1/2", values={"2017-01-01": "2/3", "2018-06-01": "3/4"})
    kept = pack(parameters={"quorum": dated, "open": parameter(None)})
    assert [said_of(kept, said, on=DAY) for said in ("60%", "quorum", "open")] == ["60%", "2/3", ""]
    assert said_of(kept, "quorum", on=date(2018, 6, 1)) == "3/4"


def test_a_number_is_that_of_the_first_parameter_that_states_one():
    parameters = {"most": parameter(None), "most_terms": parameter("2")}
    kept = pack(parameters=parameters)
    assert number_of(kept, "max_terms", "most", "most_terms", on=DAY) == 2
    assert number_of(kept, "most", on=DAY) is None


def test_a_stage_is_found_by_its_id_else_by_its_paper():
    [procedure] = ladder(("reply", "", ()), ("close", "6 months", ("整改报告",))).values()
    assert stage_with(procedure, frozenset({"reply"})).id == "reply"
    assert stage_with(procedure, frozenset({"rectify"}), paper="整改报告").id == "close"
    assert stage_with(procedure, frozenset({"rectify"})) is None


def test_what_is_in_force_has_begun_and_not_ended():
    assert in_force(None, DAY)
    assert in_force(Span(), DAY)
    assert in_force(Span(from_="2018-01-01", to="2018-01-01"), DAY)
    assert not in_force(Span(from_="2018-01-02"), DAY)
    assert not in_force(Span(to="2017-12-31"), DAY)


def test_what_is_malformed_is_read_as_nothing():
    given = {"list": "x", "day": "soon", "number": "3", "days": 3}
    assert (listed_in(given, "list"), day_in(given, "day"), day_in(given, "days")) == (
        frozenset(), None, None,
    )  # fmt: skip
    assert (number_in(given, "number"), number_in(given, "days")) == (0, 3)
    assert listed_in({"list": ["a", 1]}, "list") == {"a"}
