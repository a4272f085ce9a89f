"""干部任免审批表: which post is taken away."""

from dataclasses import replace

import pytest

from biaochi.documents.shapes import Table
from biaochi.documents.sorts.appointing import appointment_form
from tests.papers.specimens import of_case


def removed_post(**proposal) -> str:
    m = of_case(7)
    last = m.said[-1]
    given = {**last.given, "post_after": "", "destination": "", **proposal}
    paper = appointment_form(replace(m, said=(*m.said[:-1], replace(last, given=given))))
    rows = [r for block in paper.blocks if isinstance(block, Table) for r in block.rows]
    [found] = [r.cells[1].text for r in rows if r.cells[0].text == "拟免职务"]
    assert ("拟免职务" in paper.blanks) == (not found)
    return found


@pytest.mark.parametrize(
    ("proposal", "post"),
    [
        ({"measure": "removal"}, "青石县财政局局长"),
        ({"measure": "transfer", "post_after": "青石县图书馆副馆长"}, "青石县财政局局长"),
        ({"measure": "transfer"}, ""),
        ({"measure": "admonition"}, ""),
    ],
)
def test_a_change_that_ends_the_present_post_names_it_as_the_one_taken_away(proposal, post) -> None:
    assert removed_post(**proposal) == post
