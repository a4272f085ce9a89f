"""Chapters on catalogues, sheets and quantities."""

from collections.abc import Iterator
from itertools import groupby

from biaochi.packs.rendering.formulas import formula
from biaochi.packs.rendering.names import Names
from biaochi.packs.rendering.paper import Article, Chapter, article, bullets, table
from biaochi.packs.rendering.quantities import sentence
from biaochi.packs.shapes import AnyQuantity, Catalogue, Item, Sheet
from biaochi.vocabulary.language import Rounding
from biaochi.vocabulary.registry import ItemKind
from biaochi.vocabulary.words import zh

_SIGNS = {"takes": "条目分值表示扣减", "adds": "条目分值表示增加", "either": "条目分值按正负计"}
_HEAD = ("代码", "内容", "方面", "种类", "分值", "上限", "所需证据", "核对要点和案例", "说明")
_VERIFIED = "取自目录的，只计已核实、未被更正的记录；未写明取舍的，结果不作舍入。"


def chapters(names: Names) -> tuple[Chapter, ...]:
    """Return the chapters on coded lists, assessment sheets and quantities."""
    pack = names.pack
    return (
        Chapter("目录", tuple(_catalogue(c, names=names) for c in pack.catalogues.values())),
        Chapter("考核表", tuple(_sheet(s, names=names) for s in pack.sheets.values())),
        Chapter(
            "量的计算",
            tuple(_quantity(k, quantity=q, names=names) for k, q in pack.quantities.items()),
            _VERIFIED,
        ),
    )


def _catalogue(catalogue: Catalogue, *, names: Names) -> Article:
    hidden = sum(not item.published for item in catalogue.items)
    counts = f"实有{len(catalogue.items)}项"
    counts += f"，其中{hidden}项原文未公布" if hidden else ""
    if catalogue.declared_items is not None:
        counts = f"原文称{catalogue.declared_items}项，{counts}"
    flags = [_SIGNS[catalogue.sign] if _is_scored(catalogue) else "只记事实，不计分"]
    flags += ["只有负分"] if catalogue.negative_only else []
    flags += ["所列不完整"] if catalogue.incomplete else []
    flags += ["属敏感情形，只供了解，不计分"] if catalogue.sensitive else []
    told = bullets((
        ("依据", names.basis(catalogue.basis)),
        ("条目数", counts),
        ("计法", "；".join(flags)),
        ("方面", _aspects(catalogue)),
        ("说明", catalogue.note),
    ))  # fmt: skip
    rows = table(_HEAD, rows=_rows(catalogue, names=names)) if catalogue.items else ""
    return article(f"《{catalogue.label.zh}》", *told, rows)


def _is_scored(catalogue: Catalogue) -> bool:
    """Does any entry carry points, or may any be scored where the sign says how?"""
    listed = any(item.points is not None for item in catalogue.items)
    return listed or (catalogue.sign != "either" and any(i.scored for i in catalogue.items))


def _aspects(catalogue: Catalogue) -> str:
    labels = {a.id: a.label or a.id for a in catalogue.aspects}
    return "；".join(
        (a.label or ("（原文未公布）" if not a.published else a.id))
        + (f"（属{labels.get(a.within, a.within)}）" if a.within else "")
        for a in catalogue.aspects
    )


def _rows(catalogue: Catalogue, *, names: Names) -> Iterator[tuple[str, ...]]:
    labels = {a.id: a.label or a.id for a in catalogue.aspects}
    runs = groupby(catalogue.items, key=lambda i: (i.published, i.aspect, i.points, i.cap))
    for (published, aspect, points, cap), run in runs:
        items = list(run)
        where, worth = labels.get(aspect, aspect), names.amount(points or "")
        if published:
            for item in items:
                yield _item(item, names=names, aspect=where)
        else:
            codes = items[0].code if len(items) == 1 else f"{items[0].code}–{items[-1].code}"
            text = f"（原文未公布，共{len(items)}项）"
            yield codes, text, where, "", worth, names.amount(cap or ""), "", "", ""


def _item(item: Item, *, names: Names, aspect: str) -> tuple[str, ...]:
    kind = "" if item.kind == "listed" else zh(ItemKind, item.kind)
    check = "；".join((*item.checklist, *(f"案例：{case}" for case in item.precedents)))
    notes = [item.note] if item.note else []
    notes += [f"标签：{'、'.join(item.tags)}"] if item.tags else []
    notes += [] if item.scored else ["不计分"]
    notes += [names.basis(item.basis)] if item.basis else []
    return (
        item.code, item.label, aspect, kind, names.amount(item.points or ""),
        names.amount(item.cap or ""), item.evidence, check, "；".join(notes),
    )  # fmt: skip


def _sheet(sheet: Sheet, *, names: Names) -> Article:
    weights = [f"{_component(k, names=names)}{names.amount(w)}" for k, w in sheet.weights.items()]
    return article(f"《{sheet.label}》", *bullets((
        ("依据", names.basis(sheet.basis)),
        ("适用于", f"{names.subject(sheet.of)}中{formula(sheet.applies, names=names)}的"),
        ("共性内容", "、".join(_component(name, names=names) for name in sheet.common)),
        ("个性内容", "、".join(_component(name, names=names) for name in sheet.feature)),
        ("权重", "，".join(weights)),
    )))  # fmt: skip


def _component(name: str, *, names: Names) -> str:
    """Return the label of a heading: a quantity, an aspect or a catalogue."""
    for catalogue in names.pack.catalogues.values():
        for aspect in catalogue.aspects:
            if aspect.id == name and aspect.label:
                return aspect.label
    group = "quantities" if name in names.pack.quantities else "catalogues"
    return names.of(group, id=name)


def _quantity(name: str, *, quantity: AnyQuantity, names: Names) -> Article:
    unit = f"，单位：{names.unit(quantity.unit)}" if quantity.unit else ""
    inner = "，中间量" if quantity.internal else ""
    rounding = f"{zh(Rounding, quantity.rounding)}" if quantity.rounding else ""
    if quantity.scale is not None:
        rounding += f"{'，' if rounding else ''}保留{quantity.scale}位小数"
    basis = names.basis(quantity.basis)
    told = f"{sentence(quantity, names=names)}。"
    told += f"结果{rounding}。" if rounding else ""
    told += f"（依据：{basis}）" if basis else ""
    title = f"{names.of('quantities', id=name)}（{names.subject(quantity.of)}{unit}{inner}）"
    return article(title, told, f"说明：{quantity.note}" if quantity.note else "")
