"""One Chinese sentence for each operator of a quantity."""

import re
from collections.abc import Callable

from biaochi.packs import shapes
from biaochi.packs.checks.bands import interval_name
from biaochi.packs.rendering import comparisons
from biaochi.packs.rendering.formulas import condition, formula, result
from biaochi.packs.rendering.names import Names
from biaochi.packs.rendering.phrases import cited, missing, named, suited
from biaochi.packs.rendering.phrases import options as choices
from biaochi.packs.rendering.windows import choice, window
from biaochi.packs.shapes import AnyQuantity, Band, Quantity
from biaochi.vocabulary import language as words
from biaochi.vocabulary.columns import COLUMNS
from biaochi.vocabulary.words import zh

_NUMBER = re.compile(r"-?[\d.]+%?")
Sentence = Callable[..., str]
_NO_ROWS = {"zero": "没有记录的按零计", "undetermined": "没有记录的待定"}
_NO_VOTES = {
    "block": "结果待定", "zero": "该类按零计", "renormalise": "其权重由其余各类按比例分担",
    "exclude": "不计该类",
}  # fmt: skip
_NOT_THERE = {
    "block": "缺数据而影响结果的，待定", "zero": "缺数据的按零计", "exclude": "缺数据的不计入",
}  # fmt: skip
_OWN = {"count": "计条数", "exists": "看有没有"}
_DATED, _DAYS = {"min": "最早", "max": "最晚"}, ("日”", "日期”")
_ROLLED = {"any": "看其中有没有符合的", "all": "看是否全都符合"}
_POINTS = ("", "points", "分")
_PARTIAL = {"counts": "不足一届的计为一届", "not": "不足一届的不计", "half": "过半届的计为一届"}


def sentence(quantity: AnyQuantity, *, names: Names) -> str:
    """Return how a quantity is computed, without its name."""
    return _SENTENCES[type(quantity)](quantity, names=names)


def _collect(q: shapes.Collect, *, names: Names) -> str:
    source = names.source(q.from_)
    where = f"符合{condition(q.where, names=names, columns=True)}的" if q.where else ""
    first, rows = choice(q.over, names=names), f"{window(q.over, names=names)}{source}"
    taken = _taken(q)
    if q.op == "exists" and not q.each:
        return f"{first}看{rows}中有没有{where}记录"
    whole = "" if source.endswith("记录") else "的记录"
    told = [f"{first}就{rows}{f'中{where}记录' if where else whole}"]
    if q.each:
        told.append(f"先按{names.name(q.each, columns=True)}分别{taken}")
        if q.cap:
            limit = "目录所定上限" if q.cap == "catalogue" else names.amount(q.cap)
            told.append(f"每份最多计{limit}")
        told.append(f"再取各份的{zh(words.Take, q.then)}")
    else:
        told.append(taken)
    told += [f"结果不低于{names.amount(q.at_least)}"] if q.at_least else []
    told += [f"结果不高于{names.amount(q.at_most)}"] if q.at_most else []
    told += [_NO_ROWS[q.empty]] if q.empty else []
    return "，".join(told)


def _taken(q: shapes.Collect) -> str:
    column = f"“{COLUMNS.get(q.what, q.what)}”"
    if q.op == "distinct":
        return f"按{column}计数，相同的只计一次"
    if q.op in ("first", "latest"):
        return f"取{zh(words.Operator, q.op)}的{column}"
    if q.op in _DATED and column.endswith(_DAYS):
        return f"取{_DATED[q.op]}的{column}"
    if q.op == "trimmed_mean":
        return f"去掉最高和最低各{q.trim}个后，取{column}的平均值"
    if q.op == "mean":
        return f"取{column}的{zh(words.Take, q.op)}"
    return _OWN.get(q.op) or f"取{column}的{zh(words.Operator, q.op)}"


def _score(q: shapes.Score, *, names: Names) -> str:  # noqa: ARG001  one call for all sentences
    amount = "得分" if q.unit in _POINTS else "数值"
    what = "等次" if q.kind == "label" else amount
    year = _year(q.years_back) if q.years_back else "本期"
    return f"取评分表中{year}本项的{what}；没有登记的待定"


def _compute(q: shapes.Compute, *, names: Names) -> str:
    return result(q.formula, names=names)


