"""GLOSSARY.md: every word and every closed list, generated."""

from collections.abc import Iterable

from biaochi.vocabulary import findings, language, registry
from biaochi.vocabulary.terms import GLOSSARY
from biaochi.vocabulary.words import Term

_TABLES: tuple[tuple[str, type[Term]], ...] = (
    ("判定 Verdicts", findings.Verdict),
    ("引出的问题 What a finding opens", findings.Opens),
    ("建议的后果 Effects", findings.EffectKind),
    ("后果的对象 Objects of effects", findings.EffectObject),
    ("措施原因 Reasons", findings.ReasonClass),
    ("证据状态 Evidence statuses", registry.EvidenceStatus),
    ("任职角色 Roles of posts", registry.PostRole),
    ("办理角色 Roles in the office", registry.Role),
    ("措施种类 Kinds of measures", registry.MeasureKind),
    ("渠道种类 Kinds of channels", registry.ChannelKind),
    ("程序关口 Gates", registry.Gate),
    ("后续管理 Aftercare", registry.AftercareKind),
    ("保存期限 Retention", registry.RetentionKind),
    ("救济的对象 What a remedy is against", registry.Covered),
    ("条目种类 Kinds of items", registry.ItemKind),
    ("评分成分 Components", registry.Component),
    ("证据来源 Sources of evidence", registry.EvidenceSource),
    ("事项种类 Kinds of events", registry.EventKind),
    ("统计单位 Counting", registry.Counting),
    ("适用身份 Regimes", registry.Regime),
    ("算子 Operators", language.Operator),
    ("舍入 Rounding", language.Rounding),
    ("缺项 Missing parts", language.Missing),
    ("并列 Ties", language.Ties),
    ("次序 Order", language.Order),
    ("未定等次年度 Ungraded years", language.UngradedYear),
    ("时长单位 Units of duration", language.DurationUnit),
    ("频次 Intervals", language.Interval),
    ("对象 Subjects", language.SubjectKind),
    ("合并方法 Combining", language.Take),
    ("票基数 Vote bases", language.VoteBase),
    ("口径由谁选定 Who chose a reading", language.ChosenBy),
    ("参数来源 Where a parameter comes from", language.ParameterSource),
)


def glossary_markdown() -> str:
    """Return the glossary; it begins with the words of daily use and ends with the closed lists."""
    lines = ["# 词汇表 Glossary", "", "由 `vocabulary/` 生成，请勿手改。一词一物。", ""]
    for (zh, en), words in GLOSSARY.items():
        lines += [f"## {zh} {en}", "", *_table(("中文", "English"), rows=words), ""]
    for title, table in _TABLES:
        rows = [(f"`{term.value}`", term.zh, term.en) for term in table]
        lines += [f"## {title}", "", *_table(("写法", "中文", "English"), rows=rows), ""]
    return "\n".join(lines)


def _table(head: tuple[str, ...], *, rows: Iterable[tuple[str, ...]]) -> list[str]:
    lines = [head, tuple("---" for _ in head), *rows]
    return ["| " + " | ".join(line) + " |" for line in lines]
