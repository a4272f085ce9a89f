import stat
from datetime import timedelta
from shutil import rmtree

import pytest

from biaochi import clock
from biaochi.access.scoping import Why
from biaochi.access.shapes import Act
from biaochi.appraisals import opened, outgoing, queries, results, services, storing
from biaochi.appraisals.computing import compute
from biaochi.appraisals.gather import write_facts
from biaochi.appraisals.models import PackVersion, Run
from biaochi.appraisals.pruning import prune
from biaochi.appraisals.storing import open_folder, pack_of, snapshot_folder
from biaochi.batch.assess import assess, open_facts
from biaochi.batch.explaining import Who
from biaochi.engine.compile import Asked
from biaochi.errors import Refusal
from biaochi.evidence.models import Evidence, EvidenceState
from biaochi.findings.models import Finding
from biaochi.findings.services import run_period
from biaochi.packs.loader import load as load_pack
from biaochi.packs.loader import locate
from biaochi.registry.models import Appointment, Link, Unit
from biaochi.trail.models import Entry
from demo.generate import write
from tests.office import county

PACK = "demo-qingshi"


def quiet(done: int, total: int, note: str) -> None:
    pass


@pytest.fixture
def full(world, at):
    """青石县 with some of its generated facts, and a period opened under its pack."""
    top = Unit.objects.create(code="all", name="青石县各单位", parent=world.units["qs"])
    county.load(county.few(), under=top, at=at)
    digest = services.take_in(actor=world.actor("an"), at=at, builtin_id=PACK)
    return services.open_period(
        unit="all", pack=digest, name="2017", actor=world.actor("an"), at=at + timedelta(hours=1)
    )


@pytest.fixture
def later(at):
    return at + timedelta(hours=2)


def done(world, period: int, later) -> dict:
    return run_period({"period": period}, world.actor("an"), later, quiet)


def code_of(refusal) -> str:
    return refusal.value.problems[0].code


def test_a_run_equals_the_command_on_the_exported_folder(world, full, later, tmp_path) -> None:
    said = done(world, full, later)
    write_facts(tmp_path, unit="all", known_by=later)
    pack = load_pack(locate(PACK))
    with open_facts(pack, tmp_path) as store:
        result = assess(pack, store, Asked(period="2017"))
    assert said["facts_digest"] == result.facts_digest
    assert said["results_digest"] == result.results_digest
    assert said["findings"] == len(result.findings) > 10
    run = queries.run(world.actor("an"), said["run"])
    assert (run.facts_digest, run.results_digest) == (result.facts_digest, result.results_digest)


def test_the_database_says_what_the_generated_folder_says(world, full, later, tmp_path) -> None:
    write(county.few(), folder=tmp_path)
    pack = load_pack(locate(PACK))
    with open_facts(pack, tmp_path) as store:
        result = assess(pack, store, Asked(period="2017"))
    assert done(world, full, later)["results_digest"] == result.results_digest


def test_figures_findings_and_the_trail_are_stored_with_a_run(world, full, later) -> None:
    said = done(world, full, later)
    actor = world.actor("an")
    run = queries.run(actor, said["run"])
    values = {v.name: v.text for v in results.results_of(actor, run, code="fan")}
    assert values["grade"] == "基本称职"
    assert {c.name for c in run.columns} >= {"total", "place", "grade"}
    assert Finding.objects.unscoped(Why.RUN).filter(run=run.ident, subject="fan").exists()
    assert Entry.objects.unscoped(Why.TRAIL).filter(event="run_done", ident=str(run.ident)).exists()


def test_a_run_that_dies_leaves_nothing_that_anybody_sees(world, full, later) -> None:
    row = services.open_for_runs(world.actor("an"), full)
    compute(row, actor=world.actor("an"), at=later, report=quiet)
    actor = world.actor("an")
    assert Run.objects.unscoped(Why.RUN).count() == 1
    assert queries.runs(actor, full) == []
    said = done(world, full, later)
    assert said["number"] == 2
    assert [r.ident for r in queries.runs(actor, full)] == [said["run"]]


def test_an_explanation_replays_the_run_and_a_lost_snapshot_is_made_again(
    world, full, later
) -> None:  # fmt: skip
    said = done(world, full, later)
    run = queries.run(world.actor("an"), said["run"])
    kept = snapshot_folder(run.facts_digest)
    assert stat.S_IMODE(kept.stat().st_mode) == 0o700
    for place in (kept, open_folder(run.facts_digest)):
        rmtree(place, ignore_errors=True)
    opened.forget()
    told = opened.ready(queries.stored_run(run)).about(Who(kind="person", ident="fan"))
    assert any(f.rule == "last-three-years" for f, _ in told.findings)
    assert kept.exists()


