"""Names without a Chinese label: the rendered document could not say them."""

import re
from collections.abc import Iterator
from dataclasses import fields

from biaochi.errors import Problem
from biaochi.packs.rendering.names import Names
from biaochi.packs.shapes import Pack
from biaochi.packs.walk import at, parts

_FORMULAS = {
    "when", "where", "formula", "only", "members", "applies", "actual", "streak", "mine",
    "confirmation", "prior_intervention",
}  # fmt: skip
_VALUE = re.compile(r"'([A-Za-z_-]+)'")

_LABELLED = (
    "parameters", "groups", "attributes", "relations", "subjects", "ballots", "sources",
    "quantities",
)  # fmt: skip


def check(pack: Pack) -> Iterator[Problem]:
    """Yield every name that readers would meet in the document without a label."""
    for group in _LABELLED:
        for name, part in getattr(pack, group).items():
            if not part.label and name.isascii():
                yield _unlabelled(pack, f"{group}.{name}", name=name)
    for catalogue in pack.catalogues.values():
        path = f"catalogues.{catalogue.id}"
        for i, aspect in enumerate(catalogue.aspects):
            if aspect.published and not aspect.label:
                yield _unlabelled(pack, f"{path}.aspects.{i}", name=aspect.id)
        for i, item in enumerate(catalogue.items):
            if item.published and not item.label:
                yield _unlabelled(pack, f"{path}.items.{i}", name=item.code)

    yield from _values(pack)


def _values(pack: Pack) -> Iterator[Problem]:
    """Yield Latin words that conditions compare with and nothing gives a Chinese name."""
    names = Names(pack)
    for path, part in parts(pack):
        for f in fields(part):
            text = getattr(part, f.name) if f.name in _FORMULAS else None
            for word in _VALUE.findall(text) if isinstance(text, str) else ():
                if names.value(word) == word:
                    yield at(
                        pack, "PACK-LABEL", f"{path}.{f.name}", level="warning",
                        expected="呈报文本里读得懂的值", found=f"「{word}」没有中文名称",
                        do="请改用中文的值，或在 calendar、channels、measures 里写明它的名称。",
                    )  # fmt: skip


def _unlabelled(pack: Pack, path: str, *, name: str) -> Problem:
    return at(
        pack, "PACK-LABEL", path, level="warning", expected="label：中文名称",
        found=f"「{name}」没有", do="请补上 label，呈报文本里用它。",
    )  # fmt: skip
