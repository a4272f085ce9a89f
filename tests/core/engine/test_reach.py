"""What one part of the facts can tell for sure, and what takes all of them."""

from biaochi.engine.compile import Asked, compile_pack
from biaochi.engine.phases import Layout, phases, reach
from biaochi.packs.shapes import Label
from tests.core.engine.building import effect, exception, rule
from tests.core.engine.specimen import specimen

APART = Layout(("person", "unit"), {"posts.unit", "links"})
SHARED = Layout(("person",), set())


def planned(made):
    return compile_pack(made, Asked(period="2017"))


def test_groups_that_stay_in_a_part_are_told_by_it():
    plan = planned(specimen())
    apart, shared = reach(plan, APART), reach(plan, SHARED)
    assert apart.rules == {"over", "low"}
    assert {"place", "led", "total"} <= apart.columns["person"]
    assert shared.rules == set()
    assert {"total", "points"} <= shared.columns["person"]
    assert not {"place", "led", "all"} & shared.columns["person"]
    assert phases(plan, SHARED).other_rules == {"over", "low"}
    assert phases(plan, APART).rules == {"over", "low"}


def test_a_rule_whose_suggestion_reaches_further_is_not_explained_by_a_part():
    made = specimen()
    rules = {
        ident: found
        for ident, effects in {
            "bare": (),
            "amount": effect(kind="deduct", amount="place * 2"),
            "only-if": effect(when="place = 1"),
            "blocked": effect(blocked_by=("near",)),
        }.items()
        for found in rule(ident, "points > 8", label=Label(zh=ident), effects=effects).values()
    }
    made = type(made)(**{
        **vars(made), "rules": rules, "exceptions": made.exceptions | exception("near", "place = 3")
    })  # fmt: skip
    plan = planned(made)
    assert reach(plan, SHARED).rules == {"bare"}
    assert phases(plan, SHARED).rules == set(rules)
