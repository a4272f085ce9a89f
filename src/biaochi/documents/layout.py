"""A paper as .docx after GB/T 9704: A4, 22 lines of 28 characters, the standard's font names."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from io import BytesIO

import docx
from docx.oxml.ns import qn

from biaochi.documents import fonts
from biaochi.documents.fonts import WORD
from biaochi.documents.shapes import Block, Doubt, Drawn, Mark, NewPage, Paper, Para, Point, Table
from biaochi.documents.wording import day, lines_of, numbered, signed_indents
from biaochi.documents.wordpage import BOTTOM, HIGH, LEFT, TEXT_WIDTH, mark_size, page, styles
from biaochi.documents.wordparts import (
    CHAR,
    LINE,
    RED,
    Element,
    Look,
    Set,
    keep_with_next,
    mm,
    paragraph,
    rule,
    said,
    table,
    w,
)
from biaochi.documents.zipped import packed

_TITLE = Look(face="song", size=44, tight=0)
_TITLE_FITS = 19
_HEADS = 2
_FACES = {1: "hei", 2: "kai", 3: "body", 4: "body"}
_STANDARD = date(2012, 7, 1)
_ASIDE, _ENDING_LINE = 280, 440


def draw(paper: Paper, mark: Mark | None = None) -> Drawn:
    """Return a paper as .docx; the same paper and mark give the same bytes."""
    document = docx.Document()
    styles(document)
    body = document.element.body
    [ends] = body.xpath("w:sectPr")
    for element in _all(paper):
        ends.addprevious(element)
    page(document.sections[0], document.settings, paper, mark)
    _described(document, paper)
    made = BytesIO()
    document.save(made)
    return Drawn(data=packed(made.getvalue()), doubts=doubts(paper))


def doubts(paper: Paper) -> tuple[Doubt, ...]:
    """Return what to look at before a .docx goes out."""
    slots = tuple(
        Doubt(kind="missing", text=f"{m} 没有填", do="请补登记，或在 Word 里填写。")
        for m in paper.missing
    )
    return slots + fonts.doubts(paper.texts(), names=paper.names, fonts=WORD)


def _described(document: "docx.document.Document", paper: Paper) -> None:
    """Replace what the library says of itself; the moment is that of the paper, never of today."""
    core = document.core_properties
    made = datetime.combine(paper.dated or _STANDARD, time(), tzinfo=UTC)
    core.title, core.author, core.last_modified_by = paper.heading[:200], paper.organ, paper.organ
    core.comments, core.keywords, core.subject = "", "", ""
    core.created = core.modified = made
    core.revision = 1


def _all(paper: Paper) -> Iterator[Element]:
    yield from _head(paper)
    yield from _title(paper)
    if paper.to:
        yield said(f"{paper.to}：", Set(before=LINE), names=paper.names)
    elif paper.gapped:
        yield paragraph(())
    text = [element for b, number in numbered(paper.blocks)
            for element in _block(b, number, paper.names)]  # fmt: skip
    if text and paper.format != "form" and (paper.signature or paper.dated):
        # A signature alone overleaf would say nothing: the last lines go with it.
        keep_with_next(text[-1])
    yield from text
    yield from _attachments(paper)
    yield from _signature(paper)
    if paper.note:
        yield said(f"（{paper.note}）", Set(first=2), names=paper.names)
    yield from _ending(paper)
    for block, number in numbered(paper.after):
        yield from _block(block, number, paper.names)


def _head(paper: Paper) -> Iterator[Element]:
    if paper.format == "letter":
        yield said(paper.number, Set(align="right"))
    if paper.format not in {"official", "minutes"}:
        return
    # The mark's upper edge stands 35 mm below the text area's: three lines and a bit.
    for _ in range(3):
        yield paragraph(())
    size = mark_size(paper.mark)
    how = Set(align="center", before=mm(35) - 3 * LINE, line=size * 10)
    yield said(paper.mark, how, Look(face="song", size=size, color=RED, tight=0))
    red = rule("bottom", size=12, color=RED, space=11)
    yield said(paper.number, Set(align="center", before=2 * LINE, border=red))


def _title(paper: Paper) -> Iterator[Element]:
    if not paper.heading:
        return
    before = {"official": 2, "minutes": 2, "letter": 2}.get(paper.format, 0) * LINE
    look = _TITLE if paper.format != "form" else Look(face="song", size=36, tight=60)
    for line in lines_of(paper.title, fits=_TITLE_FITS):
        yield said(line, Set(align="center", before=before, line=680), look, names=paper.names)
        before = 0


def _block(block: Block, number: str, names: frozenset[str]) -> Iterator[Element]:
    if isinstance(block, Point):
        look = Look(face=_FACES[block.level])
        how = Set(first=2, keeps=block.level <= _HEADS)
        yield said(f"{number}{block.text}", how, look, names=names)
    elif isinstance(block, Para):
        how = Set(align=block.align, first=2 if block.indent else 0, before=block.gap * LINE)
        for line in block.text.split("\n"):
            yield said(line, how, Look(face=block.face), names=names)
    elif isinstance(block, Table):
        yield table(block, names=names)
        yield paragraph((), Set(line=20 if block.joined else 120))
    elif isinstance(block, NewPage):
        yield paragraph([w("r", w("br", type="page"))], Set(line=20))


def _attachments(paper: Paper) -> Iterator[Element]:
    """附件说明: a line below the text, two characters in, no mark at the end."""
    many = len(paper.attachments) > 1
    for number, name in enumerate(paper.attachments, 1):
        lead = "附件：" if number == 1 else "　　　"
        count = f"{number}. " if many else ""
        before = LINE if number == 1 else 0
        yield said(f"{lead}{count}{name}", Set(first=2, before=before), names=paper.names)


def _signature(paper: Paper) -> Iterator[Element]:
    if paper.format == "form" or not (paper.signature or paper.dated):
        return
    dated = day(paper.dated)
    edge, under = signed_indents(paper.signature, dated, full=CHAR)
    if paper.signature:
        how = Set(align="right", right=round(edge), before=2 * LINE, keeps=True)
        yield said(paper.signature, how, names=paper.names)
    if dated:
        yield said(dated, Set(align="right", right=round(under)))


def _ending(paper: Paper) -> Iterator[Element]:
    """版记: on the last lines of the last page, between rules as wide as the text."""
    if not paper.copies and not paper.printed:
        return
    lines = []
    if paper.copies:
        lines.append(f"抄送：{paper.copies}。")
    if paper.printed and paper.format != "letter":
        lines.append(paper.printed.replace("|", "\t") + "印发")
    top = HIGH - BOTTOM - len(lines) * _ENDING_LINE
    for number, line in enumerate(lines):
        rules = [rule("top", size=6 if number else 8)]
        rules += [rule("bottom", size=8)] if number == len(lines) - 1 else []
        yield _ending_line(line, paper, top=top + number * _ENDING_LINE, rules=rules)
    yield paragraph((), Set(line=20))


def _ending_line(
    text: str, paper: Paper, *, top: int, rules: list[Element]
) -> Element:  # fmt: skip
    """One line at the foot of the page, a frame of its own: several lines in one go astray."""
    frame = w(
        "framePr", w=TEXT_WIDTH, hSpace=0, wrap="around", vAnchor="page", hAnchor="page", x=LEFT,
        y=top,
    )  # fmt: skip
    how = Set(align="left", left=_ASIDE, right=_ASIDE, line=_ENDING_LINE)
    found = said(text, how, Look(size=28, tight=0), names=paper.names)
    properties = found.find(qn("w:pPr"))
    stops = w("tabs", w("tab", val="right", pos=TEXT_WIDTH - _ASIDE))
    for at, part in enumerate((frame, w("pBdr", *rules), stops)):
        properties.insert(at, part)
    return found
