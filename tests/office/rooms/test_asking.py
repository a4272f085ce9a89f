from datetime import timedelta

import pytest

from biaochi.access.scoping import Why
from biaochi.access.shapes import Act
from biaochi.appraisals import asking, opened, queries, services, storing
from biaochi.appraisals.models import Figure, Run
from biaochi.batch.explaining import Who
from biaochi.errors import Refusal
from biaochi.findings.services import run_period
from biaochi.registry.models import Unit
from biaochi.trail.models import Entry
from tests.office import county


@pytest.fixture
def later(at):
    return at + timedelta(hours=2)


@pytest.fixture
def run(world, at, later) -> int:
    top = Unit.objects.create(code="all", name="青石县各单位", parent=world.units["qs"])
    county.load(county.few(), under=top, at=at)
    actor = world.actor("an")
    digest = services.take_in(actor=actor, at=at, builtin_id="demo-qingshi")
    period = services.open_period(unit="all", pack=digest, name="2017", actor=actor, at=at)
    return run_period({"period": period}, actor, later, lambda *_: None)["run"]


def person(code: str, what: str = "") -> Who:
    return Who(kind="person", ident=code, what=what)


def test_a_finding_is_explained_down_to_its_evidence(world, run) -> None:
    told = asking.told(world.actor("an"), run, person("geng", "points-over-line"))
    [found] = told.findings
    assert (told.name, found.verdict) == ("耿建新", "not_met")
    steps = {s.name: s for s in found.steps}
    assert found.steps[0].sentence.startswith(found.label)
    assert any(s.evidence for s in steps.values())
    assert all(s.depth > 0 for s in found.steps[1:])


@pytest.fixture
def many(monkeypatch):
    """Every run counts as one of many facts."""
    monkeypatch.setattr(storing, "_LAID_OPEN", 1)
    yield
    opened.forget()


def test_facts_laid_open_tell_the_same_as_the_files(world, run, later, many) -> None:
    an = world.actor("an")
    before = asking.told(an, run, person("geng"))
    period = queries.run(an, run).period.ident
    again = run_period({"period": period}, an, later, lambda *_: None)["run"]
    digest = queries.run(an, again).facts_digest
    assert storing.is_laid_open(digest)
    opened.forget()
    after = asking.told(an, again, person("geng"))
    assert (after.findings, after.quantities) == (before.findings, before.quantities)
    for file in storing.open_folder(digest).rglob("*.parquet"):
        file.write_bytes(b"")
    opened.forget()
    assert asking.told(an, again, person("geng")).quantities == before.quantities


def test_who_will_not_wait_is_told_to_ask_again(world, run, later, many) -> None:
    an = world.actor("an")
    period = queries.run(an, run).period.ident
    again = run_period({"period": period}, an, later, lambda *_: None)["run"]
    opened.forget()
    with pytest.raises(opened.NotYet):
        asking.told(an, again, person("geng"), patience=0)
    assert asking.told(an, again, person("geng"), patience=60).quantities


def test_a_run_that_cannot_be_brought_back_is_tried_again(world, run) -> None:
    an = world.actor("an")
    rows = Run.objects.unscoped(Why.RUN).filter(pk=run)
    was = rows.get().results_digest
    opened.forget()
    rows.update(results_digest="sha256:0")
    for _ in range(2):
        with pytest.raises(Refusal):
            asking.told(an, run, person("geng"))
    rows.update(results_digest=was)
    assert asking.told(an, run, person("geng")).quantities


def test_what_is_not_known_says_what_would_settle_it(world, run) -> None:
    told = asking.told(world.actor("an"), run, person("han"))
    open_ones = [f for f in told.findings if f.verdict == "undetermined"]
    assert any(s.missing for f in open_ones for s in f.steps)


def test_one_reads_about_oneself_and_nothing_rests_on_others(world, run) -> None:
    mine = asking.told(world.actor("fan"), run, person("fan"), act=Act.SEE_OWN)
    assert mine.name == "范守义"
    for login, code in (("du", "fan"), ("jin", "fan"), ("rui", "fan"), ("fan", "du")):
        for act in (Act.SEE_OWN, Act.SEE_RESULTS):
            with pytest.raises(Refusal) as refusal:
                asking.told(world.actor(login), run, person(code), act=act)
            assert refusal.value.problems[0].code == "NOT-FOUND"


def test_what_if_says_who_changes_and_keeps_no_results(world, run, later) -> None:
    before = Figure.objects.unscoped(Why.RUN).count()
    asked = {"run": run, "parameters": {"excellent_line": "70"}}
    said = asking.ask_what_if(asked, world.actor("an"), later, lambda *_: None)
    assert said["total"] > 0
    assert said["parameters"] == [["优秀线", "90", "70"]]
    changed = {c["code"] for c in said["changes"] if c["name"] == "grade"}
    assert changed
    assert Figure.objects.unscoped(Why.RUN).count() == before
    assert Entry.objects.unscoped(Why.TRAIL).filter(event="what_if_asked").count() == 1


def test_what_if_is_for_officers_and_needs_a_change(world, run, later) -> None:
    for login in ("bai", "jin", "fan"):
        with pytest.raises(Refusal) as refusal:
            asking.ask_what_if({"run": run, "readings": {"window": "rolling_12_months"}},
                               world.actor(login), later, lambda *_: None)  # fmt: skip
        assert refusal.value.problems[0].code == "NOT-FOUND"
    with pytest.raises(Refusal) as refusal:
        asking.ask_what_if({"run": run}, world.actor("an"), later, lambda *_: None)
    assert refusal.value.problems[0].code == "ASK-CHANGE"
