"""Another pack, parameter or reading on the same facts: who changes, and why."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from biaochi.batch.assess import attribute_columns, bind, executed, open_with
from biaochi.engine.amounts import CellTable
from biaochi.engine.compile import Asked, compile_pack
from biaochi.engine.explain import Explainer
from biaochi.engine.plan import Plan, PlannedRule
from biaochi.engine.reasons import Reasons
from biaochi.engine.whatif import Changed, changes, with_parameters
from biaochi.errors import Problem, Refusal, refuse
from biaochi.facts.store import Store, missing_recorded
from biaochi.packs.shapes import Pack


@dataclass(frozen=True, kw_only=True)
class Change:
    """What is different afterwards: another pack, other parameters, other readings."""

    against: Pack | None = None
    parameters: Mapping[str, str]
    readings: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Why:
    """A change with the condition of the rule as it reads before and after, and its evidence."""

    changed: Changed
    before: str = ""
    after: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class WhatIf:
    """Both plans, the cells afterwards, and everything that differs."""

    before: Plan
    after: Plan
    cells: CellTable
    changed: Sequence[Why]
    facts_digest: str


def open_for_both(pack: Pack, change: Change, where: str) -> Store:
    """Read facts with the columns of both packs; Refusal where they do not fit one of them."""
    other = change.against or pack
    columns = attribute_columns(pack)
    for table, attributes in attribute_columns(other).items():
        mine = columns.setdefault(table, {})
        for name, kind in attributes.items():
            if mine.setdefault(name, kind) != kind:
                do = "两个规则包对这一列的类型说法不同，先统一再比较。"
                raise Refusal((Problem("FORM-KIND", mine[name], kind, do, file=table,
                                       column_name=name),))  # fmt: skip
    store = open_with(where, columns)
    bind(pack, store)
    bind(other, store)
    return store


def what_if(
    pack: Pack, store: Store, asked: Asked, change: Change, *, engine: str = "auto"
) -> WhatIf:
    """Run both and list everyone for whom a verdict or public quantity differs."""
    if asked.known_by is not None:
        refuse(missing_recorded(store))
    other = with_parameters(change.against or pack, change.parameters)
    readings = {**(asked.readings or {}), **change.readings}
    plan, new_plan = (
        compile_pack(pack, asked),
        compile_pack(other, replace(asked, readings=readings)),
    )
    _, old_run, cells = executed(plan, store, engine=engine)
    _, run, new_cells = executed(new_plan, store, engine=engine)
    old, new = Reasons(plan, cells, old_run), Reasons(new_plan, new_cells, run)
    differing = changes((plan, cells), (new_plan, new_cells))
    return WhatIf(
        before=plan, after=new_plan, cells={**cells, **new_cells},
        changed=list(_reasoned(differing, old, new)), facts_digest=store.digest,
    )  # fmt: skip


def _reasoned(differing: Sequence[Changed], old: Reasons, new: Reasons) -> Iterator[Why]:
    """Only the numbers of the first run are asked for: its rows are gone when the second ran."""
    was, now = _rules(old.plan), _rules(new.plan)
    for changed in differing:
        if changed.what != "finding":
            yield Why(changed=changed)
            continue
        rule = now.get(changed.name)
        evidence: tuple[str, ...] = ()
        if rule is not None and changed.subject in new.cells[rule.of]:
            evidence = new.evidence(rule.of, changed.subject, rule.when_expr)
        yield Why(
            changed=changed, before=_condition(old, was.get(changed.name), changed.subject),
            after=_condition(new, rule, changed.subject), evidence=evidence,
        )  # fmt: skip


def _rules(plan: Plan) -> Mapping[str, PlannedRule]:
    return {r.id: r for r in plan.rules}


def _condition(reasons: Reasons, rule: PlannedRule | None, ident: str) -> str:
    """The rule's condition with the subject's numbers put in; nothing without the rule."""
    if rule is None or ident not in reasons.cells[rule.of]:
        return ""
    return Explainer(reasons).said(rule.of, ident, rule.when)
