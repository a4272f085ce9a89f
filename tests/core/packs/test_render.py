# ruff: noqa: E501 — sentences and tables are compared whole.

import re
from pathlib import Path

import pytest

from biaochi.packs.operators import OPERATORS
from biaochi.packs.render import render
from biaochi.packs.rendering.formulas import condition, formula, result
from biaochi.packs.rendering.names import Names, day, numeral, span
from biaochi.packs.rendering.quantities import sentence
from biaochi.packs.rendering.windows import choice, window
from biaochi.packs.shapes import Basis, Span
from tests.core.packs.packing import RULE, loaded

HEAD = """\
summary: 一份样例。
authority: 县委
regime: [civil_servant, 国企人员]
requires_prior_intervention: true
numeric: {scale: 1, rounding: half_up}
life: {drafted_by: [甲], opinions: [{on: "2014-01-01", by: [乙], summary: 好}], approved_by: [丙]}
parameters:
  line: {value: 8, unit: points, label: 列入线, basis: 第六条}
  dated: {values: {"2014-01-01": 5, "2016-01-01": 6}, unit: years, label: 任期, basis: 一}
  unset: {label: 待填线}
  days: {value: 15, unit: working_days, label: 回复期, basis: 一, source: product}
  alone: {value: 3, label: 年数, basis: 一}
readings:
  window: {asks: 怎么累计？, options: {year: 自然年, rolling: 连续十二个月}, basis: 一, chosen: year}
  open: {asks: 算不算？, options: {yes: 算, no: 不算}, basis: 一, note: 原文没有写}
groups:
  team: {by: [unit], label: 同班子, members: comparable}
  all: {of: unit, label: 全部单位}
attributes:
  leading: {kind: flag, label: 领导职务}
  class: {label: 类别, values: [甲, 乙]}
relations:
  members: {of: unit, to: person, by: members, label: 单位人员, where: role = 'head'}
  line_up: {of: person, to: person, by: links, kind: x, reversed: true, mine: role = 'head', label: 分管}
subjects: {matter: {key: matter, label: 交办事项}}
ballots: {vote: {question: 测评, options: [好, 差], label: 民主测评, where: votes > 0}}
sources:
  letters: {table: measures, where: "measure = 'removal'", label: 免职记录}
  all_rows: {table: evidence, label: 全部证据}
lists: {unfit: {label: 建议名单, scope: 内部, basis: 一}, bare: {label: 空名单}}
"""

