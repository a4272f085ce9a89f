"""Which measure is heavier than which, and what cannot be compared."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biaochi.packs.shapes import Aftercare, Influence, Parameter
from biaochi.procedure.weighing import Among, Weighed, among, heavier, order, weighed
from biaochi.timeline import Duration
from tests.core.procedure.remedyworld import ON, pack, small


def test_a_weight_a_pack_leaves_out_is_that_of_the_next_packs_twin():
    found = weighed(small(), pack(), on=ON)
    assert (found["removal"].weight, found["removal"].lowers) == (3, True)
    assert (found["odd"].weight, found["odd"].lowers) == (None, None)
    assert found["removal"].bars == Duration(12, "months")
    assert found["odd"].bars is None


def test_an_influence_period_named_by_a_parameter_weighs_like_one_written_out():
    one = small(span=Parameter(value="1", values={"2030-01-01": "2"}, unit="years"))
    named = (Influence(measure="odd", bars="提拔", lasts="span"),)
    one = replace(one, aftercare=Aftercare(influence=named))
    assert weighed(one, on=ON)["odd"].bars == Duration(1, "years")
    assert weighed(one, on=date(2030, 1, 1))["odd"].bars == Duration(2, "years")


def measure(of, *, kind="adjustment", lowers=True, weight=None, bars=""):
    span = Duration.parse(bars) if bars else None
    return Weighed(id=of, label=of, kind=kind, lowers=lowers, weight=weight, bars=span)


@pytest.mark.parametrize(
    ("before", "after", "may"),
    [
        (measure("a"), measure("a"), True),
        (measure("a", weight=2), measure("b", weight=2), True),
        (measure("a", weight=2), measure("b", weight=1), True),
        (measure("a", weight=1), measure("b", weight=2), False),
        (measure("a", weight=1), measure("b"), False),
        (measure("a"), measure("b", weight=1), False),
        (measure("a", weight=1), measure("b", lowers=False, weight=2), True),
        (measure("a", lowers=False, weight=2), measure("b", weight=1), False),
        (measure("a", lowers=False, weight=2), measure("b", lowers=None, weight=1), False),
        (measure("a"), measure("b", kind="reminder", lowers=False), True),
        (measure("a"), measure("b", kind="handling", lowers=False), False),
        (measure("a", kind="reminder", lowers=False), measure("b", lowers=False), False),
        (measure("a", kind="assignment", lowers=False),
         measure("b", kind="reminder", lowers=False), False),
        (measure("a", weight=2, bars="12 months"), measure("b", weight=1, bars="2 years"), False),
        (measure("a", weight=2, bars="2 years"), measure("b", weight=1, bars="24 months"), True),
        (measure("a", weight=2), measure("b", weight=1, bars="2 years"), True),
    ],
)  # fmt: skip
def test_the_order_of_weight(before, after, may):
    assert (heavier(before, after) == "") is may


def test_the_order_of_the_national_pack_is_that_of_its_articles():
    found = weighed(pack(), on=ON)
    names = ("demotion", "removal", "grade-post", "transfer", "admonition")
    for at, one in enumerate(names):
        for other in names[at + 1 :]:
            assert heavier(found[one], found[other]) == ""
            assert heavier(found[other], found[one])


KINDS = ("adjustment", "reminder", "handling", "assignment", "positive", "other")
LENGTHS = ("", "6 months", "1 years", "2 years")
ANY = st.builds(
    measure, st.sampled_from("abcd"), kind=st.sampled_from(KINDS),
    lowers=st.sampled_from((True, False, None)), weight=st.none() | st.integers(0, 3),
    bars=st.sampled_from(LENGTHS),
)  # fmt: skip
TURNED = {"lighter": "heavier", "heavier": "lighter", "same": "same", "unlike": "unlike"}


@given(ANY, ANY)
def test_what_is_heavier_one_way_round_is_lighter_the_other(one, other):
    found = order(one, other)
    assert order(other, one) == TURNED[found]
    assert (heavier(one, other) == "") is (found in {"same", "lighter"})


def test_what_cannot_be_compared_is_counted_apart():
    known = {
        "a": measure("a", weight=2), "b": measure("b", weight=1), "c": measure("c"),
        "d": measure("d", kind="reminder", lowers=False),
    }  # fmt: skip
    found = among("a", ("a", "b", "b", "c", "d", "forgotten"), known)
    assert found == Among(lighter=3, of=4, unlike=2)
    assert among("forgotten", ("a",), known) == Among(lighter=0, of=0, unlike=1)
