"""Reference of the pack language: operators, functions, files and closed lists."""

import inspect
import re
import textwrap
import types
from collections.abc import Iterator
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from biaochi.engine import lower
from biaochi.packs import shapes
from biaochi.packs.loader import ELSEWHERE, builtin, load
from biaochi.packs.operators import COLLECT_OPS, OPERATORS, operator_of
from biaochi.packs.rendering.names import Names
from biaochi.packs.rendering.quantities import sentence
from biaochi.packs.shapes import Pack, Quantity
from biaochi.vocabulary import findings, language, registry
from biaochi.vocabulary.columns import WORDS
from biaochi.vocabulary.fields import FIELDS
from biaochi.vocabulary.words import Term, zh
from tools.pages.markdown import block, code, said, table

SPECIMEN = "specimen-operators"
FAMILIES = (
    ("收集 Collect", COLLECT_OPS),
    ("评分与计算 Scores and arithmetic", ("score", "formula", "choose", "weighted", "by_sheet")),
    ("测评 Votes", ("votes", "share", "option_mean")),
    ("比较 Compare", ("rank", "last", "bottom", "relative", "group", "percentile", "rank_score")),
    ("折算 Map", ("bands", "lookup")),
    ("名额 Share out", ("quota",)),
    ("带入 Roll", ("roll",)),
    ("往年 Remember", ("earlier", "change", "pattern", "streak")),
    ("时间 Time", ("deadline", "service", "terms")),
)
_HIDDEN = ("op", "what")
_FILES = (
    ("pack.yaml", "Pack", "规则包的总说明：施行期、依据文件、参数、口径、比较组、关系、测评、名单"),
    ("catalogues/*.yaml", "Catalogue", "目录：一份编了号的条目清单"),
    ("sheets.yaml", "Sheet", "考核表：对谁适用、各部分占多少"),
    ("quantities.yaml、quantities/*.yaml", "Quantity", "量：见[算子](operators.md)"),
    ("rules/*.yaml", "Rule", "规则：一条一个文件"),
    ("exceptions/*.yaml", "ExceptionRule", "例外：容错、保护等，由规则的 unless 引用"),
    ("monitors.yaml", "Monitor", "监测：参照数与实际数并列，不产生结论"),
    ("statistics.yaml", "Statistic", "统计：合计、分项和余数"),
    ("measures.yaml", "Measure", "渠道和措施"),
    ("procedures/*.yaml", "Procedure", "程序：步骤、关口、期限、责任主体"),
    ("aftercare.yaml", "Aftercare", "后续管理"),
    ("calendar.yaml", "Duty", "定期事项：谁、多久一次、何时到期"),
    ("coverage.yaml", "Coverage", "对照表：一项需求写在哪里、由哪个样例核对"),
    ("examples/*.yaml", "Example", "样例：给出事实，写明应得的结果"),
)  # fmt: skip
_LISTS: tuple[tuple[str, str, type[Term]], ...] = (
    ("判定", "规则的四种回答。", findings.Verdict),
    ("引出的问题 `opens`", "结论只打开其中一个问题，由人去办。", findings.Opens),
    ("建议的后果 `effects`", "只是建议，没有一项会自动发生。", findings.EffectKind),
    ("后果的对象", "写在后果后面；名单、措施用包里的编号。", findings.EffectObject),
    ("提出措施的原因 `reason_class`", "", findings.ReasonClass),
    ("措施种类", "", registry.MeasureKind),
    ("渠道种类", "", registry.ChannelKind),
    ("程序关口 `gate`", "", registry.Gate),
    ("后续管理的项目", "", registry.AftercareKind),
    ("保存期限的种类", "", registry.RetentionKind),
    ("条目种类", "", registry.ItemKind),
    ("证据状态 `status`", "只有已核实的计入；留空为已核实。", registry.EvidenceStatus),
    ("任职角色 `role`", "", registry.PostRole),
    ("统计单位 `counts`", "", registry.Counting),
    ("参数来源 `source`", "", language.ParameterSource),
    ("口径由谁选定 `chosen_by`", "", language.ChosenBy),
    ("缺项 `missing`", "", language.Missing),
    ("舍入 `rounding`、`places`", "", language.Rounding),
    ("并列 `ties`", "", language.Ties),
    ("未定等次的年度 `ungraded_year`", "", language.UngradedYear),
    ("期限单位", "", language.DurationUnit),
    ("定期事项的频次 `every`", "", language.Interval),
    ("带入时怎样合并 `take`；组内数值 `group`", "", language.Take),
    ("票的基数 `base`", "", language.VoteBase),
)  # fmt: skip
_DAYS = ("as_of", "period_start", "period_end", "period_year")