def test_facts_learnt_after_the_moment_do_not_count(world, full, later) -> None:
    first = done(world, full, later)
    item = Evidence.objects.unscoped(Why.SETUP).filter(status="verified").first()
    Evidence.objects.unscoped(Why.SETUP).filter(pk=item.pk).update(status="withdrawn")
    EvidenceState.objects.create(
        evidence=item, status="withdrawn", before="verified", user=1, user_name="白",
        at=later + timedelta(hours=1),
    )  # fmt: skip
    Appointment.objects.unscoped(Why.SETUP).filter(person__code="fan").update(
        retired_at=later + timedelta(hours=1)
    )
    again = done(world, full, later)
    assert again["facts_digest"] == first["facts_digest"]
    after = done(world, full, later + timedelta(hours=2))
    assert after["facts_digest"] != first["facts_digest"]


@pytest.mark.parametrize("named", ["evidence", "line_of", "link", "nothing", "later"])
def test_a_top_is_judged_only_where_facts_name_it(world, full, later, tmp_path, named) -> None:
    top = Unit.objects.unscoped(Why.SETUP).get(code="all")
    if named in {"evidence", "later"}:
        item = Evidence.objects.unscoped(Why.SETUP).filter(unit__isnull=False).first().item
        at = later if named == "evidence" else later + timedelta(hours=1)
        Evidence.objects.create(
            code="TOP", item=item, unit=top, occurred_on=later.date(), recorded_at=at
        )
    if named == "line_of":
        posts = Appointment.objects.unscoped(Why.SETUP).filter(person__code="fan")
        posts.update(line_of=top)
    if named == "link":
        Link.objects.create(kind="帮扶", from_code="all", to_code="T01", recorded_at=later)
    write_facts(tmp_path, unit="all", known_by=later)
    units = (tmp_path / "units.csv").read_text(encoding="utf-8").splitlines()
    assert any(line.startswith("all,") for line in units) == (named not in {"nothing", "later"})
    with open_facts(pack_of(PackVersion.objects.unscoped(Why.SETUP).get()), tmp_path) as store:
        assert store.counts["units"] == len(units) - 1


def test_nobody_else_opens_runs_or_closes(world, full, later) -> None:
    digest = services.take_in(actor=world.actor("an"), at=later, builtin_id=PACK)
    for login in ("jin", "rui", "bai", "du", "xi"):
        actor = world.actor(login)
        with pytest.raises(Refusal) as refusal:
            run_period({"period": full}, actor, later, quiet)
        assert code_of(refusal) == "NOT-FOUND"
        with pytest.raises(Refusal) as refusal:
            services.open_period(unit="qs", pack=digest, name="2016", actor=actor, at=later)
        assert code_of(refusal) == "NOT-FOUND"
        with pytest.raises(Refusal) as refusal:
            services.close_period(period=full, version=1, actor=actor, at=later)
        assert code_of(refusal) == "NOT-FOUND"


def test_a_closed_period_is_not_computed_again_and_a_stale_form_is_told(world, full, later) -> None:
    actor = world.actor("an")
    with pytest.raises(Refusal) as refusal:
        services.close_period(period=full, version=7, actor=actor, at=later)
    assert code_of(refusal) == "EDIT-CONFLICT"
    services.close_period(period=full, version=1, actor=actor, at=later)
    with pytest.raises(Refusal) as refusal:
        done(world, full, later)
    assert code_of(refusal) == "PERIOD-CLOSED"


def test_results_are_seen_within_reach_only(world, full, later) -> None:
    said = done(world, full, later)
    run = queries.run(world.actor("an"), said["run"])
    for login in ("jin", "rui", "du", "xi", "li", "ning", "pan"):
        with pytest.raises(Refusal):
            queries.run(world.actor(login), said["run"])
        assert results.results_of(world.actor(login), run, code="fan") == []
        assert queries.runs(world.actor(login), full) == []
    mine = results.results_of(world.actor("fan"), run, code="fan", act=Act.SEE_OWN)
    assert mine == results.results_of(world.actor("sheng"), run, code="fan")
    assert results.results_of(world.actor("du"), run, code="fan", act=Act.SEE_OWN) == []


def test_units_stand_beside_each_other_in_the_order_of_the_tree(world, full, later) -> None:
    run = queries.run(world.actor("an"), done(world, full, later)["run"])
    found = results.by_unit(world.actor("an"), run, name="total", most=99)
    order = list(Unit.objects.unscoped(Why.SETUP).order_by("first").values_list("name", flat=True))
    assert [order.index(unit) for unit, _ in found] == sorted(order.index(u) for u, _ in found)
    listed = results.ranking(world.actor("an"), run, name="total").lines
    assert sum(len(values) for _, values in found) == len(listed)
    assert len(results.by_unit(world.actor("an"), run, name="total", most=1)) == 1
    assert results.by_unit(world.actor("jin"), run, name="total", most=99) == []


