"""An organ's own .docx filled in: marks like {{本人}} become text, none of it interpreted."""

import re
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from datetime import UTC, datetime, time
from io import BytesIO

import docx
from docx.document import Document
from docx.oxml.ns import qn

from biaochi.documents.fonts import WORD, runs
from biaochi.documents.shapes import Mark, Paper, Para, Point, Table
from biaochi.documents.sorts.material import Material
from biaochi.documents.typeset import attached
from biaochi.documents.wording import day, numbered, visible
from biaochi.documents.wordparts import Element, Look, Set, said, w
from biaochi.documents.zipped import packed
from biaochi.procedure.contents import replied
from biaochi.procedure.shapes import Field, Move, Said

MARK = re.compile(r"\{\{\s*([^{}]{1,60}?)\s*\}\}")
GENERAL: Mapping[str, str] = {
    "标题": "文书的标题", "文号": "文号，没有登记的留空位", "主送": "主送，不带冒号",
    "正文": "全部正文，标记所在的一段换成若干段", "附件": "附件说明", "落款": "发文机关署名",
    "日期": "成文日期", "本人": "本人姓名", "性别": "本人性别", "单位": "本人所在单位",
    "职务": "本人现任职务", "事项编号": "事项的编号", "依据": "所依据的文件和条款",
    "经办人": "办理这一步的人", "办理日期": "这一步的日期",
}  # fmt: skip
"""Marks every sort of paper knows, and what they become."""
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def marks_of(moves: Mapping[str, Move], *, his: bool) -> tuple[str, ...]:
    """Return the marks made of what steps ask for; of papers for the official, only his fields."""
    labels = (f.label for m in moves.values() for f in m.fields if _may_stand(f, his=his))
    return tuple(dict.fromkeys(label for label in labels if label not in GENERAL))


def values(paper: Paper, m: Material, *, his: bool) -> dict[str, str]:
    """Return what each mark becomes; what is not known becomes nothing."""
    found = dict(_general(paper, m))
    for step in m.said:
        move = m.moves.get(step.move)
        for one in move.fields if move else ():
            if _may_stand(one, his=his) and one.label not in GENERAL:
                found[one.label] = _said(m, one) or found.get(one.label, "")
    return {name: visible(text) for name, text in found.items()}


def _may_stand(of: Field, *, his: bool) -> bool:
    """Tell whether a field may stand on a paper: what some roles alone read stands on none."""
    return not of.readers and (of.own or not his)


def _general(paper: Paper, m: Material) -> Iterator[tuple[str, str]]:
    subject = m.subject
    yield from (("标题", paper.heading), ("文号", paper.number), ("主送", paper.to))
    yield from (("正文", "\n".join(body(paper))), ("附件", "\n".join(attached(paper))))
    yield from (("落款", paper.signature), ("日期", day(paper.dated)), ("本人", subject.name))
    yield from (("性别", subject.sex), ("单位", subject.unit), ("职务", subject.post))
    yield from (("事项编号", str(m.line.code)), ("依据", m.basis()))
    yield from (("经办人", m.step.by.name), ("办理日期", day(m.step.on)))


def _said(m: Material, of: Field) -> str:
    step = _latest(m, of)
    if step is None:
        return ""
    if of.kind in {"choice", "many"}:
        return "、".join(m.many(step, of.name)) if of.kind == "many" else m.chosen(step, of.name)
    if of.kind == "day":
        return day(m.date(step, of.name))
    if of.kind in {"names", "points"}:
        return ("、" if of.kind == "names" else "\n").join(m.listed(step, of.name))
    value = step.given[of.name]
    return ("是" if value else "否") if isinstance(value, bool) else _flat(value)


def _latest(m: Material, of: Field) -> Said | None:
    """Return the newest step in which a field was filled in."""
    for step in reversed(m.said):
        move = m.moves.get(step.move)
        if move and of in move.fields and step.given.get(of.name) not in (None, "", []):
            return step
    return None


def _flat(value: object) -> str:
    if isinstance(value, Mapping):
        return f"赞成{value['for']}票，反对{value['against']}票，弃权{value['abstained']}票"
    if isinstance(value, list | tuple):
        said = ((a["point"], *replied(a)) for a in value)
        return "\n".join(f"第{point}条（{word}）：{why}" for point, word, why in said)
    return str(value)


def body(paper: Paper) -> Iterator[str]:
    """Yield the paragraphs of a paper's text; tables row by row."""
    for block, number in numbered((*paper.blocks, *paper.after)):
        if isinstance(block, Point | Para):
            yield f"{number}{block.text}"
        elif isinstance(block, Table):
            for row in block.rows:
                yield "：".join(c.text.replace("\n", "；") for c in row.cells if c.text)


