"""The header of a file against the columns a table may have."""

from collections import Counter
from collections.abc import Mapping, Sequence

from biaochi.errors import Problem
from biaochi.facts.shapes import TABLES, Column, Kind
from biaochi.facts.wording import Tally, likely, shown

MOST_COLUMNS = 400
KINDS: Mapping[str, Kind] = {
    "id": "id", "text": "text", "label": "text", "number": "number", "count": "count",
    "date": "date", "moment": "moment", "flag": "flag",
}  # fmt: skip
Attributes = Mapping[str, Mapping[str, str]]


def columns_of(table: str, attributes: Attributes) -> tuple[Column, ...]:
    """Return a table's columns followed by the attributes declared for it."""
    columns = {c.name: c for c in TABLES[table].columns}
    for name, kind in attributes.get(table, {}).items():
        columns.setdefault(name.lower(), Column(name, KINDS[kind]))
    return tuple(columns.values())


def matched(
    header: Sequence[str], *, table: str, columns: Sequence[Column], file: str, tally: Tally
) -> dict[str, int]:
    """Return where each known column stands in the header; problems go to the tally."""
    known = {c.name: c for c in columns}
    if len(header) > MOST_COLUMNS:
        do = "请删去多余的列；内容在别处的，检查表头那一行是否写错。"
        tally.add(Problem("FACT-WIDTH", f"不超过 {MOST_COLUMNS} 列", f"{len(header)} 列", do, file,
                          line=1))  # fmt: skip
        return {}
    places: dict[str, int] = {}
    for name, times in Counter(header).items():
        if name in known:
            places[name] = header.index(name)
        elif name:
            tally.add(_unknown(name, known, table=table, file=file))
        if name and times > 1:
            tally.add(_twice(name, times, file=file))
    for column in columns:
        if column.required and column.name not in places:
            tally.add(_missing(column, header, file=file))
    return places


def _twice(name: str, times: int, *, file: str) -> Problem:
    do, found = "请删去或改名多余的那一列，再试一次。", f"出现 {times} 次"
    return Problem("FACT-COLUMN-TWICE", "每个列名只出现一次", found, do, file, line=1,
                   column_name=name)  # fmt: skip


def _unknown(name: str, known: Mapping[str, Column], *, table: str, file: str) -> Problem:
    near = likely(name, known)
    if near:
        do = f"您是不是想写「{near}」？请改列名；确实是另一列的，请换一个不相近的名字。"
        return Problem("FACT-COLUMN", f"列名为 {'、'.join(known)}", shown(name), do, file, line=1)
    do = "这一列不会读取。"
    if TABLES[table].open_columns:
        do += "规则要用到它时，请在规则包的 attributes 里声明。"
    return Problem("FACT-COLUMN", f"列名为 {'、'.join(known)}", shown(name), do, file, line=1,
                   level="warning")  # fmt: skip


def _missing(column: Column, header: Sequence[str], *, file: str) -> Problem:
    do = f"请补上「{column.name}」列（{column.note or column.name}），第一行写列名。"
    if len(header) == 1 and any(mark in header[0] for mark in ";\t|；，"):
        do = "列与列之间请用半角逗号分隔：在表格软件里另存为「CSV UTF-8（逗号分隔）」。"
    found = "、".join(shown(h) for h in header[:12]) or "空文件"
    return Problem("FACT-MISSING", f"有「{column.name}」列", found, do, file, line=1)