QUANTITIES = {
    "sum: value, from: neg, over: {reading: window, options: {year: period, rolling: {months: 12}}}, each: item, cap: catalogue, at_least: 0, at_most: line, empty: zero": "期间依口径“怎么累计？”：选“自然年”的（现选定），取本期内；选“连续十二个月”的，取截至日前连续12个月内。就该期间内目录《负面清单》的记录，先按条目分别取“数值”的合计，每份最多计目录所定上限，再取各份的合计，结果不低于0，结果不高于8分（列入线），没有记录的按零计",
    'count: rows, from: letters, where: "kind = \'a\'", each: month, cap: 4, then: max': "就本期内免职记录中符合“种类为‘a’”的记录，先按月份分别计条数，每份最多计4，再取各份的最大值",
    "distinct: event, from: neg": "就本期内目录《负面清单》的记录，按“同一起问题”计数，相同的只计一次",
    "latest: 'on', from: measures": "就本期内措施表的记录，取最近一次的“日期”",
    "trimmed_mean: value, from: neg": "就本期内目录《负面清单》的记录，去掉最高和最低各1个后，取“数值”的平均值",
    "exists: rows, from: absences, each: month": "就本期内缺勤表的记录，先按月份分别看有没有，再取各份的合计",
    "score: x": "取评分表中本期本项的得分；没有登记的待定",
    "score: x, unit: 月": "取评分表中本期本项的数值；没有登记的待定",
    "score: x, kind: label, years_back: 4": "取评分表中往前第4年本项的等次；没有登记的待定",
    "score: x, kind: label, years_back: 1": "取评分表中上年本项的等次；没有登记的待定",
    "formula: points + 1": "扣分 ＋ 1",
    "choose: open, options: {yes: points, other: '0'}": "依口径“算不算？”（尚未选定）：选“算”的，为“扣分”；选“other”的，为“0”",
    "choose: gone, options: {yes: points}": "依口径“gone”（尚未选定）：选“yes”的，为“扣分”",
    "weighted: {points: 60%, total: 40%}, missing: zero": "“扣分”占60%，“总分”占40%，加权相加；缺项按零计",
    "by_sheet: [s], missing: block": "按适用的考核表（《正职表》）所定权重加权相加；没有适用的表或者有两张的，待定；缺一项则结果待定",
    "votes: [差], from: vote, rater_groups: [群众]": "“民主测评”（限“群众”）的“差”票数",
    "votes: cast, from: vote, suppress_below: 5": "“民主测评”的收回票数；有效票少于5票的待定",
    "share: [好], from: vote, base: valid": "“民主测评”中“好”票占有效票数的比例，不作舍入",
    "option_mean: {好: 100}, from: vote, weights: {群众: 100%}, merge_below: 3, merge_into: 群众": "“民主测评”的有效票按“好”计100取平均，各测评主体按“群众”占100%加权；某类主体没有有效票的，结果待定；某类主体有效票少于3票的，并入“群众”",
    "option_mean: {好: 100}, from: vote": "“民主测评”的有效票按“好”计100取平均",
    "rank: total, within: team, order: desc, ties: min": "在“同班子”中按“总分”排名，高者在前，并列者取靠前名次（1、2、2、4）；组内有成员缺数据的，结果待定",
    "last: total, within: team, joint: counts, order: asc": "看“总分”在“同班子”中是否最高；并列的也算；组内只有一名成员的不算；组内有成员缺数据的，结果待定",
    "last: total, within: team, joint: not": "看“总分”在“同班子”中是否最低；并列的都不算；组内只有一名成员的不算；组内有成员缺数据的，结果待定",
    "bottom: total, within: team, places: 3": "在“同班子”中按“总分”排名（高者在前），看是否在最后3名之内；界线上并列的都算在内；组内只有一名成员的不算；组内有成员缺数据的，结果待定",
    "relative: total, to: best, within: team, times: 500": "“总分”除以“同班子”中该项的最好值（高者为好），再乘以500；组内有成员缺数据的，结果待定",
    "relative: total, to: mean, within: team": "“总分”除以“同班子”中该项的平均值；组内有成员缺数据的，结果待定",
    "group: size, within: team, by: total": "“同班子”中有“总分”的成员数；组内有成员缺数据的，结果待定",
    "group: median, within: team, by: total": "“同班子”中“总分”的中位数；组内有成员缺数据的，结果待定",
    "percentile: total, within: team": "在“同班子”的其他成员中，“总分”低于本人的占多大比例，相同的不算在内，不作舍入；组内有成员缺数据的，结果待定",
    "rank_score: place, first: 200, step: 4, at_least: 0": "按“名次”计分：第一名计200，以后每低一名减4，最低计0",
    "rank_score: place, first: 200, step: 4": "按“名次”计分：第一名计200，以后每低一名减4",
    "bands: {on: total, table: [{at_least: 90, gives: 优秀, basis: 二}, {above: 60, below: 90, when: leading, gives: 称职}, {gives: 其他}], overrides: [{when: leading, gives: 合格}]}": "按“总分”分档：不低于90的，为“优秀”（二）；高于60且低于90且“领导职务”登记为“是”的，为“称职”；其余的，为“其他”。但有下列情形的，按先后次序优先：“领导职务”登记为“是”的，为“合格”",
    "bands: {on: total, table: [{at_most: 90, gives: 优秀}]}": "按“总分”分档：不高于90的，为“优秀”",
    "lookup: grade, table: {优秀: 100}": "按“grade”对照：“优秀”为100；其余的待定",
    "lookup: grade, table: {优秀: 100}, otherwise: 0": "按“grade”对照：“优秀”为100；其余为0",
    "quota: total, within: team, share: 20%, places: floor, ties: ask, only: leading": "在“同班子”中按“总分”排名（高者在前），看是否在前20%的名额之内，限于“领导职务”登记为“是”的；名额数舍去尾数；界线上并列的待定，由人决定；组内有成员缺数据的，结果待定",
    "quota: total, within: team, share: 20%, places: ceil, ties: all_in": "在“同班子”中按“总分”排名（高者在前），看是否在前20%的名额之内；名额数有尾数的进一；界线上并列的都算在内；组内有成员缺数据的，结果待定",
    "of: unit, roll: points, from: members, share: 1/2, each_event: once": "把“单位人员”的“扣分”带入，取合计，按1/2计，同一事件涉及多人的只带入一次；缺数据而影响结果的，待定",
    "of: unit, roll: points, from: members, missing: exclude": "把“单位人员”的“扣分”带入，取合计；缺数据的不计入",
    "of: unit, roll: points, from: members, take: max": "把“单位人员”的“扣分”带入，取最大值；缺数据而影响结果的，待定",
    "earlier: total": "1年前的“总分”，取当年已定的结果；没有结果的待定",
    "earlier: total, years: alone": "3年（年数）前的“总分”，取当年已定的结果；没有结果的待定",
    "change: total": "本期“总分”减去1年前已定的结果",
    "pattern: [leading, leading], ungraded_year: breaks": "连续2年依次符合：上年“‘领导职务’登记为‘是’”；本年“‘领导职务’登记为‘是’”；中间未定等次的年度视为中断",
    'streak: "class = \'甲\'", times: 3, ungraded_year: asks, look_back: 5': "含本年在内共3年，年年符合“类别为‘甲’”；中间有未定等次的年度则待定，最多回看5年",
    "deadline: as_of, after: days": "自“截至日”的次日起算，满15个工作日（回复期）的那一日",
    "deadline: as_of, after: 3 months": "自“截至日”的次日起算，满3个月的那一日",
    "service: months, where: role = 'head'": "到截至日担任符合“角色为‘正职’”的职务的整月数，重叠的时间只算一次",
    "service: days": "到截至日担任职务的天数，重叠的时间只算一次",
    "terms: 5 years, partial: half, where: leading": "担任符合“‘领导职务’登记为‘是’”的职务的届数，每届5年，过半届的计为一届",
    "terms: dated, partial: not": "担任职务的届数，每届自2014年1月1日起5年；自2016年1月1日起6年（任期），不足一届的不计",
    "min: 'on', from: measures": "就本期内措施表的记录，取最早的“日期”",
    "mean: value, from: neg": "就本期内目录《负面清单》的记录，取“数值”的平均值",
    'exists: rows, from: absences, over: {since: as_of, until: "add_days(as_of, 1)"}': "看截至日当日缺勤表中有没有记录",
    "of: unit, roll: comparable, from: members, take: any": "把“单位人员”的“参评”带入，看其中有没有符合的；缺数据而影响结果的，待定",
    "percentile: total, within: team, order: asc": "在“同班子”的其他成员中，“总分”高于本人的占多大比例，相同的不算在内，不作舍入；组内有成员缺数据的，结果待定",
    "group: best, within: team, by: total, order: asc": "“同班子”中“总分”的最好值（低者为好）；组内有成员缺数据的，结果待定",
    "count: rows, from: neg, over: {since: as_of}": "就自截至日（含当日）起至截至日（含当日）止的目录《负面清单》的记录，计条数",
    "group: size, within: team, missing: exclude": "“同班子”的成员数；是否在组内不明的不计",
    "rank: total, within: team, order: desc, ties: min, missing: exclude": "在“同班子”中按“总分”排名，高者在前，并列者取靠前名次（1、2、2、4）；缺数据的不参加比较",
    "quota: total, within: team, share: 20%, places: half_up, ties: all_out": "在“同班子”中按“总分”排名（高者在前），看是否在前20%的名额之内；名额数四舍五入；界线上并列的都不算在内；组内有成员缺数据的，结果待定",
    "count: rows, from: neg, over: {since: total, until: as_of}": "就自“总分”（含当日）起至截至日（不含当日）止的目录《负面清单》的记录，计条数",
    "count: rows, from: neg, over: {until: class}": "就“类别”之前（不含当日）的目录《负面清单》的记录，计条数",
    "group: size, within: team": "“同班子”的成员数；有人是否在组内不明的，结果待定",
    "formula: place": "与“名次”相同",
    "formula: 'if leading then 1 else points'": "“领导职务”登记为“是”的，为1；其余的，为“扣分”",
    "count: rows, from: neg, over: {reading: gone}": "期间由口径所定。就该期间内目录《负面清单》的记录，计条数",
}  # fmt: skip