def _choose(q: shapes.Choose, *, names: Names) -> str:
    reading = names.pack.readings.get(q.choose)
    told = {key: f"为{condition(text, names=names)}" for key, text in q.options.items()}
    return choices(reading, told, asks=reading.asks if reading else q.choose)


def _weighted(q: shapes.Weighted, *, names: Names) -> str:
    told = [f"{named(k, names=names)}占{names.amount(w)}" for k, w in q.weighted.items()]
    return f"{'，'.join(told)}，加权相加；{missing(q.missing)}"


def _by_sheet(q: shapes.BySheet, *, names: Names) -> str:
    sheets = "、".join(f"《{names.of('sheets', id=s)}》" for s in q.by_sheet)
    told = f"按适用的考核表（{sheets}）所定权重加权相加"
    return f"{told}；没有适用的表或者有两张的，待定；{missing(q.missing)}"


def _from_ballot(q: shapes.Votes | shapes.VoteShare, *, names: Names) -> str:
    groups = f"（限{names.quoted(q.rater_groups)}）" if q.rater_groups else ""
    return named(q.from_, names=names, group="ballots") + groups


def _suppressed(below: str | None, *, names: Names) -> str:
    return f"；有效票少于{names.amount(below, unit='票')}的待定" if below else ""


def _votes(q: shapes.Votes, *, names: Names) -> str:
    if isinstance(q.votes, str):
        what = zh(words.VoteBase, q.votes)
    else:
        what = f"{names.quoted(q.votes)}票数"
    return f"{_from_ballot(q, names=names)}的{what}{_suppressed(q.suppress_below, names=names)}"


def _vote_share(q: shapes.VoteShare, *, names: Names) -> str:
    base = zh(words.VoteBase, q.base)
    told = f"{_from_ballot(q, names=names)}中{names.quoted(q.share)}票占{base}的比例，不作舍入"
    return told + _suppressed(q.suppress_below, names=names)


def _option_mean(q: shapes.OptionMean, *, names: Names) -> str:
    values = "，".join(f"“{o}”计{names.amount(v)}" for o, v in q.option_mean.items())
    told = f"{named(q.from_, names=names, group='ballots')}的有效票按{values}取平均"
    if q.weights:
        shares = "，".join(f"“{g}”占{names.amount(w)}" for g, w in q.weights.items())
        told += f"，各测评主体按{shares}加权；某类主体没有有效票的，{_NO_VOTES[q.missing]}"
    if q.merge_below:
        fewer = names.amount(q.merge_below, unit="票")
        told += f"；某类主体有效票少于{fewer}的，并入“{q.merge_into}”"
    return told + _suppressed(q.suppress_below, names=names)


def _bands(q: shapes.Map, *, names: Names) -> str:
    rows = [_band(band, names=names) for band in q.bands.table]
    told = f"按{named(q.bands.on, names=names)}分档：{'；'.join(rows)}"
    if q.bands.overrides:
        first = [
            f"{suited(formula(o.when, names=names))}，为{_given(o.gives, names=names)}"
            + cited(o.basis, names=names)
            for o in q.bands.overrides
        ]
        told += f"。但有下列情形的，按先后次序优先：{'；'.join(first)}"
    return told


def _band(band: Band, *, names: Names) -> str:
    ends = {e: getattr(band, e) for e in ("at_least", "above", "at_most", "below")}
    labels = {e: names.amount(t) for e, t in ends.items() if t is not None}
    words_of = {"at_least": "不低于", "above": "高于", "at_most": "不高于", "below": "低于"}
    told = "且".join(f"{words_of[e]}{t}" for e, t in labels.items()) or interval_name(band)
    also = f"且{formula(band.when, names=names)}" if band.when else ""
    given = _given(band.gives, names=names)
    return f"{suited(told + also)}，为{given}{cited(band.basis, names=names)}"


def _given(text: str, *, names: Names) -> str:
    """Return what a band gives: a number as it is, a label in quotation marks."""
    return text if _NUMBER.fullmatch(text) else f"“{names.value(text)}”"


