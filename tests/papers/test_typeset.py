"""The PDF, measured: margins, 22 lines of 28 characters, numbers; and nothing interpreted."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from biaochi.documents import typeset
from biaochi.documents.catalogue import made
from biaochi.documents.shapes import Paper, Para
from tests.papers import typefaces
from tests.papers.reading import glyphs_of, lines_on
from tests.papers.specimens import MARK, SPECIMENS

EVIL = "#let a = 1; #panic() {{本人}} $x$ <b> &amp; _强调_ *粗* @x /* 注 */ \\ `码`"
PITCH = 225 / 22
CHAR = 156 / 28


def page_of(count: int = 40, **more) -> Paper:
    text = "一二三四五六七八九十" * 14
    return Paper(
        sort="x", format="plain", title=(), blocks=tuple(Para(text=text) for _ in range(count)),
        dated=date(2018, 1, 5), **more,
    )  # fmt: skip


def text_lines(glyphs):
    return [line for line in lines_on(glyphs, 2) if line[0].base > 35]


@pytest.fixture(scope="module")
def glyphs():
    return glyphs_of(typeset.draw(page_of(), typefaces.found()).data)


def test_a_page_holds_22_lines_of_28_characters(glyphs) -> None:
    lines = text_lines(glyphs)
    assert [len(line) for line in lines] == [28, 28, 2] + [26, 28, 28, 28, 28, 2] * 3 + [26]
    assert len(lines) == 22
    first = lines[3]
    assert first[0].left == pytest.approx(28 + 2 * CHAR, abs=0.2)


def test_the_margins_are_37_28_35_and_26_mm(glyphs) -> None:
    lines = [line for line in lines_on(glyphs, 2) if len(line) == 28]
    assert min(line[0].left for line in lines) == pytest.approx(28, abs=0.3)
    assert max(line[-1].right for line in lines) == pytest.approx(210 - 26, abs=0.4)
    body = [line[0].base for line in text_lines(glyphs)]
    # A character of 16 pt stands in the middle of its line; its foot is at 0.3 of the line.
    top, bottom = max(body) + 0.7 * PITCH, min(body) - 0.3 * PITCH
    assert top == pytest.approx(297 - 37, abs=0.6)
    assert bottom == pytest.approx(35, abs=0.8)
    steps = {round(a - b, 2) for a, b in pairwise(body)}
    assert all(s == pytest.approx(PITCH, abs=0.03) for s in steps)


def test_numbers_stand_7_mm_below_the_text_right_on_odd_pages_and_left_on_even(glyphs) -> None:
    for page in (1, 2, 3):
        [foot] = [line for line in lines_on(glyphs, page) if line[0].base < 33]
        assert "".join(g.text for g in foot).replace(" ", "") == f"—{page}—"
        middle = foot[0].base + 0.3 * 14 * 25.4 / 72
        assert middle == pytest.approx(35 - 7, abs=1)
        one = 14 * 25.4 / 72
        if page % 2:
            assert foot[-1].right == pytest.approx(210 - 26 - one, abs=0.5)
        else:
            assert foot[0].left == pytest.approx(28 + one, abs=0.5)


def test_nothing_of_the_data_is_interpreted() -> None:
    evil = replace(page_of(1), blocks=(Para(text=EVIL),), title=("#标题$",), names=frozenset({"#"}))
    text = "".join(g.text for g in glyphs_of(typeset.draw(evil, typefaces.found()).data))
    assert EVIL.replace(" ", "") in text.replace(" ", "")
    assert "#标题$" in text


@pytest.mark.parametrize("name", ["decision", "advance-notice", "appointment-form", "minutes"])
def test_the_same_paper_and_mark_give_the_same_bytes(name: str) -> None:
    found = typefaces.found()
    first = typeset.draw(made(*SPECIMENS[name]), found, MARK).data
    assert first == typeset.draw(made(*SPECIMENS[name]), found, MARK).data
    assert first.startswith(b"%PDF-1.7")
    assert b"pdfaid" in first


def test_every_page_says_whose_copy_it_is_and_which_fonts_stand_for_which() -> None:
    found = typefaces.found()
    glyphs = glyphs_of(typeset.draw(made(*SPECIMENS["advance-notice"]), found, MARK).data)
    for page in {g.page for g in glyphs}:
        text = "".join(g.text for g in glyphs if g.page == page)
        assert f"导出编号 {MARK.number}" in text
        assert text.count(MARK.who) > 2
        if found.substitutes:
            assert "代 方正小标宋简体" in text


def test_a_letter_has_no_number_on_its_first_page() -> None:
    glyphs = glyphs_of(typeset.draw(made(*SPECIMENS["inquiry"]), typefaces.found(), MARK).data)
    assert "— 1 —" not in "".join(g.text for g in glyphs if g.page == 1)
    assert "— 2 —" in "".join(g.text for g in glyphs if g.page == 2)


def test_the_ending_of_a_decision_stands_at_the_foot_of_an_even_page() -> None:
    glyphs = glyphs_of(typeset.draw(made(*SPECIMENS["decision"]), typefaces.found()).data)
    last = max(g.page for g in glyphs)
    assert last % 2 == 0
    lines = ["".join(g.text for g in line) for line in lines_on(glyphs, last)]
    assert any(line.endswith("印发") for line in lines)
    foot = next(line for line in lines_on(glyphs, last) if line[-1].text == "发")
    assert foot[0].base == pytest.approx(35, abs=4)


@pytest.mark.parametrize("count", range(16, 23))
def test_a_signature_never_stands_on_a_page_alone(count: int) -> None:
    blocks = tuple(Para(text=f"第{n}段的正文。") for n in range(count))
    paper = replace(page_of(0), blocks=blocks, signature="中共青石县委组织部")
    glyphs = glyphs_of(typeset.draw(paper, typefaces.found()).data)
    last = max(g.page for g in glyphs)
    words = "".join(g.text for g in glyphs if g.page == last)
    assert ("组织部" in words, "正文" in words) == (True, True)


def test_the_form_is_two_pages() -> None:
    glyphs = glyphs_of(
        typeset.draw(made(*SPECIMENS["appointment-form"]), typefaces.found(), MARK).data
    )
    assert max(g.page for g in glyphs) == 2


def test_a_font_typst_does_not_know_is_a_failure() -> None:
    found = typefaces.found()
    base = {**found.fonts.base, "body": "No Such Font"}
    wrong = replace(found, fonts=replace(found.fonts, base=base, has=lambda *_: True))
    with pytest.raises(RuntimeError, match="unknown font family"):
        typeset.draw(page_of(1), wrong)
