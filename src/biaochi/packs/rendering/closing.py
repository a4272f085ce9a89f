"""Chapters on channels, measures, procedures, aftercare and duties."""

from collections.abc import Iterator, Mapping

from biaochi.packs.quorums import quorum_of
from biaochi.packs.rendering.formulas import formula
from biaochi.packs.rendering.names import Names, day, span
from biaochi.packs.rendering.paper import Article, Chapter, article, bullets, table
from biaochi.packs.rendering.phrases import limited
from biaochi.packs.shapes import (
    Aftercare,
    Duty,
    Influence,
    Measure,
    Procedure,
    Retention,
    Stage,
)
from biaochi.packs.walk import figure
from biaochi.vocabulary.findings import EffectObject
from biaochi.vocabulary.language import Interval
from biaochi.vocabulary.registry import (
    AftercareKind,
    ChannelKind,
    Covered,
    Gate,
    MeasureKind,
    Regime,
    RetentionKind,
)
from biaochi.vocabulary.words import zh

_UNSURE = {"unverified": "，未经核对", "product": "，产品暂定"}


def chapters(names: Names) -> tuple[Chapter, ...]:
    """Return the chapters on what people do with findings."""
    pack = names.pack
    duties = (_duties(names),) if pack.calendar else ()
    return (
        Chapter("渠道与措施", tuple(_means(names))),
        Chapter("程序", tuple(_procedure(p, names=names) for p in pack.procedures.values())),
        Chapter("后续管理", tuple(_aftercare(pack.aftercare, names=names))),
        Chapter("定期事项", duties),
    )


def _means(names: Names) -> Iterator[Article]:
    pack = names.pack
    if pack.channels:
        rows = [
            (c.label, zh(ChannelKind, c.kind), names.basis(c.basis), c.note) for c in pack.channels
        ]
        yield article("渠道", table(("渠道", "种类", "依据", "说明"), rows=rows))
    if pack.measures:
        listed = [
            (
                m.label,
                zh(MeasureKind, m.kind),
                _scope(m),
                names.basis(m.basis),
                _changes(m, names=names),
            )
            for m in pack.measures
        ]
        yield article(
            "措施", table(("措施", "种类", "效果和适用范围", "依据", "说明"), rows=listed)
        )


def _scope(measure: Measure) -> str:
    lowers = {None: "", True: "降低职务", False: "不降低职务"}[measure.lowers_post]
    dated = span(measure.in_force) if measure.in_force else ""
    whom = "、".join(zh(Regime, regime) for regime in measure.regimes)
    return "；".join(part for part in (whom, lowers, dated) if part)


def _changes(measure: Measure, *, names: Names) -> str:
    start = f"自{day(measure.becomes_from)}起" if measure.becomes_from else ""
    becomes = f"{start}对应“{names.value(measure.becomes)}”" if measure.becomes else ""
    return "；".join(part for part in (becomes, measure.note) if part)


def _procedure(procedure: Procedure, *, names: Names) -> Article:
    order = [stage.gate for stage in procedure.stages]
    gates = sorted(procedure.gates, key=lambda g: order.index(g) if g in order else len(order))
    declared = f"原文称{procedure.declared_stages}步，" if procedure.declared_stages else ""
    told = bullets((
        ("依据", names.basis(procedure.basis)),
        ("适用身份", "、".join(zh(Regime, regime) for regime in procedure.regimes)),
        ("可以针对", "、".join(_covered(word, names=names) for word in procedure.covers)),
        ("机构", procedure.body),
        ("法定人数", _quorum(procedure.quorum, names=names) if procedure.quorum else ""),
        ("必经关口", "、".join(zh(Gate, gate) for gate in gates)),
        ("适用渠道", "、".join(names.channel(channel) for channel in procedure.channels)),
        ("步骤数", f"{declared}本文列{len(procedure.stages)}步"),
        ("说明", procedure.note),
    ))  # fmt: skip
    labels = {stage.id: stage.label for stage in procedure.stages}
    rows = [
        _stage(s, number=i, names=names, labels=labels)
        for i, s in enumerate(procedure.stages, start=1)
    ]
    head = ("序号", "步骤", "责任主体", "文书", "期限", "条件", "下一步", "依据", "说明")
    return article(procedure.label.zh, *told, table(head, rows=rows))


