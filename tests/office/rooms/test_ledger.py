"""Who is where on a day, who talked with whom, what is owed, what lingers, what may be let go."""

from datetime import date, timedelta
from secrets import token_hex

import pytest

from biaochi.access.scoping import Why
from biaochi.appraisals import services
from biaochi.appraisals.models import PackVersion
from biaochi.followup import ledger, retention
from biaochi.followup.standings import followed
from biaochi.matters.models import Matter, Member
from biaochi.registry.models import Person
from tests.office import following, reports, staff
from tests.office.following import FILLED, active, executed, opened, step


@pytest.fixture
def pack(world):
    return staff.pack(world)


def hired(world, code):
    """One more official of the finance bureau."""
    world.people[code] = Person.objects.create(
        code=code, name=f"员{code}", home=world.units["qs-fin"], tier="正科"
    )
    return code


def at_the_front(world, pack, person, since, *, until="", place="F01"):
    code = opened(world, executed(world, pack=pack, person=person, on=date(2015, 1, 5),
                                  measure="transfer-post"),
                  pack=pack, person=person, on=date(2015, 1, 5))  # fmt: skip
    step(world, code, "assign", on=since, kind="front-line", place=place, work="征迁",
         willing=True, from_on=since, owner="指挥部")  # fmt: skip
    if until:
        step(world, code, "assess", on="2015-07-15", assignment="1", ended_on=until,
             result="qualified", by="指挥部", reason="期满")  # fmt: skip
    return code


def test_seven_officials_are_at_the_front_by_30_june_2015(world):
    pack = staff.pack(world, "quzhou-2015")
    for n in range(6):
        at_the_front(world, pack, hired(world, f"p{n}"), "2015-03-02", until="2015-06-30")
    twice = at_the_front(world, pack, hired(world, "p6"), "2015-03-02", place="F02")
    step(world, twice, "assign", on="2015-04-01", kind="front-line", place="F01", work="信访",
         willing=True, from_on="2015-04-01", owner="信访局")  # fmt: skip
    at_the_front(world, pack, hired(world, "gone"), "2015-02-02", until="2015-06-29")
    at_the_front(world, pack, hired(world, "later"), "2015-07-01")
    found = ledger.ledger(world.actor("an"), on=date(2015, 6, 30))
    assert (found.at_the_front, len(found.serving), len(found.followed)) == (7, 8, 9)
    assert found.by_place == (("信访维稳", 1), ("重点项目", 7))
    assert ledger.ledger(world.actor("an"), on=date(2015, 7, 1)).at_the_front == 2
    assert ledger.ledger(world.actor("jin"), on=date(2015, 6, 30)).followed == ()


def test_the_report_names_the_actors_who_have_not_talked(world):
    pack = staff.pack(world, "general-mechanism")
    code = opened(world, executed(world, pack=pack), pack=pack)
    said = {"talked_on": "2018-03-05", "content": "谈了打算"}
    step(world, code, "talk", on="2018-03-06", actor="talk-line", by="分管局长", **said)
    [row] = ledger.coverage_report(followed(world.actor("an")))
    assert row.missing == ("单位主要领导谈心谈话", "组织人事部门谈心谈话")
    step(world, code, "talk", on="2018-03-06", actor="talk-principal", by="于局长", **said)
    step(world, code, "talk", on="2018-03-06", actor="talk-organisation", by="安静仪", **said)
    [row] = ledger.coverage_report(followed(world.actor("an")))
    assert row.missing == ()


def test_an_executed_case_without_a_plan_in_force_is_owed(world, pack):
    executed(world, pack=pack, person="fan")
    code = opened(world, executed(world, pack=pack), pack=pack)
    three = {k: v for k, v in FILLED.items() if not k.startswith("goal")}
    step(world, code, "fix", on="2018-03-02", **three)
    following.measured(world, code="old", measure="removal", on=date(2010, 5, 1), person="geng")
    rows = ledger.owed(world.actor("an"), on=date(2018, 4, 30))
    assert [(r.case.person, r.due_on, r.lacking) for r in rows] == [
        ("du", date(2018, 4, 2), ("定考核目标（内容、责任人、日期）",)),
        ("fan", date(2018, 4, 2), ()),
    ]  # fmt: skip
    step(world, code, "fix", on="2018-03-20", **FILLED)
    step(world, code, "activate", on="2018-03-20")
    assert [r.case.person for r in ledger.owed(world.actor("an"), on=date(2018, 4, 30))] == ["fan"]


def test_rechecks_are_listed_by_when_they_are_due(world, pack):
    active(world, pack=pack)
    [row] = ledger.analysis(followed(world.actor("an")), on=date(2018, 10, 1))
    assert (row.last_on, row.due_on, row.overdue) == (None, date(2018, 9, 3), True)
    none = staff.pack(world, "quzhou-2015")
    opened(world, executed(world, pack=none, person="fan", measure="removal"), pack=none,
           person="fan")  # fmt: skip
    rows = ledger.analysis(followed(world.actor("an")), on=date(2018, 10, 1))
    assert [(r.matter.person, r.due_on) for r in rows] == [("du", date(2018, 9, 3)), ("fan", None)]


