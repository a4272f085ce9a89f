"""What papers share: the forms of a letter and a record, deadlines told in words, the receipt."""

from collections.abc import Iterable, Iterator, Sequence

from biaochi.documents.shapes import (
    Block,
    Cell,
    NewPage,
    Paper,
    Para,
    Point,
    Row,
    Table,
    slot,
)
from biaochi.documents.sorts.material import Material
from biaochi.documents.wording import chinese_days, day, ended
from biaochi.procedure.shapes import Clock, Said

_WIDTH = 156.0


def letter(
    m: Material, title: Sequence[str], blocks: Iterable[Block], *, to: str = "", number: str = "",
    after: Iterable[Block] = (),
) -> Paper:  # fmt: skip
    """Return a letter of the issuing organ (信函格式)."""
    return Paper(
        sort="", format="letter", title=tuple(title), blocks=tuple(blocks), organ=m.head.organ,
        mark=m.organ, number=m.number(number, kind="函"), to=to or f"{m.name}同志",
        signature=m.organ, dated=m.step.on, names=m.people(),
        after=tuple(after),
    )  # fmt: skip


def record(
    m: Material, title: Sequence[str], blocks: Iterable[Block], *, signed: bool = True,
    to: str = "", after: Iterable[Block] = (),
) -> Paper:  # fmt: skip
    """Return a paper of the file, without the organ's head (记录、报告)."""
    return Paper(
        sort="", format="plain", title=tuple(title), blocks=tuple(blocks), organ=m.head.organ,
        to=to, signature=m.organ if signed else "", dated=m.step.on if signed else None,
        names=m.people(), after=tuple(after),
    )  # fmt: skip


def paras(text: str) -> Iterator[Block]:
    """Yield a text somebody wrote, line by line."""
    for line in text.splitlines():
        if line.strip():
            yield Para(text=line.strip())


def points(texts: Sequence[str], *, level: int = 3) -> Iterator[Block]:
    """Yield numbered points."""
    return (Point(text=ended(t), level=level) for t in texts)


def section(heading: str, *texts: str) -> Iterator[Block]:
    """Yield a numbered heading with what stands under it."""
    yield Point(text=heading)
    for text in texts:
        yield from paras(text)


def arithmetic(clock: Clock | None) -> str:
    """Return how a last day was found, as one sentence; blank without a clock."""
    if clock is None:
        return ""
    return f"期限的算法：{chinese_days('；'.join(clock.deadline.steps))}。"


def due(clock: Clock | None, label: str) -> str:
    """Return the last day of a clock, or its slot; provisional days are told as such."""
    if clock is None:
        return slot(label)
    said = day(clock.deadline.due)
    return f"{said}（暂定）" if clock.deadline.provisional else said


def receipt(m: Material, *, what: str, step: Said | None = None) -> Iterator[Block]:
    """Yield the page on which service is acknowledged (送达回证)."""
    step = step or m.step
    rows = (
        ("送达文书", what), ("受送达人", m.name),
        ("送达日期", m.on(step, "served_on", "送达日期")),
        ("送达方式", m.chosen(step, "means", "送达方式")),
        ("签收人或见证人", m.text(step, "receipt", "签收人或见证人")),
        ("送达人", step.by.name), ("受送达人意见", ""), ("签名、日期", ""),
    )  # fmt: skip
    yield NewPage()
    yield Para(text="送 达 回 证", indent=False, align="center", face="song")
    yield form(rows, heights={"受送达人意见": 40, "签名、日期": 20})


def form(
    rows: Sequence[tuple[str, str]], *, label: float = 38, heights: dict[str, float] | None = None
) -> Table:
    """Return a table of two columns: what is asked, what is said."""
    heights = heights or {}
    return Table(
        widths=(label, _WIDTH - label),
        rows=tuple(
            Row(
                cells=(Cell(text=name, head=True), Cell(text=said)),
                height=heights.get(name, 11),
            )
            for name, said in rows
        ),
    )


def signatures(*who: str) -> Iterator[Block]:
    """Yield lines on which people sign."""
    for number, one in enumerate(who):
        text = f"{one}（签名）：　　　　　年　月　日"
        yield Para(text=text, gap=0 if number else 1)