KNOWN = """\
points: {label: 扣分, unit: 分, scale: 2, rounding: floor, internal: true, sum: value, from: neg}
total: {label: 总分, formula: points, basis: 一, note: 暂行, rounding: ceil}
place: {label: 名次, formula: points, scale: 0}
comparable: {label: 参评, formula: "true"}
"""

FILES = {
    "quantities.yaml": KNOWN,
    "catalogues/neg.yaml": """\
label: {zh: 负面清单}
basis: {document: measure}
sign: takes
declared_items: 5
negative_only: true
incomplete: true
sensitive: true
note: 只供了解
aspects: [{id: a, label: 甲面}, {id: b, label: 乙面, within: a}, {id: c, published: false}, {id: d}]
items:
  - {code: A1, label: "一|二", aspect: a, points: -1, kind: qualitative, checklist: [查], precedents: [案],
     tags: [严重], scored: false, note: 注, basis: 附件}
  - {code: A2, label: 乙, aspect: x, cap: line}
  - {code: A3, published: false}
slots: [{prefix: B, first: 1, last: 2, points: -1}]
""",
    "catalogues/bare.yaml": "label: {zh: 空目录}\nitems: [{code: Z, published: false}]\n",
    "catalogues/none.yaml": "label: {zh: 无目录}\n",
    "sheets.yaml": """\
s: {label: 正职表, applies: leading, common: [a], feature: [neg, d], weights: {total: 100%}, basis: 一}
""",
    "rules/over.yaml": RULE + """\
of: unit
subject: members
in_force: {from: "2016-01-01", to: "2016-12-31"}
unless: [free]
requires: {prior_intervention: points > 1, confirmation: points > 2, legal_review: true}
channel: c
owner: 组织部
note: 说明
effects:
  - admonition
  - {list: unfit}
  - {pay_share: 绩效, amount: 10%, base: line, note: 依法}
  - {bar: promotion, from: decided_on, lasts: 1 years, when: leading, authority: 县委}
  - {dismissal_procedure: statutory, blocked_by: [free]}
  - {propose: [removal, {measure: removal, when: leading, reason_class: fit, note: 再议}]}
""",
    "rules/bare.yaml": RULE,
    "exceptions/free.yaml": "label: {zh: 容错}\nbasis: 一\nwhen: leading\nsuppresses: [awards]\n",
    "monitors.yaml": """\
m: {label: {zh: 末位}, basis: 一, within: team, share: 1%}
n: {label: {zh: 末位二}, basis: 一, within: team, share: 1%, base: points, actual: leading,
    pool: {by: total, order: asc, where: leading}, note: 参考}
o: {label: {zh: 末位三}, basis: 一, within: team, share: 1%, pool: {by: total, order: asc}}
""",
    "statistics.yaml": """\
t: {label: {zh: 总数}, basis: 一, counts: persons, total: line, parts: {甲: points}, must_reconcile: true}
u: {label: {zh: 总数二}, basis: 一, counts: person_times, total: line, parts: {甲: points},
    cross_cuts: {乙: points}}
""",
    "measures.yaml": """\
channels: [{id: c, label: 渠道甲, basis: 一}]
measures:
  - {id: removal, label: 免职, lowers_post: true, regimes: [civil_servant], becomes: other,
     becomes_from: "2019-06-01"}
  - {id: other, label: 转任, becomes: removal, in_force: {to: "2020-01-01"}}
""",
    "procedures/p.yaml": """\
label: {zh: 调整程序}
basis: 一
declared_stages: 2
gates: [hearing]
channels: [c]
body: 常委会
quorum: 2/3
stages:
  - {id: a, label: 听取, owner: 甲, gate: hearing, deadline: 10 days, papers: [表], next: [b, z],
     guards: [leading]}
  - {id: b, label: 其他, published: false}
""",
    "procedures/q.yaml": "label: {zh: 空程序}\nbasis: 一\nstages: []\n",
    "aftercare.yaml": """\
fields: [{id: a, label: 谈话, kind: talk, every: 3 months}, {id: b, label: 四定, kind: plan}]
influence: [{measure: removal, bars: promotion}, {measure: other, bars: promotion, lasts: 1 years, source: product}]
outcomes: [重用]
note: 不忘一人
""",
    "calendar.yaml": """\
- {id: d, label: 报表, every: quarter, due: 10 days, where: leading}
- {id: e, label: 研判, every: half, due: days, owner: 组织部}
""",
}  # fmt: skip


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> Names:
    return Names(loaded(tmp_path_factory.mktemp("pack"), FILES, head=HEAD))


