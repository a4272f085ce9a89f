"""Packs that use every operator of the language, with its modes chosen by a random source."""

import re
from dataclasses import replace
from random import Random

from biaochi.packs.shapes import (
    Alternative,
    Attribute,
    Ballot,
    Basis,
    Catalogue,
    Collect,
    Compute,
    Document,
    Duty,
    Effect,
    ExceptionRule,
    Group,
    Item,
    Label,
    Monitor,
    Numeric,
    Pack,
    Parameter,
    Pool,
    Reading,
    Relation,
    Requires,
    Rule,
    Sheet,
    Source,
    Span,
    Statistic,
    Subject,
)
from tests.agreement.collected import collected
from tests.agreement.derived import carried, compared, remembered, scored
from tests.agreement.formulas import day, flag, number
from tests.agreement.worlds import LARGEST, OPTIONS

BASIS = Basis(document="d", clause="第一条")


LABEL = Label(zh="规则", en="rule")


ITEMS = (
    Item(code="A1", aspect="德", points="2", cap="3", tags=("重",)),
    Item(code="A2", aspect="德", points="1.5"),
    Item(code="A3", aspect="能", cap="0.5"),
    Item(code="A4", aspect="能", points="0"),
)


CATALOGUES = {
    "neg": Catalogue(id="neg", label=LABEL, sign="takes", items=ITEMS),
    "pos": Catalogue(
        id="pos",
        label=LABEL,
        sign="adds",
        items=(Item(code="B1", points="3", tags=("重",)), Item(code="B2", points="0.25", cap="10")),
    ),
    "mix": Catalogue(id="mix", label=LABEL, sign="either", items=(Item(code="C1", points="-4"),)),
}


PARAMETERS = {
    "line": Parameter(value="2.5", unit="points"),
    "third": Parameter(value="1/3", unit="share"),
    "open_number": Parameter(),
    "open_day": Parameter(unit="date"),
    "term": Parameter(value="15", unit="working_days"),
    "open_term": Parameter(unit="days"),
    "open_label": Parameter(unit="label"),
    "since_then": Parameter(value="2017-03-01"),
    "线": Parameter(value="10%"),
    "dated": Parameter(values={"2016-01-01": "3", "2017-10-01": "4"}),
}


RELATIONS = {
    "staff": Relation(of="unit", to="person", by="members"),
    "heads": Relation(of="unit", to="person", by="members", where="role = 'head'"),
    "places_held": Relation(
        of="person",
        to="unit",
        by="posts_held",
        where="from <= add_working_days(date('2017-02-20'), 10)",
    ),
    "team": Relation(of="person", to="person", by="colleagues", mine="role in ['head', 'deputy']"),
    "line_units": Relation(of="person", to="unit", by="line"),
    "line_staff": Relation(
        of="person", to="person", by="line_members", where="not (role = 'head')"
    ),
    "nominated": Relation(of="person", to="person", by="links", kind="nominator"),
    "nominators": Relation(
        of="person",
        to="person",
        by="links",
        kind="nominator",
        reversed=True,
        where="known(from_on)",
    ),
    "projects": Relation(of="person", to="unit", by="links", kind="project"),
    "above": Relation(of="unit", to="unit", by="parent"),
    "below": Relation(of="unit", to="unit", by="children"),
    "under": Relation(of="unit", to="unit", by="descendants"),
    "named_people": Relation(of="matter", to="person", by="named"),
    "named_units": Relation(of="incident", to="unit", by="named", where="item in ['A1', 'A2']"),
}


ATTRIBUTES = {
    "world": Attribute(),
    "area": Attribute(of="unit", from_="units"),
    "leading": Attribute(kind="flag"),
    "seniority": Attribute(kind="number"),
    "joined": Attribute(kind="date"),
    "band": Attribute(),
    "load": Attribute(kind="number", from_="posts"),
    "size": Attribute(of="unit", kind="number", from_="units"),
}


USED_BY_RULES = {
    "away_since",
    "shared_out",
    "points",
    "total",
    "near",
    "found",
    "daily",
    "unit_overdue",
    "matter_points",
    "any_reported",
    "count_all",
    "is_last",
    "limit2",
    "all_people",
    "all_rows",
    "first_day",
}


def variant(random: Random, *, formulas: int = 6, sound: bool = False) -> Pack:
    """A pack with every operator and some formulas of its own.

    ``sound``: nothing that is meant to change when a missing fact arrives (``known``, a missing
    part left out, counted as nought or made up for).
    """
    quantities: dict[str, object] = {}
    for family in (collected, scored, compared, carried, remembered):
        quantities |= family(random, "")
    quantities |= own(random, formulas)
    if sound:
        quantities = {
            n: _sound(q)
            for n, q in quantities.items()
            if "known(points)" not in repr(q) and not (n[0] in "nfd" and "known(" in repr(q))
        }
    return pack(random, thinned(random, quantities), sound=sound)


def _sound(quantity: object) -> object:
    if isinstance(quantity, Collect) and "known(value)" in (quantity.where or ""):
        return replace(quantity, where=None)
    return replace(quantity, missing="block") if hasattr(quantity, "missing") else quantity


def thinned(random: Random, quantities: dict[str, object]) -> dict[str, object]:
    """Leave out about half of what nothing else names: planning costs DuckDB more than rows."""
    named = set(re.findall(r"\w+", repr([*quantities.values(), RELATIONS]))) | USED_BY_RULES
    return {n: q for n, q in quantities.items() if n in named or random.randrange(2)}


