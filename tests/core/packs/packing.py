"""Small packs written to a folder, for the tests beside this file."""

from pathlib import Path

from biaochi.errors import Problem, Refusal
from biaochi.packs.loader import load
from biaochi.packs.shapes import Pack

HEAD = """\
id: qingshi
title: 青石县办法
in_force: {from: "2015-01-01"}
documents: [{id: measure, title: 青石县办法}]
"""


def write(folder: Path, files: dict[str, str] | None = None, *, head: str = "") -> Path:
    """Write a pack: the smallest head, lines added to it, and other files."""
    for name, text in {"pack.yaml": HEAD + head, **(files or {})}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def loaded(folder: Path, files: dict[str, str] | None = None, *, head: str = "") -> Pack:
    """Write a pack and load it."""
    return load(write(folder, files, head=head))


def refused(folder: Path, files: dict[str, str] | None = None, *, head: str = "") -> list[Problem]:
    """Write a pack that must be refused, and return why."""
    try:
        loaded(folder, files, head=head)
    except Refusal as refusal:
        return list(refusal.problems)
    message = "the pack was accepted"
    raise AssertionError(message)


RULE = """\
label: {zh: 超过列入线, en: Over the line}
basis: 第六条
when: points > 8
opens: verification
"""