@pytest.mark.parametrize(("quantity", "expected"), QUANTITIES.items())
def test_every_operator_has_its_sentence(tmp_path: Path, quantity: str, expected: str) -> None:
    text = f"q: {{label: 量, {quantity}}}\n" + KNOWN
    pack = loaded(tmp_path, {**FILES, "quantities.yaml": text}, head=HEAD)
    assert sentence(pack.quantities["q"], names=Names(pack)) == expected


def test_no_operator_lacks_a_sentence() -> None:
    written = {re.match(r"(?:of: unit, )?(\w+)", q)[1] for q in QUANTITIES}  # type: ignore[index]  # all match
    assert {OPERATORS[key] for key in written} == set(OPERATORS.values())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("points > 10 or (points > line and undetermined)", "扣分 ＞ 10 或 （扣分 ＞ 列入线（8分），只有此项成立时结论待定）"),
        ("points ＋ 2/3 × total ÷ 2 ≠ 1", "扣分 ＋ 2/3 × 总分 ÷ 2 ≠ 1"),
        ("not known(x) and known(y)", "x没有记载 且 y已有记载"),
        ("kind in ['a', 'b']", "种类属于“a”、“b”之一"),
        ("not (kind in ['a', 'b'])", "种类不属于“a”、“b”之一"),
        ("not (leading or kind = 'a')", "并非（“领导职务”登记为“是” 或 种类为“a”）"),
        ("not leading", "“领导职务”登记为“否”"),
        ("not leading and place > 1", "“领导职务”登记为“否” 且 名次 ＞ 1"),
        ("not points > 1", "并非扣分 ＞ 1"),
        ("not tagged('严重')", "没有标签“严重”"),
        ("not abs(points)", "并非扣分的绝对值"),
        ("days_between(as_of, period_end) < 3", "截至日到本期末日的天数 ＜ 3"),
        ("add_days(add_years(as_of, dated), -1)", "截至日之后满任期（自2014年1月1日起5年；自2016年1月1日起6年）的那一日的前一日"),
        ("add_months(as_of, 2) > add_months(as_of, -line)", "截至日之后满2个月的那一日晚于截至日往前推8分（列入线）的那一日"),
        ("add_months(as_of)", "若干月之后（截至日）"),
        ("add_days(as_of, 3)", "截至日之后满3日的那一日"),
        ("add_years(as_of, alone)", "截至日之后满3年（年数）的那一日"),
        ("add_working_days(as_of, days)", "截至日之后满15个工作日（回复期）的那一日"),
        ("add_months(as_of, unset)", "截至日之后满“待填线”（待定）的那一日"),
        ("add_months(as_of, points * 2)", "截至日之后满（扣分 × 2）个月的那一日"),
        ("add_years(as_of, 2 * days)", "截至日之后满（2 × 回复期（15个工作日））年的那一日"),
        ("known(leading) and leading", "领导职务已有记载 且 “领导职务”登记为“是”"),
        ("not known(leading)", "领导职务没有记载"),
        ("known(points + 1)", "（扣分 ＋ 1）已有记载"),
        ("leading = class", "领导职务 ＝ 类别"),
        ("abs(points - total) = 0.5", "（扣分 － 总分）的绝对值 ＝ 0.5"),
        ("abs(points)", "扣分的绝对值"),
        ("min(points, 80%)", "下列各数中最小的（扣分；80%）"),
        ("max(points, line)", "下列各数中最大的（扣分；列入线（8分））"),
        ("count_true(leading, points > 1)", "下列各项中成立的个数（“领导职务”登记为“是”；扣分 ＞ 1）"),
        ("if leading then 1 else 2", "“领导职务”登记为“是”的为1，否则为2"),
        ("if leading then 1 else if points > 2 then points else total", "“领导职务”登记为“是”的为1，扣分 ＞ 2的为扣分，否则为总分"),
        ("if leading", "如果“领导职务”登记为“是”"),
        ("if leading then if x then 1 else 2 else 3", "“领导职务”登记为“是”的为（x的为1，否则为2），否则为3"),
        ("as_of < date('2016-01-01')", "截至日早于2016-01-01"),
        ("if (if leading then 1 else 2) > 1 then 3 else 4", "（“领导职务”登记为“是”的为1，否则为2） ＞ 1的为3，否则为4"),
        ("tagged('严重') and role = 'deputy'", "带有标签“严重” 且 角色为“副职”"),
        ("item = 'A2' and rule = 'over' and t = 'people'", "条目为“A2 乙” 且 规则为“超过列入线” 且 t为“人员”"),
        ("catalogue = 'neg' and as_of >= period_end and as_of != period_end", "目录为“负面清单” 且 截至日不早于本期末日 且 截至日不为本期末日"),
        ("round(points, 0) + round(points, 2)", "扣分四舍五入取整 ＋ 扣分四舍五入，保留2位小数"),
        ("floor(points) + ceil(points / 2)", "扣分舍去小数 ＋ （扣分 ÷ 2）进位取整"),
        ("clamp(points + 1, 0, line)", "（扣分 ＋ 1）（低于0的计0，高于列入线（8分）的计列入线（8分））"),
        ("round(points)", "四舍五入（扣分）"),
        ("points = total", "扣分 ＝ 总分"),
        ("years_between(add_days(as_of, 1), as_of)", "截至日的次日到截至日的整年数"),
        ("line <= unset", "列入线（8分） ≤ 待填线（待定）"),
        ("min = 3 ; 4", "最小值 ＝ 3;4"),
        ("((points)) + 1) + 2", "（（扣分）） ＋ 1 ＋ 2"),
        ("(points, total)", "（扣分、总分）"),
        ("not", "非"),
        ("and not", "且 非"),
        ("- points", "－ 扣分"),
        ("leading and place > 1 or points > 2", "（“领导职务”登记为“是” 且 名次 ＞ 1） 或 扣分 ＞ 2"),
    ],
)  # fmt: skip
def test_formulas_are_read_aloud(names: Names, text: str, expected: str) -> None:
    assert formula(text, names=names) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("leading", "取登记的“领导职务”"),
        ("points", "与“扣分”相同"),
        ("points > 1", "扣分 ＞ 1"),
        ("if leading then class else '甲'", "“领导职务”登记为“是”的，为“类别”；其余的，为“甲”"),
    ],
)
def test_a_computed_value_is_a_sentence(names: Names, text: str, expected: str) -> None:
    assert result(text, names=names) == expected


