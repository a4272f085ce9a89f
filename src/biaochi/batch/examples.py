"""Run a pack's worked examples and say where they differ."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from biaochi.batch.assess import Result, assessed, attribute_columns, bind, open_facts
from biaochi.engine.amounts import exact, text
from biaochi.engine.compile import Asked, compile_pack
from biaochi.engine.plan import Plan
from biaochi.errors import Refusal
from biaochi.facts.read import read_rows
from biaochi.facts.store import Store
from biaochi.packs.examples import facts_folder
from biaochi.packs.shapes import Pack
from biaochi.packs.shapes.examples import Example, ExpectedEffect, ExpectedFinding

_ORDER = ("met", "undetermined", "not_met", "not_in_force")


@dataclass(frozen=True)
class Difference:
    """One claim of an example that did not come out."""

    example: str
    claim: str
    expected: str
    found: str


def asked(example: Example) -> Asked:
    """For what the example is assessed."""
    return Asked(
        period=example.period,
        as_of=date.fromisoformat(example.as_of) if example.as_of else None,
        known_by=datetime.fromisoformat(example.known_by) if example.known_by else None,
        readings=example.readings,
    )


def store_of(pack: Pack, folder: Path, example: Example) -> Store:
    """The example's facts, inline or from its folder, checked against the pack."""
    there = facts_folder(folder, example=example)
    if there is not None:
        return open_facts(pack, there)
    rows = {} if example.facts == "folder" else example.facts
    store = read_rows(rows, attributes=attribute_columns(pack))
    bind(pack, store)
    return store


class Plans:
    """The plans of a pack, each compiled once: many examples ask the same question."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self._made: dict[tuple[object, ...], Plan] = {}

    def of(self, example: Example) -> Plan:
        """The plan for what the example asks; Refusal where the pack does not compile."""
        key = (example.period, example.as_of, example.known_by, *sorted(example.readings.items()))
        if key not in self._made:
            self._made[key] = compile_pack(self.pack, asked(example))
        return self._made[key]


def run(plans: Plans, folder: Path, example: Example, *, engine: str = "auto") -> list[Difference]:
    """Assess the example and list every claim that does not hold."""
    try:
        with store_of(plans.pack, folder, example) as store:
            result = assessed(plans.of(example), store, engine=engine, every=True)
            found = list(compared(example, result))
    except Refusal as refusal:
        codes = sorted({p.code for p in refusal.problems if p.level == "error"})
        if example.expect.refused in codes:
            return []
        wanted = example.expect.refused or "不拒绝"
        return [Difference(example.id, "事实", wanted, str(refusal))]
    if example.expect.refused:
        found.append(Difference(example.id, "事实", f"拒绝 {example.expect.refused}", "通过"))
    return found


def compared(example: Example, result: Result) -> Iterator[Difference]:
    """Claims of the example against the run."""
    yield from _quantities(example, result)
    yield from _findings(example, result)
    yield from _monitors(example, result)
    for claim in example.expect.statistics:
        there = next((s for s in result.statistics if s.id == claim.id), None)
        for field in ("total", "remainder", "refused"):
            wanted = getattr(claim, field, None)
            found = "没有这个统计" if there is None else str(getattr(there, field))
            if wanted is not None and exact(wanted) != exact(found):
                yield Difference(example.id, f"统计 {claim.id} {field}", wanted, found)


def _quantities(example: Example, result: Result) -> Iterator[Difference]:
    for claim in example.expect.quantities:
        node = next((n for n in result.plan.nodes if n.name == claim.name), None)
        found = "没有这个量"
        if node is not None:
            cells = result.cells[node.of].get(claim.subject)
            found = "没有这个对象" if cells is None else text(node.typed, cells, node.name)
        if exact(found) != exact(claim.value):
            yield Difference(example.id, f"{claim.subject} 的 {claim.name}", claim.value, found)


def _findings(example: Example, result: Result) -> Iterator[Difference]:
    for claim in example.expect.findings:
        rule = next((r for r in result.plan.rules if r.id == claim.rule), None)
        found = "没有这条规则"
        if rule is not None:
            found = _said(result, claim.subject, claim.rule)
            known = any(claim.subject in those for those in result.cells.values())
            found = found or ("not_met" if rule.subject and known else "")
        if found != claim.verdict:
            what = f"{claim.subject} 的 {claim.rule}"
            yield Difference(example.id, what, claim.verdict, found or "没有这个对象")
        for effect in claim.effects:
            yield from _effect(example, result, claim, effect)


def _effect(
    example: Example, result: Result, claim: ExpectedFinding, effect: ExpectedEffect
) -> Iterator[Difference]:
    """A claimed effect must be among those suggested, with everything it states."""
    those = [f for f in result.findings if (f.subject, f.rule) == (claim.subject, claim.rule)]
    suggested = [e for f in those for e in f.effects if e.kind == effect.kind]
    stated = {k: v for k, v in vars(effect).items() if v is not None}
    if not any(all(_plain(getattr(e, k)) == _plain(v) for k, v in stated.items())
               for e in suggested):  # fmt: skip
        what = f"{claim.subject} 的 {claim.rule} 的后果"
        yield Difference(example.id, what, str(stated), str([vars(e) for e in suggested]))


def _said(result: Result, subject: str, rule: str) -> str:
    """The verdict of a finding about the subject itself, met before undetermined."""
    those = [f.verdict for f in result.findings if (f.subject, f.rule) == (subject, rule)]
    return min(those, default="", key=_ORDER.index)


def _monitors(example: Example, result: Result) -> Iterator[Difference]:
    for claim in example.expect.monitors:
        there = [m for m in result.monitors if m.id == claim.id and m.group == claim.group]
        for field in ("figure", "actual", "pool"):
            wanted = getattr(claim, field)
            found = getattr(there[0], field) if there else "没有这个监测"
            if wanted is not None and _plain(wanted) != _plain(found):
                what = f"监测 {claim.id}·{claim.group} {field}"
                yield Difference(example.id, what, str(wanted), str(found))


def _plain(value: object) -> object:
    return exact(value) if isinstance(value, str) else value
