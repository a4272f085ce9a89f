"""Both executors agree on generated packs over generated facts, cell by cell and by digest."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.agreement.running import asked, both, differences, opened, outside_bounds, planned
from tests.agreement.worlds import folder
from tests.core.drawing import generated

RUNS, WORLDS = 20, 100  # one run takes many independent small worlds: 2,000 cases in all


@pytest.mark.slow
@pytest.mark.long
@generated(RUNS)
@given(seed=st.integers(0, 2**32))
def test_executors_agree_on_every_cell(seed):
    random = Random(seed)
    made, plan = planned(random, asked(random))
    with opened(made, folder(random, WORLDS)) as store:
        interpreted, emitted = both(plan, store)
    assert list(differences(plan, interpreted, emitted)) == []
    assert interpreted.digest == emitted.digest
    assert interpreted.findings == emitted.findings
    assert interpreted.watched == emitted.watched
    assert list(outside_bounds(plan, interpreted)) == []