def test_columns_win_in_conditions_on_rows(names: Names) -> None:
    assert condition("value > line and points = '甲'", names=names, columns=True) == (
        "“数值 ＞ 列入线（8分） 且 扣分为‘甲’”"
    )


@pytest.mark.parametrize(
    ("over", "expected"),
    [
        ("all", "截至日以前"),
        ("other", "other"),
        ({"quarter": "2"}, "本年第二季度内"),
        ({"quarter": "alone"}, "本年第3（年数）季度内"),
        ({"half": "2"}, "本年下半年内"),
        ({"month": "3"}, "本年3月内"),
        ({"years": "3"}, "含本年在内的3个自然年内"),
        ({"since": "as_of"}, "自截至日（含当日）起至截至日（含当日）止的"),
        ({"since": "as_of", "until": "as_of"}, "自截至日（含当日）起至截至日（不含当日）止的"),
        ({"since": "as_of", "until": "add_days(as_of, 1)"}, "截至日当日"),
        ({"until": "as_of"}, "截至日之前（不含当日）的"),
        ({"reading": "gone"}, "期间由口径所定。该期间内"),
        ({"weeks": "3"}, "weeks 3"),
        ({}, " "),
    ],
)
def test_windows_are_read_aloud(names: Names, over: object, expected: str) -> None:
    assert choice(over, names=names) + window(over, names=names) == expected


