"""Reference of the command line: every help page as the terminal shows it."""

import argparse
import os
from collections.abc import Iterator
from unittest.mock import patch

from biaochi.cli.arguments import parser
from tools.pages.markdown import block, said

Named = tuple[str, argparse.ArgumentParser]
_WIDTH = "88"
_JSON = """\
`--format json` 在标准输出打印一份 JSON，别的什么都不打印；进度在标准错误。数都写成文字，一位不差。

| 键 | 里面是 |
| --- | --- |
| `schema` | 格式的版本，现为 1 |
| `pack`、`digest`、`status` | 规则包、它的指纹、`trial`（试算）或 `active` |
| `as_of`、`known_by` | 截至日、得知时刻 |
| `facts_digest`、`results_digest` | 事实和结果的指纹；同样的规则包和事实，结果的指纹必相同 |
| `quantities` | 每个对象每个量的值：`subject`、`name`、`period`、`value`、`unit`、`reading` |
| `findings` | 结论：`subject`、`rule`、`verdict`、`opens`、`effects`、`basis`、`evidence` 等 |
| `monitors` | 监测 |
| `open_questions` | 待答复的问题 |

被拒绝时是 `{"errors": [{"code", "file", "line", "column", "expected", "found", "do"}]}`。"""


def page() -> str:
    """Return the page of all commands."""
    lines = [
        "# 命令 Commands", "",
        said("`PACK` 是内置规则包的编号，或一个规则包文件夹；`DIR` 是[事实文件夹](facts.md)。",
             "退出码：0 完成，1 拒绝并说明理由，2 用法不对，3 程序出错。"), "",
    ]  # fmt: skip
    for name, made in commands():
        lines += [f"## {name}", "", *block(help_of(made), "text")]
    lines += ["## JSON", "", _JSON]
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
