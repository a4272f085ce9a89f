"""A document of numbered chapters and articles in Markdown."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from biaochi.packs.rendering.names import day, numeral

_DAY = re.compile(r"(?<![\w-])(\d{4}-\d\d-\d\d)(?: (?=[\u3400-\u9fff])|(?![\w-]))", re.ASCII)
_AFTER = re.compile(r"(?<=\d) (?=[年月日期名分条起个])")
_BEFORE = re.compile(r"(?<=[\u3400-\u9fff（《“：，。；、]) (?=\d+(?:\.\d+)?[年月日期名分条起个])")

_OPENING, _CLOSING = "“‘", "”’"
_MARKS = ("‘“", "’”")


@dataclass(frozen=True)
class Article:
    """One article: its heading and the lines under it."""

    title: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Chapter:
    """A chapter; one without articles is left out."""

    title: str
    articles: tuple[Article, ...]
    intro: str = ""


def article(title: str, *lines: str) -> Article:
    """Return an article, blank lines left out."""
    return Article(title, tuple(line for line in lines if line))


def bullets(pairs: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Return one line for each pair whose text is not blank."""
    return tuple(f"- {name}：{text}" for name, text in pairs if text)


def table(head: Sequence[str], *, rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table, blank without rows; columns blank everywhere are left out."""
    body = [list(row) for row in rows]
    if not body:
        return ""
    kept = [i for i in range(len(head)) if any(row[i] for row in body)]
    lines = [[head[i] for i in kept], ["---" for _ in kept]]
    lines += [[_cell(row[i]) for i in kept] for row in body]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def numbered(chapters: Iterable[Chapter]) -> list[str]:
    """Return the chapters as lines, articles counted through the whole document."""
    lines: list[str] = []
    count = 0
    filled = [chapter for chapter in chapters if chapter.articles]
    for i, chapter in enumerate(filled, start=1):
        lines += [f"## 第{numeral(i)}章　{chapter.title}", ""]
        lines += [chapter.intro, ""] if chapter.intro else []
        for part in chapter.articles:
            count += 1
            lines += [f"**第{numeral(count)}条　{part.title}**", "", *_spaced(part.lines)]
    return lines


def _spaced(lines: Sequence[str]) -> list[str]:
    """Return lines with a blank one after each paragraph; bullets stay together."""
    spaced: list[str] = []
    for line, following in zip(lines, (*lines[1:], ""), strict=True):
        spaced.append(line)
        if not (line.startswith("- ") and following.startswith("- ")):
            spaced.append("")
    return spaced


def tidied(text: str) -> str:
    """Return Chinese with days as they are written, no stray blanks, marks that alternate."""
    dated = _DAY.sub(lambda found: day(found[1]), text)
    closed = _BEFORE.sub("", _AFTER.sub("", dated))
    return "\n".join(_alternating(line) for line in closed.split("\n"))


def _alternating(line: str) -> str:
    """Return a line in which a quotation within a quotation has the other marks."""
    depth = 0
    said = ""
    for mark in line:
        depth += mark in _OPENING
        said += _MARKS[mark in _CLOSING][depth % 2] if mark in _OPENING + _CLOSING else mark
        depth -= mark in _CLOSING and depth > 0
    return said


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "／")
