"""A paper as plain text, the way it is read; and where the text of a PDF really stands."""

from dataclasses import dataclass
from io import BytesIO

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar, LTPage
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage

from biaochi.documents.shapes import NewPage, Paper, Point, Table
from biaochi.documents.wording import day, numbered

POINTS = 72 / 25.4
_CID = 5


def text_of(paper: Paper) -> str:
    """Return everything a paper says, block by block."""
    lines = [f"[{paper.format}] {paper.mark}".rstrip(), paper.number, "|".join(paper.title)]
    lines += [f"{paper.to}："] if paper.to else []
    lines += _blocks(paper.blocks)
    lines += [f"附件：{a}" for a in paper.attachments]
    lines += [f"    {paper.signature}", f"    {day(paper.dated)}"] if paper.signature else []
    lines += [f"抄送：{paper.copies}"] if paper.copies else []
    lines += [f"{paper.printed} 印发"] if paper.printed else []
    lines += ["----", *_blocks(paper.after)] if paper.after else []
    lines += ["====", *(f"待填：{m}" for m in paper.missing)]
    return "\n".join(lines) + "\n"


def _blocks(blocks) -> list[str]:
    found = []
    for block, number in numbered(blocks):
        if isinstance(block, Table):
            found += [" | ".join(c.text.replace("\n", " / ") for c in r.cells) for r in block.rows]
        elif isinstance(block, NewPage):
            found.append("（另页）")
        else:
            indent = "" if isinstance(block, Point) or block.indent else ">"
            found.append(f"{indent}{number}{block.text}")
    return found


@dataclass(frozen=True)
class Glyph:
    """A character on a page: where, in which font, and whether it has a shape of its own."""

    page: int
    text: str
    font: str
    size: float
    left: float
    right: float
    base: float
    has_shape: bool


class _Device(PDFPageAggregator):
    """Keeps the number of each glyph: 0 is the box that stands for a character nobody has."""

    def __init__(self, manager) -> None:
        super().__init__(manager, laparams=None)
        self.shapes = []

    def render_char(self, *given):
        self.shapes.append(given[_CID] != 0)
        return super().render_char(*given)


def glyphs_of(pdf: bytes) -> list[Glyph]:
    """Return every character of a PDF with its place in mm from the lower left corner."""
    manager = PDFResourceManager()
    found = []
    for number, page in enumerate(PDFPage.get_pages(BytesIO(pdf)), 1):
        device = _Device(manager)
        PDFPageInterpreter(manager, device).process_page(page)
        chars = [c for c in _walk(device.get_result()) if isinstance(c, LTChar)]
        found += [
            Glyph(
                page=number, text=c.get_text(), font=c.fontname.split("+")[-1], size=c.size,
                left=c.x0 / POINTS, right=c.x1 / POINTS, base=c.matrix[5] / POINTS,
                has_shape=shape,
            )
            for c, shape in zip(chars, device.shapes, strict=True)
        ]  # fmt: skip
    return found


def _walk(element):
    if isinstance(element, LTChar):
        yield element
    elif isinstance(element, LTPage) or hasattr(element, "__iter__"):
        for child in element:
            yield from _walk(child)


def lines_on(glyphs, page: int) -> list[list[Glyph]]:
    """Return the characters of a page line by line, from the top; watermark and foot left out."""
    body = [g for g in glyphs if g.page == page and g.text.strip() and g.size > 8.5]
    rows: dict[int, list[Glyph]] = {}
    for g in body:
        rows.setdefault(round(g.base * 4), []).append(g)
    return [sorted(rows[key], key=lambda g: g.left) for key in sorted(rows, reverse=True)]