def test_days_spans_and_numerals() -> None:
    assert day("2015-03-01") == "2015年3月1日"
    assert day("某日") == "某日"
    assert span(Span()) == "未写明"
    assert (
        span(Span(from_="2015-01-01", to="2016-01-01")) == "自2015年1月1日起施行，至2016年1月1日止"
    )
    assert span(Span(to="2016-01-01")) == "施行至2016年1月1日止"
    assert day("2015-03") + day("2015") == "2015年3月2015年"
    shown = {1: "一", 10: "十", 11: "十一", 20: "二十", 101: "一百零一", 1010: "一千零一十"}
    assert {n: numeral(n) for n in shown} == shown


def test_a_basis_in_another_document_names_it(names: Names) -> None:
    assert names.basis(Basis(document="other", clause="二")) == "《other》二"
    assert names.basis(Basis(document="measure")) == "《青石县办法》"
    assert names.basis(Basis()) == ""


def test_a_document_has_every_chapter_and_numbers_its_articles(names: Names) -> None:
    text = render(names.pack)
    chapters = re.findall(r"^## 第(\S+)章　(\S+)$", text, re.MULTILINE)
    assert [title for _, title in chapters] == [
        "总则", "参数", "口径", "用语", "目录", "考核表", "量的计算", "情形与建议", "例外",
        "监测与统计", "渠道与措施", "程序", "后续管理", "定期事项",
    ]  # fmt: skip
    articles = re.findall(r"^\*\*第(\S+)条", text, re.MULTILINE)
    assert articles == [numeral(i) for i in range(1, len(articles) + 1)]
    for phrase in (
        "以先行提醒、函询或诫勉为前提；适用的情形，见各该条的“前提”。",
        "| 年数 | 3 | 一 | 原文写明 |",
        "| 任期 | 自2014年1月1日起5年；自2016年1月1日起6年 | 一 | 原文写明 |",
        "| 待填线 | （待定） |  | 待定 |",
        "选定：（待定，有关结果暂不能确定）",
        "| B1–B2 | （原文未公布，共2项） |",
        "原文称5项，本文列5项，其中3项原文未公布，留作空位",
        "方面：甲面；乙面（属甲面）；（原文未公布）；d",
        "扣减薪酬：绩效，数额为列入线（8分）的10%（依法）",
        "暂停资格：提拔，自决定之日起，期限1年，限于“领导职务”登记为“是”的，由县委决定",
        "启动辞退程序：按法定程序，有《容错》所列情形的不得启动",
        "提出措施建议：免职，或免职（限于“领导职务”登记为“是”的，因岗位不适，再议）",
        "自2019年6月1日起对应“转任”",
        "已经先行提醒、函询或诫勉（扣分 ＞ 1）；已经由人认定（扣分 ＞ 2）；经法律审核",
        "| 1 | 听取 | 甲 | 表 | 10日 | “领导职务”登记为“是” | “其他”，或者“z” |",
        "个性内容：负面清单、d",
        "适用身份：公务员、国企人员",
        "## 附录一　待答复的问题",
        "4. “算不算？”尚未答复。可选：算；不算。",
        "目录《空目录》：1项的条文（Z）。",
        "程序《调整程序》：第2步的名称。",
        "必须为零",
        "合计减去各分项所余记为“未细分”",
        "一／二",
    ):
        assert phrase in text, phrase


