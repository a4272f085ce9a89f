"""A table of cells against a form: where its header is, and its rows as values."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from biaochi.errors import Problem
from biaochi.exchange.doors.shapes import Cell, Table, written
from biaochi.exchange.doors.wording import refusal, shown
from biaochi.exchange.forms import EXAMPLE, SERIAL, STATEMENT, Field, Form
from biaochi.exchange.values import READERS, Value, Wrong

_LOOKED_AT = 12
_IGNORED = {SERIAL, STATEMENT}
_STAR = "*＊ \t\n\u3000\x1e"


@dataclass(frozen=True)
class Line:
    """One row: the values of its filled cells by field, and what is wrong with it."""

    number: int
    values: Mapping[str, Value]
    problems: tuple[Problem, ...] = field(default=())


@dataclass(frozen=True)
class Sheet:
    """A table whose columns are known: fields by place; ``header``: the row they stand in."""

    table: Table
    form: Form
    header: int
    places: Mapping[int, Field]
    serial: int = -1

    def lines(self) -> Iterator[Line]:
        """Yield the rows below the header, the filled example left out."""
        for number, cells in self.table.lines():
            if number <= self.header or self._is_example(cells):
                continue
            yield self._line(number, cells)

    def _is_example(self, cells: Sequence[Cell]) -> bool:
        return 0 <= self.serial < len(cells) and written(cells[self.serial]) == EXAMPLE

    def _line(self, number: int, cells: Sequence[Cell]) -> Line:
        values: dict[str, Value] = {}
        problems: list[Problem] = []
        for place, column in self.places.items():
            cell = cells[place] if place < len(cells) else ""
            if not cell:
                continue
            try:
                values[column.name] = _read(cell, column)
            except Wrong as wrong:
                values[column.name] = None
                problems.append(wrong.problem(cell, line=number, column=column.label))
        problems += self._missing(number, values)
        return Line(number, values, tuple(problems))

    def _missing(self, number: int, values: Mapping[str, Value]) -> Iterator[Problem]:
        for column in self.form.fields:
            if column.required and column.name not in values:
                yield _blank(column.label, number, f"请填写「{column.label}」。")
        if self.form.one_of and not any(n in values for n in self.form.one_of):
            labels = "、".join(self.form.field(n).label for n in self.form.one_of)
            yield _blank(self.form.field(self.form.one_of[0]).label, number,
                         f"{labels}至少填一个。")  # fmt: skip


def _read(cell: Cell, column: Field) -> Value:
    value = READERS[column.kind](cell)
    if column.longest and isinstance(value, str) and len(value) > column.longest:
        raise Wrong("CELL-LONG", f"不超过 {column.longest} 个字", "请缩短。")
    return value


def _blank(label: str, number: int, do: str) -> Problem:
    return Problem("CELL-MISSING", f"「{label}」填写", "空白", do, line=number, column_name=label)


def sheet_of(table: Table, form: Form) -> Sheet:
    """Find the header among the first rows, or refuse the table with what is missing."""
    known = {name: f for f in form.fields for name in (f.label, f.name)}
    tops = [(n, [_plain(c) for c in cells]) for n, cells in islice(table.lines(), _LOOKED_AT)]
    number, header = max(tops, key=lambda top: len(known.keys() & set(top[1])))
    _complete(header, form, known, number)
    _not_merged(table, number)
    places = {place: known[text] for place, text in enumerate(header) if text in known}
    serial = header.index(SERIAL) if SERIAL in header else -1
    return Sheet(table, form, number, places, serial)


def _plain(cell: Cell) -> str:
    return "".join(c for c in cell[1:] if c not in _STAR)


def _complete(
    header: Sequence[str], form: Form, known: Mapping[str, Field], number: int
) -> None:  # fmt: skip
    there = Counter(known[t].label for t in header if t in known)
    missing = [f.label for f in form.fields if f.required and f.label not in there]
    if missing:
        do = f"请下载「{form.label}」的模板，照表头填写，一列一个名称，不要合并单元格。"
        raise refusal("FILE-HEADER", f"表头有「{'」「'.join(missing)}」", "没有找到", do)
    if twice := [label for label, times in there.items() if times > 1]:
        found = f"第{number}行里「{twice[0]}」出现 {there[twice[0]]} 次"
        raise refusal("FILE-HEADER", "每个列名只出现一次", found, "请删去或改名多余的列。")
    if strange := [t for t in header if t and t not in known and t not in _IGNORED]:
        names = "、".join(f.label for f in form.fields)
        do = "请改成模板里的列名，或删去这一列。"
        raise refusal("FILE-HEADER", f"列名为{names}", "、".join(map(shown, strange[:5])), do)


def _not_merged(table: Table, header: int) -> None:
    """A merged cell fills only one of the rows it covers: nobody can tell what the others say."""
    for top, left, bottom, _ in table.merged:
        if bottom + 1 >= header:
            found = f"第{top + 1}行第{left + 1}列起有合并的单元格"
            do = "请取消合并，逐行逐格填写，再上传。"
            raise refusal("FILE-MERGED", "表头和内容没有合并的单元格", found, do)
