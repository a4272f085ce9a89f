"""Articles for rules, exceptions, monitors and statistics."""

from collections.abc import Iterable

from biaochi.packs.rendering.formulas import condition, formula
from biaochi.packs.rendering.names import Names, span
from biaochi.packs.rendering.paper import Article, Chapter, article, bullets
from biaochi.packs.rendering.phrases import limited
from biaochi.packs.shapes import Alternative, Effect, ExceptionRule, Monitor, Rule, Statistic
from biaochi.vocabulary.findings import EffectKind, Opens, ReasonClass
from biaochi.vocabulary.language import Order
from biaochi.vocabulary.registry import Counting
from biaochi.vocabulary.words import zh

_INTRO = (
    "符合条件，只表示引出一个需要由人研究的问题；不作认定，不作决定，不变动任何人的职务。"
    "事实不全的，结论为待定，既不推定有，也不推定没有。"
    "没有列出例外的，没有例外；没有列出施行期的，同总则。"
)


def chapters(names: Names) -> tuple[Chapter, ...]:
    """Return the chapters of rules, exceptions, monitors and statistics."""
    pack = names.pack
    return (
        Chapter("情形与建议", tuple(_rule(r, names=names) for r in pack.rules.values()), _INTRO),
        Chapter("例外", tuple(_exception(e, names=names) for e in pack.exceptions.values())),
        Chapter(
            "监测与统计",
            (
                *(_monitor(m, names=names) for m in pack.monitors.values()),
                *(_statistic(s, names=names) for s in pack.statistics.values()),
            ),
            "监测只作参考，不产生任何人的结论；统计只反映总数。",
        ),
    )


def _rule(rule: Rule, *, names: Names) -> Article:
    subject = names.subject(rule.of)
    if rule.subject:
        subject += f"；所指的人：{names.of('relations', id=rule.subject)}"
    effects = [effect(e, names=names) for e in rule.effects]
    exceptions = _titles(rule.unless, names=names)
    told = bullets((
        ("依据", names.basis(rule.basis)),
        ("施行期", span(rule.in_force) if rule.in_force else ""),
        ("对象", subject),
        ("条件", formula(rule.when, names=names)),
        ("前提", _requires(rule, names=names)),
        ("例外", exceptions),
        ("引出的问题", zh(Opens, rule.opens)),
        ("建议的后果", "；".join(effects) or "无"),
        ("渠道", names.channel(rule.channel)),
        ("由谁确认", rule.owner or "未写明"),
        ("说明", rule.note),
    ))  # fmt: skip
    return article(rule.label.zh, *told)


def _titles(exceptions: Iterable[str], *, names: Names) -> str:
    return "、".join(f"《{names.of('exceptions', id=name)}》" for name in exceptions)


def _requires(rule: Rule, *, names: Names) -> str:
    requires = rule.requires
    told = []
    if requires.prior_intervention:
        prior = formula(requires.prior_intervention, names=names)
        told.append(f"已经先行提醒、函询或诫勉（{prior}）")
    if requires.confirmation:
        told.append(f"已经由人认定（{formula(requires.confirmation, names=names)}）")
    if requires.legal_review:
        told.append("经法律审核；审核前只作建议")
    return "；".join(told)


def effect(effect: Effect, *, names: Names) -> str:
    """Return a suggested consequence as a phrase."""
    told = zh(EffectKind, effect.kind)
    if effect.kind == "grade_choice" and len(effect.choices) == 1:
        told = "建议等次"
    what = [effect.what] if effect.what and effect.what != effect.base else []
    listed = [*what, *effect.choices]
    marks = "“{}”" if effect.kind.startswith("grade_") else "{}"
    shown = "、".join(marks.format(names.value(text)) for text in listed)
    told = shown if shown.startswith(told) else "：".join(part for part in (told, shown) if part)
    if effect.propose:
        told += "：" + "，或".join(_alternative(a, names=names) for a in effect.propose)
    if effect.amount:
        told += f"{'，' if shown else '：'}{_worth(effect, names=names)}"
    if effect.from_:
        told += f"，自{formula(effect.from_, names=names)}起"
    told += f"，期限{names.duration(effect.lasts)}" if effect.lasts else ""
    told += f"，{limited(effect.when, names=names)}" if effect.when else ""
    if effect.blocked_by:
        told += f"，有{_titles(effect.blocked_by, names=names)}所列情形的不得启动"
    told += f"，由{effect.authority}决定" if effect.authority else ""
    return told + (f"（{effect.note}）" if effect.note else "")


