"""Explain one person or unit of prepared facts: from its own part, and never beyond it."""

from biaochi.batch.assess import bind
from biaochi.batch.explaining import Explained, Who, explain
from biaochi.batch.parts import layout_of
from biaochi.engine.bind import checks, mark_of
from biaochi.engine.compile import Asked
from biaochi.engine.scopes import PERSON, UNIT
from biaochi.errors import Problem, Refusal
from biaochi.facts.opening import namesakes, open_part, part_of
from biaochi.facts.prepared import Prepared
from biaochi.packs.shapes import Pack

_TABLES = {PERSON: "people", UNIT: "units"}


def explain_in_part(
    pack: Pack, prepared: Prepared, asked: Asked, who: Who, *, engine: str = "auto"
) -> Explained:
    """Open the part of the one asked for and explain; Refusal where there is no such one."""
    part = _place(prepared, who)
    layout = layout_of(prepared)
    with open_part(prepared, part) as store:
        if mark_of(checks(pack)) not in prepared.parts[part].fits:
            bind(pack, store)
        return explain(pack, store, asked, who, engine=engine, layout=layout)


def _place(prepared: Prepared, who: Who) -> str:
    table = _TABLES.get(who.kind)
    if table is None:
        do = "人和单位以外的对象不归哪一个部分；请对没有整理过的事实运行。"
        raise Refusal((Problem("ASK-WIDE", "person 或 unit", f"「{who.kind}」", do),))
    part = part_of(prepared, table, who.ident)
    if part is None:
        near = "、".join(f"{i}（{who.ident}）" for i in namesakes(prepared, table, who.ident))
        do = f"您是不是要找：{near}？" if near else "请核对编号；这里要填编号，不是姓名。"
        raise Refusal((Problem("ASK-SUBJECT", f"{table} 表里的编号", f"「{who.ident}」", do),))
    return part
