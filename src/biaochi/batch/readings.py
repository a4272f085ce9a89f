"""Every combination of the readings that a rule can reach, and for whom the choice matters."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, product
from math import prod

from biaochi.batch.assess import executed
from biaochi.batch.executors import Run
from biaochi.engine.compile import Asked, compile_pack
from biaochi.engine.expr import columns
from biaochi.engine.findings import MET, SuggestedEffect, finding, verdict
from biaochi.engine.kinds import Typed
from biaochi.engine.plan import BELOW, GRADED, Carry, Plan, PlannedEffect, PlannedRule
from biaochi.engine.reasons import Reasons
from biaochi.facts.store import Store
from biaochi.packs.shapes import Pack
from biaochi.vocabulary.limits import MOST_READING_RUNS

Chosen = Mapping[str, str]
Said = tuple[str, tuple[SuggestedEffect, ...]]
Answers = Mapping[tuple[str, str], Said]
_ORDER = ("met", "undetermined", "not_met", "not_in_force")
_SILENT: Said = ("not_met", ())
_AT_ONCE = 2


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A verdict with its effects, and the choices of the readings under which it comes out."""

    verdict: str
    effects: tuple[SuggestedEffect, ...]
    readings: tuple[Chosen, ...]


@dataclass(frozen=True, kw_only=True)
class Disagreement:
    """A subject and rule whose verdict depends on readings."""

    subject: str
    rule: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, kw_only=True)
class Compared:
    """All runs together; ``complete`` unless there were too many combinations to try them all."""

    options: Mapping[str, tuple[str, ...]]
    skipped: tuple[str, ...]
    combinations: int
    runs: int
    complete: bool
    disagreements: tuple[Disagreement, ...] = field(default=())


def compare(
    pack: Pack, store: Store, asked: Asked, *, engine: str = "auto",
    progress: Callable[[str], None] = lambda _: None,
) -> Compared:  # fmt: skip
    """Assess under every combination; all up to the limit, beyond it one at a time and in pairs."""
    options = reached(pack, asked)
    number = prod(len(o) for o in options.values())
    complete = number <= MOST_READING_RUNS
    base = {name: _current(pack, asked, name) for name in options}
    tried = list(_all(options) if complete else _near(options, base))
    found: list[tuple[Chosen, Answers]] = []
    for at, chosen in enumerate(tried, start=1):
        progress(f"按口径组合试算 {at}/{len(tried)}")
        found.append((chosen, _answers_under(pack, store, _under(asked, chosen), engine)))
    return Compared(
        options=options, skipped=tuple(n for n in pack.readings if n not in options),
        combinations=number, runs=len(tried), complete=complete,
        disagreements=tuple(_disagreements(found)),
    )  # fmt: skip


def reached(pack: Pack, asked: Asked) -> dict[str, tuple[str, ...]]:
    """Return the readings some rule can depend on, with their options.

    An option may bring further readings into play, so each is followed until nothing is new.
    """
    found: dict[str, tuple[str, ...]] = {}
    new = _reached_by(compile_pack(pack, asked))
    while new:
        name = new.pop()
        found[name] = tuple(pack.readings[name].options)
        for option in found[name]:
            plan = compile_pack(pack, _under(asked, {name: option}))
            new |= _reached_by(plan) - found.keys()
    return {name: found[name] for name in pack.readings if name in found}


def _under(asked: Asked, chosen: Chosen) -> Asked:
    return replace(asked, readings={**(asked.readings or {}), **chosen})


def _reached_by(plan: Plan) -> set[str]:
    """Return the readings used by any column that a rule or its effects need."""
    nodes = {n.name: n for n in plan.nodes}
    open_, seen = [r.column for r in plan.rules], set[str]()
    open_ += [c for r in plan.rules for e in r.effects for c in _effect_columns(e)]
    readings: set[str] = set()
    while open_:
        name = open_.pop().removesuffix(GRADED).removesuffix(BELOW)
        node = nodes.get(name)
        if node is None or name in seen:
            continue
        seen.add(name)
        readings |= set(node.readings)
        open_ += node.needs
        if isinstance(node, Carry):
            open_ += [node.far, *(c.name for c in columns(node.value))]
    return readings