def own(random: Random, many: int) -> dict[str, object]:
    """Formulas of the pack's own; those that could overflow are narrowed by ``scale``."""
    found: dict[str, object] = {}
    for at in range(many):
        found[f"n{at}"] = Compute(
            formula=number(random, random.choice([1, 2, 2, 3])),
            scale=random.choice([None, 0, 2]),
            rounding=random.choice([None, "floor", "ceil", "half_even"]),
        )
        found[f"f{at}"] = Compute(formula=flag(random, random.choice([1, 2, 3])))
        found[f"d{at}"] = Compute(formula=day(random, random.choice([1, 2])))
    return found


def pack(random: Random, quantities: dict[str, object], *, sound: bool = False) -> Pack:
    """The pack around the quantities."""
    rules = {
        "over": Rule(
            id="over",
            label=LABEL,
            basis=BASIS,
            when="points > line",
            opens="verification",
            unless=("pioneer", "young"),
            effects=(
                Effect(kind="list", what="l", blocked_by=("young",)),
                Effect(
                    kind="bar",
                    what="promotion",
                    from_="first_day",
                    lasts="6 months",
                    when="leading",
                ),
                Effect(kind="pay_share", amount="10%", base="points"),
                Effect(
                    kind="propose",
                    propose=(
                        Alternative(measure="removal", when="leading"),
                        Alternative(measure="standby", when="not leading"),
                    ),
                ),
            ),
        ),
        "twice": Rule(
            id="twice",
            label=LABEL,
            basis=BASIS,
            when="total < 60 or near",
            opens="lead",
            unless=("pioneer",),
            requires=Requires(
                prior_intervention="found", confirmation="leading" if sound else "known(daily)"
            ),
        ),
        "unit_rule": Rule(
            id="unit_rule",
            label=LABEL,
            basis=BASIS,
            of="unit",
            subject="heads",
            when="unit_overdue > 1",
            opens="talk",
        ),
        "matter_rule": Rule(
            id="matter_rule",
            label=LABEL,
            basis=BASIS,
            of="matter",
            subject="named_people",
            when="matter_points > 2",
            opens="talk",
        ),
        "asleep": Rule(
            id="asleep",
            label=LABEL,
            basis=BASIS,
            when="leading",
            opens="talk",
            in_force=Span(from_="2018-01-01"),
        ),
    }
    for at, name in enumerate(n for n in quantities if n[0] == "f" and n[1:].isdecimal()):
        rules[f"r{at}"] = Rule(
            id=f"r{at}",
            label=LABEL,
            basis=BASIS,
            when=name,
            opens="lead",
            unless=random.choice([(), ("young",)]),
        )
    exceptions = {
        "pioneer": ExceptionRule(
            id="pioneer", label=LABEL, basis=BASIS, when="any_reported and count_all > 2"
        ),
        "young": ExceptionRule(
            id="young", label=LABEL, basis=BASIS, when="years_between(birth_on, as_of) < 40"
        ),
    }
    return Pack(
        id="generated",
        title="生成",
        in_force=Span(from_="2015-01-01"),
        documents=(Document(id="d", title="文件"),),
        numeric=Numeric(
            scale=2,
            rounding=random.choice(["half_up", "half_even", "floor", "ceil"]),
            largest=LARGEST,
            rows="100",
        ),
        parameters=PARAMETERS,
        attributes=ATTRIBUTES,
        relations=RELATIONS,
        catalogues=CATALOGUES,
        readings={
            "window": Reading(
                asks="口径",
                options={"calendar": "甲", "rolling": "乙"},
                chosen=random.choice(["calendar", "rolling"]),
            )
        },
        groups={
            "world_all": Group(by=("world",)),
            "team": Group(by=("world", "unit")),
            "tier": Group(by=("world", "tier", "band")),
            "leaders": Group(
                by=("world",), members="leading" if sound else "leading and known(achievement)"
            ),
            "everyone": Group(),
            "unit_type": Group(of="unit", by=("area", "type"), members="size > 0"),
        },
        subjects={
            "matter": Subject(key="matter"),
            "incident": Subject(key="incident"),
            "turn": Subject(key="round"),
        },
        ballots={
            "review": Ballot(
                question="总体",
                options=tuple(OPTIONS),
                where=random.choice([None, "rater_group != '代表'"]),
            )
        },
        sources={"heavy": Source(table="neg", where="value >= 1")},
        sheets={
            "leaders": Sheet(
                label="领导", applies="leading", weights={"achievement": "60%", "daily": "40%"}
            ),
            "others": Sheet(
                label="其他",
                applies=random.choice(["not leading", "role = 'staff' or sex = '男'"]),
                weights={"daily": "1/3", "bonus": "2/3"},
            ),
        },
        quantities=quantities,
        rules=rules,
        exceptions=exceptions,
        monitors={
            "watch": Monitor(
                label=LABEL,
                basis=BASIS,
                within="tier",
                share="1%",
                actual="is_last",
                pool=Pool(by="total", order="asc", where="leading"),
            ),
            "far": Monitor(
                label=LABEL,
                basis=BASIS,
                within="everyone",
                share="5%",
                base="all_people",
                actual="limit2 < as_of",
            ),
        },
        statistics={
            "sums": Statistic(
                label=LABEL,
                basis=BASIS,
                counts="persons",
                total="all_rows",
                parts={"a": "all_people", "b": "2"},
            )
        },
        calendar=(
            Duty(
                id="return",
                label="报表",
                every="quarter",
                due=random.choice(["10 days", "5 working_days", "open_term", "1 months"]),
            ),
            Duty(
                id="report",
                label="报告",
                every=random.choice(["month", "half", "year"]),
                due="1 months",
                where="type = '局'",
            ),
        ),
    )