def test_the_smallest_pack_renders_with_its_gaps_visible(tmp_path: Path) -> None:
    text = render(loaded(tmp_path, head="requires_prior_intervention: false\n"))
    for phrase in (
        "未写明",
        "未记载",
        "不以先行提醒、函询或诫勉为前提",
        "附录二　原文未公布的内容\n\n无。",
    ):
        assert phrase in text


def test_rendering_is_the_same_each_time(names: Names) -> None:
    assert render(names.pack) == render(names.pack)


def test_nothing_is_said_about_prior_measures_when_the_pack_does_not(tmp_path: Path) -> None:
    assert "先行措施" not in render(loaded(tmp_path))


@pytest.mark.parametrize(
    ("catalogue", "expected"),
    [
        ("aspects: [{id: a, label: 甲面}]", "- 条目数：只列方面，没有条目"),
        ("items: [{code: A, label: 甲, points: 2}]", "- 计法：条目所定的分值按正负计"),
        ("sign: takes\nitems: [{code: A, label: 甲}]", "- 计法：记录上登记的分值表示扣减"),
        ("negative_only: true\nitems: [{code: A, label: 甲}]",
         "- 计法：记录上登记的分值按正负计；只有负分"),
        ("sign: adds\nitems: [{code: A, label: 甲, scored: false, sensitive: true}, {code: B, label: 乙}]",
         "| A | 甲 | 不计分；属敏感情形 |"),
    ],
)  # fmt: skip
def test_a_catalogue_says_how_it_counts(tmp_path: Path, catalogue: str, expected: str) -> None:
    files = {
        "catalogues/c.yaml": f"label: {{zh: 目录甲}}\n{catalogue}\n",
        "quantities.yaml": "q: {label: 合计, sum: value, from: c}\n",
    }
    assert expected in render(loaded(tmp_path, files))


