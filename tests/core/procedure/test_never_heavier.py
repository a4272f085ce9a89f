"""No remedy makes anything heavier: random originals and outcomes against an oracle of its own.

The oracle knows nothing of kinds and guards: it turns an order written out by hand and the raw
rows of a random pack into "may not be heavier", and looks only at what got through the one door.
"""

from copy import copy
from decimal import Decimal
from functools import lru_cache

from hypothesis import given, settings
from hypothesis import strategies as st

from biaochi.errors import Refusal
from biaochi.packs.shapes import Document, Measure, Pack, Span
from biaochi.procedure.remedying import Original
from biaochi.procedure.weighing import weighed
from tests.core.procedure.remedyworld import ON, P1, Remedying

KINDS = ("adjustment", "reminder", "handling", "assignment", "positive", "other")
HARSH = {"adjustment", "handling", "other"}
OUTCOMES = st.sampled_from(("uphold", "alter", "revoke", "remand"))


@st.composite
def packs(draw):
    measures = [
        Measure(
            id=f"m{n}", label=f"措施{n}", kind=draw(st.sampled_from(KINDS)),
            lowers_post=draw(st.sampled_from((True, False, None))),
            weight=draw(st.none() | st.integers(0, 4)),
        )
        for n in range(5)
    ]  # fmt: skip
    return Pack(
        id="random", title="随机", in_force=Span(), documents=(Document(id="d", title="件"),),
        measures=tuple(measures),
    )  # fmt: skip


def is_heavier(before, after):
    if after.lowers_post is not False and before.lowers_post is False:
        return True
    if before.kind != after.kind:
        return not (after.kind == "reminder" and before.kind in HARSH)
    if before.lowers_post and after.lowers_post is False:
        return False
    if before.weight is None or after.weight is None:
        return True
    return after.weight > before.weight


@lru_cache
def _heard():
    remedy = Remedying().sitting()
    remedy("hear", P1)
    return remedy


def heard(original, measures):
    remedy = copy(_heard())
    return remedy.change(original=original, measures=measures)


@settings(max_examples=150, deadline=None)
@given(packs(), st.integers(0, 4), st.integers(0, 4), OUTCOMES)
def test_no_measure_becomes_heavier(pack, old, new, outcome):
    before, after = pack.measures[old], pack.measures[new]
    remedy = heard(Original(measure=before.id), weighed(pack, on=ON))
    altered = {"measure": after.id} if outcome == "alter" else {}
    try:
        remedy("decide", P1, outcome=outcome, **altered)
    except Refusal:
        assert outcome == "alter"
        assert old == new or is_heavier(before, after)
    else:
        assert outcome != "alter" or not is_heavier(before, after)


CENTS = st.integers(-500, 500).map(lambda n: Decimal(n) / 100)


@settings(max_examples=150, deadline=None)
@given(CENTS, CENTS, st.booleans())
def test_no_points_become_heavier(old, new, adds):
    remedy = heard(Original(value=str(old), adds=adds), {})
    harm = (lambda v: -v) if adds or old < 0 else abs
    try:
        remedy("decide", P1, outcome="alter", value=str(new))
    except Refusal:
        return
    assert harm(new) < harm(old)


GRADES = ("优秀", "称职", "基本称职", "不称职")


@given(st.sampled_from(GRADES), st.sampled_from((*GRADES, "合格")))
def test_no_grade_becomes_worse(old, new):
    remedy = heard(Original(grade=old, grades=GRADES), {})
    try:
        remedy("decide", P1, outcome="alter", grade=new)
    except Refusal:
        return
    assert GRADES.index(new) < GRADES.index(old)
