"""Reference of the command line: every help page as the terminal shows it."""

import argparse
import os
from collections.abc import Iterator
from unittest.mock import patch

from biaochi.cli.arguments import parser
from tools.pages.markdown import block, said

Named = tuple[str, argparse.ArgumentParser]
_WIDTH = "88"


def page() -> str:
    """Return the page of all commands."""
    lines = [
        "# 命令 Commands", "",
        said("`PACK` 是内置规则包的编号，或一个规则包文件夹；`DIR` 是[事实文件夹](facts.md)。",
             "退出码：0 完成，1 拒绝并说明理由，2 用法不对，3 程序出错。"), "",
    ]  # fmt: skip
    for name, made in commands():
        lines += [f"## {name}", "", *block(help_of(made), "text")]
    lines += ["`--format json` 打印的内容，见[给程序用的结果](json.md)。"]
    return "\n".join(lines)


def commands() -> Iterator[Named]:
    """Yield every command and act with its parser, the whole line first."""
    yield from _below("biaochi", parser())


def help_of(made: argparse.ArgumentParser) -> str:
    """Return a help page at a fixed width."""
    with patch.dict(os.environ, {"COLUMNS": _WIDTH}):
        return made.format_help()


def _below(name: str, made: argparse.ArgumentParser) -> Iterator[Named]:
    yield name, made
    for action in made._actions:  # noqa: SLF001  argparse has no public list
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001  the same
            for word, below in action.choices.items():
                yield from _below(f"{name} {word}", below)
