"""A paper as PDF: the same content set by typst, in fonts that are named and looked through."""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from importlib.resources import files
from typing import Any

import typst

from biaochi.documents import fonts
from biaochi.documents.fonts import Fonts, Found
from biaochi.documents.shapes import Block, Doubt, Drawn, Mark, NewPage, Paper, Para, Point, Table
from biaochi.documents.wording import day, lines_of, numbered, signed_indents
from biaochi.errors import refusal

_FULL = 442.2 / 28
_TITLE_FITS = 19
_HEADS = 2
_FACES = {1: "hei", 2: "kai", 3: "body", 4: "body"}
_STANDARD = date(2012, 7, 1)
_TIP = "请补装含有这个字的字体（如 fonts-noto-cjk、fonts-lxgw-wenkai），或改用 Word 文书。"


def draw(paper: Paper, found: Found, mark: Mark | None = None) -> Drawn:
    """Return a paper as PDF; refuses rather than show a box in the place of a character.

    The same paper, mark and fonts give the same bytes.
    """
    said = _data(paper, found, mark)
    compiler = typst.Compiler(
        _template(), font_paths=found.handle, ignore_system_fonts=True,
        sys_inputs={"paper": json.dumps(said, ensure_ascii=False, sort_keys=True)},
    )  # fmt: skip
    made, warnings = compiler.compile_with_warnings(
        format="pdf", pdf_standards="a-2b", timestamp=_moment(paper.dated)
    )
    if warnings:
        raise RuntimeError("; ".join(w.message for w in warnings))
    if not isinstance(made, bytes):
        raise TypeError(type(made).__name__)
    return Drawn(data=made, doubts=doubts(paper, found))


def doubts(paper: Paper, found: Found) -> tuple[Doubt, ...]:
    """Return what to look at before a PDF goes out."""
    slots = tuple(
        Doubt(kind="missing", text=f"{m} 没有填", do="请补登记后再出一次。") for m in paper.missing
    )
    rare = fonts.doubts(paper.texts(), names=paper.names, fonts=found.fonts)
    if not found.substitutes:
        return slots + rare
    do = "版面按国家标准排，字体是替代的；正式用印请用 Word 文书。"
    return (*slots, *rare, Doubt(kind="font", text=found.declared, do=do))


def _moment(on: date | None) -> int:
    """Return what the file says of its own making: the paper's day, never the moment of today."""
    return int(datetime.combine(on or _STANDARD, time(), tzinfo=UTC).timestamp())


def _template() -> bytes:
    return (files("biaochi.documents") / "gongwen.typ").read_bytes()


class _Setter:
    """Sets texts of one paper into stretches of known fonts."""

    def __init__(self, paper: Paper, known: Fonts) -> None:
        self.names, self.fonts = paper.names, known

    def runs(self, text: str, face: str = "body") -> list[dict[str, Any]]:
        """Return a text in stretches; Refusal where no font holds a character."""
        found = fonts.runs(text, face, names=self.names, fonts=self.fonts)
        for run in found:
            lacking = [c for c in run.text if not self.fonts.has(run.family, c)]
            if lacking:
                raise refusal(
                    "PAPER-GLYPH", expected=f"有字体能排「{run.text[:20]}」",
                    found=f"都没有「{lacking[0]}」（U+{ord(lacking[0]):04X}）", do=_TIP,
                )  # fmt: skip
        return [{"text": r.text, "family": r.family, "heavy": face == "song"} for r in found]

    def lines(self, text: str, face: str = "body") -> list[list[dict[str, Any]]]:
        """Return the lines of a text, each in stretches."""
        return [self.runs(line, face) for line in text.split("\n")]


def _data(paper: Paper, found: Found, mark: Mark | None) -> dict[str, Any]:
    setter = _Setter(paper, found.fonts)
    dated = day(paper.dated) if paper.format != "form" else ""
    edge, under = signed_indents(paper.signature, dated, full=_FULL)
    setter.runs(paper.mark, "song")
    return {
        "format": paper.format, "form": paper.format == "form", "heading": paper.heading,
        "organ": paper.organ, "letters": paper.mark, "fonts": found.fonts.base,
        "mark": _marked(mark, found), "number": setter.runs(paper.number),
        "title": [setter.runs(line, "song") for line in _title(paper)],
        "to": setter.runs(f"{paper.to}：") if paper.to else [],
        "blocks": [_block(b, n, setter) for b, n in numbered(paper.blocks)],
        "after": [_block(b, n, setter) for b, n in numbered(paper.after)],
        "attachments": [setter.runs(t) for t in attached(paper)],
        "signature": setter.runs(paper.signature), "dated": setter.runs(dated),
        "edge": edge, "under": under, "gap": paper.gapped,
        "note": setter.runs(f"（{paper.note}）") if paper.note else [],
        "ending": [[setter.runs(t) for t in row] for row in ended(paper)],
    }  # fmt: skip


def _marked(mark: Mark | None, found: Found) -> dict[str, str] | None:
    if mark is None:
        return None
    setter = _Setter(Paper(sort="", format="plain", title=(), blocks=()), found.fonts)
    said = f"替代字体：{found.declared}" if found.substitutes else ""
    for text in (mark.who, mark.when, mark.line, said):
        setter.runs(text)
    return {"who": mark.who, "when": mark.when, "line": mark.line, "fonts": said}


def _title(paper: Paper) -> Sequence[str]:
    return lines_of(paper.title, fits=_TITLE_FITS) if paper.heading else ()


def attached(paper: Paper) -> tuple[str, ...]:
    """Return the lines of 附件说明."""
    many = len(paper.attachments) > 1
    return tuple(
        f"{'附件：' if n == 1 else '　　　'}{f'{n}. ' if many else ''}{name}"
        for n, name in enumerate(paper.attachments, 1)
    )


def ended(paper: Paper) -> tuple[tuple[str, ...], ...]:
    """Return the lines of 版记, each of one part or of two."""
    found: list[tuple[str, ...]] = [(f"抄送：{paper.copies}。",)] if paper.copies else []
    if paper.printed and paper.format != "letter":
        organ, _, dated = paper.printed.partition("|")
        found.append((organ, f"{dated}印发"))
    return tuple(found)


def _block(block: Block, number: str, setter: _Setter) -> dict[str, Any]:
    if isinstance(block, Point):
        lines = setter.lines(f"{number}{block.text}", _FACES[block.level])
        return {
            "kind": "text",
            "lines": lines,
            "gap": 0,
            "align": "both",
            "indent": True,
            "heads": block.level <= _HEADS,
        }
    if isinstance(block, Para):
        return {
            "kind": "text", "lines": setter.lines(block.text, block.face), "gap": block.gap,
            "align": block.align, "indent": block.indent, "heads": False,
        }  # fmt: skip
    if isinstance(block, NewPage):
        return {"kind": "page"}
    return _table(block, setter)


def _table(block: Table, setter: _Setter) -> dict[str, Any]:
    return {
        "kind": "table", "joined": block.joined, "widths": block.widths,
        "heights": [r.height for r in block.rows],
        "rows": [
            [
                {
                    "across": c.across, "down": c.down, "lines": setter.lines(c.text),
                    "align": "center" if c.head else ("left" if c.align == "both" else c.align),
                    "top": c.top,
                }
                for c in row.cells
            ]
            for row in block.rows
        ],
    }  # fmt: skip
