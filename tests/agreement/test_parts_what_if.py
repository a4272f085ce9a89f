"""A what-if on the results of parts has the digest of a whole run, and lists who changes."""

from dataclasses import replace

import duckdb
import pytest

from bench import people
from biaochi.batch.parts import assess_parts, part_run
from biaochi.batch.partwhatif import CHANGES, what_if_parts
from biaochi.batch.partwork import Limits
from biaochi.engine.compile import Asked
from biaochi.engine.whatif import with_parameters
from biaochi.errors import Refusal
from biaochi.packs.loader import load
from biaochi.packs.shapes import Compute, Group

LIMITS = Limits(2**30, 2)
ASKED = Asked(period="2017")


def quiet(_: str) -> None:
    """Say nothing of progress."""


@pytest.fixture(scope="module")
def pack():
    return load(people.PACK)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    return people.write_people(tmp_path_factory.mktemp("facts"), people=400, county=100)


def lenient(pack):
    return with_parameters(pack, {"listing_line": "8"})


def stricter_total(pack):
    total = Compute(formula="max(achievement - deductions_capped, 0)", scale=2)
    return replace(pack, quantities={**pack.quantities, "total": total})


def renamed(pack):
    told = {n: replace(q, label=f"新{q.label}") for n, q in pack.quantities.items()}
    return replace(pack, quantities=told)


@pytest.mark.parametrize(
    ("change", "touched", "untouched"),
    [
        (lenient, {"rule:listed"}, {"total", "place", "rule:two-years"}),
        (stricter_total, {"total", "place", "grade", "rule:two-years"}, {"achievement"}),
        (renamed, set(), {"total", "place", "rule:listed"}),
    ],
)
def test_only_what_the_change_can_touch_is_computed(
    pack, prepared, tmp_path, change, touched, untouched
):
    before = part_run(pack, prepared, ASKED, out=tmp_path / "before", limits=LIMITS)
    after = part_run(change(pack), prepared, ASKED, out=tmp_path / "after", limits=LIMITS)
    assess_parts(before, told=quiet)
    said = what_if_parts(before, after, out=tmp_path / "if", told=quiet)
    whole = assess_parts(after, told=quiet)
    assert said["results_digest"] == whole["results_digest"]
    computed = set(said["computed_columns"])
    assert touched <= computed
    assert not untouched & computed
    assert said["changes"] == differing(tmp_path, computed)


def differing(place, columns) -> dict[str, int]:
    """How many people differ, verdict by verdict and figure by figure, in the two whole runs."""
    files = [f"'{place / run}/parts/*/*/person/*.parquet'" for run in ("before", "after")]
    found = {}
    with duckdb.connect() as con:
        for column in sorted(columns):
            [(many,)] = con.execute(
                f"SELECT count(*) FROM {files[0]} a JOIN {files[1]} b ON a.id = b.id"
                f' WHERE a."{column}" IS DISTINCT FROM b."{column}"'
            ).fetchall()
            name = column.removeprefix("rule:")
            key = f"finding:{name}" if column.startswith("rule:") else f"quantity:{name}"
            found |= {key: many} if many else {}
        changed = con.execute(f"SELECT count(*) FROM '{place / 'if' / CHANGES}'").fetchall()
    assert changed == [(sum(found.values()),)]
    return dict(sorted(found.items()))


def test_results_of_another_pack_are_no_base(pack, prepared, tmp_path):
    run = part_run(pack, prepared, ASKED, out=tmp_path / "out", limits=LIMITS)
    other = part_run(lenient(pack), prepared, ASKED, out=tmp_path / "out", limits=LIMITS)
    assess_parts(run, told=quiet)
    with pytest.raises(Refusal) as caught:
        what_if_parts(other, run, out=tmp_path / "if", told=quiet)
    assert caught.value.problems[0].code == "ASK-RESULTS"
    assert not (tmp_path / "if").exists()


def test_a_group_of_everyone_is_refused(pack, prepared, tmp_path):
    groups = {**pack.groups, "team": Group(by=("tier",))}
    wide = replace(pack, groups=groups)
    run = part_run(wide, prepared, ASKED, out=tmp_path / "out", limits=LIMITS)
    assert "place" in run.phases.wide["person"]
    assess_parts(run, told=quiet)
    with pytest.raises(Refusal) as caught:
        what_if_parts(run, run, out=tmp_path / "if", told=quiet)
    assert caught.value.problems[0].code == "ASK-WIDE"


def test_new_facts_cost_the_parts_they_touch(pack, prepared, tmp_path):
    run = part_run(pack, prepared, ASKED, out=tmp_path / "out", limits=LIMITS)
    first = assess_parts(run, told=quiet)
    assert first["computed"] == len(prepared.names)
    assert assess_parts(run, told=quiet) | {"computed": 0} == first | {"computed": 0}
    parts = {**prepared.parts, "C0001": replace(prepared.parts["C0001"], digest="sha256:new")}
    again = part_run(pack, replace(prepared, parts=parts), ASKED, out=run.out, limits=LIMITS)
    second = assess_parts(again, told=quiet)
    assert second["computed"] == 1
    assert second["results_digest"] == first["results_digest"]
    assert {p for p in first["parts"] if first["parts"][p] != second["parts"][p]} == {"C0001"}
    assert sorted(f.name for f in (run.out / "parts" / "part=C0001").iterdir()) == [
        second["parts"]["C0001"].rsplit("/", 1)[-1]
    ]


def test_what_a_killed_run_left_is_taken_over_or_removed(pack, prepared, tmp_path):
    whole = part_run(pack, prepared, ASKED, out=tmp_path / "whole", limits=LIMITS)
    cut = part_run(pack, prepared, ASKED, out=tmp_path / "cut", limits=LIMITS)
    said = assess_parts(whole, told=quiet)
    assess_parts(cut, told=quiet)
    (cut.out / "summary.json").unlink()
    lost = cut.out / said["parts"]["C0002"]
    (lost / "part.json").unlink()
    (cut.out / ".work-left").mkdir()
    lost.rename(cut.out / ".work-left" / "batch")
    again = assess_parts(cut, told=quiet)
    assert again["computed"] == 1
    assert again | {"computed": 0} == said | {"computed": 0}
    assert not list(cut.out.glob(".work-*"))


def test_a_folder_with_something_else_is_left_alone(pack, prepared, tmp_path):
    (tmp_path / "mine.txt").write_text("x")
    run = part_run(pack, prepared, ASKED, out=tmp_path, limits=LIMITS)
    with pytest.raises(Refusal) as caught:
        assess_parts(run, told=quiet)
    assert caught.value.problems[0].code == "ASK-TARGET"
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]
