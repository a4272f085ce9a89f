"""The short ways of writing a thing, spelled out before types are checked."""

from collections.abc import Callable
from typing import get_args

from biaochi.errors import Problem
from biaochi.packs.hints import suggest
from biaochi.packs.operators import COLLECT_OPS, field_names
from biaochi.packs.shapes import Alternative, Basis, Collect, Effect, Label
from biaochi.packs.yamltext import Listing, Node, Table, Text, problem

EFFECT_KINDS: tuple[str, ...] = get_args(Effect.__annotations__["kind"])


def expand(node: Node, shape: type) -> Node:
    """Return the long form of a node that stands for ``shape``."""
    return _EXPANSIONS[shape](node) if shape in _EXPANSIONS else node


def effect_problem(node: Table) -> Problem | None:
    """Return what is wrong with an effect that names no kind, or more than one."""
    kinds = [key for key in node.entries if key in _KIND_KEYS]
    if "kind" in node.entries:
        kinds = [k for k in kinds if k != "propose"]
        if not kinds:
            return None
        kinds.append("kind")
    if len(kinds) > 1:
        return problem(
            "PACK-EFFECT", node.keys.get(kinds[1], node.mark), expected="一条只写一个后果",
            found="、".join(k for k in kinds if k != "kind"), do="请拆成几条，每条一个后果。",
        )  # fmt: skip
    strange = [key for key in node.entries if key not in field_names(Effect) and key != "from"]
    word = strange[0] if strange else ""
    return problem(
        "PACK-EFFECT", node.keys.get(word, node.mark),
        expected="一种后果（" + "、".join(EFFECT_KINDS) + "）",
        found=f"「{word}」" if word else "没有后果", do=suggest(word, EFFECT_KINDS),
    )  # fmt: skip


def _as_entry(key: str) -> Callable[[Node], Node]:
    def expanded(node: Node) -> Node:
        return Table(node.mark, {key: node}, {}) if isinstance(node, Text) else node

    return expanded


def _collect(node: Node) -> Node:
    if not isinstance(node, Table):
        return node
    entries: dict[str, Node] = {}
    keys = dict(node.keys)
    for key, value in node.entries.items():
        if key in COLLECT_OPS:
            entries["op"] = Text(node.keys[key], key)
            entries["what"] = value
        else:
            entries[key] = value
    return Table(node.mark, entries, keys)


def _effect(node: Node) -> Node:
    if isinstance(node, Text):
        return Table(node.mark, {"kind": node}, {})
    if not isinstance(node, Table) or "kind" in node.entries:
        return node
    kinds = [key for key in node.entries if key in _KIND_KEYS]
    if len(kinds) != 1:
        return node
    kind = kinds[0]
    value = node.entries[kind]
    entries: dict[str, Node] = {"kind": Text(node.keys[kind], kind)}
    if kind == "propose":
        entries["propose"] = value
    elif isinstance(value, Listing):
        entries["choices"] = value
    else:
        entries["what"] = value
    entries |= {key: child for key, child in node.entries.items() if key != kind}
    return Table(node.mark, entries, {k: m for k, m in node.keys.items() if k != kind})


_KIND_KEYS = frozenset(EFFECT_KINDS)
_EXPANSIONS: dict[type, Callable[[Node], Node]] = {
    Basis: _as_entry("clause"),
    Label: _as_entry("zh"),
    Alternative: _as_entry("measure"),
    Collect: _collect,
    Effect: _effect,
}
