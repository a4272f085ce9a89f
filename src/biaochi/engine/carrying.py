"""Roll: what belongs to related subjects travels along one relation, one step, never in a loop."""

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from biaochi.engine import collecting, kinds, stated
from biaochi.engine.expr import Col, Expr, Lit, op
from biaochi.engine.kinds import FLAG, NUMBER, KindError, Typed
from biaochi.engine.plan import AnyNode, Carry, Gather, Relation
from biaochi.packs.shapes import Collect, Roll

if TYPE_CHECKING:
    from biaochi.engine.compile import Compiler

_FLAGS = ("any", "all")


def roll(compiler: "Compiler", name: str, shape: Roll) -> Typed | AnyNode:
    """Bring a quantity of related subjects to this one."""
    relation = compiler.relation(shape.from_)
    quantity = compiler.pack.quantities.get(shape.roll)
    if quantity is None:
        raise KindError("FORM-NAME", "已定义的量", shape.roll)
    if relation.of != shape.of or relation.to != quantity.of:
        raise KindError(
            "FORM-SUBJECT", f"从 {shape.of} 到 {quantity.of} 的关系",
            f"{shape.from_} 从 {relation.of} 到 {relation.to}",
        )  # fmt: skip
    share = stated.amount(compiler, shape.share)
    if shape.each_event == "once":
        total = _once(compiler, name, shape, quantity, relation)
    elif shape.take == "mean":
        top = _carry(compiler, name, shape, "sum")
        total = kinds.div(top, _carry(compiler, name, shape, "known"))
    else:
        total = _carry(compiler, name, shape, shape.take)
    if total.kind == FLAG:
        return total
    return kinds.mul(replace(share, unit=""), total) if share.const != 1 else total


def _carry(compiler: "Compiler", name: str, shape: Roll, take: str) -> Typed:
    """Combine the far column over the relation."""
    far = compiler.quantity(shape.roll)
    if take in _FLAGS or (take == "count" and far.kind == FLAG):
        kinds.wanted(far, FLAG)
    elif take not in {"known", "count"}:
        kinds.wanted(far, NUMBER)
    rows = int(Fraction(compiler.pack.numeric.rows))
    typed = far
    if take in {"count", "known"}:
        typed = kinds.whole(Col(""), most=rows)
    elif take == "sum":
        typed = kinds.checked(replace(far, most=far.most * rows))
    empty: int | bool | None = 0 if take in {"sum", "count", "known"} else None
    if take == "any":
        empty = False
    return compiler.keep(
        Carry(
            name=f"{name}#{take}", of=shape.of, typed=typed, relation=shape.from_, far=shape.roll,
            value=_present(far, shape.missing), take=take, exclude=shape.missing == "exclude",
            empty=empty, path=compiler.path,
            label=shape.label,
        )
    )  # fmt: skip


def _present(far: Typed, missing: str) -> Expr:
    """The far column, a missing one as nought where the pack says so."""
    if missing != "zero":
        return far.expr
    return op("else", far.expr, Lit(False if kinds.wanted(far, FLAG, NUMBER).kind == FLAG else 0))


def _once(
    compiler: "Compiler", name: str, shape: Roll, quantity: object, relation: Relation
) -> Typed:
    """Go back to the rows: one event carried by several people travels once."""
    if (
        not isinstance(quantity, Collect)
        or quantity.each is not None
        or quantity.op not in {"sum", "count", "distinct"}
    ):
        raise KindError(
            "FORM-KIND", "直接由证据合计的量（sum、count 或 distinct，不带 each）", shape.roll
        )
    node = collecting.collect(compiler, f"{name}#events", replace(quantity, scale=None))
    if not isinstance(node, Gather) or node.table != "evidence":
        raise KindError("FORM-SOURCE", "由证据合计的量", shape.roll)
    if any(True for _ in node.needs):
        raise KindError("FORM-SUBJECT", "条件里不用个人量的合计", shape.roll)
    rows = int(Fraction(compiler.pack.numeric.rows))
    bound = kinds.checked(replace(node.typed, most=node.typed.most * rows))
    once = replace(
        node, typed=bound, of=shape.of, relation=relation.name,
        take="max" if node.take == "sum" else "exists",
        each=(Col("event", row=True),), then="sum" if node.take == "sum" else "count", empty=0,
        label=shape.label,
    )  # fmt: skip
    return compiler.keep(once)
