"""Reference of refusals and of the facts folder."""

from itertools import groupby

from biaochi.errors import CODES
from biaochi.facts.shapes import TABLES, Column, Table
from tools.pages.markdown import code, said, table

_ROOMS = {
    "ACCOUNT": "账号", "API": "接口", "ASK": "命令里问的", "BATCH": "导入批次",
    "CELL": "工作簿的单元格", "COUNT": "统计", "EDIT": "办公端里填写的", "EVIDENCE": "证据",
    "FACT": "事实文件夹", "FACTOR": "第二因子", "FILE": "上传的文件", "FOLDER": "导入事实文件夹",
    "FORM": "公式", "GRANT": "授权", "ID": "身份证号", "NOT": "没有或看不到",
    "OFFICE": "安装和启动", "PACK": "规则包的文件和写法", "PAPER": "文书", "PASSWORD": "密码",
    "PERIOD": "考核", "PLAN": "规则包能不能算", "REASON": "理由", "REPLY": "本人说明",
    "ROW": "工作簿的行", "RUN": "计算用的数据库", "SIGN": "登录", "STEP": "办理一步",
    "TASK": "后台任务", "TEMPLATE": "文书模板", "TRAIL": "留痕",
}  # fmt: skip
_KINDS = {
    "id": "编号", "text": "文字", "number": "数，最多 6 位小数", "count": "非负整数",
    "date": "日期，如 2017-03-01", "moment": "日期或时刻", "flag": "是、否",
}  # fmt: skip


def errors() -> str:
    """Return the page of every stable code."""
    lines = ["# 提示的编号 Codes", "",
             said("每条提示写明编号、在哪个文件第几行、应为什么、实为什么、怎样改。",
                  "编号不变，可以拿来查这一页。",
                  "提示也有 JSON 的写法，见[给程序用的结果](json.md)。"), ""]  # fmt: skip
    ordered = sorted(CODES, key=lambda c: (_room(c), c))
    for room, those in groupby(ordered, key=_room):
        lines += [f"## {room} {_ROOMS[room]}", ""]
        rows = [(code(c), CODES[c].says, str(CODES[c].exits)) for c in those]
        lines += table(("编号", "意思", "退出码"), rows)
    return "\n".join(lines)


def _room(name: str) -> str:
    return name.partition("-")[0]


def facts() -> str:
    """Return the page of every table of a facts folder."""
    lines = [
        "# 事实文件夹 The facts folder", "",
        said("一张表一个文件，CSV 或 Parquet，第一行是列名；",
             "CSV 用 UTF-8，也认 GB18030、BOM 和 CRLF。规则用不到的表可以没有。",
             "加粗的列每行必填。整个文件夹要么全部读入，要么带着每一处错误被拒绝。"), "",
        said("`people`、`units`、`posts` 可以另有规则包声明过的属性列；没有声明的列会提示，",
             "列名与已知的列只差一两个字母的会被当作笔误拒绝。"), "",
        *table(("文件", "一行是"), [(f"[`{n}`](#{n})", t.label) for n, t in TABLES.items()]),
    ]  # fmt: skip
    for found in TABLES.values():
        lines += [f"## {found.name}", "", f"{found.label}。{_together(found)}", ""]
        lines += table(("列", "写什么", "说明"), [_column(c) for c in found.columns])
    return "\n".join(lines)


def _together(found: Table) -> str:
    said = []
    if found.unique:
        said.append(f"{'、'.join(map(code, found.unique))} 合起来不能重复。")
    if found.one_of:
        how = "只填一个" if found.only_one else "至少填一个"
        said.append(f"{'、'.join(map(code, found.one_of))} {how}。")
    if found.open_columns:
        said.append("可以另加规则包声明的属性列。")
    return "".join(said)


def _column(column: Column) -> tuple[str, str, str]:
    name = f"**{code(column.name)}**" if column.required else code(column.name)
    kind = "、".join(map(code, column.choices)) or _KINDS[column.kind]
    refers = f"须是 `{column.refers}` 里有的" if column.refers else ""
    return name, kind, "；".join(filter(None, (column.note, refers)))