def _covered(word: str, *, names: Names) -> str:
    """Return what a remedy can be against: a measure, a result of some kind, a closed word."""
    result, sign, label = word.partition(":")
    if sign:
        return f"{zh(Covered, result)}为{label}"
    is_measure = any(m.id == word for m in names.pack.measures)
    return names.value(word, column="measure") if is_measure else zh(Covered, word)


def _quorum(quorum: str, *, names: Names) -> str:
    """Return how many have to be there: a share of those entitled, or a number of them."""
    said = quorum_of(figure(names.pack, text=quorum))
    if said is None:
        return names.amount(quorum)
    return f"应到成员的{names.amount(quorum)}" if said.is_share else names.amount(quorum, unit="人")


def _stage(
    stage: Stage, *, number: int, names: Names, labels: Mapping[str, str]
) -> tuple[str, ...]:
    shown = stage.published or "未公布" in stage.label
    label = stage.label if shown else f"{stage.label}（原文未公布）"
    return (
        str(number),
        label,
        stage.owner or "（未写明）",
        "、".join(stage.papers),
        names.duration(stage.deadline) if stage.deadline else "",
        "；".join(formula(guard, names=names) for guard in stage.guards),
        "，或者".join(f"“{labels.get(step, step)}”" for step in stage.next),
        names.basis(stage.basis),
        stage.note,
    )


def _aftercare(aftercare: Aftercare, *, names: Names) -> Iterator[Article]:
    if aftercare.fields:
        rows = [
            (
                zh(AftercareKind, f.kind), f.label, f.owner,
                f"每{names.duration(f.every)}一次" if f.every else "", names.basis(f.basis), f.note,
            )
            for f in aftercare.fields
        ]  # fmt: skip
        head = ("种类", "内容", "责任主体", "频次", "依据", "说明")
        yield article("应办内容", table(head, rows=rows))
    if aftercare.influence:
        bars = [_influence(i, names=names) for i in aftercare.influence]
        yield article("影响期", table(("措施", "受影响的事项", "影响期", "依据"), rows=bars))
    if aftercare.free:
        free = "、".join(names.value(channel) for channel in aftercare.free)
        yield article("不设影响期的渠道", f"{free}。")
    if aftercare.outcomes:
        yield article("复检结论", f"可以是：{'、'.join(aftercare.outcomes)}。")
    if aftercare.retention:
        retained = [_retention(r, names=names) for r in aftercare.retention]
        columns = ("记录", "办结后保存", "依据", "说明")
        yield article("保存期限", f"期满由人处置，不自动删除。\n\n{table(columns, rows=retained)}")
    if aftercare.note:
        yield article("后续管理的说明", aftercare.note)


def _retention(retention: Retention, *, names: Names) -> tuple[str, ...]:
    keeps = names.duration(retention.keeps) if retention.keeps else "待定"
    keeps += _UNSURE.get(retention.source, "")
    kind = zh(RetentionKind, retention.kind)
    return kind, keeps, names.basis(retention.basis), retention.note


def _influence(influence: Influence, *, names: Names) -> tuple[str, ...]:
    lasts = names.duration(influence.lasts) if influence.lasts else "待定"
    lasts += _UNSURE.get(influence.source, "")
    if influence.joined in names.pack.readings:
        lasts += f"；同时有几项的，按口径“{names.pack.readings[influence.joined].asks}”定"
    if influence.longest:
        lasts += f"，合并后最长{names.duration(influence.longest)}"
    bars = zh(EffectObject, influence.bars)
    return names.value(influence.measure), bars, lasts, names.basis(influence.basis)


def _duties(names: Names) -> Article:
    head = ("事项", "责任主体", "对象", "频次", "期限", "依据", "说明")
    return article(
        "定期事项表", table(head, rows=[_duty(d, names=names) for d in names.pack.calendar])
    )


def _due(duty: Duty, *, names: Names) -> str:
    due = names.duration(duty.due)
    return f"期末当日，宽限{due}" if due.startswith("0") else f"期末后{due}内"


def _duty(duty: Duty, *, names: Names) -> tuple[str, ...]:
    where = f"，{limited(duty.where, names=names)}" if duty.where else ""
    return (
        duty.label,
        duty.owner or "（未写明）",
        names.subject(duty.of) + where,
        zh(Interval, duty.every),
        _due(duty, names=names),
        names.basis(duty.basis),
        duty.note,
    )
