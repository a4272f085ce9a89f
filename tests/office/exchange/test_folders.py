from datetime import UTC, date, datetime

import pytest
from django.apps import apps

from biaochi.access.models import Grant, User
from biaochi.access.scoping import Why
from biaochi.appraisals.gather import write_facts
from biaochi.batch.assess import assess, attribute_columns, open_facts
from biaochi.engine.compile import Asked
from biaochi.errors import Refusal
from biaochi.exchange.folder_in import folder_in
from biaochi.facts.read import read_folder
from biaochi.packs.loader import load, locate
from biaochi.registry.models import Person, Unit
from biaochi.trail.models import Entry, Head
from demo.generate import generate, write
from tests.office import cast

AT = datetime(2018, 3, 1, 2, 0, tzinfo=UTC)
ROOT = "qs"


@pytest.fixture
def empty(db):
    """An office with one unit and one officer, and nobody in the registry."""
    Head.objects.get_or_create(pk=1)
    Unit.objects.create(code=ROOT, name="青石县")
    user = User(login="an", name="安静仪", created_at=AT)
    user.set_unusable_password()
    user.save()
    Grant.objects.create(
        user=user, role="officer", unit=ROOT, from_on=date(2015, 1, 1), granted_by=user,
        granted_at=AT,
    )  # fmt: skip
    return cast.acting(user)


def county(folder, people):
    write(generate(people=people), folder=folder)
    return load(locate("demo-qingshi"))


@pytest.mark.slow
def test_a_folder_comes_in_and_goes_out_with_the_same_results(empty, tmp_path) -> None:
    pack = county(tmp_path / "given", 40)
    counts = folder_in(tmp_path / "given", pack=pack, actor=empty, at=AT, under=ROOT)
    (tmp_path / "out").mkdir()
    written = write_facts(tmp_path / "out", unit=ROOT, known_by=AT)
    with open_facts(pack, tmp_path / "given") as given, open_facts(pack, tmp_path / "out") as out:
        assert counts == written
        before, after = (assess(pack, s, Asked(period="2017")) for s in (given, out))
    assert before.results_digest == after.results_digest


@pytest.mark.once
@pytest.mark.slow
def test_what_came_out_goes_in_and_comes_out_the_same(empty, tmp_path) -> None:
    pack = county(tmp_path / "given", 30)
    folder_in(tmp_path / "given", pack=pack, actor=empty, at=AT, under=ROOT)
    digests = []
    (tmp_path / "one").mkdir()
    write_facts(tmp_path / "one", unit=ROOT, known_by=AT)
    with read_folder(tmp_path / "one", attributes=attribute_columns(pack)) as store:
        digests.append(store.digest)
    _forget_everything()
    folder_in(tmp_path / "one", pack=pack, actor=empty, at=AT, under=ROOT)
    (tmp_path / "two").mkdir()
    write_facts(tmp_path / "two", unit=ROOT, known_by=AT)
    with read_folder(tmp_path / "two", attributes=attribute_columns(pack)) as store:
        digests.append(store.digest)
    assert digests[0] == digests[1]


def _forget_everything() -> None:
    tables = [m for m in apps.get_models() if hasattr(m, "TABLE")]
    for model in sorted(tables, key=lambda m: ("people", "units").count(m.TABLE) + (m is Unit)):
        rows = model.objects.unscoped(Why.SETUP)
        if model is Unit:
            rows.exclude(code=ROOT).update(parent=None)
            rows = rows.exclude(code=ROOT)
        rows.delete()


@pytest.mark.slow
def test_a_folder_with_one_wrong_row_leaves_nothing(empty, tmp_path) -> None:
    pack = county(tmp_path, 30)
    with (tmp_path / "evidence.csv").open("a", encoding="utf-8") as file:
        file.write("E999999,no-such-item,P0001" + "," * 5 + "\n")
    with pytest.raises(Refusal):
        folder_in(tmp_path, pack=pack, actor=empty, at=AT, under=ROOT)
    assert not Person.objects.unscoped(Why.SETUP).exists()


@pytest.mark.slow
def test_a_folder_is_taken_once_and_leaves_a_trail(empty, tmp_path) -> None:
    pack = county(tmp_path, 30)
    folder_in(tmp_path, pack=pack, actor=empty, at=AT, under=ROOT)
    [entry] = Entry.objects.unscoped(Why.TRAIL).filter(event="batch_committed")
    assert entry.detail["people"] == Person.objects.unscoped(Why.SETUP).count()
    with pytest.raises(Refusal, match="FOLDER-TAKEN"):
        folder_in(tmp_path, pack=pack, actor=empty, at=AT, under=ROOT)
