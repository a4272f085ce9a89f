"""Uploaded templates: what may come in, and what is refused by name."""

import json
import re
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest

from biaochi.documents import door
from biaochi.errors import Refusal
from biaochi.exchange.doors.opening import in_child
from biaochi.exchange.doors.shapes import Limits
from tests.papers.test_filling import template

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
GOOD = template(["致{{本", "人}}"], "{{正文}}", "{{本人}}")


def changed(part: str, old: str, new: str, data: bytes = GOOD) -> bytes:
    """Return the file with a stretch of one part replaced."""
    made = BytesIO()
    with ZipFile(BytesIO(data)) as before, ZipFile(made, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            content = before.read(name)
            if name == part:
                assert old.encode() in content
                content = content.replace(old.encode(), new.encode(), 1)
            after.writestr(name, content)
    return made.getvalue()


def with_part(name: str, content: bytes) -> bytes:
    made = BytesIO(GOOD)
    with ZipFile(made, "a", ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return made.getvalue()


def in_text(new: str) -> bytes:
    return changed("word/document.xml", "<w:sectPr", f"{new}<w:sectPr")


RELATION = (
    '<Relationship Id="rX" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/{kind}" Target="{target}" TargetMode="External"/></Relationships>'
)


def relation(kind: str, target: str) -> bytes:
    new = RELATION.format(kind=kind, target=target)
    return changed("word/_rels/document.xml.rels", "</Relationships>", new)


def field(code: str) -> bytes:
    run = f'<w:p><w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r></w:p>'
    return in_text(run)


DTD = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>'
HOSTILE = {
    "macros": (with_part("word/vbaProject.bin", b"x"), "FILE-MACRO"),
    "active control": (with_part("word/activeX/activeX1.xml", b"<x/>"), "FILE-MACRO"),
    "embedded object": (with_part("word/embeddings/oleObject1.bin", b"x"), "FILE-EMBEDDED"),
    "program": (with_part("word/run.exe", b"x"), "FILE-EMBEDDED"),
    "remote template": (relation("attachedTemplate", "http://a/x.dotm"), "FILE-LINK"),
    "remote picture": (relation("image", "http://a/x.png"), "FILE-LINK"),
    "file share": (relation("frame", "\\\\a\\b"), "FILE-LINK"),
    "included text": (field("INCLUDETEXT c:/secret.txt"), "FILE-LINK"),
    "exchange of data": (field("DDEAUTO c:/x cmd"), "FILE-LINK"),
    "disguised field": (field("PAGE INCLUDEPICTURE http://a"), "FILE-LINK"),
    "simple field": (in_text('<w:p><w:fldSimple w:instr="LINK x"/></w:p>'), "FILE-LINK"),
    "hidden text": (in_text("<w:p><w:r><w:rPr><w:vanish/></w:rPr></w:r></w:p>"), "FILE-HIDDEN"),
    "revision": (in_text('<w:p><w:ins w:id="1"/></w:p>'), "FILE-HIDDEN"),
    "comment": (in_text('<w:p><w:r><w:commentReference w:id="1"/></w:r></w:p>'), "FILE-HIDDEN"),
    "file within": (in_text("<w:altChunk/>"), "FILE-EMBEDDED"),
    "entity": (changed("word/styles.xml", "<?xml version='1.0' encoding='UTF-8' "
                       "standalone='yes'?>", DTD), "FILE-XML"),
    "macro type": (changed("[Content_Types].xml", "wordprocessingml.document.main+xml",
                           "wordprocessingml.document.macroEnabled.main+xml"), "FILE-FORMAT"),
    "a way out": (with_part("../../x.xml", b"<x/>"), "FILE-ZIP"),
    "no document": (b"PK\x03\x04" + b"0" * 40, "FILE-BROKEN"),
    "plain text": (b"hello", "FILE-FORMAT"),
    "bomb": (with_part("word/media/x.xml", b"<x>" + b" " * (20 * 2**20) + b"</x>"), "FILE-BOMB"),
}  # fmt: skip


def looked(tmp_path, data: bytes) -> list[str]:
    path = tmp_path / "a.docx"
    path.write_bytes(data)
    return door.marks_in(path, limits=door.LIMITS.for_size(len(data)))


def test_the_marks_of_a_template_are_found_in_their_order(tmp_path) -> None:
    assert looked(tmp_path, GOOD) == ["本人", "正文"]


def test_page_numbers_and_links_to_click_are_harmless(tmp_path) -> None:
    assert looked(tmp_path, field("PAGE \\* MERGEFORMAT")) == ["本人", "正文"]
    assert looked(tmp_path, relation("hyperlink", "http://a/")) == ["本人", "正文"]


@pytest.mark.parametrize("name", HOSTILE)
def test_what_may_not_come_in_is_refused(tmp_path, name: str) -> None:
    data, code = HOSTILE[name]
    with pytest.raises(Refusal) as caught:
        looked(tmp_path, data)
    [problem] = caught.value.problems
    assert problem.code == code


def test_a_process_of_its_own_answers_and_speaks_of_documents(tmp_path) -> None:
    path = tmp_path / "a.docx"
    said = {}
    for name, data in {"good": GOOD, "bad": HOSTILE["a way out"][0]}.items():
        path.write_bytes(data)
        limits = door.LIMITS.for_size(len(data))
        given = [str(path), json.dumps(vars(limits))]
        said[name] = in_child("biaochi.documents.door", given, limits=limits, do="")
    assert said["good"] == {"marks": ["本人", "正文"]}
    [problem] = said["bad"]["problems"]
    assert "工作簿" not in str(problem)
    assert re.search("Word|WPS", problem["do"])


def test_too_much_is_too_much(tmp_path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(GOOD)
    limits = Limits(memory=2**20, seconds=1)
    with pytest.raises(Refusal) as caught:
        in_child(
            "biaochi.documents.door", [str(path), json.dumps(vars(limits))], limits=limits, do="做"
        )
    assert caught.value.problems[0].code == "FILE-LIMIT"
    assert docx.Document(BytesIO(GOOD)).paragraphs
