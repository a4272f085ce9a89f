"""The pack that the how-to builds works."""

from biaochi.batch.checking import check
from tests.architecture.tree import ROOT
from tools.pages.console import EXAMPLE_PACK


def test_the_pack_of_the_how_to_is_good() -> None:
    found = check(ROOT / EXAMPLE_PACK, with_examples=True)
    assert found.failures == ()
    assert {p.code for p in found.problems} <= {"PACK-LIFE"}
    assert found.runs == 4