def operators() -> str:
    """Return the page of every operator, each with an example that runs and what it says."""
    lines = [
        "# 量的算子 Operators", "",
        said("一个量写成一个名称，名下只用一个算子，另加这个算子的各个键。",
             f"下面的例子都取自规则包 `{SPECIMEN}`，能够运行；",
             "例子下面的一句话是程序按它写出的中文。"), "",
        *block("名称:\n  of: person        # 谁的量：person、unit、whole，或包里声明的对象\n"
               "  sum: value        # 算子\n  from: …           # 这个算子的键", "yaml"),
        "## 各算子都有的键", "", *_keys(Quantity),
    ]  # fmt: skip
    for title, keys in FAMILIES:
        lines += [f"## {title}", ""]
        for key in keys:
            lines += _operator(key)
        if keys is COLLECT_OPS:
            shape = OPERATORS[keys[0]]
            lines += ["### 收集类算子的键", "", *_doc(shape), *_keys(shape), *_windows()]
    return "\n".join(lines)


def _operator(key: str) -> Iterator[str]:
    yield f"### `{key}` {zh(language.Operator, key)}"
    yield ""
    pack = _specimen()
    name, quantity = next((n, q) for n, q in pack.quantities.items() if operator_of(q) == key)
    yield from block(_written(pack, name), "yaml")
    yield f"> {quantity.label}：{sentence(quantity, names=Names(pack))}。"
    yield ""
    if key not in COLLECT_OPS:
        yield from _doc(OPERATORS[key])
        yield from _keys(OPERATORS[key])


def _windows() -> list[str]:
    rows = (
        ("`period`", "考核期间（默认）；只到截至日"),
        ("`all`", "截至日以前的全部"),
        ("`{quarter: 1}`、`{half: 2}`、`{month: 3}`", "本年的第一季度、下半年、三月"),
        ("`{months: 12}`", "截至日往前连续十二个月"),
        ("`{years: 3}`", "包括本年在内的三个自然年"),
        ("`{since: 日期式, until: 日期式}`", "自某日（含）起、到某日（不含）止；可以只写一头"),
        ("`{reading: 口径, options: {…}}`", "由口径选定其中一个时段"),
    )
    return ["### 时段 `over`", "", *table(("写法", "意思"), rows)]


@cache
def _specimen() -> Pack:
    return load(builtin(SPECIMEN))


def _written(pack: Pack, name: str) -> str:
    """Return a quantity as it stands in its file: its key and what is indented below."""
    mark = pack.marks[f"quantities.{name}"]
    lines = (builtin(pack.id) / mark.file).read_text(encoding="utf-8").splitlines()
    at = next(i for i, line in enumerate(lines) if re.match(rf"{re.escape(name)}\s*:", line))
    found = [lines[at]]
    for line in lines[at + 1 :]:
        if not line.startswith(" "):
            break
        found.append(line)
    return textwrap.dedent("\n".join(found))


def functions() -> str:
    """Return the page of formulas: names, signs, functions, constants."""
    signs = [f for n, f in lower.FUNCTIONS.items() if not f.shape.startswith(f"{n}(")]
    called = [(n, f) for n, f in lower.FUNCTIONS.items() if f.shape.startswith(f"{n}(")]
    constants = [(code(n), WORDS.get(n, "")) for n in (*lower._CONSTANTS, *_DAYS)]  # noqa: SLF001  there is one list
    return "\n".join((
        "# 公式 Formulas", "",
        said("一行算术或条件。名称可以是同一对象的量、参数、声明过的属性，中英文都行；",
             "文字写在单引号里；全角的 ＋－×÷＞＜≥≤≠＝（），％ 与半角的同义。",
             "整数、小数（`0.5`）、百分数（`80%`）和分数（`2/3`）都精确计算，",
             "只有写明舍入的地方才舍入。"), "",
        "## 符号", "", *table(("写法", "意思"), [(code(f.shape), f.says) for f in signs]),
        "`且`、`或`、`非` 可以代替 `and`、`or`、`not`。`a in ['甲', '乙']` 表示属于其中之一。", "",
        "## 函数", "", *table(("写法", "意思"), [(code(f.shape), f.says) for _, f in called]),
        "## 只用于记录的函数", "",
        *table(("写法", "意思"), (("`tagged('标签')`", "记录所属条目带有这个标签；用在 `where` 里"),
                              ("`date('2014-09-01')`", "一个日期"))),
        "## 现成的名称", "", *table(("写法", "意思"), constants),
        "## 待定怎样传递", "",
        said("比较、算术中有一项待定，结果待定；`and` 有一项为否即否，`or` 有一项为是即是，",
             "其余待定。详见[缺的事实怎样传递](../explanation/missing-facts.md)。"),
    ))  # fmt: skip


