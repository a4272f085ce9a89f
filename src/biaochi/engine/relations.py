"""Relations: compiled conditions on both ends of a way between subjects."""

from typing import TYPE_CHECKING

from biaochi.engine.expr import TRUE, Expr
from biaochi.engine.kinds import KindError
from biaochi.engine.lower import closest, lower_flag
from biaochi.engine.plan import Relation
from biaochi.engine.scopes import PERSON, UNIT, RowScope

if TYPE_CHECKING:
    from biaochi.engine.compile import Compiler

ENDS = {
    "members": (UNIT, PERSON), "posts_held": (PERSON, UNIT), "colleagues": (PERSON, PERSON),
    "line": (PERSON, UNIT), "line_members": (PERSON, PERSON), "parent": (UNIT, UNIT),
    "children": (UNIT, UNIT), "descendants": (UNIT, UNIT),
}  # fmt: skip


def relation(compiler: "Compiler", name: str) -> Relation:
    """Compile one relation of the pack."""
    shape = compiler.pack.relations.get(name)
    if shape is None:
        do = closest(name, compiler.pack.relations)
        raise KindError("FORM-NAME", "已声明的关系", name, do)
    ends = (shape.of, shape.to)
    if shape.by in ENDS and ends != ENDS[shape.by]:
        raise KindError("FORM-SUBJECT", " → ".join(ENDS[shape.by]), " → ".join(ends))
    if any(end not in compiler.subjects for end in ends):
        raise KindError("FORM-SUBJECT", "、".join(compiler.subjects), " → ".join(ends))
    if shape.by == "named" and shape.to not in {PERSON, UNIT}:
        raise KindError("FORM-SUBJECT", "通向 person 或 unit 的关系", shape.to)
    if shape.by == "named" and not compiler.subjects[shape.of].key:
        raise KindError("FORM-SUBJECT", "pack.yaml 的 subjects 里声明的对象", shape.of)
    table = {"links": "links", "named": "evidence"}.get(shape.by, "posts")
    return Relation(
        name=name, of=shape.of, to=shape.to, by=shape.by, kind=shape.kind, reversed=shape.reversed,
        mine=_where(compiler, shape.mine, table), where=_where(compiler, shape.where, table),
        label=shape.label,
    )  # fmt: skip


def _where(compiler: "Compiler", text: str | None, table: str) -> Expr:
    return TRUE if text is None else lower_flag(text, RowScope(compiler, table, None)).expr
