"""The XML of a .docx in small parts: runs, paragraphs, tables, fields; lengths in twips."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from biaochi.documents.fonts import LATIN, WORD, Run, runs
from biaochi.documents.shapes import Align, Cell, Row, Table

Element = Any
"""An lxml element; its types are python-docx's own business."""

LINE, CHAR, BODY = 579, 316, 32
RED = "FF0000"
TIGHT = -5
"""Twips between characters: 28 of 16 pt in 156 mm; a fifth of a point less leaves 27 at times."""
_SMALL, _SMALL_LINE = 24, 340
_MM = 56.693
_MARGIN = 70


def w(tag: str, *children: Element, **attributes: object) -> Element:
    """Return an element of WordprocessingML."""
    element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        element.set(qn(f"w:{name.rstrip('_')}"), str(value))
    for child in children:
        if child is not None:
            element.append(child)
    return element


def mm(length: float) -> int:
    """Return millimetres as twips."""
    return round(length * _MM)


@dataclass(frozen=True, kw_only=True)
class Look:
    """How text looks: its face, size in half points, colour, spacing between characters."""

    face: str = "body"
    size: int = BODY
    color: str = ""
    tight: int = TIGHT


@dataclass(frozen=True, kw_only=True)
class Set:
    """How a paragraph is set; ``line`` 0: as high as its text needs."""

    align: Align = "both"
    first: int = 0
    left: int = 0
    right: int = 0
    before: int = 0
    line: int = LINE
    border: Element = None
    keeps: bool = False


PLAIN = Look()


def text_run(run: Run, look: Look = PLAIN) -> Element:
    """Return a stretch of text; line breaks of the text are kept."""
    found = w("r", _look(run.family, look))
    for number, line in enumerate(run.text.split("\n")):
        if number:
            found.append(w("br"))
        piece = w("t")
        piece.text = line
        piece.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        found.append(piece)
    return found


def page_field(look: Look) -> Iterable[Element]:
    """Yield the runs of the page number."""
    family = "宋体"
    for kind in ("begin", "", "end"):
        if kind:
            yield w("r", _look(family, look), w("fldChar", fldCharType=kind))
        else:
            code = w("instrText")
            code.text = "PAGE"
            yield w("r", _look(family, look), code)


def _look(family: str, look: Look) -> Element:
    latin = family if family == "宋体" else LATIN
    return w(
        "rPr",
        w("rFonts", ascii=latin, hAnsi=latin, eastAsia=family, cs=latin, hint="eastAsia"),
        w("color", val=look.color) if look.color else None,
        w("spacing", val=look.tight), w("sz", val=look.size), w("szCs", val=look.size),
    )  # fmt: skip


def keep_with_next(of: Element) -> None:
    """Let a paragraph that is there already keep its last lines with what follows."""
    how = of.find(qn("w:pPr"))
    if how is not None and how.find(qn("w:keepNext")) is None:
        how.insert(0, w("keepNext"))


def paragraph(content: Iterable[Element], how: Set | None = None) -> Element:
    """Return a paragraph of runs."""
    how = how or Set()
    spacing: dict[str, object] = {"before": how.before, "after": 0}
    if how.line:
        spacing |= {"line": how.line, "lineRule": "exact"}
    else:
        spacing |= {"line": _SMALL_LINE, "lineRule": "atLeast"}
    indents: dict[str, object] = {"left": how.left, "right": how.right}
    if how.first:
        indents |= {"firstLineChars": how.first * 100, "firstLine": how.first * CHAR}
    found = w(
        "p",
        w(
            "pPr", w("keepNext") if how.keeps else None,
            w("pBdr", how.border) if how.border is not None else None,
            None if how.line == LINE else w("snapToGrid", val=0),
            w("spacing", **spacing), w("ind", **indents), w("jc", val=how.align),
        ),
    )  # fmt: skip
    for run in content:
        found.append(run)
    return found


def said(
    text: str, how: Set | None = None, look: Look = PLAIN, *, names: frozenset[str] = frozenset()
) -> Element:
    """Return a paragraph of text, each stretch in the font that holds it."""
    stretches = runs(text, look.face, names=names, fonts=WORD)
    return paragraph([text_run(r, look) for r in stretches], how)


def rule(
    side: str, *, size: int, color: str = "000000", kind: str = "single", space: int = 0
) -> Element:
    """Return a rule on one side of a paragraph; size in eighths of a point, space in points."""
    return w(side, val=kind, sz=size, space=space, color=color)


def table(block: Table, *, names: frozenset[str]) -> Element:
    """Return a table with single rules; cells that go on downwards are merged."""
    edges = ("top", "left", "bottom", "right", "insideH", "insideV")
    found = w(
        "tbl",
        w(
            "tblPr", w("tblW", w=mm(sum(block.widths)), type="dxa"), w("jc", val="center"),
            w("tblBorders", *(w(e, val="single", sz=4, space=0, color="000000") for e in edges)),
            w("tblLayout", type="fixed"),
            w("tblCellMar", w("left", w=_MARGIN, type="dxa"), w("right", w=_MARGIN, type="dxa")),
        ),
        w("tblGrid", *(w("gridCol", w=mm(width)) for width in block.widths)),
    )  # fmt: skip
    going: dict[int, tuple[int, int]] = {}
    for number, row in enumerate(block.rows):
        found.append(_row(block, row, going, repeat=number < block.repeat, names=names))
    return found


def _row(
    block: Table, row: Row, going: dict[int, tuple[int, int]], *, repeat: bool,
    names: frozenset[str],
) -> Element:  # fmt: skip
    found = w(
        "tr",
        w(
            "trPr", w("cantSplit"), w("trHeight", val=mm(row.height), hRule="atLeast"),
            w("tblHeader") if repeat else None,
        ),
    )  # fmt: skip
    column, cells = 0, iter(row.cells)
    while column < len(block.widths):
        if column in going:
            left, across = going.pop(column)
            if left > 1:
                going[column] = (left - 1, across)
            cell, merge = Cell(across=across), "continue"
        else:
            cell = next(cells)
            merge = "restart" if cell.down > 1 else ""
            if cell.down > 1:
                going[column] = (cell.down - 1, cell.across)
        found.append(_cell(block, cell, column, merge=merge, names=names))
        column += cell.across
    return found


def _cell(
    block: Table, cell: Cell, column: int, *, merge: str, names: frozenset[str]
) -> Element:  # fmt: skip
    width = mm(sum(block.widths[column : column + cell.across]))
    look = Look(size=_SMALL, tight=0)
    how = Set(align="center" if cell.head else cell.align, line=0)
    found = w(
        "tc",
        w(
            "tcPr", w("tcW", w=width, type="dxa"),
            w("gridSpan", val=cell.across) if cell.across > 1 else None,
            w("vMerge", val=merge) if merge else None,
            w("vAlign", val="top" if cell.top else "center"),
        ),
    )  # fmt: skip
    for line in cell.text.split("\n"):
        found.append(said(line, how, look, names=names))
    return found
