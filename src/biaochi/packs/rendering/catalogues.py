"""Chapters on catalogues, sheets and quantities."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from biaochi.packs.rendering.formulas import formula
from biaochi.packs.rendering.names import Names
from biaochi.packs.rendering.paper import Article, Chapter, article, bullets, table
from biaochi.packs.rendering.phrases import suited
from biaochi.packs.rendering.quantities import sentence
from biaochi.packs.shapes import AnyQuantity, Catalogue, Collect, Item, Sheet
from biaochi.vocabulary.language import Rounding
from biaochi.vocabulary.registry import ItemKind
from biaochi.vocabulary.words import zh

_SIGNS = {"takes": "表示扣减", "adds": "表示增加", "either": "按正负计"}
_HEAD = ("代码", "内容", "方面", "种类", "分值", "上限", "所需证据", "核对要点和案例", "说明")
_ROWS = (
    "本期，是所评的期间；截至日，是看到哪一天为止的那一天，当日计入，没有另行写明的为本期末日。"
    "取自目录的，只计已核实、未被更正的记录。"
    "除得的数没有写明舍入的，按总则舍入；比例和其他没有写明舍入的，不作舍入；"
    "写明保留几位小数而没有写明办法的，办法同总则。"
    "取最早或最近一次的，当日有几个不同的值，结果待定。"
    "没有记录时另有写明的从其写明；没有写明的，条数按零计，合计按零计"
    "（评分、历年结果、计票三表没有记录的，合计待定），其余结果待定。"
)


def chapters(names: Names) -> tuple[Chapter, ...]:
    """Return the chapters on coded lists, assessment sheets and quantities."""
    pack = names.pack
    return (
        Chapter("目录", tuple(_catalogue(c, names=names) for c in pack.catalogues.values())),
        Chapter("考核表", tuple(_sheet(s, names=names) for s in pack.sheets.values())),
        Chapter(
            "量的计算",
            tuple(_quantity(k, quantity=q, names=names) for k, q in pack.quantities.items()),
            _ROWS,
        ),
    )


def _catalogue(catalogue: Catalogue, *, names: Names) -> Article:
    told = bullets((
        ("依据", names.basis(catalogue.basis)),
        ("条目数", _counts(catalogue)),
        ("计法", _scoring(catalogue, names=names) if catalogue.items else ""),
        ("完整性", "所列不完整" if catalogue.incomplete else ""),
        ("方面", _aspects(catalogue)),
        ("说明", catalogue.note),
    ))  # fmt: skip
    rows = table(_HEAD, rows=_rows(catalogue, names=names)) if catalogue.items else ""
    return article(f"《{catalogue.label.zh}》", *told, rows)


def _counts(catalogue: Catalogue) -> str:
    if not catalogue.items:
        return "只列方面，没有条目" if catalogue.aspects else "没有条目"
    listed, hidden = len(catalogue.items), sum(not item.published for item in catalogue.items)
    declared = catalogue.declared_items
    counts = f"原文称{declared}项，" if declared is not None else ""
    counts += f"本文列{listed}项"
    if hidden:
        some = f"其中{hidden}项原文未公布" if hidden < listed else "原文均未公布"
        counts += f"，{some}，留作空位"
    return counts


def _scoring(catalogue: Catalogue, *, names: Names) -> str:
    if catalogue.sensitive:
        return "属敏感情形，只供了解，不计分"
    if not _is_scored(catalogue, names=names):
        return "只记事实，不计分"
    listed = any(item.points is not None for item in catalogue.items)
    told = f"{'条目所定' if listed else '记录上登记'}的分值{_SIGNS[catalogue.sign]}"
    return f"{told}；只有负分" if catalogue.negative_only else told


def _is_scored(catalogue: Catalogue, *, names: Names) -> bool:
    """Does an entry carry points, does the sign say how, or does a quantity add values up?"""
    if any(item.points is not None for item in catalogue.items):
        return True
    if catalogue.sign != "either" and any(item.scored for item in catalogue.items):
        return True
    return any(
        isinstance(q, Collect) and q.from_ == catalogue.id and q.what == "value"
        for q in names.pack.quantities.values()
    )


def _aspects(catalogue: Catalogue) -> str:
    labels = {a.id: a.label or a.id for a in catalogue.aspects}
    return "；".join(
        (a.label or ("（原文未公布）" if not a.published else a.id))
        + (f"（属{labels.get(a.within, a.within)}）" if a.within else "")
        for a in catalogue.aspects
    )


def _rows(catalogue: Catalogue, *, names: Names) -> Iterator[tuple[str, ...]]:
    labels = {a.id: a.label or a.id for a in catalogue.aspects}
    scored = _is_scored(catalogue, names=names) and not catalogue.sensitive
    runs = groupby(catalogue.items, key=lambda i: (i.published, i.aspect, i.points, i.cap))
    for (published, aspect, points, cap), run in runs:
        items = list(run)
        where, worth = labels.get(aspect, aspect), names.amount(points or "")
        if published:
            for item in items:
                told = ["不计分"] if scored and not item.scored else []
                told += ["属敏感情形"] if item.sensitive and not catalogue.sensitive else []
                yield _item(item, names=names, aspect=where, told=told)
        else:
            codes = items[0].code if len(items) == 1 else f"{items[0].code}–{items[-1].code}"
            text = f"（原文未公布，共{len(items)}项）" if len(items) > 1 else "（原文未公布）"
            yield codes, text, where, "", worth, names.amount(cap or ""), "", "", ""


def _item(item: Item, *, names: Names, aspect: str, told: Sequence[str]) -> tuple[str, ...]:
    kind = "" if item.kind == "listed" else zh(ItemKind, item.kind)
    check = "；".join((*item.checklist, *(f"案例：{case}" for case in item.precedents)))
    notes = [item.note] if item.note else []
    notes += [f"标签：{'、'.join(item.tags)}"] if item.tags else []
    notes += told
    notes += [names.basis(item.basis)] if item.basis else []
    return (
        item.code, item.label, aspect, kind, names.amount(item.points or ""),
        names.amount(item.cap or ""), item.evidence, check, "；".join(notes),
    )  # fmt: skip


def _sheet(sheet: Sheet, *, names: Names) -> Article:
    weights = [
        f"“{_component(k, names=names)}”占{names.amount(w)}" for k, w in sheet.weights.items()
    ]
    return article(f"《{sheet.label}》", *bullets((
        ("依据", names.basis(sheet.basis)),
        ("适用于", suited(formula(sheet.applies, names=names)) + names.subject(sheet.of)),
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
    unit = names.unit(quantity.unit)
    unit = f"，以“{unit}”计" if unit else "，以比例计" if quantity.unit == "share" else ""
    inner = "，只供内部计算" if quantity.internal else ""
    rounding = _rounding(quantity, names=names)
    basis = names.basis(quantity.basis)
    told = f"{sentence(quantity, names=names)}。"
    told += f"结果{rounding}。" if rounding else ""
    told += f"（依据：{basis}）" if basis else ""
    title = f"{names.of('quantities', id=name)}（{names.subject(quantity.of)}{unit}{inner}）"
    return article(title, told, f"说明：{quantity.note.rstrip('。')}。" if quantity.note else "")


def _rounding(quantity: AnyQuantity, *, names: Names) -> str:
    """Return how the result is rounded; a quantity without a way of its own takes the pack's."""
    way = quantity.rounding or (names.pack.numeric.rounding if quantity.scale is not None else None)
    told = [zh(Rounding, way)] if way else []
    if quantity.scale is not None:
        told.append(f"保留{quantity.scale}位小数" if quantity.scale else "取整数")
    return "，".join(told)
