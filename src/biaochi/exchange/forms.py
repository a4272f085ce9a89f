"""What each kind of workbook asks for: one column a field, in the order of the template."""

from collections.abc import Mapping
from dataclasses import dataclass

from biaochi.facts.shapes import ROLES

STATEMENT = "错误说明"
SERIAL = "序号"
EXAMPLE = "示例"


@dataclass(frozen=True, kw_only=True)
class Field:
    """A column: its header, how its cells are read, what may be chosen."""

    name: str
    label: str
    kind: str
    required: bool = False
    longest: int = 0
    choices: str = ""
    example: str = ""
    width: int = 14
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Form:
    """A kind of workbook; of the ``one_of`` columns each row fills at least one.

    ``of_pack``: what may stand in it is up to a policy pack.
    """

    name: str
    label: str
    fields: tuple[Field, ...]
    one_of: tuple[str, ...] = ()
    help: str = ""
    of_pack: bool = True

    def field(self, name: str) -> Field:
        """Return the column of this name."""
        return next(f for f in self.fields if f.name == name)


_PERSON = Field(name="person", label="人员编号", kind="id", width=20,
                note="文本格式；人员编号和姓名至少填一个")  # fmt: skip
_NAME = Field(name="name", label="姓名", kind="text", longest=60, choices="people", width=12,
              note="本单位没有重名时可以只填姓名")  # fmt: skip
_UNIT = Field(name="unit", label="单位", kind="code", longest=120, choices="units", width=22,
              note="说的是单位而不是人时填写；填编号或名称")  # fmt: skip
_SOURCE = Field(name="source", label="来源", kind="text", longest=120, width=18,
                example="季度督查")  # fmt: skip

EVIDENCE = Form(
    name="evidence",
    label="证据",
    one_of=("person", "name", "unit"),
    help="一行一条。红色星号的列必填；姓名、人员编号、单位至少填一个；导入后是“待核实”，核实后才计入。",
    fields=(
        Field(name="id", label="证据编号", kind="id", note="已有编号的填写；没有的留空", width=16),
        _PERSON,
        _NAME,
        _UNIT,
        Field(name="item", label="条目", kind="code", required=True, longest=200, choices="items",
              width=32, note="目录条目的编号，或从下拉表里选"),
        Field(name="value", label="分值", kind="number", width=10,
              note="留空则取条目分值乘次数；扣分写负数，照办法的写法"),
        Field(name="count", label="次数", kind="count", width=8, example="1", note="留空为 1"),
        Field(name="occurred_on", label="发生日期", kind="date", required=True,
              example="2017-03-15"),
        _SOURCE,
        Field(name="matter", label="事项编号", kind="id"),
        Field(name="round", label="第几轮", kind="count", width=8),
        Field(name="incident", label="事件编号", kind="id"),
        Field(name="due_on", label="应办结日期", kind="date"),
        Field(name="done_on", label="实际办结日期", kind="date"),
        Field(name="context", label="情境", kind="text", longest=120),
        Field(name="note", label="说明", kind="text", longest=2000, width=40),
    ),
)  # fmt: skip

SCORES = Form(
    name="scores",
    label="评分",
    one_of=("person", "name", "unit"),
    help="一行一个评分项。红色星号的列必填；分值和等次至少填一个。",
    fields=(
        _PERSON,
        _NAME,
        _UNIT,
        Field(name="component", label="评分项", kind="code", required=True, longest=80,
              choices="components", width=24),
        Field(name="period", label="时期", kind="period", required=True, example="2017Q1",
              note="2017、2017Q1、2017H1 或 2017-03"),
        Field(name="value", label="分值", kind="number", width=10, example="92.5"),
        Field(name="label", label="等次", kind="text", longest=40),
        _SOURCE,
    ),
)  # fmt: skip

ROSTER = Form(
    name="roster",
    label="人员和职务",
    help="一行一个职务；兼任几个职务的写几行。红色星号的列必填；身份证号必须为文本格式。",
    fields=(
        Field(name="person", label="人员编号", kind="id", required=True, width=20,
              example="示例-001"),
        Field(name="name", label="姓名", kind="text", required=True, longest=60, width=12,
              example="某某某"),
        Field(name="sex", label="性别", kind="text", longest=4, choices="sexes", width=8),
        Field(name="birth_on", label="出生日期", kind="date", example="1975-06-01"),
        Field(name="id_number", label="身份证号", kind="id", width=22, note="文本格式"),
        Field(name="unit", label="单位", kind="code", required=True, longest=120, choices="units",
              width=22),
        Field(name="post", label="职务", kind="text", required=True, longest=120, width=18,
              example="副局长"),
        Field(name="from", label="任职首日", kind="date", required=True, example="2015-01-05"),
        Field(name="to", label="任职末日", kind="date", note="现任留空"),
        Field(name="role", label="角色", kind="text", longest=10, choices="roles", width=10),
        Field(name="tier", label="层次", kind="text", longest=40, choices="tiers"),
        Field(name="level", label="级别", kind="text", longest=40),
        Field(name="grade", label="职级", kind="text", longest=40),
        Field(name="main", label="主职", kind="flag", choices="flags", width=8),
    ),
)  # fmt: skip

CALENDAR = Form(
    name="calendar",
    label="年历",
    help="一行一天：放假，或调休上班（补班）。红色星号的列必填；一份文件只写一年。",
    of_pack=False,
    fields=(
        Field(name="on", label="日期", kind="date", required=True, example="2017-01-02"),
        Field(name="kind", label="类别", kind="text", required=True, longest=10,
              choices="day_kinds", width=10),
        Field(name="name", label="名称", kind="text", longest=40, example="元旦", width=18),
    ),
)  # fmt: skip

FORMS: Mapping[str, Form] = {f.name: f for f in (EVIDENCE, SCORES, ROSTER, CALENDAR)}
DAY_WORDS: Mapping[str, str] = {"放假": "holiday", "补班": "workday", "调休上班": "workday"}
ROLE_WORDS: Mapping[str, str] = dict(
    zip(("正职", "副职", "班子成员", "工作人员"), ROLES, strict=True)
)
