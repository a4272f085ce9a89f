"""The first chapters: what the pack is, its parameters, readings and terms."""

from collections.abc import Callable, Iterator

from biaochi.packs.rendering.formulas import formula
from biaochi.packs.rendering.names import Names, day, span, spoken
from biaochi.packs.rendering.paper import Article, Chapter, article, bullets, table
from biaochi.packs.rendering.phrases import limited, suited
from biaochi.packs.shapes import (
    Attribute,
    Ballot,
    Group,
    NamedList,
    Opinion,
    Parameter,
    Reading,
    Relation,
    Source,
    Subject,
)
from biaochi.vocabulary.columns import TABLES
from biaochi.vocabulary.language import ChosenBy, ParameterSource, Rounding
from biaochi.vocabulary.registry import Regime
from biaochi.vocabulary.words import zh

_BY = {
    "members": "在该单位任职的人员", "posts_held": "本人任职的单位",
    "colleagues": "同单位的其他人员",
    "line": "本人分管的单位", "line_members": "本人分管单位的人员", "links": "关系表中登记的对象",
    "parent": "上级单位", "children": "下属单位", "descendants": "各级下属单位",
    "named": "证据中所列的人员或单位",
}  # fmt: skip
_KINDS = {"flag": "“是”或“否”", "label": "的文字", "number": "的数", "date": "的日期"}
_KEYS = {"matter": "证据中的事项", "incident": "证据中的事件", "round": "证据中的交办轮次"}


def chapters(names: Names) -> tuple[Chapter, ...]:
    """Return the chapters on the pack itself, its parameters, readings and terms."""
    pack = names.pack
    parameters = (_parameters(names),) if pack.parameters else ()
    readings = tuple(_reading(reading, names=names) for reading in pack.readings.values())
    return (
        Chapter("总则", tuple(_general(names))),
        Chapter("参数", parameters),
        Chapter("口径", readings, "原文可作不同理解之处，列明问题、各种答案和选定的一种。"),
        Chapter("用语", tuple(_terms(names))),
    )


def _general(names: Names) -> Iterator[Article]:
    pack = names.pack
    if pack.summary:
        yield article("概要", pack.summary)
    yield article("制定机关和施行期", *bullets((
        ("制定机关", pack.authority or "未写明"),
        ("施行期", span(pack.in_force)),
        ("适用身份", "、".join(zh(Regime, r) for r in pack.regime)),
    )))  # fmt: skip
    documents = [(d.title, day(d.issued), d.note) for d in pack.documents]
    yield article("依据文件", table(("文件", "印发或者公布日期", "说明"), rows=documents))
    rounding = pack.numeric.rounding
    how = f"{zh(Rounding, rounding)}，保留{pack.numeric.scale}位小数" if rounding else "未写明"
    yield article(
        "数值",
        f"作除法时{how}；加、减、乘和比较不作舍入。" if rounding else f"作除法时的舍入方式{how}。",
        f"单项数值不超过{spoken(pack.numeric.largest)}，"
        f"同一对象在同一表中的记录不超过{spoken(pack.numeric.rows)}条。",
    )
    if pack.requires_prior_intervention is not None:
        needed = "以" if pack.requires_prior_intervention else "不以"
        which = "；适用的情形，见各该条的“前提”" if pack.requires_prior_intervention else ""
        told = f"认定不适宜担任现职、提出调整建议，{needed}先行提醒、函询或诫勉为前提{which}。"
        yield article("先行措施", told)
    yield article("制定过程", *_life(names))


def _life(names: Names) -> tuple[str, ...]:
    life = names.pack.life
    opinions = [_opinion(opinion) for opinion in life.opinions]
    if not (life.drafted_by or opinions or life.approved_by):
        return ("起草、征求意见和批准，均未记载。",)
    return bullets((
        ("起草", "、".join(life.drafted_by) or "未记载"),
        ("征求意见", "；".join(opinions) or "未记载"),
        ("批准", "、".join(life.approved_by) or "未记载"),
    ))  # fmt: skip


