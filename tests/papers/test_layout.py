"""The .docx: the standard's fonts and page, the same bytes, nothing of the data interpreted."""

import re
from dataclasses import replace
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest

from biaochi.documents import layout
from biaochi.documents.catalogue import made
from biaochi.documents.shapes import Paper, Para, Point
from tests.papers.specimens import MARK, SPECIMENS

EVIL = "R&D <b>x</b> #let a {{本人}} ${1} ]]> \\input"
TWIPS = 56.693


def plain(**more) -> Paper:
    blocks = (Point(text="第一"), Point(text="第二", level=2), Point(text="第三", level=3),
              Para(text=EVIL))  # fmt: skip
    return Paper(
        sort="x", format="official", title=("关于测试的", "通知"), blocks=blocks, to="杜文清同志",
        mark="中共青石县委组织部文件", organ="中共青石县委组织部", signature="中共青石县委组织部",
        dated=date(2018, 1, 5), number="青组〔2018〕1号",
    ) if not more else replace(plain(), **more)  # fmt: skip


def xml(paper: Paper, part: str = "word/document.xml") -> str:
    with ZipFile(BytesIO(layout.draw(paper, MARK).data)) as archive:
        return archive.read(part).decode()


def test_the_fonts_are_those_of_the_standard() -> None:
    text = xml(plain())
    named = set(re.findall(r'w:eastAsia="([^"]+)"', text)) - {"zh-CN"}
    assert named == {"方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体"}
    assert set(re.findall(r'w:ascii="([^"]+)"', text)) == {"Times New Roman"}
    heading = text[: text.index("一、第一")]
    assert re.findall(r'w:eastAsia="([^"]+)"', heading)[-1] == "黑体"
    styles = xml(plain(), "word/styles.xml")
    normal = styles[styles.index('w:styleId="Normal"') :].split("</w:style>")[0]
    assert 'w:eastAsia="仿宋_GB2312"' in normal
    assert '<w:sz w:val="32"/>' in normal
    assert '<w:spacing w:val="-5"/>' in normal


def test_the_page_has_the_margins_the_lines_and_no_grid_of_characters() -> None:
    text = xml(plain())
    margins = {k: int(v) for k, v in re.findall(r'w:(top|bottom|left|right)="(\d{4})"', text)}
    wanted = {"top": 37, "bottom": 35, "left": 28, "right": 26}
    assert {k: round(v / TWIPS, 0) for k, v in margins.items()} == wanted
    wide = 11906 - margins["left"] - margins["right"]
    assert 28 * (320 - 5) <= wide < 29 * (320 - 5)
    assert 22 * 579 <= 16838 - margins["top"] - margins["bottom"] < 23 * 579
    assert '<w:docGrid w:type="lines" w:linePitch="579"/>' in text
    assert 'w:line="579" w:lineRule="exact"' in text


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages() -> None:
    with ZipFile(BytesIO(layout.draw(plain(), MARK).data)) as archive:
        foots = {n: archive.read(n).decode() for n in archive.namelist() if "footer" in n}
        assert "<w:evenAndOddHeaders/>" in archive.read("word/settings.xml").decode()
    sides = sorted(s for f in foots.values() for s in re.findall(r'w:jc w:val="(left|right)"', f))
    assert sides == ["left", "right"]
    for text in foots.values():
        assert "PAGE" in text
        assert "— " in text
        assert MARK.number in text


def test_a_letter_has_no_number_on_its_first_page_and_two_red_double_lines() -> None:
    data = layout.draw(plain(format="letter"), MARK).data
    with ZipFile(BytesIO(data)) as archive:
        text = archive.read("word/document.xml").decode()
        parts = [archive.read(n).decode() for n in archive.namelist() if "er" in n and "word/" in n]
    assert "<w:titlePg/>" in text
    first = [p for p in parts if "DoubleS" in p or "thinThick" in p or "thickThin" in p]
    assert sum("thickThinSmallGap" in p for p in first) == 1
    assert sum("thinThickSmallGap" in p and "PAGE" not in p for p in first) == 1


def test_nothing_of_the_data_is_interpreted() -> None:
    paragraphs = [p.text for p in docx.Document(BytesIO(layout.draw(plain()).data)).paragraphs]
    assert EVIL in paragraphs


def test_controls_and_directions_are_left_out() -> None:
    sort, matter = SPECIMENS["motion"]
    step = replace(matter.said[0], given={**matter.said[0].given, "reason": "甲\x0b乙\u202e丙"})
    paper = made(sort, replace(matter, said=(step,)))
    assert any("甲乙丙" in t for t in paper.texts())
    assert layout.draw(paper).data


@pytest.mark.parametrize("name", ["decision", "advance-notice", "appointment-form", "proposal"])
def test_the_same_paper_and_mark_give_the_same_bytes(name: str) -> None:
    paper = made(*SPECIMENS[name])
    first = layout.draw(paper, MARK).data
    assert first == layout.draw(made(*SPECIMENS[name]), MARK).data
    assert first != layout.draw(paper, replace(MARK, number="00000043")).data
    with ZipFile(BytesIO(first)) as archive:
        assert {m.date_time for m in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
    assert "python" not in core.lower()
    assert f"{paper.dated}T00:00:00Z" in core


def test_what_is_not_known_is_a_visible_slot_and_is_listed() -> None:
    sort, matter = SPECIMENS["advance-notice"]
    paper = made(sort, replace(matter, head=type(matter.head)()))
    drawn = layout.draw(paper)
    text = "\n".join(p.text for p in docx.Document(BytesIO(drawn.data)).paragraphs)
    assert "【待填：机关代字】函〔2018〕【待填：序号】号" in text
    told = {d.text for d in drawn.doubts if d.kind == "missing"}
    assert told == {"发文机关 没有填", "机关代字 没有填", "序号 没有填"}


def test_the_last_lines_of_the_text_stay_with_the_signature() -> None:
    text = xml(plain(blocks=(Para(text="前一段。"), Para(text="最后一段。"))))
    kept = {
        words: "<w:keepNext/>" in paragraph
        for paragraph in re.findall(r"<w:p>.*?</w:p>", text, re.DOTALL)
        for words in ("前一段。", "最后一段。") if words in paragraph
    }  # fmt: skip
    assert kept == {"前一段。": False, "最后一段。": True}
