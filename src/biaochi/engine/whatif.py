"""What if: two results on the same facts, and everyone for whom something changes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from biaochi.engine.amounts import CellTable, text
from biaochi.engine.findings import verdict
from biaochi.engine.lower import closest
from biaochi.engine.plan import Plan
from biaochi.errors import Problem, Refusal
from biaochi.packs.shapes import Pack


@dataclass(frozen=True, kw_only=True, order=True)
class Changed:
    """One verdict or quantity of one subject, before and after."""

    kind: str
    subject: str
    what: str
    name: str
    before: str
    after: str


def with_parameters(pack: Pack, values: Mapping[str, str]) -> Pack:
    """The pack with other parameter values; Refusal names an unknown one."""
    parameters = dict(pack.parameters)
    for name, value in values.items():
        if name not in parameters:
            do = closest(name, parameters)
            raise Refusal((Problem("FORM-NAME", "规则包的参数名", name, do),))
        parameters[name] = replace(parameters[name], value=value, values={})
    return replace(pack, parameters=parameters)


def changes(before: tuple[Plan, CellTable], after: tuple[Plan, CellTable]) -> list[Changed]:
    """Every verdict and public quantity that differs, in order of subject."""
    return sorted([*_verdicts(before, after), *_quantities(before, after)])


def _verdicts(before: tuple[Plan, CellTable], after: tuple[Plan, CellTable]) -> Iterator[Changed]:
    (old_plan, old), (new_plan, new) = before, after
    there = {r.id: r for r in old_plan.rules}
    for rule in new_plan.rules:
        was = there.get(rule.id)
        for ident in new[rule.of]:
            now = verdict(rule, new, ident)
            known = was is not None and ident in old[was.of]
            then = verdict(was, old, ident) if was is not None and known else "not_met"
            if now != then:
                yield Changed(kind=rule.of, subject=ident, what="finding", name=rule.id,
                              before=then, after=now)  # fmt: skip
    here = {r.id for r in new_plan.rules}
    for rule in old_plan.rules:
        if rule.id not in here:
            for ident in old[rule.of]:
                then = verdict(rule, old, ident)
                if then != "not_met":
                    yield Changed(kind=rule.of, subject=ident, what="finding", name=rule.id,
                                  before=then, after="not_met")  # fmt: skip


def _quantities(before: tuple[Plan, CellTable], after: tuple[Plan, CellTable]) -> Iterator[Changed]:
    (old_plan, old), (new_plan, new) = before, after
    there = {n.name: n for n in old_plan.nodes if not n.internal}
    for node in new_plan.nodes:
        was = there.get(node.name)
        if node.internal or was is None or was.of != node.of:
            continue
        for ident, cells in new[node.of].items():
            if ident in old[node.of]:
                then = text(was.typed, old[node.of][ident], was.name)
                now = text(node.typed, cells, node.name)
                if now != then:
                    yield Changed(kind=node.of, subject=ident, what="quantity", name=node.name,
                                  before=then, after=now)  # fmt: skip
