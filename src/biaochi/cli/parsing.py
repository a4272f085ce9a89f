"""A command-line parser that speaks Chinese and minds full-width signs."""

import argparse
import re
import sys
from collections.abc import Iterable
from typing import Any, NoReturn

from biaochi.cli.tables import wrapped

WRONG_USAGE = 2
_FURTHER = "    "
_SAYS = (
    (r"the following arguments are required: (.*)", r"缺少 {0}"),
    (r"unrecognized arguments: (.*)", r"不认识 {0}"),
    (r"argument (\S+): expected one argument", r"{0} 后面缺少内容"),
    (r"argument (\S+): not allowed with argument (.*)", r"{0} 不能与 {1} 同用"),
    (r"one of the arguments (.*) is required", r"要写明其中之一：{0}"),
    (
        r"argument (\S+): invalid choice: (.*?) \(choose from (.*)\)",
        r"{0} 没有 {1}，可以写的有：{2}",
    ),
    (r"argument (\S+): invalid int value: (.*)", r"{0} 要写整数，实为 {1}"),
    (r"ambiguous option: (\S+) could match (.*)", r"{0} 不明确，可能是 {1}"),
    (r"argument (\S+): ignored explicit argument (.*)", r"{0} 后面不带内容，实为 {1}"),
    (r"argument (\S+): (.*)", r"{0}：{1}"),
)


class Page(argparse.HelpFormatter):
    """Help pages wrapped by columns of the terminal, not by letters."""

    def add_usage(
        self, usage: str | None, actions: Iterable[argparse.Action],
        groups: Iterable[Any], prefix: str | None = None,
    ) -> None:  # fmt: skip
        """Begin with 用法."""
        del prefix
        super().add_usage(usage, actions, groups, "用法：")

    def _split_lines(self, text: str, width: int) -> list[str]:
        return wrapped(text, across=width)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        """Keep the lines as written; what is too long goes on further in."""
        lines = []
        for line in text.splitlines():
            start = indent + " " * (len(line) - len(line.lstrip()))
            then = start and start + _FURTHER
            lines += wrapped(line.strip(), across=width, first=start, then=then)
        return "\n".join(lines)

    def _format_action(self, action: argparse.Action) -> str:
        """List the commands right under their heading."""
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001  there is no public name
            self._indent()
            listed = [self._format_action(a) for a in action._get_subactions()]  # noqa: SLF001
            self._dedent()
            return "".join(listed)
        return super()._format_action(action)


class Parser(argparse.ArgumentParser):
    """A parser whose headings and complaints are Chinese; wrong usage exits with 2."""

    def __init__(self, **given: Any) -> None:  # noqa: ANN401  handed on as it is
        super().__init__(add_help=False, formatter_class=Page, allow_abbrev=False, **given)
        self.needed = self.add_argument_group("必须写明")
        self.options = self.add_argument_group("选项")
        self.options.add_argument("--help", "-h", action="help", help="显示这页说明")

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and where to read more, then exit."""
        print(f"用法不对：{_said(message)}。", file=sys.stderr)
        print(f"说明见：{self.prog} --help", file=sys.stderr)
        raise SystemExit(WRONG_USAGE)


def _said(message: str) -> str:
    for pattern, says in _SAYS:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            return says.format(*(part.replace("'", "") for part in found.groups()))
    return message