def _worth(effect: Effect, *, names: Names) -> str:
    """Return how much: a share of something, a share alone, or a sum."""
    amount = names.amount(effect.amount or "")
    if effect.base:
        return f"数额为{formula(effect.base, names=names)}的{amount}"
    return f"{'比例' if '%' in amount or '/' in amount else '数额'}为{amount}"


def _alternative(choice: Alternative, *, names: Names) -> str:
    when = [limited(choice.when, names=names)] if choice.when else []
    reason = [zh(ReasonClass, choice.reason_class)] if choice.reason_class else []
    inside = "，".join((*when, *reason, *([choice.note] if choice.note else [])))
    return names.value(choice.measure) + (f"（{inside}）" if inside else "")


def _exception(exception: ExceptionRule, *, names: Names) -> Article:
    told = bullets((
        ("依据", names.basis(exception.basis)),
        ("对象", names.subject(exception.of)),
        ("条件", formula(exception.when, names=names)),
        ("不影响", "、".join(names.value(s) for s in exception.suppresses)),
        ("适用于", "、".join(f"《{r.label.zh}》" for r in _naming(exception.id, names=names))),
        ("说明", exception.note),
    ))  # fmt: skip
    return article(exception.label.zh, *told)


def _naming(exception: str, *, names: Names) -> list[Rule]:
    return [
        rule
        for rule in names.pack.rules.values()
        if exception in rule.unless or any(exception in e.blocked_by for e in rule.effects)
    ]


def _monitor(monitor: Monitor, *, names: Names) -> Article:
    def speak(text: str) -> str:
        return formula(text, names=names)

    pool = ""
    if monitor.pool:
        limit = f"，{limited(monitor.pool.where, names=names)}" if monitor.pool.where else ""
        order = zh(Order, monitor.pool.order)
        pool = f"按“{names.of('quantities', id=monitor.pool.by)}”，{order}{limit}"
    base = "成员数" if monitor.base == "members" else f"“{speak(monitor.base)}”"
    actual = condition(monitor.actual, names=names) if monitor.actual else ""
    told = bullets((
        ("依据", names.basis(monitor.basis)),
        ("范围", names.of("groups", id=monitor.within)),
        ("参考数", f"{base}的{names.amount(monitor.share)}"),
        ("对照的实际数", f"范围内符合{actual}的个数" if monitor.actual else ""),
        ("供研究的次序", pool),
        ("说明", monitor.note),
    ))  # fmt: skip
    return article(f"{monitor.label.zh}（监测）", *told)


def _statistic(statistic: Statistic, *, names: Names) -> Article:
    def listed(parts: dict[str, str]) -> str:
        return "；".join(f"{name}：{formula(text, names=names)}" for name, text in parts.items())

    left = "合计减去各分项所余" if statistic.parts else "没有分项，合计全部"
    remainder = f"{left}记为“{statistic.remainder}”"
    told = bullets((
        ("依据", names.basis(statistic.basis)),
        ("计数单位", zh(Counting, statistic.counts)),
        ("合计", formula(statistic.total, names=names)),
        ("分项", listed(dict(statistic.parts))),
        ("余数", "必须为零" if statistic.must_reconcile else remainder),
        ("另计（不计入合计）", listed(dict(statistic.cross_cuts))),
        ("说明", statistic.note),
    ))  # fmt: skip
    return article(f"{statistic.label.zh}（统计）", *told)
