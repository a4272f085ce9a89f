"""Every story in one office: the statistics say what the stories say, and add up."""

from collections import Counter, defaultdict

from biaochi.cases.counting import REMAINDER, statistics, table_to_publish
from tests.office.stories import conduct, others, recovery, removals
from tests.office.stories.recovery import SPAN

STORIES = (
    removals.negative, removals.nominated, removals.last, removals.slipping, conduct.play,
    others.again, others.tolerated, others.resigned, recovery.back, recovery.down,
    recovery.revoked,
)  # fmt: skip


def test_persons_and_person_times_reconcile_to_the_stories(stage):
    told = []
    for play in STORIES:
        expected = play(stage)
        told.extend(expected if isinstance(expected, tuple) else (expected,))
    adjusted = [e for e in told if e.measure]
    found = statistics(stage.world.actor("an"), **SPAN)
    people = {e.person for e in adjusted}
    assert (found.persons, found.times) == (len(people), len(adjusted)) == (8, 9)
    for dimension in ("channel", "measure", "rank", "tier", "discovery"):
        assert rows(found, dimension) == counted(adjusted, dimension), dimension
        assert sum(r.times for r in found.tables[dimension]) == found.times
    apart = Counter(e.apart for e in told if e.apart)
    # Of the three roles two were withdrawn, and of the last places the second case.
    apart |= {"withdrawn": 3}
    assert {k: r.times for k, r in found.apart.items() if r.times} == apart
    shares = table_to_publish(found, "measure")
    assert sum(s.share for s in shares) == 1
    assert {"免职": 4, "调离岗位": 2}.items() <= {s.label: s.number for s in shares}.items()
    assert statistics(stage.world.actor("jin"), **SPAN).times == 0


def rows(found, dimension):
    return {r.label: (r.persons, r.times) for r in found.tables[dimension]}


def counted(adjusted, dimension):
    groups = defaultdict(list)
    for one in adjusted:
        groups[getattr(one, dimension) or REMAINDER].append(one.person)
    return {label: (len(set(who)), len(who)) for label, who in groups.items()}
