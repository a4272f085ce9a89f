"""The little Markdown that rendered packs are written in, as safe HTML."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

_HEADING = re.compile(r"(#{1,6})\s+(.*)")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_ITEM = re.compile(r"\s*(?:-|\d+\.)\s+(.*)")
_COUNTED = re.compile(r"\s*(\d+)\.\s+")


def html(text: str) -> SafeString:
    """Return a document as HTML; whatever the text holds is escaped first."""
    blocks = groupby(text.splitlines(), key=_kind)
    found = (_block(kind, list(lines)) for kind, lines in blocks if kind)
    return format_html_join("\n", "{}", ((b,) for b in found))


def contents(text: str) -> list[tuple[str, str]]:
    """Return (anchor, heading) of the chapters, for a list of contents."""
    return [
        (_anchor(found[2]), found[2])
        for line in text.splitlines()
        if (found := _HEADING.fullmatch(line)) and len(found[1]) == len("##")
    ]


def _kind(line: str) -> str:
    if not line.strip():
        return ""
    if _HEADING.fullmatch(line):
        return "heading"
    if line.startswith("|"):
        return "table"
    if line.startswith(">"):
        return "quote"
    if _COUNTED.match(line):
        return "counted"
    return "list" if _ITEM.fullmatch(line) else "text"


def _block(kind: str, lines: Sequence[str]) -> SafeString:
    if kind == "heading":
        return format_html_join("\n", "{}", ((_heading(line),) for line in lines))
    if kind == "table":
        return _table(lines)
    if kind == "quote":
        said = _joined([line.lstrip("> ") for line in lines])
        return format_html("<blockquote><p>{}</p></blockquote>", said)
    if kind in {"list", "counted"}:
        items = format_html_join("", "<li>{}</li>", ((_inline(_item(x)),) for x in lines))
        first = _COUNTED.match(lines[0])
        if first:
            return format_html('<ol start="{}">{}</ol>', first[1], items)
        return format_html("<ul>{}</ul>", items)
    return format_html("<p>{}</p>", _joined(lines))


def _heading(line: str) -> SafeString:
    found = _HEADING.fullmatch(line)
    marks, said = (found[1], found[2]) if found else ("##", line)
    level = min(len(marks) + 1, 6)  # the page itself has the only first heading
    return format_html(
        '<h{} id="{}">{}</h{}>', level, _anchor(said), _inline(said), level
    )  # fmt: skip


def _anchor(said: str) -> str:
    return re.sub(r"\W+", "-", said).strip("-")


def _table(lines: Sequence[str]) -> SafeString:
    rows = [list(_cells(line)) for line in lines]
    head, body = rows[0], [r for r in rows[1:] if not all(set(c) <= {"-", ":"} for c in r)]
    heads = format_html_join("", '<th scope="col">{}</th>', ((_inline(c),) for c in head))
    return format_html(
        '<div class="table-box"><table><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>',
        heads, format_html_join("", "<tr>{}</tr>", ((_row(r),) for r in body)),
    )  # fmt: skip


def _row(cells: Sequence[str]) -> SafeString:
    return format_html_join("", "<td>{}</td>", ((_inline(c),) for c in cells))


def _cells(line: str) -> Iterator[str]:
    for cell in re.split(r"(?<!\\)\|", line.strip().strip("|")):
        yield cell.strip().replace("\\|", "|")


def _item(line: str) -> str:
    found = _ITEM.fullmatch(line)
    return found[1] if found else line


def _joined(lines: Sequence[str]) -> SafeString:
    return format_html_join(mark_safe("<br>"), "{}", ((_inline(x),) for x in lines))


def _inline(text: str) -> SafeString:
    """Escape, then bold: what stands between two pairs of stars."""
    bold = _BOLD.sub(r"<strong>\1</strong>", escape(text))
    return mark_safe(bold)  # noqa: S308 (escaped above; only our own tag is added)
