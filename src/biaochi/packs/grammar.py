"""From nodes to grammar classes: short forms written out, types checked, places remembered."""

# ruff: noqa: ANN401 — values from YAML have no type before the grammar gave them one.

import types
from collections import abc
from collections.abc import Mapping
from dataclasses import dataclass, is_dataclass
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter, ValidationError

from biaochi.errors import Problem
from biaochi.packs import messages, shorthand
from biaochi.packs.hints import suggest
from biaochi.packs.operators import COLLECT_OPS, OPERATORS, field_names, operators_in
from biaochi.packs.shapes import AnyQuantity, Basis, Collect, Effect, Mark
from biaochi.packs.yamltext import Listing, Node, Table, Text, plain, problem


@dataclass(frozen=True)
class Sheaf:
    """What reading a pack leaves beside the values: problems, places, the default document."""

    problems: list[Problem]
    marks: dict[str, Mark]
    document: str = ""


@cache
def hints_of(shape: type) -> Mapping[str, Any]:
    """Return the resolved types of a grammar class's fields."""
    return get_type_hints(shape)


@cache
def adapter(hint: Any) -> TypeAdapter[Any]:
    """Return the validator of one type of the grammar."""
    return TypeAdapter(hint)


def read(node: Node, hint: Any, *, path: str, sheaf: Sheaf) -> Any:
    """Return the value a node stands for; with problems noted and None when it has no meaning."""
    before = len(sheaf.problems)
    if hint == AnyQuantity:
        hint = _quantity_shape(node, path=path, sheaf=sheaf)
    value = None if hint is None else _fit(node, hint, path=path, sheaf=sheaf)
    if len(sheaf.problems) > before:
        return None
    try:
        return adapter(hint).validate_python(value)
    except ValidationError as error:
        sheaf.problems.extend(messages.translate(error, path=path, marks=sheaf.marks))
    return None


def _quantity_shape(node: Node, *, path: str, sheaf: Sheaf) -> Any:
    sheaf.marks[path] = node.mark
    if not isinstance(node, Table):
        sheaf.problems.append(problem(
            "PACK-VALUE", node.mark, expected="键和值（of、一个算子……）",
            found=messages.describe(plain(node)), do="请写成 名称: {of: person, 算子: …}。",
        ))  # fmt: skip
        return None
    found = operators_in(tuple(node.entries))
    if len(found) == 1:
        return OPERATORS[found[0]]
    if found:
        second = node.keys[found[1]]
        sheaf.problems.append(problem(
            "PACK-OPERATOR", second, expected="一个算子", found="、".join(found),
            do="请拆成几个量，每个量一个算子。",
        ))  # fmt: skip
        return None
    known = field_names(Collect)
    strange = [k for k in node.entries if k not in known and k != "from"]
    hint = suggest(strange[0] if strange else "", OPERATORS)
    sheaf.problems.append(problem(
        "PACK-OPERATOR", node.keys[strange[0]] if strange else node.mark,
        expected="一个算子（" + "、".join(OPERATORS) + "）",
        found=f"「{strange[0]}」" if strange else "没有算子", do=hint,
    ))  # fmt: skip
    return None


def _fit(node: Node, hint: Any, *, path: str, sheaf: Sheaf) -> Any:
    sheaf.marks[path] = node.mark
    origin, args = get_origin(hint), get_args(hint)
    if origin in (types.UnionType, Union):
        options = [a for a in args if a is not type(None)]
        listed = [a for a in options if get_origin(a) is tuple]
        chosen = listed[0] if listed and isinstance(node, Listing) else options[-1]
        return _fit(node, chosen, path=path, sheaf=sheaf)
    if isinstance(hint, type) and is_dataclass(hint):
        return _fit_class(node, hint, path=path, sheaf=sheaf)
    if origin is tuple and isinstance(node, Listing):
        return [
            _fit(child, args[0], path=f"{path}.{i}", sheaf=sheaf)
            for i, child in enumerate(node.items)
        ]
    if origin is abc.Mapping and isinstance(node, Table):
        return {
            key: _fit(child, args[1], path=f"{path}.{key}", sheaf=sheaf)
            for key, child in node.entries.items()
        }
    _remember(node, path=path, sheaf=sheaf)
    return plain(node)


def _remember(node: Node, *, path: str, sheaf: Sheaf) -> None:
    sheaf.marks[path] = node.mark
    if isinstance(node, Table):
        for key, child in node.entries.items():
            _remember(child, path=f"{path}.{key}", sheaf=sheaf)
    elif isinstance(node, Listing):
        for i, child in enumerate(node.items):
            _remember(child, path=f"{path}.{i}", sheaf=sheaf)


def _fit_class(node: Node, shape: type, *, path: str, sheaf: Sheaf) -> Any:
    node = shorthand.expand(node, shape)
    if shape is Basis and isinstance(node, Table) and "document" not in node.entries:
        entries = {**node.entries, "document": Text(node.mark, sheaf.document)}
        node = Table(node.mark, entries, node.keys)
    if not isinstance(node, Table):
        return plain(node)
    if shape is Effect and (wrong := shorthand.effect_problem(node)):
        sheaf.problems.append(wrong)
        return None
    hints = hints_of(shape)
    values: dict[str, Any] = {}
    for written, child in node.entries.items():
        key = "from_" if written == "from" and "from_" in hints else written
        internal = shape is Collect and written in ("op", "what") and written in node.keys
        if key not in hints or written == "from_" or internal:
            _unknown(written, node=node, shape=shape, sheaf=sheaf)
            continue
        values[key] = _fit(child, hints[key], path=f"{path}.{key}", sheaf=sheaf)
        if written in node.keys:
            sheaf.marks.setdefault(f"{path}.{written}", child.mark)
    return values


def _unknown(written: str, *, node: Table, shape: type, sheaf: Sheaf) -> None:
    names = [n.removesuffix("_") for n in field_names(shape)]
    if shape is Collect:
        names = [*COLLECT_OPS, *(n for n in names if n not in ("op", "what"))]
    sheaf.problems.append(problem(
        "PACK-KEY", node.keys.get(written, node.mark), expected="已知的键", found=f"「{written}」",
        do=suggest(written, [n for n in names if n not in node.entries]),
    ))  # fmt: skip
