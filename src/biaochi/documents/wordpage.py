"""The page of a .docx after GB/T 9704: its edges, its grid, what stands at its head and foot."""

from collections.abc import Iterable

from docx.document import Document
from docx.section import Section
from docx.settings import Settings

from biaochi.documents.fonts import LATIN, WORD
from biaochi.documents.shapes import Mark, Paper
from biaochi.documents.wordparts import (
    LINE,
    RED,
    TIGHT,
    Element,
    Look,
    Set,
    mm,
    page_field,
    paragraph,
    rule,
    said,
    w,
)

WIDE, HIGH = 11906, 16838
TOP, LEFT, BOTTOM, RIGHT = 2098, 1588, 1984, 1474
TEXT_WIDTH = WIDE - LEFT - RIGHT
_NUMBER = Look(size=28, tight=0)
_FOOT, _TOLD = mm(10), 240
_NUMBER_AT = mm(25.6)
"""Lower edge of the page number's line from the foot of the page: 7 mm below the text area."""
_MARK_LOOK = Look(size=16, tight=0, color="808080")
_LETTER_TOP, _LETTER_BOTTOM = mm(30), mm(20)
_LETTER_OUT = (mm(8), mm(6))
_LARGEST_MARK, _ROOM = 124, 884
FORM = {"top": mm(14), "bottom": mm(12), "left": mm(17), "right": mm(17)}


def styles(document: Document) -> None:
    """Say once what all text is: the standard's font, size, pitch and line."""
    root = document.styles.element
    for old in root.xpath("w:docDefaults | w:style[@w:styleId='Normal']/w:rPr"):
        old.getparent().remove(old)
    normal = root.xpath("w:style[@w:styleId='Normal']")[0]
    for old in normal.xpath("w:pPr"):
        normal.remove(old)
    normal.append(
        w(
            "pPr", w("widowControl", val=0), w("autoSpaceDE", val=0), w("autoSpaceDN", val=0),
            w("spacing", before=0, after=0, line=LINE, lineRule="exact"), w("jc", val="both"),
        )
    )  # fmt: skip
    body = WORD.base["body"]
    normal.append(
        w(
            "rPr", w("rFonts", ascii=LATIN, hAnsi=LATIN, eastAsia=body, cs=LATIN),
            w("spacing", val=TIGHT), w("sz", val=32), w("szCs", val=32),
            w("lang", val="en-US", eastAsia="zh-CN"),
        )
    )  # fmt: skip


def page(section: Section, settings: Settings, paper: Paper, mark: Mark | None) -> None:
    """Set the edges of the page, page numbers, and whose copy it is."""
    settings.odd_and_even_pages_header_footer = True
    _edges(section, is_form=paper.format == "form")
    section.different_first_page_header_footer = paper.format in {"letter", "form"}
    numbered = paper.format != "form"
    for foot, odd in ((section.footer, True), (section.even_page_footer, False)):
        below = _told(mark, above=_NUMBER_AT)
        _foot(foot, [*_number(odd=odd), *below] if numbered else _told(mark, above=0))
    if paper.format == "letter":
        _foot(section.first_page_footer, [_letter_foot(), *_told(mark, above=_LETTER_BOTTOM)])
        _foot(section.first_page_header, [*_letter_head(paper)])
    elif paper.format == "form":
        _foot(section.first_page_footer, _told(mark, above=0))


def _edges(section: Section, *, is_form: bool) -> None:
    element = section._sectPr  # noqa: SLF001 (the one way to a grid)
    edges = FORM if is_form else {"top": TOP, "bottom": BOTTOM, "left": LEFT, "right": RIGHT}
    for name in ("pgSz", "pgMar", "cols", "docGrid"):
        for old in element.xpath(f"w:{name}"):
            element.remove(old)
    head = _LETTER_TOP if not is_form else mm(8)
    foot = _FOOT if not is_form else mm(6)
    element.append(w("pgSz", w=WIDE, h=HIGH))
    element.append(w("pgMar", **edges, header=head, footer=foot, gutter=0))
    element.append(w("cols", space=0))
    if not is_form:
        element.append(w("docGrid", type="lines", linePitch=LINE))


def _foot(part: object, content: Iterable[Element]) -> None:
    part.is_linked_to_previous = False  # type: ignore[attr-defined]  # headers and footers alike
    root = part.part.element  # type: ignore[attr-defined]  # the same
    for old in list(root):
        root.remove(old)
    for element in content:
        root.append(element)


def _number(*, odd: bool) -> list[Element]:
    """A number between dashes: right on odd pages, left on even ones, one character in."""
    aside = {"right": 280} if odd else {"left": 280}
    how = Set(align="right" if odd else "left", line=280, **aside)  # type: ignore[arg-type]  # one of two
    dash = Look(face="song", size=28, tight=0)
    return [
        paragraph([*_dash("— ", dash), *page_field(_NUMBER), *_dash(" —", dash)], how),
    ]


def _dash(text: str, look: Look) -> list[Element]:
    piece = w("t")
    piece.text = text
    piece.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    font = w("rFonts", ascii="宋体", hAnsi="宋体", eastAsia="宋体", cs="宋体", hint="eastAsia")
    return [w("r", w("rPr", font, w("spacing", val=0), w("sz", val=look.size)), piece)]


def _told(mark: Mark | None, *, above: int) -> list[Element]:
    """Whose copy it is, and what keeps the line above it so far from the foot of the page."""
    told = said(mark.line if mark else "", Set(align="center", line=_TOLD), _MARK_LOOK)
    pad = above - _FOOT - _TOLD
    return [told, paragraph((), Set(line=pad))] if pad > 0 else [told]


def mark_size(text: str) -> int:
    """Return the size of the issuing organ's name in half points: one line, 62 pt at most.

    >>> mark_size("青石县委组织部文件"), mark_size("中共青石县委全面深化改革委员会办公室文件")
    (98, 44)
    """
    return min(_LARGEST_MARK, 2 * (_ROOM // (2 * max(1, len(text)))))


def _letter_head(paper: Paper) -> list[Element]:
    size = min(mark_size(paper.mark), 88)
    left, right = _LETTER_OUT
    thick = rule("bottom", size=24, color=RED, kind="thickThinSmallGap", space=11)
    how = Set(align="center", line=size * 10, left=-left, right=-right, border=thick)
    return [said(paper.mark, how, Look(face="song", size=size, color=RED, tight=0))]


def _letter_foot() -> Element:
    left, right = _LETTER_OUT
    thin = rule("bottom", size=24, color=RED, kind="thinThickSmallGap")
    return paragraph((), Set(line=20, left=-left, right=-right, border=thin))
