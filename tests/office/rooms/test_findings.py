from datetime import timedelta

import pytest

from biaochi.access.scoping import Why
from biaochi.access.shapes import Act
from biaochi.appraisals import services as appraisals
from biaochi.errors import Refusal
from biaochi.evidence.models import Score
from biaochi.findings import queries
from biaochi.findings.models import Handling
from biaochi.findings.services import handle, run_period
from biaochi.findings.shapes import CHANGED, FRESH, KNOWN, NEW
from biaochi.registry.models import Appointment, Unit
from biaochi.trail.models import Entry
from tests.office import county


@pytest.fixture
def later(at):
    return at + timedelta(hours=2)


@pytest.fixture
def run(world, at, later):
    """A computed appraisal; returns how to compute it again, and the number of the run."""
    top = Unit.objects.create(code="all", name="青石县各单位", parent=world.units["qs"])
    county.load(county.few(), under=top, at=at)
    actor = world.actor("an")
    digest = appraisals.take_in(actor=actor, at=at, builtin_id="demo-qingshi")
    period = appraisals.open_period(unit="all", pack=digest, name="2017", actor=actor, at=at)

    def compute(moment=later) -> int:
        return run_period({"period": period}, actor, moment, lambda *_: None)["run"]

    return compute


def finding_of(world, code: str, run: int, rule: str = ""):
    found = queries.rows(world.actor("an"), run=run).filter(subject=code)
    return (found.filter(rule=rule) if rule else found).first()


def code_of(refusal) -> str:
    return refusal.value.problems[0].code


def taken(world, finding, later, **more) -> int:
    said = {"act": "taken_up", "reason": "已约谈核对", "seen": 0} | more
    return handle(finding=finding.pk, actor=world.actor("an"), at=later, **said)


def test_a_finding_is_handled_by_name_with_a_reason_and_leaves_a_trail(world, run, later) -> None:
    row = finding_of(world, "fan", run())
    taken(world, row, later)
    page = queries.one(world.actor("an"), row.pk)
    assert [(h.act, h.by, h.reason) for h in page.handlings] == [
        ("taken_up", "安静仪", "已约谈核对")
    ]
    entry = Entry.objects.unscoped(Why.TRAIL).get(event="finding_taken_up")
    assert (entry.user_name, entry.reason) == ("安静仪", "已约谈核对")


def test_no_reason_no_handling(world, run, later) -> None:
    row = finding_of(world, "fan", run())
    for said, code in (({"reason": " "}, "ASK-REASON"), ({"act": "punish"}, "ASK-FIELD")):
        with pytest.raises(Refusal) as refusal:
            taken(world, row, later, **said)
        assert code_of(refusal) == code
    assert not Handling.objects.unscoped(Why.ABOUT).exists()


def test_the_second_to_handle_a_finding_is_told_about_the_first(world, run, later) -> None:
    row = finding_of(world, "fan", run())
    first = taken(world, row, later)
    with pytest.raises(Refusal) as refusal:
        taken(world, row, later, act="set_aside", reason="不属实")
    assert code_of(refusal) == "EDIT-CONFLICT"
    assert "安静仪 已受理：已约谈核对" in refusal.value.problems[0].found
    taken(world, row, later, act="set_aside", reason="查否", seen=first)
    assert queries.one(world.actor("an"), row.pk).line.handled.act == "set_aside"


def test_only_an_officer_in_reach_handles(world, run, later) -> None:
    row = finding_of(world, "fan", run())
    for login in ("jin", "bai", "rui", "sheng", "fan", "xi"):
        with pytest.raises(Refusal) as refusal:
            handle(
                finding=row.pk, act="taken_up", reason="看看", seen=0, at=later,
                actor=world.actor(login),
            )  # fmt: skip
        assert code_of(refusal) == "NOT-FOUND"


def test_a_finding_never_changes_a_post(world, run, later) -> None:
    before = list(Appointment.objects.unscoped(Why.RUN).order_by("pk").values())
    rows = queries.rows(world.actor("an"), run=run()).filter(verdict="met")
    for row, act in zip(rows, ("taken_up", "set_aside", "to_verification"), strict=False):
        taken(world, row, later, act=act)
    assert list(Appointment.objects.unscoped(Why.RUN).order_by("pk").values()) == before


def test_the_same_words_in_a_later_run_keep_what_was_done(world, run, later) -> None:
    row = finding_of(world, "fan", run())
    taken(world, row, later)
    again = finding_of(world, "fan", run(later + timedelta(hours=1)), rule=row.rule)
    page = queries.one(world.actor("an"), again.pk)
    assert page.line.news == "known"
    assert (page.line.handled.act, page.line.handled.inherited) == ("taken_up", True)
    open_ones = queries.rows(world.actor("an"), waiting="open")
    assert again not in list(open_ones)
    assert again in list(queries.rows(world.actor("an"), waiting="taken_up"))


def test_changed_words_are_new_again_and_say_what_changed(world, run, later) -> None:
    first = run()
    actor = world.actor("an")
    row = queries.rows(actor, run=first).filter(subject="han", verdict="undetermined").first()
    taken(world, row, later)
    needs = queries.one(actor, row.pk).missing
    assert needs
    person = world.people["han"]
    there = set(Score.objects.unscoped(Why.RUN).filter(person=person, period="2017")
                .values_list("component", flat=True))  # fmt: skip
    for component in {"工作实绩", "平时考核"} - there:
        Score.objects.create(person=person, component=component, period="2017", value=70_000_000,
                             recorded_at=later + timedelta(minutes=5))  # fmt: skip
    second = run(later + timedelta(hours=1))
    told = queries.differences(actor, first, second)
    assert "han" in {line.code for line, _, _ in told}
    changed = [x for x in queries.about(actor, "han") if x.news == "changed"]
    for line in changed:
        assert line.handled is None
        assert queries.one(actor, line.ident).changes


def test_what_is_new_since_the_last_run_can_be_listed_alone(world, run, later) -> None:
    actor = world.actor("an")
    run()
    first = queries.rows(actor)
    assert (
        set(queries.news_among(first, NEW)) == set(first) == set(queries.news_among(first, FRESH))
    )
    Score.objects.unscoped(Why.RUN).filter(person__code="geng", period="2017").delete()
    run(later + timedelta(hours=1))
    found = queries.rows(actor)
    told = {line.ident: line.news for line in queries.lines(list(queries.joined(found)))}
    for news in (FRESH, CHANGED, KNOWN):
        listed = {row.pk for row in queries.news_among(found, news)}
        assert listed == {pk for pk, said in told.items() if said == news}
    new = queries.news_among(found, NEW)
    assert {row.pk for row in new} == {pk for pk, said in told.items() if said != KNOWN}
    assert set(told.values()) >= {FRESH, KNOWN}
    assert not queries.news_among(queries.rows(world.actor("jin")), NEW)


def test_findings_are_seen_within_reach_and_by_oneself(world, run, later) -> None:
    row = finding_of(world, "fan", run())
    assert queries.one(world.actor("bai"), row.pk).line.code == "fan"
    for login in ("jin", "rui", "li", "du", "xi", "shen"):
        with pytest.raises(Refusal):
            queries.one(world.actor(login), row.pk)
        assert not queries.rows(world.actor(login)).exists()
    assert queries.one(world.actor("fan"), row.pk, act=Act.SEE_OWN).line.code == "fan"
    assert {x.code for x in queries.about(world.actor("fan"), "fan", act=Act.SEE_OWN)} == {"fan"}
