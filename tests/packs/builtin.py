"""The built-in packs and their examples, each read once."""

from functools import cache

from biaochi.packs.examples import examples
from biaochi.packs.loader import builtin, builtin_ids, load
from biaochi.packs.shapes import Pack
from biaochi.packs.shapes.examples import Example


@cache
def examples_of(name: str) -> dict[str, Example]:
    return {example.id: example for example in examples(builtin(name))}


@cache
def pack_of(name: str) -> Pack:
    return load(builtin(name))


EXAMPLES = [(name, example) for name in builtin_ids() for example in examples_of(name)]
