"""A pack of one's own: a .zip is checked aside; what is refused leaves nothing."""

import io
import zipfile
from pathlib import Path

import pytest
from django.conf import settings as given
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from biaochi.access.scoping import Why
from biaochi.appraisals.models import PackVersion
from biaochi.appraisals.storing import files_in
from biaochi.errors import Refusal
from biaochi.exchange import packs_in
from biaochi.packs.loader import load, locate
from biaochi.trail.models import Entry

PACK = files_in(locate("demo-qingshi"))
LINK = 0o120777 << 16


def packed(files, *, above="", more=()) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(f"{above}{name}", text)
        for member, text in more:
            archive.writestr(member, text)
    return made.getvalue()


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path
    return tmp_path


@pytest.fixture
def bring(world, at):
    def bring(data: bytes, name="我县办法.zip", *, by="an"):
        file = packs_in.Brought(name=name, chunks=[data])
        return packs_in.bring(file, actor=world.actor(by), at=at)

    return bring


def kept():
    return PackVersion.objects.unscoped(Why.SETUP)


def left() -> list[str]:
    return [p.name for p in Path(given.HOME, "uploads").glob("*")]


@pytest.mark.parametrize("above", ["", "demo-qingshi/", "外面/里面/"])
def test_a_pack_is_stored_as_if_it_came_with_the_program(bring, above) -> None:
    more = [("__MACOSX/._pack.yaml", "x"), (f"{above}.DS_Store", "x"), (f"{above}README.md", "读")]
    taken = bring(packed(PACK, above=above, more=more))
    assert taken.digest == load(locate("demo-qingshi")).digest
    assert kept().get().files == PACK
    assert {p.level for p in taken.remarks} <= {"warning", "question"}
    assert [e.event for e in Entry.objects.unscoped(Why.TRAIL).filter(event="pack_added")]
    assert bring(packed(PACK)).digest == taken.digest
    assert (kept().count(), left()) == (1, [])


def test_what_is_wrong_is_told_by_file_and_line_and_nothing_is_stored(bring) -> None:
    bad = {**PACK, "rules/extra.yaml": "id: [\n", "sheets.yaml": PACK["sheets.yaml"] + "\nodd: 1\n"}
    with pytest.raises(Refusal) as refusal:
        bring(packed(bad))
    places = {(p.file, bool(p.line)) for p in refusal.value.problems}
    assert {("rules/extra.yaml", True), ("sheets.yaml", True)} <= places
    assert not any(str(given.HOME) in str(p) for p in refusal.value.problems)
    assert (kept().count(), left()) == (0, [])


LISTED = zipfile.ZipInfo("demo/link.yaml")
LISTED.external_attr = LINK
HOSTILE = {
    "no zip": (b"pack.yaml", "x.zip", "FILE-BROKEN"),
    "cut off": (packed(PACK)[:-900], "x.zip", "FILE-BROKEN"),
    "no pack": (packed({"a.yaml": "b"}), "x.zip", "FILE-PACK"),
    "nothing": (packed({}), "x.zip", "FILE-PACK"),
    "two packs": (packed(PACK, above="a/", more=[("b/pack.yaml", "")]), "x.zip", "FILE-PACK"),
    "out of it": (packed({"../pack.yaml": ""}), "x.zip", "FILE-ZIP"),
    "a link": (packed(PACK, more=[(LISTED, "/etc/passwd")]), "x.zip", "FILE-ZIP"),
    "a bomb": (packed({"pack.yaml": "a" * 21 * 2**20}), "x.zip", "FILE-BOMB"),
    "many": (packed({f"rules/r{n}.yaml": "" for n in range(2001)}), "x.zip", "FILE-ZIP"),
    "aliases": (packed({**PACK, "sheets.yaml": "a: &a [1]\nb: *a\n"}), "x.zip", "PACK-UNSAFE"),
    "not text": (packed({**PACK, "sheets.yaml": b"\xff\xfe\x00"}), "x.zip", "PACK-"),
    "too large": (b"\0" * (5 * 2**20 + 1), "x.zip", "FILE-SIZE"),
    "another ending": (packed(PACK), "x.rar", "FILE-FORMAT"),
    "an odd name": (packed(PACK), "x\u202e.zip", "FILE-NAME"),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_files_are_refused_and_leave_nothing(bring, case) -> None:
    data, name, code = HOSTILE[case]
    with pytest.raises(Refusal) as refusal:
        bring(data, name)
    assert any(p.code.startswith(code) for p in refusal.value.problems), str(refusal.value)
    assert not any("工作簿（.xlsx）" in p.do for p in refusal.value.problems)
    assert (kept().count(), left()) == (0, [])


@pytest.mark.parametrize("login", ["bai", "rui", "li", "du", "xi", "shen"])
def test_who_does_not_run_appraisals_brings_no_pack(bring, login) -> None:
    with pytest.raises(Refusal, match="NOT-FOUND"):
        bring(packed(PACK), by=login)
    assert kept().count() == 0


def test_on_screen_a_pack_is_taken_in_or_its_faults_are_listed(world) -> None:
    client = Client()
    client.force_login(world.users["an"])
    bad = packed({**PACK, "rules/extra.yaml": "id: [\n"})
    page = client.post("/packs/bring/", {"file": SimpleUploadedFile("甲.zip", bad)})
    assert page.status_code == 422
    assert "<b>rules/extra.yaml:" in page.content.decode()
    assert client.post("/packs/bring/", {}).status_code == 422
    good = SimpleUploadedFile("甲.zip", packed(PACK))
    page = client.post("/packs/bring/", {"file": good}, follow=True)
    assert page.redirect_chain[-1][0] == f"/packs/{kept().get().pk}/"
    assert "规则包检查通过" in page.content.decode()
