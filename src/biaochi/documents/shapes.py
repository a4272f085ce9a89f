"""The content of a paper, whoever draws it; and what crosses the door of documents."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

Face = Literal["body", "hei", "kai", "song"]
Format = Literal["official", "letter", "minutes", "plain", "form"]
"""How it is laid out: 公文、信函、纪要、记录（无版头）、表格."""
Form = Literal["docx", "pdf"]
Align = Literal["left", "center", "right", "both"]

_SLOT = re.compile("【待填：([^】]{1,60})】")


def slot(label: str) -> str:
    """Return a visible place for what the matter does not say; it is listed with the paper."""
    return f"【待填：{label}】"


@dataclass(frozen=True, kw_only=True)
class Point:
    """A numbered heading or point, 1 to 4: 一、 （一） 1. （1）; numbers are given by order."""

    text: str
    level: int = 1


@dataclass(frozen=True, kw_only=True)
class Para:
    """A paragraph; ``indent``: the first line two characters in."""

    text: str
    indent: bool = True
    align: Align = "both"
    face: Face = "body"
    gap: int = 0


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A cell of a table; ``down`` and ``across``: how many rows and columns it covers.

    ``top``: its text begins at the upper edge, for long texts.
    """

    text: str = ""
    across: int = 1
    down: int = 1
    align: Align = "left"
    head: bool = False
    top: bool = False


@dataclass(frozen=True, kw_only=True)
class Row:
    """A row; ``height`` in mm is the least it has."""

    cells: tuple[Cell, ...]
    height: float = 9


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table; ``widths`` in mm; ``repeat``: how many rows stand again on the next page.

    ``joined``: the next table follows without a gap, as one form.
    """

    widths: tuple[float, ...]
    rows: tuple[Row, ...]
    repeat: int = 0
    joined: bool = False


@dataclass(frozen=True)
class NewPage:
    """The next block begins a page."""


Block = Point | Para | Table | NewPage


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A document: all its words in the order of the standard.  Blank means: not on this paper.

    ``after`` stands below the date: lines to sign on, the page of the receipt; ``names`` are the
    names known to stand in it; ``blanks`` what a form leaves empty.
    """

    sort: str
    format: Format
    title: tuple[str, ...]
    blocks: tuple[Block, ...]
    organ: str = ""
    mark: str = ""
    number: str = ""
    to: str = ""
    attachments: tuple[str, ...] = ()
    signature: str = ""
    dated: date | None = None
    note: str = ""
    copies: str = ""
    printed: str = ""
    names: frozenset[str] = frozenset()
    blanks: tuple[str, ...] = ()
    after: tuple[Block, ...] = ()

    @property
    def heading(self) -> str:
        """The title on one line."""
        return "".join(self.title)

    @property
    def gapped(self) -> bool:
        """Tell whether a line is left between the title and the text."""
        begins = self.blocks[0] if self.blocks else None
        return self.format != "form" and not isinstance(begins, Table)

    @property
    def missing(self) -> tuple[str, ...]:
        """What has still to be filled in, in the order of the paper, each once."""
        found = (label for text in self.texts() for label in _SLOT.findall(text))
        return tuple(dict.fromkeys((*found, *self.blanks)))

    def texts(self) -> Iterator[str]:
        """Yield every text of the paper in reading order."""
        yield from (self.mark, self.number, self.heading, self.to)
        for block in (*self.blocks, *self.after):
            if isinstance(block, Point | Para):
                yield block.text
            elif isinstance(block, Table):
                yield from (c.text for r in block.rows for c in r.cells)
        yield from (*self.attachments, self.signature, self.note, self.copies, self.printed)


@dataclass(frozen=True, kw_only=True)
class Mark:
    """Whose copy this is: on every page, and under the same number in the trail."""

    who: str
    when: str
    number: str = ""

    @property
    def line(self) -> str:
        """The mark as one line."""
        number = f"　导出编号 {self.number}" if self.number else ""
        return f"{self.who}　{self.when}{number}"


@dataclass(frozen=True, kw_only=True)
class Doubt:
    """A line of the document check: something to look at before the paper goes out."""

    kind: Literal["missing", "name", "character", "font"]
    text: str
    do: str = ""


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A paper as bytes, with what to look at before it goes out."""

    data: bytes
    doubts: tuple[Doubt, ...] = field(default=())


@dataclass(frozen=True, kw_only=True)
class Ask:
    """Which paper is wanted: of which step, of which sort, in which form."""

    step: int
    sort: str
    form: Form = "docx"


@dataclass(frozen=True, kw_only=True)
class Copy:
    """A copy handed out: its bytes with the mark, the number it stands under in the trail.

    ``digest`` is of the paper without anybody's mark: the same step has the same.
    """

    name: str
    content_type: str
    data: bytes
    digest: str
    number: str
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True, kw_only=True)
class MadeLine:
    """A paper that was made."""

    form: Form
    digest: str
    by: str
    at: datetime
    missing: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PaperLine:
    """A paper a step calls for, or that can be had with it; ``made``: the newest of each form."""

    step: int
    step_label: str
    on: date
    sort: str
    label: str
    called_for: bool
    made: tuple[MadeLine, ...] = ()

    @property
    def lacking(self) -> bool:
        """Tell whether the step calls for it and nobody has made it."""
        return self.called_for and not self.made


@dataclass(frozen=True, kw_only=True)
class TemplateLine:
    """An organ's own template in use."""

    ident: int
    unit: str
    unit_name: str
    sort: str
    label: str
    name: str
    marks: tuple[str, ...]
    by: str
    at: datetime
    version: int


@dataclass(frozen=True, kw_only=True)
class HeadLine:
    """Who issues papers about officials of a unit."""

    unit: str
    unit_name: str
    organ: str
    initials: str
    version: int
