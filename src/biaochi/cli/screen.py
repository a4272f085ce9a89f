"""The terminal: how wide it is, whether it has colours, whether anyone watches."""

import io
import os
import shutil
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TextIO

from biaochi.cli.tables import wrapped

_FALLBACK = (100, 24)
_NARROWEST, _WIDEST = 40, 160
_STYLES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}


@dataclass(frozen=True, kw_only=True)
class Screen:
    """Where a page is written."""

    across: int
    colours: bool

    def paint(self, text: str, style: str) -> str:
        """Return the text in a style, or as it is where there are no colours."""
        if not self.colours or not text:
            return text
        return f"\x1b[{_STYLES[style]}m{text}\x1b[0m"

    def heading(self, text: str) -> list[str]:
        """Return a section's heading with a blank line before it."""
        return ["", self.paint(f"【{text}】", "bold")]

    def said(self, text: str, *, first: str = "", style: str = "") -> list[str]:
        """Return a text broken into lines, painted line by line."""
        lines = wrapped(text, across=self.across, first=first)
        return [self.paint(line, style) for line in lines] if style else lines


def screen() -> Screen:
    """Return the terminal behind standard output."""
    found = shutil.get_terminal_size(_FALLBACK).columns
    return Screen(across=min(max(found, _NARROWEST), _WIDEST), colours=has_colours(sys.stdout))


def has_colours(stream: TextIO) -> bool:
    """Tell whether a stream is a terminal that wants colours."""
    dumb = os.environ.get("TERM") == "dumb" or bool(os.environ.get("NO_COLOR"))
    return stream.isatty() and not dumb


def show(lines: Iterable[str]) -> None:
    """Print a page."""
    print("\n".join(lines))


def show_json(document: Mapping[str, Any]) -> None:
    """Print one JSON document, readable wherever the output goes."""
    from biaochi.batch.contract import written  # noqa: PLC0415  help pages do not need it

    strange = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
    sys.stdout.writelines(written(document, ascii_only=strange))


def prepare() -> None:
    """Let signs that a terminal cannot show be written as escapes instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
