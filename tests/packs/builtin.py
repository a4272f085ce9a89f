"""The built-in packs and their examples, each read once."""

from functools import cache

from biaochi.batch.examples import Plans
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


@cache
def plans_of(name: str) -> Plans:
    return Plans(pack_of(name))


def with_folder(name: str, example: str) -> bool:
    """Has the example facts in a folder, and are they taken?"""
    shown = examples_of(name)[example]
    return shown.facts == "folder" and not shown.expect.refused


EXAMPLES = [(name, example) for name in builtin_ids() for example in examples_of(name)]
FOLDERS = [(name, example) for name, example in EXAMPLES if with_folder(name, example)]
