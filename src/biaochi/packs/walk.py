"""Walking through a pack: every part with its path, and problems placed by path."""

# ruff: noqa: ANN401 — parts of any class.

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from biaochi.errors import Level, Problem
from biaochi.packs.messages import mark_at
from biaochi.packs.shapes import Pack

_NOT_CONTENT = ("marks", "digest")


def parts(value: Any, *, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every grammar object inside a pack with its dotted path."""
    if is_dataclass(value):
        yield path, value
        for f in fields(value):
            if f.name not in _NOT_CONTENT:
                yield from parts(getattr(value, f.name), path=_under(path, key=f.name))
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from parts(item, path=_under(path, key=key))
    elif isinstance(value, tuple):
        for i, item in enumerate(value):
            yield from parts(item, path=_under(path, key=str(i)))


def at(pack: Pack, code: str, path: str, *, level: Level = "error", **says: str) -> Problem:
    """Return a problem at the place a path was written; ``says``: expected, found, do."""
    mark = mark_at(pack.marks, path)
    return Problem(
        code, says["expected"], says["found"], says["do"],
        file=mark.file, line=mark.line, column=mark.column, level=level,
    )  # fmt: skip


def ids(pack: Pack, *, group: str) -> tuple[str, ...]:
    """Return the names declared in one part of a pack."""
    value = getattr(pack, group)
    return tuple(value) if isinstance(value, Mapping) else tuple(item.id for item in value)


def figure(pack: Pack, *, text: str) -> str:
    """Return the number text behind a parameter's name (its latest value), or the text itself."""
    parameter = pack.parameters.get(text)
    if parameter is None:
        return text
    latest = max(parameter.values, default="")
    return (parameter.values[latest] if latest else parameter.value) or ""


def _under(path: str, *, key: str) -> str:
    return f"{path}.{key}" if path else key