def files() -> str:
    """Return the page of a pack's files and every key in them."""
    lines = ["# 规则包的文件和键 Files and keys", "", *table(
        ("文件", "里面是"), [(code(file), says) for file, _, says in _FILES]
    )]  # fmt: skip
    for file, name, says in _FILES:
        if name != "Quantity":
            lines += [f"## {code(file)}", "", f"{says.partition('：')[0]}。", *_part(name)]
    lines += ["## 各部分里的结构", ""]
    for name in _others():
        lines += [f"### {name}", *_part(name)]
    return "\n".join(lines)


def _others() -> list[str]:
    """Return the classes that stand inside the files, but for quantities."""
    listed = {name for _, name, _ in _FILES} | {"Mark"}
    shown = (n for n in shapes.__all__ if n not in listed)
    classes = {n: c for n in shown if inspect.isclass(c := getattr(shapes, n)) and is_dataclass(c)}
    return [n for n, c in classes.items() if not issubclass(c, Quantity)]


def _part(name: str) -> Iterator[str]:
    shape = getattr(shapes, name)
    yield ""
    yield from _doc(shape)
    yield from _keys(shape, leave_out=ELSEWHERE if shape is Pack else ())


def lists() -> str:
    """Return the page of closed lists, effects first."""
    lines = ["# 后果与各种固定的写法 Effects and closed lists", "",
             "规则包里只能写这里列出的词；别的写法会被拒绝，并提示最接近的词。", ""]  # fmt: skip
    for title, says, terms in _LISTS:
        lines += [f"## {title}", "", *([says, ""] if says else [])]
        lines += table(("写法", "中文", "English"), [(code(t.value), t.zh, t.en) for t in terms])
    lines += ["## 关系 `by`", "", *_doc(shapes.Relation)]
    return "\n".join(lines)


def _doc(shape: type) -> list[str]:
    text = inspect.getdoc(shape) or ""
    return [f"*{' '.join(text.split())}*".replace("* *", " "), ""]


def _keys(shape: type, *, leave_out: tuple[str, ...] = ()) -> list[str]:
    assert is_dataclass(shape)  # noqa: S101  for mypy: every class of the grammar is one
    hints = get_type_hints(shape)
    shared = () if shape is Quantity else tuple(f.name for f in fields(Quantity))
    hidden = (*_HIDDEN, *leave_out, *(shared if issubclass(shape, Quantity) else ()))
    rows = [
        (code(f.name.removesuffix("_")), FIELDS.get(f.name.removesuffix("_"), ""),
         _kind(hints[f.name]), _default(f))
        for f in fields(shape) if f.name not in hidden
    ]  # fmt: skip
    return table(("键", "中文", "可以写", "不写则"), rows) if rows else []


def _default(field: "Field[Any]") -> str:
    if field.default is MISSING and field.default_factory is MISSING:
        return "**必填**"
    if isinstance(field.default, bool):
        return code(str(field.default).lower())
    is_said = isinstance(field.default, str | int) and field.default
    return code(str(field.default)) if is_said else ""


def _kind(hint: Any) -> str:  # noqa: ANN401, PLR0911  annotations of any form, one line for each
    origin, inside = get_origin(hint), get_args(hint)
    if hint is shapes.AnyQuantity:
        return "一个[量](operators.md)"
    if origin is Literal:
        return "、".join(code(w) for w in inside if w)
    if origin in (Union, types.UnionType):
        return " 或 ".join(_kind(h) for h in inside if h is not types.NoneType)
    if origin is tuple:
        return f"列表：{_kind(inside[0])}"
    if origin is not None:
        return f"名称 → {_kind(inside[1])}"
    if is_dataclass(hint):
        return f"{getattr(hint, '__name__', '')}"
    return {str: "文字或数", int: "整数", bool: "true、false"}.get(hint, "见说明")
