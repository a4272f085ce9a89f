"""The tables of a facts folder: which files, which columns, what each column holds.

Kinds: ``id`` and ``text`` (text), ``number`` (exact decimal, kept as an integer in millionths),
``count`` (whole number ≥ 0), ``date`` (ISO day), ``moment`` (ISO day or time), ``flag``
(是/否, true/false, 1/0).  Form ``period``: 2017, 2017Q1, 2017H1, 2017-03.  A span's ``to`` is the
last day included.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Kind = Literal["id", "text", "number", "count", "date", "moment", "flag"]
Form = Literal["", "period"]
Value = str | int | bool | date | None
Row = Mapping[str, Value]

FACT_SCALE = 6
STATUSES = ("reported", "verified", "withdrawn", "exempted")
ROLES = ("head", "deputy", "member", "staff")
DAYS = ("holiday", "workday")


@dataclass(frozen=True)
class Column:
    """A column: its kind, whether every row must fill it, which table its ids come from."""

    name: str
    kind: Kind
    required: bool = False
    choices: tuple[str, ...] = ()
    refers: str = ""
    note: str = ""
    form: Form = ""


@dataclass(frozen=True)
class Table:
    """A file of the folder; ``unique`` columns together identify a row.

    Of the ``one_of`` columns at least one must be filled, with ``only_one`` exactly one.
    """

    name: str
    label: str
    columns: tuple[Column, ...]
    unique: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()
    only_one: bool = False
    open_columns: bool = False

    def column(self, name: str) -> Column | None:
        """Return the column of that name, if the table has it."""
        return next((c for c in self.columns if c.name == name), None)


@dataclass(frozen=True)
class Facts:
    """Plain rows of every table (missing file: no rows), as the interpreter reads them."""

    tables: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    digest: str = ""


@dataclass(frozen=True)
class Wanted:
    """What is asked of a table: its columns, and the condition in SQL on its rows ``r``, if any."""

    columns: frozenset[str]
    where: str = ""


def _c(name: str, kind: Kind, note: str = "", *, refers: str = "") -> Column:
    return Column(name, kind, refers=refers, note=note)


def _r(name: str, kind: Kind, note: str = "", *, refers: str = "") -> Column:
    return Column(name, kind, required=True, refers=refers, note=note)


def _period(*, required: bool = False) -> Column:
    note = "2017、2017Q1、2017H1 或 2017-03"
    return Column("period", "text", required=required, note=note, form="period")


_RECORDED = _c("recorded_at", "moment", "得知时刻；按得知时间重算时必填")
_PERSON = _c("person", "id", "人员编号", refers="people")
_UNIT = _c("unit", "id", "单位编号", refers="units")
_WHO = _r("person", "id", "人员编号", refers="people")
_VALUE = _c("value", "number", "分值或数值，最多 6 位小数")
_LABEL = _c("label", "text", "等次等文字结果")

TABLES: Mapping[str, Table] = {
    t.name: t
    for t in (
        Table(
            "people",
            "人员",
            (_r("person", "id", "人员编号"), _c("name", "text", "姓名"), _c("sex", "text", "性别"),
             _c("birth_on", "date", "出生日期")),
            unique=("person",),
            open_columns=True,
        ),
        Table(
            "units",
            "单位",
            (_r("unit", "id", "单位编号"), _c("name", "text", "名称"),
             _c("parent", "id", "上级单位编号", refers="units"), _c("type", "text", "单位类型"),
             _c("kind", "text", "单位性质")),
            unique=("unit",),
            open_columns=True,
        ),
        Table(
            "posts",
            "任职",
            (_WHO, _r("unit", "id", "单位编号", refers="units"), _r("post", "text", "职务名称"),
             _r("from", "date", "任职首日"), _c("to", "date", "任职末日（含）；现任留空"),
             Column("role", "text", choices=ROLES, note="正职、副职、班子成员、工作人员"),
             _c("tier", "text", "层次"), _c("level", "text", "级别"), _c("grade", "text", "职级"),
             _c("line_of", "id", "分管的单位编号", refers="units"),
             _c("main", "flag", "兼任几个职务时，哪个是主职"), _RECORDED),
            unique=("person", "unit", "post", "from"),
            open_columns=True,
        ),
        Table(
            "evidence",
            "证据",
            (_r("id", "id", "证据编号"), _r("item", "id", "目录条目的编号"), _PERSON, _UNIT,
             _c("value", "number", "分值；留空则取条目分值乘次数"),
             _c("count", "count", "次数；空为 1"),
             _r("occurred_on", "date", "发生日期"), _RECORDED, _c("source", "text", "来源"),
             Column("status", "text", choices=STATUSES, note="空为已核实"),
             _c("supersedes", "id", "本条更正的证据编号", refers="evidence"),
             _c("matter", "id", "事项编号"), _c("round", "count", "第几轮"),
             _c("incident", "id", "同一事件的共同编号"), _c("due_on", "date", "应办结日期"),
             _c("done_on", "date", "实际办结日期"), _c("context", "text", "情境"),
             _c("note", "text", "说明")),
            unique=("id",),
            one_of=("person", "unit"),
        ),
        Table(
            "scores",
            "评分",
            (_PERSON, _UNIT, _r("component", "id", "评分项"), _period(required=True),
             _VALUE, _LABEL,
             _c("source", "text", "来源"), _RECORDED),
            unique=("person", "unit", "component", "period"),
            one_of=("person", "unit"),
            only_one=True,
        ),
        Table(
            "ballots",
            "计票",
            (_r("session", "id", "测评场次"), _r("subject", "id", "被测评的人员或单位编号"),
             _c("rater_group", "text", "评议人类别"), _c("question", "text", "测评问题"),
             _c("option", "text", "选项"), _r("votes", "count", "该选项得票数"),
             _c("eligible", "count", "应参加人数"), _c("cast", "count", "收回票数"),
             _c("valid", "count", "有效票数"), _period(), _c("held_on", "date", "测评日期"),
             _RECORDED),
            unique=("session", "subject", "rater_group", "question", "option"),
        ),
        Table(
            "results",
            "历年结果",
            (_c("person", "id", "人员编号"), _c("unit", "id", "单位编号"), _period(required=True),
             _r("quantity", "id", "规则包里的量"), _VALUE, _LABEL, _RECORDED),
            unique=("person", "unit", "period", "quantity"),
            one_of=("person", "unit"),
            only_one=True,
        ),
        Table(
            "determinations",
            "认定",
            (_r("id", "id", "认定编号"), _r("subject", "id", "认定对象的编号"),
             _c("rule", "id", "规则编号"),
             _c("item", "id", "目录条目的编号"), _r("outcome", "text", "认定结果"),
             _r("on", "date", "认定日期"), _c("by", "text", "认定人"), _c("note", "text", "说明"),
             _RECORDED),
            unique=("id",),
        ),
        Table(
            "measures",
            "措施",
            (_r("id", "id", "措施编号"), _WHO, _r("measure", "id", "措施种类"),
             _c("channel", "text", "渠道"),
             _r("on", "date", "采取日期"), _c("rank", "text", "采取时的级别"),
             _c("tier", "text", "层次"),
             _c("post_after", "text", "此后职务"), _c("grade_after", "text", "此后职级"),
             _c("ends_on", "date", "期满日期"), _c("note", "text", "说明"), _RECORDED),
            unique=("id",),
        ),
        Table(
            "events",
            "事项",
            (_r("kind", "id", "日历事项的编号"), _r("subject", "id", "报送的人员或单位编号"),
             _period(required=True), _c("due_on", "date", "应报日期"),
             _c("done_on", "date", "实报日期"),
             _c("nil", "flag", "是否零报告"),
             _c("matter", "id", "事项编号；同一时期同一种的不止一件时，用它分开"), _RECORDED),
            unique=("kind", "subject", "period", "matter"),
        ),
        Table(
            "absences",
            "缺勤",
            (_WHO, _r("kind", "text", "缺勤种类"), _r("from", "date", "首日"),
             _c("to", "date", "末日（含）；未结束留空"), _RECORDED),
        ),
        Table(
            "calendar",
            "日历",
            (_r("date", "date", "日期"),
             Column("kind", "text", required=True, choices=DAYS, note="放假，或调休上班"),
             _c("source", "text", "来源")),
            unique=("date",),
        ),
        Table(
            "links",
            "关系",
            (_r("kind", "text", "关系种类"), _r("from", "id", "起点编号"),
             _r("to", "id", "终点编号"),
             _c("from_on", "date", "首日"), _c("to_on", "date", "末日（含）"), _RECORDED),
        ),
    )
}  # fmt: skip
