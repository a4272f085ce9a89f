import pytest
from django.db import connection

from tests.office.permissions import crawl
from tests.office.permissions.ground import VISIBLE, ground

pytestmark = pytest.mark.tampers  # the ground is laid past the services


@pytest.fixture
def everything(world, settings, tmp_path):
    settings.HOME = tmp_path
    return ground(world)


def test_every_address_has_an_entry_and_every_entry_an_address() -> None:
    assert set(crawl.table()) == set(crawl.routes())


@pytest.mark.slow
@pytest.mark.long
def test_everybody_gets_what_the_table_says_and_not_a_word_more(everything, told) -> None:
    every = list(dict.fromkeys(crawl.routes()))
    # Who reaches what is settled before a database is asked: on the other one, a third will tell.
    share = 1 if connection.vendor == "sqlite" else 3
    tally = crawl.crawl(everything, crawl.table(), every, share=share)
    leaks = [w for w in tally.wrong if "LEAK" in w or "EXISTENCE" in w]
    told(
        f"matrix: {len(every)} addresses, {len(VISIBLE)} people, "
        f"{tally.asked.total()} requests, {len(leaks)} leaks, {len(tally.wrong)} wrong"
    )
    assert not tally.wrong, "\n".join(tally.wrong[:60])