def _opinion(opinion: Opinion) -> str:
    said = f"（{opinion.summary.rstrip('。')}）" if opinion.summary else ""
    return f"{day(opinion.on)}征求{'、'.join(opinion.by)}意见{said}"


def _parameters(names: Names) -> Article:
    rows = [
        (
            names.of("parameters", id=name),
            names.settled(name) or "（待定）",
            names.basis(parameter.basis),
            zh(ParameterSource, _origin(parameter)),
            parameter.note,
        )
        for name, parameter in names.pack.parameters.items()
    ]
    return article("参数表", table(("参数", "值", "依据", "来源", "说明"), rows=rows))


def _origin(parameter: Parameter) -> str:
    """Return where the value comes from; one without a value is open, whatever is written."""
    given = parameter.value is not None or bool(parameter.values)
    return parameter.source if given or parameter.source != "stated" else "open"


def _reading(reading: Reading, *, names: Names) -> Article:
    chosen = "（待定，有关结果暂不能确定）"
    if reading.chosen is not None:
        label = reading.options.get(reading.chosen, reading.chosen)
        chosen = f"{label}（{zh(ChosenBy, reading.chosen_by)}）"
    return article(reading.asks, *bullets((
        ("依据", names.basis(reading.basis)),
        ("可以有的答案", "；".join(reading.options.values())),
        ("选定", chosen),
        ("说明", reading.note),
    )))  # fmt: skip


def _terms(names: Names) -> Iterator[Article]:
    for title, group, tell in _TOLD:
        rows = [
            (names.of(group, id=name), tell(part, names=names))
            for name, part in getattr(names.pack, group).items()
        ]
        if rows:
            yield article(title, table(("名称", "含义"), rows=rows))


def _subject(subject: Subject, *, names: Names) -> str:  # noqa: ARG001  one call for all
    return f"以{_KEYS[subject.key]}为单位"


def _attribute(attribute: Attribute, *, names: Names) -> str:  # noqa: ARG001  one call for all
    values = f"，为{'、'.join(attribute.values)}之一" if attribute.values else ""
    return f"{TABLES[attribute.from_]}表登记{_KINDS[attribute.kind]}{values}"


def _ballot(ballot: Ballot, *, names: Names) -> str:
    limit = f"；{limited(ballot.where, names=names, columns=True)}" if ballot.where else ""
    return (
        f"测评内容为“{ballot.question}”，选项为{'、'.join(f'“{o}”' for o in ballot.options)}{limit}"
    )


def _source(source: Source, *, names: Names) -> str:
    where = formula(source.where, names=names, columns=True) if source.where else ""
    return f"{names.source(source.table)}{f'中{suited(where)}' if where else '的'}记录"


def _list(entry: NamedList, *, names: Names) -> str:
    scope = f"可见范围：{entry.scope}" if entry.scope else ""
    basis = names.basis(entry.basis)
    return "；".join(text for text in (scope, f"依据：{basis}" if basis else "") if text)


def _group(group: Group, *, names: Names) -> str:
    keys = "、".join(names.name(key) for key in group.by)
    told = f"{keys}相同的{names.subject(group.of)}" if keys else f"全部{names.subject(group.of)}"
    return told + (f"，{limited(group.members, names=names)}" if group.members else "")


def _relation(relation: Relation, *, names: Names) -> str:
    told = f"由{names.subject(relation.of)}到{names.subject(relation.to)}：{_BY[relation.by]}"
    told += "（反向）" if relation.reversed else ""
    if relation.mine:
        told += f"，本人任职须{formula(relation.mine, names=names, columns=True)}"
    if relation.where:
        told += f"，{limited(relation.where, names=names, columns=True)}"
    return told


_TOLD: tuple[tuple[str, str, Callable[..., str]], ...] = (
    ("比较组", "groups", _group),
    ("关系", "relations", _relation),
    ("对象", "subjects", _subject),
    ("登记的属性", "attributes", _attribute),
    ("测评", "ballots", _ballot),
    ("数据来源", "sources", _source),
    ("名单", "lists", _list),
)