PROCEDURE = """\
label: {{zh: 调整程序}}
basis: 一
gates: [decision, appeal, hearing]
quorum: {quorum}
stages: [{{id: a, label: 听取, gate: hearing}}, {{id: b, label: 会议, gate: decision}}]
"""
REMEDY = 'regimes: [公务员]\ncovers: [dismissal, "grade:不称职", pay]\n'
MEASURES = """\
channels: [{id: dismissal, label: 依法辞退, basis: 一}]
measures: [{id: dismissal, label: 辞退}]
"""
DUTY = "- {id: d, label: 报表, every: quarter, due: grace}\n"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"procedures/p.yaml": PROCEDURE.format(quorum="2/3")}, "- 法定人数：应到成员的2/3"),
        ({"procedures/p.yaml": PROCEDURE.format(quorum="5")}, "- 法定人数：5人\n"),
        ({"procedures/p.yaml": PROCEDURE.format(quorum="unset")}, "- 法定人数：“待填线”（待定）"),
        ({"procedures/p.yaml": PROCEDURE.format(quorum="5")}, "- 必经关口：陈述申辩、决定、复核申诉"),
        ({"procedures/p.yaml": PROCEDURE.format(quorum="5") + REMEDY}, "- 适用身份：公务员"),
        ({"procedures/p.yaml": PROCEDURE.format(quorum="5") + REMEDY},
         "- 可以针对：辞退、考核结果为不称职、降低工资、福利、保险待遇"),
        ({"rules/r.yaml": RULE + "channel: dismissal\n"}, "- 渠道：依法辞退"),
        ({"rules/r.yaml": RULE + "effects: [{propose: [dismissal]}]\n"}, "提出措施建议：辞退\n"),
        ({"rules/r.yaml": RULE.replace("points > 8", "channel = 'dismissal'")}, "渠道为“依法辞退”"),
        ({"rules/r.yaml": RULE + "effects: [{pay_share: 津贴, amount: cut}]\n"},
         "扣减薪酬：津贴，比例为10%（扣减比例）"),
        ({"rules/r.yaml": RULE + "effects: [{pay_share: pay, amount: cut, base: pay}]\n"},
         "扣减薪酬：数额为绩效工资的10%（扣减比例）"),
        ({"rules/r.yaml": RULE + "effects: [{pay_share: 奖金, amount: '500'}]\n"},
         "扣减薪酬：奖金，数额为500"),
        ({"rules/r.yaml": RULE + "effects: [{grade_choice: [不称职]}]\n"}, "建议等次：“不称职”"),
        ({"rules/r.yaml": RULE + "effects: [{grade_choice: [称职, 不称职]}]\n"},
         "等次由人在下列之中选定：“称职”、“不称职”"),
        ({"rules/r.yaml": RULE + 'effects: [{bar: 提拔, from: "add_days(period_end, 1)"}]\n'},
         "暂停资格：提拔，自本期末日的次日起"),
        ({"calendar.yaml": DUTY}, "| 期末当日，宽限0日（宽限） |"),
        ({"calendar.yaml": DUTY.replace("grace", "10 days")}, "| 期末后10日内 |"),
        ({"quantities.yaml": "q: {label: 占比, unit: share, formula: 1 / 3}\n"}, "占比（干部，以比例计）"),
        ({"rules/r.yaml": RULE.replace("over", "x").replace("超过列入线", "“下”而不改"),
          "quantities.yaml": "q: {label: 认定, exists: rows, from: determinations, where: rule = 'r'}\n"},
         "符合“规则为‘“下”而不改’”的记录"),
        ({}, "| 奖励总额 | 50万元 |"),
        ({}, "选项为“好”、“差”"),
    ],
)  # fmt: skip
def test_a_document_says_it_as_an_officer_would(
    tmp_path: Path, files: dict[str, str], expected: str
) -> None:
    head = """\
ballots: {vote: {question: 测评, options: [好, 差], label: 民主测评}}
attributes: {pay: {kind: number, label: 绩效工资}}
parameters:
  cut: {value: 10%, label: 扣减比例}
  grace: {value: 0, unit: days, label: 宽限}
  prize: {value: 500000, unit: 元, label: 奖励总额}
  unset: {label: 待填线}
"""
    text = render(loaded(tmp_path, {"measures.yaml": MEASURES, **files}, head=head))
    assert expected in text
