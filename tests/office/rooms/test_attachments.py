import stat
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from biaochi.access.shapes import Act
from biaochi.errors import Refusal
from biaochi.evidence import attaching, queries
from biaochi.evidence.sniffing import LARGEST, taken
from tests.office.reports import AT, reported

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


def picture(kind="JPEG", size=(40, 30), **more):
    target = BytesIO()
    Image.new("RGB", size, "red").save(target, kind, **more)
    return target.getvalue()


def archive(*names, data=b"x"):
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as file:
        for name in names:
            file.writestr(name, data)
    return target.getvalue()


def attach(world, code, name="会议记录.pdf", data=PDF, login="rui", act=Act.REPORT_EVIDENCE):
    upload = attaching.Upload(name, data)
    return attaching.attach(code, upload=upload, act=act, actor=world.actor(login), at=AT)


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path
    return tmp_path


def test_a_file_is_kept_under_a_random_name_and_only_for_the_service(world, home) -> None:
    ident = attach(world, reported(world))
    stored = attaching.fetched(world.actor("an"), ident=ident, at=AT)
    assert Path(stored.path).read_bytes() == PDF
    assert "会议记录" not in stored.path
    assert stat.S_IMODE(Path(stored.path).stat().st_mode) == 0o600
    assert (stored.line.name, stored.line.content_type) == ("会议记录.pdf", "application/pdf")


def test_only_who_sees_the_evidence_gets_the_file(world) -> None:
    ident = attach(world, reported(world))
    assert attaching.fetched(world.actor("du"), ident=ident, at=AT)
    for login in ("jin", "fan", "xi", "shen"):
        with pytest.raises(Refusal, match="NOT-FOUND"):
            attaching.fetched(world.actor(login), ident=ident, at=AT)


def test_only_a_reporter_or_the_person_himself_attaches(world, home) -> None:
    code = reported(world)
    attach(world, code, login="du", act=Act.REPLY_EVIDENCE)
    for login, act in (("jin", Act.REPORT_EVIDENCE), ("fan", Act.REPLY_EVIDENCE)):
        with pytest.raises(Refusal, match="NOT-FOUND"):
            attach(world, code, login=login, act=act)
    assert len(list((home / "attachments").iterdir())) == 1
    assert len(queries.opened(world.actor("an"), code=code, at=AT).attachments) == 1


def test_a_picture_is_drawn_anew_and_loses_what_it_hid() -> None:
    exif = Image.Exif()
    exif[0x010F] = "SECRET-CAMERA"
    kept = taken(picture(exif=exif) + b"SECRET-TAIL")
    assert kept.content_type == "image/jpeg"
    assert b"SECRET" not in kept.data
    assert Image.open(BytesIO(kept.data)).size == (40, 30)


def test_documents_are_known_by_their_content() -> None:
    word = archive("[Content_Types].xml", "word/document.xml")
    sheet = archive("[Content_Types].xml", "xl/workbook.xml")
    assert [taken(d).ending for d in (word, sheet, PDF, picture("PNG"))] == [
        "docx", "xlsx", "pdf", "png",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "data"),
    [
        ("FILE-SIZE", b""),
        ("FILE-SIZE", b"%PDF-1.7" + b"x" * LARGEST),
        ("FILE-TYPE", b"<script>alert(1)</script>"),
        ("FILE-TYPE", b"MZ\x90\x00"),
        ("FILE-TYPE", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("FILE-TYPE", archive("a.txt")),
        ("FILE-TYPE", archive("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin")),
        ("FILE-TYPE", b"PK\x03\x04 broken"),
        ("FILE-IMAGE", picture("PNG")[:60]),
        ("FILE-IMAGE", picture("PNG", size=(4000, 4000))),
        ("FILE-IMAGE", b"\xff\xd8\xff no picture"),
    ],
)
def test_what_is_not_taken(code, data) -> None:
    with pytest.raises(Refusal, match=code):
        taken(data)


@pytest.mark.parametrize("name", ["", "..", "/", "a\u202egpj.pdf", 'a".pdf', "a\r\nX: y.pdf"])
def test_a_strange_name_is_refused(world, home, name) -> None:
    with pytest.raises(Refusal, match="FILE-NAME"):
        attach(world, reported(world), name=name)
    assert not list((home / "attachments").iterdir())


def test_a_path_in_a_name_is_dropped_and_the_ending_follows_the_content(world) -> None:
    ident = attach(world, reported(world), name="C:\\秘密\\..\\照片.exe")
    assert attaching.fetched(world.actor("an"), ident=ident, at=AT).line.name == "照片.pdf"