def _effect_columns(effect: PlannedEffect) -> Iterator[str]:
    for typed in _varying(effect):
        for expr in (typed.expr, typed.below):
            if expr is not None:
                yield from (c.name for c in columns(expr))


def _varying(effect: PlannedEffect) -> list[Typed]:
    """The parts of an effect that depend on the subject."""
    parts = (effect.when, effect.amount, effect.start, *effect.alternatives)
    return [p for p in parts if p is not None]


def _current(pack: Pack, asked: Asked, name: str) -> str:
    chosen = (asked.readings or {}).get(name) or pack.readings[name].chosen
    return chosen or next(iter(pack.readings[name].options))


def _all(options: Mapping[str, Sequence[str]]) -> Iterator[Chosen]:
    for values in product(*options.values()):
        yield dict(zip(options, values, strict=True))


def _near(options: Mapping[str, Sequence[str]], base: Chosen) -> Iterator[Chosen]:
    """The current choice, then every change of one reading and of two."""
    yield base
    for many in range(1, _AT_ONCE + 1):
        for names in combinations(options, many):
            others = [[o for o in options[n] if o != base[n]] for n in names]
            for values in product(*others):
                yield {**base, **dict(zip(names, values, strict=True))}


def _answers_under(pack: Pack, store: Store, asked: Asked, engine: str) -> Answers:
    """What every rule says about everyone, as people read it."""
    plan = compile_pack(pack, asked)
    _, run, cells = executed(plan, store, engine=engine)
    reasons = Reasons(plan, cells, run)
    found: dict[tuple[str, str], Said] = {}
    for rule in plan.rules:
        varies = any(_varying(e) for e in rule.effects)
        for ident in cells[rule.of]:
            said: Said = (verdict(rule, cells, ident), ())
            if varies and said[0] == MET:
                told = finding(plan, rule, reasons, (ident, MET))
                said = (MET, told.effects)
            for about in _about(rule, ident, run):
                key = (about, rule.id)
                found[key] = min(found.get(key, said), said, key=lambda s: _ORDER.index(s[0]))
    return found


def _about(rule: PlannedRule, ident: str, run: Run) -> Sequence[str]:
    return (rule.subject and run.far(rule.subject, ident)) or (ident,)


def _disagreements(found: Sequence[tuple[Chosen, Answers]]) -> Iterator[Disagreement]:
    keys = dict.fromkeys(k for _, answers in found for k in answers)
    for subject, rule in sorted(keys, key=lambda k: (k[1], k[0])):
        said = [(c, a.get((subject, rule), _SILENT)) for c, a in found]
        if len({s for _, s in said}) > 1:
            yield Disagreement(subject=subject, rule=rule, answers=tuple(_answers(said)))


def _answers(said: Sequence[tuple[Chosen, Said]]) -> Iterator[Answer]:
    """Each answer with the choices of only those readings that change it."""
    matter = _that_matter(said)
    different = dict.fromkeys(s for _, s in said)
    for wanted in sorted(different, key=lambda s: _ORDER.index(s[0])):
        those = [{n: c[n] for n in matter} for c, s in said if s == wanted]
        unique = tuple(c for i, c in enumerate(those) if c not in those[:i])
        yield Answer(verdict=wanted[0], effects=wanted[1], readings=unique)


def _that_matter(said: Sequence[tuple[Chosen, Said]]) -> tuple[str, ...]:
    """Readings by whose change alone the answer changes, somewhere among the runs."""
    found = []
    for name in said[0][0]:
        rest: dict[tuple[tuple[str, str], ...], set[Said]] = {}
        for chosen, answer in said:
            key = tuple((n, o) for n, o in chosen.items() if n != name)
            rest.setdefault(key, set()).add(answer)
        if any(len(a) > 1 for a in rest.values()):
            found.append(name)
    return tuple(found)
