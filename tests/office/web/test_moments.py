"""The words of a time line."""

from datetime import date

import pytest

from biaochi.registry.dossier import Held, Posting
from biaochi.web.moments import of_posts

ON = date(2018, 1, 22)


def told(post, *, from_on=ON, to_on=None):
    posting = Posting(
        unit="lib", unit_name="县图书馆", post=post, from_on=from_on, to_on=to_on, tier="",
        level="", grade="", main=True,
    )  # fmt: skip
    held = Held(
        code="fan", name="范守义", sex="", birth_on=None, unit="", unit_name="", tier="", post="",
        id_masked="", postings=(posting,), aways=(),
    )  # fmt: skip
    [moment] = of_posts(held, on=ON)
    return moment.what, moment.state


@pytest.mark.parametrize("post", ["副馆长", "县图书馆副馆长"])
def test_the_unit_of_a_post_is_said_once(post) -> None:
    assert told(post) == ("任县图书馆副馆长", "现任")


def test_a_post_that_begins_later_is_not_held_yet() -> None:
    assert told("副馆长", from_on=date(2018, 1, 23))[1] == "还没有到任"
    assert told("副馆长", to_on=ON)[1] == f"至 {ON}"
