"""A small pack to begin with: loads as it is, and explains itself in comments."""

import re
import shutil
import tempfile
from pathlib import Path

from biaochi.errors import Problem, Refusal
from biaochi.packs.folder import is_folder
from biaochi.packs.messages import describe

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

_FILES = {
    "pack.yaml": """\
# 规则包的总说明。改完后运行：biaochi pack check 文件夹
id: {id}
title: {title}
in_force: {{from: "2024-01-01"}}            # 施行首日；停止施行时再写 to
documents:
  - {{id: {id}, title: {title}}}   # 只写条款的依据，都指第一份文件
numeric:
  scale: 2                                # 作除法时保留两位小数
  rounding: half_up                       # 四舍五入
  largest: "1000"                         # 事实里一个数最大是多少；更大的当作填错，不读入
  rows: "1000"                            # 每人在一张表里最多几行；报 PLAN-OVERFLOW 就改小

parameters:                               # 原文里有名字的数，写在这里，不写进规则
  列入线: {{value: 8, unit: 分, label: 列入线, basis: 第六条}}

readings:                                 # 原文没有写明的地方，列出问题和各种答案
  window:
    asks: 累计扣分按自然年还是按连续十二个月？
    basis: 第六条
    options: {{calendar_year: 自然年, rolling_12_months: 连续十二个月}}
    chosen: calendar_year
    chosen_by: county

lists:
  to-verify: {{label: 待核实名单, basis: 第六条}}
""",
    "catalogues/deductions.yaml": """\
# 一份目录一个文件；文件名就是它的编号
id: deductions
label: {{zh: 扣分事项, en: Deductions}}
basis: 附件
sign: takes                # 分值表示扣减
declared_items: 3          # 原文说有几项；与实有项数不符会提示
items:
  - {{code: K1, label: 无故缺席会议, points: -1}}
  - {{code: K2, label: 交办事项逾期, points: -2}}
slots:                     # 原文没有公布的条目，占住位置
  - {{prefix: K, first: "3", last: "3"}}
""",
    "quantities.yaml": """\
# 每个量只用一个算子（这里是 sum）；公式里可以用中文名称
扣分:
  of: person
  label: 累计扣分
  unit: 分
  sum: value
  from: deductions
  over: {{reading: window, options: {{calendar_year: period, rolling_12_months: {{months: 12}}}}}}
  basis: 第六条
""",
    "rules/over-the-line.yaml": """\
# 一条规则一个文件；符合条件只是打开一个问题，由人去核实
id: over-the-line
label: {{zh: 扣分超过列入线, en: Over the line}}
basis: 第六条
when: 扣分 > 列入线
opens: verification
effects: [{{list: to-verify}}]
owner: 组织部门
""",
    "examples/over-the-line.yaml": """\
# 样例：给出事实，写明应得的结果；biaochi pack check 会逐个核对
title: 扣分恰好等于列入线的不列入
period: "2024"
facts:
  people: [{{person: P1, name: 甲}}, {{person: P2, name: 乙}}]
  evidence:
    - {{id: E1, item: K1, person: P1, value: -8, occurred_on: "2024-03-01"}}
    - {{id: E2, item: K2, person: P2, value: -8.5, occurred_on: "2024-05-01"}}
expect:
  quantities:
    - {{subject: P1, name: 扣分, value: "8"}}
  findings:
    - {{subject: P1, rule: over-the-line, verdict: not_met}}
    - {{subject: P2, rule: over-the-line, verdict: met}}
""",
}


def new(folder: Path, *, id: str, title: str) -> Path:  # noqa: A002  the packs' own word
    """Write a loading skeleton; refuse a folder that is not empty.  All of it or nothing."""
    parent = folder.absolute().parent
    try:
        _check(folder, id=id, title=title)
        parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=parent, prefix=".new-pack-") as inside:
            draft = Path(inside) / "pack"
            for name, text in _FILES.items():
                path = draft / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text.format(id=id, title=_quoted(title)), encoding="utf-8")
            if folder.exists():
                folder.rmdir()
            shutil.move(draft, folder)
    except OSError as error:
        raise _refusal(folder, found=error.strerror or "写入失败", do="请换一个位置。") from error
    return folder


def _check(folder: Path, *, id: str, title: str) -> None:  # noqa: A002  as above
    if not _ID.fullmatch(id):
        do = "请用小写字母、数字和连字符，如 qingshi-2024。"
        raise Refusal((Problem("PACK-ID", "规则包的编号", describe(id), do),))
    if not title.strip() or not title.isprintable():
        raise Refusal((Problem("PACK-VALUE", "规则包的名称", describe(title), "请写明名称。"),))
    if folder.is_symlink() or (folder.exists() and not is_folder(folder)):
        raise _refusal(folder, found="已有同名的文件", do="请换一个名字。")
    if is_folder(folder) and any(folder.iterdir()):
        raise _refusal(folder, found="文件夹里已有内容", do="请换一个空的文件夹。")


def _refusal(folder: Path, *, found: str, do: str) -> Refusal:
    problem = Problem("PACK-FOLDER", "一个新的或空的文件夹", found, do, file=str(folder))
    return Refusal((problem,))


def _quoted(title: str) -> str:
    """Return a title as YAML text, whatever signs it has."""
    return "'" + title.replace("'", "''") + "'"