def fill(
    data: bytes, said_: Mapping[str, str], paper: Paper, mark: Mark | None = None
) -> bytes:  # fmt: skip
    """Return a template with its marks replaced; the same values give the same bytes."""
    document = docx.Document(BytesIO(data))
    for root in _roots(document):
        for paragraph in list(root.iter(qn("w:p"))):
            _fill(paragraph, said_, paper.names)
    if mark is not None:
        _stamp(document, mark)
    core = document.core_properties
    core.title, core.author, core.last_modified_by = paper.heading[:200], paper.organ, paper.organ
    if paper.dated is not None:
        core.created = core.modified = datetime.combine(paper.dated, time(), tzinfo=UTC)
    made = BytesIO()
    document.save(made)
    return packed(made.getvalue())


def stamped(data: bytes, mark: Mark) -> bytes:
    """Return a filled template with whose copy it is at the foot of its pages."""
    document = docx.Document(BytesIO(data))
    _stamp(document, mark)
    made = BytesIO()
    document.save(made)
    return packed(made.getvalue())


def _stamp(document: Document, mark: Mark) -> None:
    grey = Look(size=16, tight=0, color="808080")
    for section in document.sections:
        section.footer.is_linked_to_previous = False
        for foot in (section.footer, section.first_page_footer, section.even_page_footer):
            if not foot.is_linked_to_previous:
                line = said(mark.line, Set(align="center", line=240), grey)
                foot.part.element.append(line)


def _roots(document: Document) -> Iterable[Element]:
    yield document.element.body
    for section in document.sections:
        for part in (
            section.header, section.footer, section.first_page_header, section.first_page_footer,
            section.even_page_header, section.even_page_footer,
        ):  # fmt: skip
            if not part.is_linked_to_previous:
                yield part.part.element


def _fill(paragraph: Element, values_: Mapping[str, str], names: frozenset[str]) -> None:
    """Replace the marks of a paragraph, also where one is spread over several runs."""
    texts = [t for t in paragraph.iter(qn("w:t")) if _home(t) is paragraph]
    whole = "".join(t.text or "" for t in texts)
    found = list(MARK.finditer(whole))
    if not found:
        return
    alone = len(found) == 1 and found[0].group() == whole.strip()
    for match in reversed(found):
        text = values_.get(match[1], "")
        lines = text.split("\n")
        if alone and len(lines) > 1:
            _paragraphs(paragraph, texts, lines, names)
            return
        _replace(texts, match.span(), text, names)


def _home(piece: Element) -> Element:
    """Return the paragraph a text stands in: a text box has paragraphs within a paragraph."""
    return next(piece.iterancestors(qn("w:p")))


def _paragraphs(
    paragraph: Element, texts: list[Element], lines: list[str], names: frozenset[str]
) -> None:
    """Set each line as a paragraph like the one the mark stood in alone."""
    for number, one in enumerate(texts):
        one.text = "" if number else "{{}}"
    for line in lines[:-1]:
        copy = deepcopy(paragraph)
        paragraph.addprevious(copy)
        _replace(list(copy.iter(qn("w:t"))), (0, 4), line, names)
    _replace(texts, (0, 4), lines[-1], names)


def _replace(
    texts: list[Element], span: tuple[int, int], text: str, names: frozenset[str]
) -> None:  # fmt: skip
    """Put a text in the place of a stretch of a paragraph's text, in the run it began in."""
    start, end = span
    at, first = 0, None
    for piece in texts:
        content = piece.text or ""
        low, high = max(start - at, 0), min(end - at, len(content))
        at += len(content)
        if low >= high:
            continue
        if first is None:
            first = piece
            _insert(piece, content[:low], text, content[high:], names)
        else:
            piece.text = content[high:]
            piece.set(_SPACE, "preserve")


def _insert(piece: Element, before: str, text: str, after: str, names: frozenset[str]) -> None:
    """Write a text into a run; what the text font lacks goes into runs of its own."""
    stretches = [(r.text, r.family) for r in runs(text, "body", names=names, fonts=WORD)]
    plain = WORD.base["body"]
    piece.set(_SPACE, "preserve")
    if all(family == plain for _, family in stretches) and "\n" not in text:
        piece.text = before + text + after
        return
    run = piece.getparent()
    piece.text = before
    at = run
    for stretch, family in [*stretches, (after, plain)]:
        copy = deepcopy(run)
        for old in copy.xpath("*[not(self::w:rPr)]"):
            copy.remove(old)
        _write(copy, stretch)
        if family != plain:
            _cover(copy, family)
        at.addnext(copy)
        at = copy


def _write(run: Element, text: str) -> None:
    for number, line in enumerate(text.split("\n")):
        if number:
            run.append(w("br"))
        piece = w("t")
        piece.text = line
        piece.set(_SPACE, "preserve")
        run.append(piece)


def _cover(run: Element, family: str) -> None:
    look = run.find(qn("w:rPr"))
    if look is None:
        look = w("rPr")
        run.insert(0, look)
    fonts = look.find(qn("w:rFonts"))
    if fonts is None:
        fonts = w("rFonts")
        look.insert(0, fonts)
    fonts.set(qn("w:eastAsia"), family)
    fonts.set(qn("w:hint"), "eastAsia")
