"""What keeps a page quick, and a reader from waiting, however many rows there are."""

import pytest
from django.db import connection

from biaochi.access.scoping import Why
from biaochi.appraisals import gather
from biaochi.evidence import queries
from biaochi.evidence.models import Evidence
from biaochi.exchange import staging
from biaochi.trail.models import Batch
from tests.office.crowd import crowd
from tests.office.reports import AT


@pytest.fixture
def half_staged(world):
    """Sixty pieces of evidence, of which twenty came in a file nobody has taken in yet."""
    crowd(world, 0, 30)
    batch = Batch.objects.create(
        kind="evidence",
        file_name="报送.xlsx",
        digest="0" * 64,
        user=1,
        user_name="芮",
        created_at=AT,
    )
    mine = Evidence.objects.unscoped(Why.SETUP)
    mine.filter(person__code__lt="m00010").update(batch=batch)
    return batch


def codes(rows):
    return [r.code for r in rows.order_by("-occurred_on", "pk")]


@pytest.mark.parametrize("few", [0, 300])
def test_a_list_is_the_same_however_it_is_asked_for(world, half_staged, monkeypatch, few) -> None:
    monkeypatch.setattr(queries, "_FEW", few)
    for login, many in (("an", True), ("an", False), ("rui", True), ("jin", True)):
        actor = world.actor(login)
        listed = queries.listed(actor, many=many)
        assert codes(listed) == codes(queries.rows(actor))
        assert codes(listed.filter(state="verified")) == codes(
            queries.rows(actor).filter(status="verified")
        )
        assert codes(listed.filter(entry="T-1")) == codes(listed)
        assert codes(queries.named(listed, "00012")) == codes(
            queries.rows(actor).filter(person__name__contains="00012")
        )
    assert len(codes(queries.listed(world.actor("an")))) == 40
    assert not codes(queries.listed(world.actor("jin")))


@pytest.mark.skipif(connection.vendor != "sqlite", reason="plans of the other one need statistics")
@pytest.mark.parametrize(("login", "few", "index"), [
    ("an", 0, "evidence_by_day"), ("rui", 300, "person"),
])  # fmt: skip
def test_a_list_is_read_from_an_index(world, half_staged, monkeypatch, login, few, index) -> None:
    monkeypatch.setattr(queries, "_FEW", few)
    rows = queries.listed(world.actor(login), many=True)
    for narrowed in (rows, rows.filter(state="reported"), rows.filter(entry="T-1")):
        plan = narrowed.order_by("-occurred_on", "-pk")[:20].explain()
        assert index in plan
        assert "SCAN evidence_evidence\n" not in plan
        assert ("TEMP B-TREE" in plan) == (login == "rui")


def test_a_folder_is_the_same_however_few_rows_are_read_at_once(
    world, half_staged, monkeypatch, tmp_path
) -> None:  # fmt: skip
    Evidence.objects.unscoped(Why.SETUP).filter(code="m00015-0").update(extra={"再": "一"})
    for name, stretch in (("once", 20_000), ("often", 7)):
        monkeypatch.setattr(gather, "_STRETCH", stretch)
        (tmp_path / name).mkdir()
        counts = gather.write_facts(tmp_path / name, unit="qs", known_by=AT)
        assert counts["evidence"] == 40
    for file in (tmp_path / "once").iterdir():
        assert file.read_bytes() == (tmp_path / "often" / file.name).read_bytes()


@pytest.mark.parametrize(("seconds", "rows"), [(0.3, 1_000), (0.1, 2_000)])
@pytest.mark.django_db
def test_a_slow_commit_makes_the_next_one_smaller(monkeypatch, seconds, rows) -> None:
    moments = iter([0.0, 5.0, 5.0 + seconds])
    monkeypatch.setattr(staging, "monotonic", lambda: next(moments))
    pace = staging.Pace()
    with pace.committing() as written:
        written()
    assert pace.rows == rows


@pytest.mark.django_db
def test_commits_become_neither_tiny_nor_huge(monkeypatch) -> None:
    clock = [0.0]
    monkeypatch.setattr(staging, "monotonic", lambda: clock[0])
    pace = staging.Pace()
    for took, least in ((9.0, 500), (0.0, 2_000)):
        for _ in range(5):
            with pace.committing() as written:
                written()
                clock[0] += took
        assert pace.rows == least
