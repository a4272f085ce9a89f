"""What every engine must do alike, on the default one."""

from biaochi.batch.duck import Duck, DuckRun
from tests.agreement import engines
from tests.agreement.running import opened


def test_odd_texts_great_values_ties_blanks_and_deep_trees():
    engines.assert_odd_world(DuckRun)


def test_an_overflow_is_refused():
    pack, rows = engines.odd_world()
    with opened(pack, rows) as store:
        engines.assert_refuses_overflow(Duck(store))
