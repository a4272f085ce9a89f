"""Tables, wrapping, colours and progress."""

import io
from time import sleep

import pytest

from biaochi.cli import progress, screen
from biaochi.cli.progress import Progress
from biaochi.cli.screen import Screen
from biaochi.cli.tables import NARROWEST, Column, clip, pad, table, width, wrapped

COLUMNS = (
    Column(title="姓名", gives_way=True),
    Column(title="得分", right=True),
    Column(title="单位 unit", gives_way=True),
)
ROWS = (
    ("安", "88.10", "县发展和改革局综合科 office"),
    ("欧阳小红", "9", "乙局"),
    ("An", "100.00", ""),
)


def columns_of(line: str, mark: str) -> int:
    return width(line[: line.index(mark) + len(mark)])


@pytest.mark.parametrize("across", [30, 40, 80, 120])
def test_full_width_cells_line_up(across: int) -> None:
    lines = table(COLUMNS, ROWS, across=across)
    assert max(map(width, lines)) <= max(across, 2 * NARROWEST + 6 + 4)
    ends = {columns_of(line, mark) for line, mark in zip(lines[1:], ("88.10", "9", "100.00"),
                                                         strict=True)}  # fmt: skip
    assert len(ends) == 1


def test_a_table_without_rows_has_titles() -> None:
    assert table(COLUMNS, [], across=80) == ["姓名  得分  单位 unit"]


def test_a_line_break_in_a_cell_does_not_break_the_table() -> None:
    assert len(table(COLUMNS, [("安\n白", "1", "甲\t乙")], across=80)) == 2


@pytest.mark.parametrize(
    ("text", "size"), [("abc", 3), ("标尺", 4), ("ａｂ", 4), ("é", 1), ("", 0), ("１２", 4)]
)
def test_the_width_of_a_text(text: str, size: int) -> None:
    assert width(text) == size
    assert width(pad(text, 10)) == 10


@pytest.mark.parametrize("across", range(12))
def test_a_cut_text_fits(across: int) -> None:
    assert width(clip("反向积分abc超过列入线", across)) <= across


@pytest.mark.parametrize("across", [8, 20, 41])
def test_wrapped_lines_fit_and_lose_nothing(across: int) -> None:
    text = "扣分合计 8.50（本人 6.00＋下属带入 2.50），超过列入线 8（第六条）。" * 3
    lines = wrapped(text, across=across, first="- ")
    assert all(width(line) <= across + 4 for line in lines)
    assert "".join("".join(lines).split()) == "-" + "".join(text.split())
    assert not [line for line in lines if line.strip()[0] in "，。）"]


def test_an_endless_word_is_broken() -> None:
    assert all(width(x) <= 10 for x in wrapped("x" * 95, across=10))


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "setting", "wanted"),
    [(Terminal(), {}, True), (Terminal(), {"NO_COLOR": "1"}, False),
     (Terminal(), {"TERM": "dumb"}, False), (io.StringIO(), {}, False)],
)  # fmt: skip
def test_colours_only_on_a_terminal_that_wants_them(
    monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, setting: dict, *, wanted: bool
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in setting.items():
        monkeypatch.setenv(name, value)
    assert screen.has_colours(stream) is wanted


def test_paint_leaves_plain_text_alone() -> None:
    assert Screen(across=80, colours=False).paint("甲", "red") == "甲"
    assert Screen(across=80, colours=True).paint("甲", "red") == "\x1b[31m甲\x1b[0m"


@pytest.mark.parametrize("stream", [Terminal(), io.StringIO()])
def test_progress_is_shown_once_it_takes_long(
    monkeypatch: pytest.MonkeyPatch, stream: io.StringIO
) -> None:
    monkeypatch.setattr("sys.stderr", stream)
    with Progress() as quick:
        quick.says("读取")
    assert not stream.getvalue()
    monkeypatch.setattr(progress, "PATIENCE", 0.01)
    with Progress() as slow:
        slow.says("计算")
        sleep(0.1)
    assert "计算…… 0 秒" in stream.getvalue()
    assert ("\r" in stream.getvalue()) is stream.isatty()
