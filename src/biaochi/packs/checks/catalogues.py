"""Coded lists: declared counts, unpublished slots, signs, aspects, sensitive items."""

from collections import Counter
from collections.abc import Iterator

from biaochi.errors import Problem
from biaochi.packs.amounts import amount
from biaochi.packs.hints import suggest
from biaochi.packs.shapes import Aspect, Catalogue, Item, Pack
from biaochi.packs.walk import at, figure


def check(pack: Pack) -> Iterator[Problem]:
    """Yield what is wrong with catalogues, one after the other and between them."""
    for catalogue in pack.catalogues.values():
        path = f"catalogues.{catalogue.id}"
        yield from _counts(pack, path=path, catalogue=catalogue)
        yield from _aspects(pack, path=path, catalogue=catalogue)
        yield from _unpublished(pack, path=path, catalogue=catalogue)
        for i, item in enumerate(catalogue.items):
            yield from _item(pack, path=f"{path}.items.{i}", catalogue=catalogue, item=item)
    yield from _repeated(pack)


def _counts(pack: Pack, *, path: str, catalogue: Catalogue) -> Iterator[Problem]:
    top = sum(not aspect.within for aspect in catalogue.aspects)
    counts = [
        ("declared_items", "条目", catalogue.declared_items, {len(catalogue.items)}),
        ("declared_aspects", "方面", catalogue.declared_aspects, {top, len(catalogue.aspects)}),
    ]
    for i, aspect in enumerate(catalogue.aspects):
        inside = _inside(aspect, catalogue=catalogue)
        actual = {sum(item.aspect in inside for item in catalogue.items)}
        what = f"「{aspect.label or aspect.id}」的条目"
        counts.append((f"aspects.{i}.items", what, aspect.items, actual))
    for key, what, declared, actual in counts:
        if declared is not None and declared not in actual:
            yield at(
                pack, "PACK-COUNT", f"{path}.{key}",
                level="warning" if catalogue.incomplete else "error",
                expected=f"{what} {declared} 个", found=f"{max(actual)} 个",
                do="请补齐条目；原文没有的写进 slots，或注明 incomplete: true。",
            )  # fmt: skip


def _inside(aspect: Aspect, *, catalogue: Catalogue) -> set[str]:
    """Return an aspect and everything below it; a loop ends where it began."""
    inside = {aspect.id}
    for _ in catalogue.aspects:
        inside |= {a.id for a in catalogue.aspects if a.within in inside}
    return inside


def _aspects(pack: Pack, *, path: str, catalogue: Catalogue) -> Iterator[Problem]:
    known = [aspect.id for aspect in catalogue.aspects]
    named = [(f"items.{i}.aspect", item.aspect) for i, item in enumerate(catalogue.items)]
    named += [(f"aspects.{i}.within", a.within) for i, a in enumerate(catalogue.aspects)]
    for key, name in named:
        if name and name not in known:
            yield at(
                pack, "PACK-UNDECLARED", f"{path}.{key}", expected="本目录 aspects 里的方面",
                found=f"「{name}」", do=suggest(name, known),
            )  # fmt: skip
    for i, aspect in enumerate(catalogue.aspects):
        if aspect.id in known[:i]:
            yield at(
                pack, "PACK-DUPLICATE", f"{path}.aspects.{i}", expected="每个方面只写一次",
                found=f"「{aspect.id}」写了两次", do="请合并或改名。",
            )  # fmt: skip


def _unpublished(pack: Pack, *, path: str, catalogue: Catalogue) -> Iterator[Problem]:
    labels = {aspect.id: aspect.label or aspect.id for aspect in catalogue.aspects}
    slots = Counter(item.aspect for item in catalogue.items if not item.published)
    if slots:
        named = "，".join(f"{labels.get(a, '未分方面')} {n} 项" for a, n in slots.items())
        yield at(
            pack, "PACK-UNPUBLISHED", path, level="warning", expected="全部条目的原文",
            found=f"{slots.total()} 项未公布（{named}）", do="请在取得原文后补上。",
        )  # fmt: skip
    hidden = [a.label or a.id for a in catalogue.aspects if not a.published]
    if hidden:
        yield at(
            pack, "PACK-UNPUBLISHED", path, level="warning", expected="全部方面的名称",
            found=f"{len(hidden)} 个方面未公布（{'、'.join(hidden)}）", do="请在取得原文后补上。",
        )  # fmt: skip


def _item(pack: Pack, *, path: str, catalogue: Catalogue, item: Item) -> Iterator[Problem]:
    for key in ("points", "cap"):
        text = getattr(item, key)
        if text is None:
            continue
        number = amount(figure(pack, text=text))
        if number is None and text not in pack.parameters:
            yield at(
                pack, "PACK-AMOUNT", f"{path}.{key}", expected="一个数，或参数的名称",
                found=f"「{text}」", do=suggest(text, pack.parameters),
            )  # fmt: skip
        elif key == "points" and catalogue.negative_only and number is not None and number > 0:
            yield at(
                pack, "PACK-SIGN", f"{path}.points", expected="0 或负数",
                found=f"{item.code} 为 {text}", do="请改为负数，或去掉 negative_only。",
            )  # fmt: skip
    if item.scored and (catalogue.sensitive or item.sensitive):
        yield at(
            pack, "PACK-SENSITIVE", path, expected="scored: false",
            found=f"{item.code} 计分", do="健康、家庭等情形只供了解，请写 scored: false。",
        )  # fmt: skip
    if item.kind == "qualitative" and item.published and not (item.checklist or item.precedents):
        yield at(
            pack, "PACK-CHECKLIST", path, level="warning", expected="checklist 或 precedents",
            found=f"{item.code} 都没有", do="请写明如何认定，否则各人尺度不一。",
        )  # fmt: skip


def _repeated(pack: Pack) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for catalogue in pack.catalogues.values():
        for i, item in enumerate(catalogue.items):
            path = f"catalogues.{catalogue.id}.items.{i}"
            if item.code in first:
                yield at(
                    pack, "PACK-DUPLICATE", path, expected="代码在整个规则包里不重复",
                    found=f"「{item.code}」已在 catalogues/{first[item.code]}.yaml 用过",
                    do="请改代码。",
                )  # fmt: skip
            first.setdefault(item.code, catalogue.id)
