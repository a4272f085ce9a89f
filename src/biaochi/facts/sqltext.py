"""Pieces of SQL text: names and literals, quoted."""

from collections.abc import Iterable


def name(text: str) -> str:
    """Quote an identifier.

    >>> name('from'), name('a"b')
    ('"from"', '"a""b"')
    """
    return '"' + text.replace('"', '""') + '"'


def names(texts: Iterable[str]) -> str:
    """Quote identifiers, parted by commas."""
    return ", ".join(map(name, texts))


def literal(text: str) -> str:
    """Quote a text; control characters stay as they are.

    >>> literal("it's")
    "'it''s'"
    """
    return "'" + text.replace("'", "''") + "'"
