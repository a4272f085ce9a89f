"""What the official may not see stands in no paper of his, whatever was written there."""

from dataclasses import replace

import pytest

from biaochi.documents.catalogue import SORTS, made
from biaochi.documents.kept import paper_from, plain
from tests.papers.afterwards import MORE
from tests.papers.specimens import SPECIMENS as FIRST

SPECIMENS = {**FIRST, **MORE}
CANARY = "金丝雀"
_TEXTS = frozenset({"line", "text"})
_LISTS = frozenset({"names", "points", "many"})


def planted(matter):
    """Write the canary into every field that is not the official's own."""

    def given(step):
        move = matter.moves[step.move]
        said = dict(step.given)
        for field in move.fields:
            hidden = field.readers or not field.own
            if hidden and field.kind in _TEXTS:
                said[field.name] = CANARY
            elif hidden and field.kind in _LISTS and not field.choices:
                said[field.name] = [CANARY]
        return replace(step, given=said)

    return replace(matter, said=tuple(map(given, matter.said)))


@pytest.mark.parametrize("name", [n for n, (s, _) in SPECIMENS.items() if SORTS[s].his])
def test_a_paper_for_the_official_says_nothing_that_is_not_his(name: str) -> None:
    sort, matter = SPECIMENS[name]
    assert not any(CANARY in text for text in made(sort, planted(matter)).texts())


@pytest.mark.parametrize("name", SPECIMENS)
def test_a_paper_can_be_kept_and_drawn_again(name: str) -> None:
    paper = made(*SPECIMENS[name])
    assert paper_from(plain(paper)) == paper


def test_the_canary_is_found_where_it_may_be() -> None:
    sort, matter = SPECIMENS["minutes"]
    assert any(CANARY in text for text in made(sort, planted(matter)).texts())