def test_what_never_happened_is_told_apart_from_a_missing_fact(world, full, later) -> None:
    said = done(world, full, later)
    run = queries.run(world.actor("an"), said["run"])
    own = {v.name: v.text for v in results.results_of(
        world.actor("fan"), run, code="fan", act=Act.SEE_OWN
    )}  # fmt: skip
    assert own["admonition_on"] == own["rectify_due"] == "没有记录"
    assert "尚不能定" in {v.text for v in results.results_of(world.actor("an"), run, code="han")}
    [column] = [c for c in run.columns if c.name == "admonition_on"]
    assert column.blank == 0
    shares = {s.label: s.count for s in results.spread(world.actor("an"), run, name="rectify_due")}
    assert shares["没有记录"] > run.people // 2
    assert "尚不能定" not in shares
    sent, _ = outgoing.figures(
        world.actor("an"), run.ident, at=later,
        wanted=outgoing.Wanted(name="admonition_on", limit=5),
    )  # fmt: skip
    assert None in {s.value for s in sent}
    assert "" not in {s.value for s in sent}


def test_a_pack_is_kept_once_and_comes_back_with_its_digest(world, at) -> None:
    actor = world.actor("an")
    digest = services.take_in(actor=actor, at=at, builtin_id=PACK)
    assert services.take_in(actor=actor, at=at, builtin_id=PACK) == digest
    [line] = queries.packs(actor)
    assert queries.pack(actor, line.ident)[1].digest == digest == line.digest
    row = PackVersion.objects.unscoped(Why.SETUP).get()
    row.files["pack.yaml"] = row.files["pack.yaml"].replace('value: "90"', 'value: "91"')
    with pytest.raises(Refusal) as refusal:
        pack_of(row)
    assert code_of(refusal) == "RUN-REPLAY"


def test_ties_share_a_place_and_the_undetermined_stand_apart(world, full, later) -> None:
    said = done(world, full, later)
    actor = world.actor("an")
    run = queries.run(actor, said["run"])
    found = results.ranking(actor, run, name="total", group="class_peers")
    apart = [results.ranked(found.column, k) for k in found.undetermined]
    lines = [results.ranked(found.column, k) for k in found.lines]
    assert apart
    assert all(line.place is None for line in apart)
    by_group: dict[str, list] = {}
    for line in lines:
        by_group.setdefault(line.group, []).append(line)
    for those in by_group.values():
        numbers = [float(line.text) for line in those]
        assert numbers == sorted(numbers, reverse=True)
        assert [x.place for x in those] == [1 + sum(n > m for n in numbers) for m in numbers]
    own = results.table(actor, run, codes={"fan"}, names={"class_place"})["fan"]["class_place"]
    assert str(next(x.place for x in lines if x.code == "fan")) == own


def test_only_what_no_finished_run_needs_is_pruned(
    world, full, later, settings, tmp_path, monkeypatch
) -> None:  # fmt: skip
    settings.HOME = tmp_path
    monkeypatch.setattr(storing, "_LAID_OPEN", 1)
    first = queries.run(world.actor("an"), done(world, full, later)["run"]).facts_digest
    Appointment.objects.unscoped(Why.SETUP).filter(person__code="fan").update(retired_at=later)
    newest = done(world, full, later + timedelta(hours=1))
    second = queries.run(world.actor("an"), newest["run"]).facts_digest
    for left in ("0" * 64, f"{'0' * 64}.open", "new-abc"):
        (tmp_path / "snapshots" / left).mkdir()
    assert prune(clock.now()) == 0
    assert prune(clock.now() + timedelta(days=2)) == 4
    assert {p.name for p in (tmp_path / "snapshots").iterdir()} == {
        snapshot_folder(first).name, snapshot_folder(second).name, open_folder(second).name,
    }  # fmt: skip
    opened.forget()
    older = Run.objects.unscoped(Why.RUN).select_related("period__pack", "period__unit").first()
    assert opened.ready(older).about(Who(kind="person", ident="fan")).findings


def test_a_run_of_a_period_closed_meanwhile_is_not_shown(world, full, later) -> None:
    actor = world.actor("an")
    computed = compute(services.open_for_runs(actor, full), actor=actor, at=later, report=quiet)
    services.close_period(period=full, version=1, actor=actor, at=later)
    with pytest.raises(Refusal) as refusal:
        services.publish(computed, findings=0, actor=actor, at=later)
    assert code_of(refusal) == "PERIOD-CLOSED"
    assert queries.runs(actor, full) == []
