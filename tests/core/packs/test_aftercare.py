"""What a pack says about the time after an adjustment: names declared, lengths that are lengths."""

from dataclasses import replace

import pytest

from biaochi.packs.checks import aftercare, procedures
from biaochi.packs.loader import builtin, load
from biaochi.packs.render import render
from biaochi.packs.shapes import Influence, Retention


@pytest.fixture(scope="module")
def pack():
    return load(builtin("demo-qingshi"))


def _with(pack, **changes):
    return replace(pack, aftercare=replace(pack.aftercare, **changes))


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"free": ("no-such",)}, "「no-such」"),
        ({"influence": (Influence(measure="no-such", bars="提拔"),)}, "「no-such」"),
        ({"influence": (Influence(measure="removal", bars="提拔", lasts="很久"),)}, "「很久」"),
        ({"retention": (Retention(kind="case", keeps="永久吧", source="product"),)}, "「永久吧」"),
    ],
)
def test_what_a_pack_did_not_declare_is_named(pack, changes, found):
    problems = list(aftercare.check(_with(pack, **changes)))
    assert [(p.code, p.found) for p in problems] == [("PACK-UNDECLARED", found)]


def test_the_rendered_pack_says_what_is_kept_and_what_has_no_influence_period(pack):
    kept = (Retention(kind="case", keeps="3 years", source="product"),)
    text = render(_with(pack, free=("voluntary",), retention=kept))
    assert "自愿辞职。" in text
    assert "期满由人处置，不自动删除" in text


def test_a_remedy_covers_measures_and_regimes_the_pack_knows(pack):
    name, procedure = next(iter(pack.procedures.items()))
    known = pack.regime[:1]
    odd = replace(procedure, covers=("no-such",), regimes=(*known, "no-such"))
    found = [
        p.found for p in procedures.check(replace(pack, procedures={**pack.procedures, name: odd}))
    ]
    assert found.count("「no-such」") == 2


def test_periods_that_run_together_go_by_the_reading_and_have_an_upper_bound(pack):
    reading = next(iter(pack.readings))
    known = {"measure": "removal", "bars": "promotion", "lasts": "1 years", "source": "product"}
    text = render(_with(pack, influence=(Influence(**known, joined=reading, longest="4 years"),)))
    said = f"按口径“{pack.readings[reading].asks}”定，合并后最长4年"
    assert text.count(said) == 1