def test_leads_wait_for_a_person_and_those_who_may_be_considered_are_listed(world, pack):
    code = active(world, pack=pack)
    for day in ("2018-06-01", "2018-06-02"):
        step(world, code, "talk", on=day, actor="talk-head", talked_on=day, by="于", content="谈")
    step(world, code, "recheck", on="2018-09-01", present="一般", past="一般", difficulty="无",
         change="same")  # fmt: skip
    assert ledger.leads(followed(world.actor("an"))) == []
    fresh = reports.verified(world, "an", person="du", occurred_on=date(2018, 8, 1))
    [(line, state)] = ledger.leads(followed(world.actor("an")))
    assert (line.code, state) == (code, "等待人决定是否提请")
    step(world, code, "escalate", on="2018-09-02", evidence=[fresh], reason="不改")
    assert ledger.leads(followed(world.actor("an")))[0][1] == "已提请，等待人决定"
    step(world, code, "annual", on="2019-01-20", year=2018, result="称职")
    step(world, code, "review", on="2019-02-01", ready="好转")
    assert ledger.ready(followed(world.actor("an")), on=date(2019, 2, 28)) == []
    assert [m.code for m in ledger.ready(followed(world.actor("an")), on=date(2019, 3, 1))] == [
        code
    ]


def test_who_was_adjusted_twice_is_one_person_and_two_person_times(world, pack):
    executed(world, pack=pack)
    executed(world, pack=pack, on=date(2018, 9, 3), measure="demotion")
    following.measured(world, code="letter", measure="reminder", on=date(2018, 5, 1))
    found = ledger.times(world.actor("an"), first=date(2018, 1, 1), last=date(2018, 12, 31))
    assert (found.persons, found.person_times) == (1, 2)


def matter(world, opened_on, closed_on=None):
    return Matter.objects.create(
        code=f"T{opened_on:%Y%m%d}-{token_hex(4)}", kind="case", title="组织调整",
        person=world.people["du"], opened_on=opened_on, stage="motion", stage_label="动议",
        is_open=closed_on is None, closed_on=closed_on,
    )  # fmt: skip


def test_a_stock_take_names_what_lingers_and_whose_it_is(world):
    staff.pack(world, "general-mechanism")
    for n in range(11):
        matter(world, date(2021, 2, 1) + timedelta(days=n), date(2021, 9, 1))
    for n in range(4):
        matter(world, date(2021, 10, 1) + timedelta(days=n))
    late = [matter(world, date(2021, 3, 1) + timedelta(days=n)) for n in range(3)]
    Member.objects.create(matter=late[0], user=1, user_name="安静仪", part="handler", step=1)
    matter(world, date(2020, 5, 1), date(2020, 9, 1))
    found = ledger.stock_take(world.actor("an"), first=date(2021, 1, 1), last=date(2021, 12, 31))
    assert (found.opened, found.closed, found.open_at_end, found.limit) == (18, 11, 7, 180)
    assert found.by_product
    assert [(x.matter.code, x.owner) for x in found.lingering] == [
        (late[0].code, "安静仪"), (late[1].code, "没有经办人"), (late[2].code, "没有经办人")
    ]  # fmt: skip
    assert found.lingering[0].days == 305


def test_without_a_parameter_the_days_of_lingering_are_the_products(world, pack):
    found = ledger.stock_take(world.actor("an"), first=date(2021, 1, 1), last=date(2021, 12, 31))
    assert (found.limit, found.by_product) == (180, True)


def test_retention_lists_for_people_and_says_where_no_rule_is(world):
    staff.pack(world, "national-2022")
    rules = {k.kind: k for k in retention.schedule(on=date(2026, 1, 1))}
    assert rules["processing"].keeps == "3 years"
    assert "第五十六条" in rules["processing"].basis
    assert (rules["case"].keeps, rules["case"].source) == ("", "open")
    matter(world, date(2000, 1, 1), date(2000, 6, 1))
    assert retention.past_retention(world.actor("an"), on=date(2026, 1, 1)) == []


def test_a_closed_matter_past_its_rule_is_listed_and_stays(world):
    row = PackVersion.objects.unscoped(Why.SETUP).get(pk=staff.pack(world, "demo-qingshi"))
    kept = dict(row.files)
    kept["aftercare.yaml"] += "retention:\n  - {kind: case, keeps: 10 years, basis: 第四十条}\n"
    services.take_in(actor=world.actor("an"), at=following.at_noon(date(2018, 1, 1)), files=kept)
    matter(world, date(2008, 1, 1), date(2008, 6, 1))
    there = matter(world, date(2008, 1, 1), date(2016, 6, 1))
    [row] = retention.past_retention(world.actor("an"), on=date(2018, 6, 2))
    assert (row.matter.closed_on, row.kept_until) == (date(2008, 6, 1), date(2018, 6, 1))
    assert retention.past_retention(world.actor("an"), on=date(2018, 6, 1)) == []
    assert Matter.objects.unscoped(Why.SETUP).filter(code=there.code).exists()