def _lookup(q: shapes.Lookup, *, names: Names) -> str:
    rows = [f"“{names.value(k)}”为{names.amount(v)}" for k, v in q.table.items()]
    rest = f"其余为{names.amount(q.otherwise)}" if q.otherwise is not None else "其余的待定"
    return f"按{named(q.lookup, names=names)}对照：{'；'.join((*rows, rest))}"


def _roll(q: shapes.Roll, *, names: Names) -> str:
    share = "" if q.share == "1" else f"，按{names.amount(q.share)}计"
    once = "，同一事件涉及多人的只带入一次" if q.each_event == "once" else ""
    return (
        f"把{named(q.from_, names=names, group='relations')}的{named(q.roll, names=names)}带入，"
        f"{_ROLLED.get(q.take) or f'取{zh(words.Take, q.take)}'}"
        f"{share}{once}；{_NOT_THERE.get(q.missing) or missing(q.missing)}"
    )


def _earlier(q: shapes.Earlier, *, names: Names) -> str:
    how = "取当年已定的结果"
    years = names.amount(q.years, unit="年")
    return f"{years}前的{named(q.earlier, names=names)}，{how}；没有结果的待定"


def _change(q: shapes.Change, *, names: Names) -> str:
    return f"本期{named(q.change, names=names)}减去{names.amount(q.years, unit='年')}前已定的结果"


def _year(back: int) -> str:
    """Return a year so many years before the one that is judged."""
    return {1: "上年", 2: "前年"}.get(back, f"往前第{back}年")


def _pattern(q: shapes.Pattern, *, names: Names) -> str:
    years = [_year(back) for back in range(len(q.pattern) - 1, 0, -1)] + ["本年"]
    steps = "；".join(
        f"{year}{condition(step, names=names)}" for year, step in zip(years, q.pattern, strict=True)
    )
    return (
        f"连续{len(q.pattern)}年依次符合：{steps}；"
        f"{zh(words.UngradedYear, q.ungraded_year)}{_look_back(q.look_back)}"
    )


def _streak(q: shapes.Streak, *, names: Names) -> str:
    years = names.amount(q.times, unit="年")
    return (
        f"含本年在内共{years}，年年符合{condition(q.streak, names=names)}；"
        f"{zh(words.UngradedYear, q.ungraded_year)}{_look_back(q.look_back)}"
    )


def _look_back(years: int | None) -> str:
    return f"，最多回看{years}年" if years is not None else ""


def _deadline(q: shapes.Deadline, *, names: Names) -> str:
    start = formula(q.deadline, names=names)
    return f"自“{start}”的次日起算，满{names.duration(q.after)}的那一日"


def _service(q: shapes.Service, *, names: Names) -> str:
    unit = {"days": "天数", "months": "整月数", "years": "整年数"}[q.service]
    where = f"符合{condition(q.where, names=names, columns=True)}的" if q.where else ""
    return f"到截至日担任{where}职务的{unit}，重叠的时间只算一次"


def _terms(q: shapes.Terms, *, names: Names) -> str:
    where = f"符合{condition(q.where, names=names, columns=True)}的" if q.where else ""
    return f"担任{where}职务的届数，每届{names.duration(q.terms)}，{_PARTIAL[q.partial]}"


_SENTENCES: dict[type[Quantity], Sentence] = {
    shapes.Collect: _collect,
    shapes.Score: _score,
    shapes.Compute: _compute,
    shapes.Choose: _choose,
    shapes.Weighted: _weighted,
    shapes.BySheet: _by_sheet,
    shapes.Votes: _votes,
    shapes.VoteShare: _vote_share,
    shapes.OptionMean: _option_mean,
    shapes.Rank: comparisons.rank,
    shapes.Last: comparisons.last,
    shapes.Bottom: comparisons.bottom,
    shapes.Relative: comparisons.relative,
    shapes.GroupFigure: comparisons.group,
    shapes.Percentile: comparisons.percentile,
    shapes.RankScore: comparisons.rank_score,
    shapes.Map: _bands,
    shapes.Lookup: _lookup,
    shapes.Quota: comparisons.quota,
    shapes.Roll: _roll,
    shapes.Earlier: _earlier,
    shapes.Change: _change,
    shapes.Pattern: _pattern,
    shapes.Streak: _streak,
    shapes.Deadline: _deadline,
    shapes.Service: _service,
    shapes.Terms: _terms,
}
