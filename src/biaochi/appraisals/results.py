"""Reads of figures: rankings, distributions, one subject's results, two runs side by side."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import islice
from typing import Any

from django.db.models import QuerySet

from biaochi.access.scoping import Why
from biaochi.access.shapes import Act, Actor
from biaochi.appraisals.models import Figure
from biaochi.appraisals.queries import missing
from biaochi.appraisals.shapes import (
    GROUP,
    Keyed,
    Ranked,
    Ranking,
    RunColumn,
    RunGroup,
    RunLine,
    Share,
    Value,
)
from biaochi.engine.explain import NOTHING
from biaochi.engine.kinds import LABEL
from biaochi.engine.operations import half_up
from biaochi.facts.shapes import FACT_SCALE

_SPANS = 10
_FLAGS = {"true": "是", "false": "否"}
_NONE = "尚不能定"
_NOWHERE = (0, 1)
_ROW = {
    "person": ("person__name", "person__home__name", "person__tier"),
    "unit": ("unit__name", "unit__parent__name", "unit__type"),
}


def ranking(
    actor: Actor, run: RunLine, *, name: str, group: str = "", ascending: str = ""
) -> Ranking:
    """Rank those who have a value within their groups; equal values share the better place.

    Places are counted among everybody in the group; only whom the actor may see is listed.
    """
    column = run.column(name)
    if column is None:
        raise missing("可以排名的量")
    among = next((g for g in run.groups if g.name == group and g.of == column.of), None)
    groups = _groups(run, among)
    places = _places(_numbers(run, name, groups), downward=not ascending)
    found = [r for r in _visible(actor, run, column) if groups is None or r[0] in groups]
    keyed = sorted((groups[r[0]] if groups else "", places.get(r[0], _NOWHERE), r) for r in found)
    return Ranking(
        column=column, group=among,
        lines=tuple(k for k in keyed if k[1] != _NOWHERE),
        undetermined=tuple(k for k in keyed if k[1] == _NOWHERE),
        units=tuple(sorted({r[3] for r in found if r[3]})),
        tiers=tuple(sorted({r[4] for r in found if r[4]})),
    )  # fmt: skip


def ranked(column: RunColumn, keyed: Keyed) -> Ranked:
    """Return a line of a ranking as it is shown."""
    group, (place, tied), (code, text, name, unit, tier) = keyed
    return Ranked(
        kind=column.of, code=code, name=name or code, unit=unit or "", tier=tier or "",
        group=group, text=shown(text), place=place or None, tied=tied,
    )  # fmt: skip


def rankable(run: RunLine, *, of: str = "person") -> list[RunColumn]:
    """Return the quantities that put subjects in an order."""
    return [c for c in run.columns if c.of == of and c.kind in {"number", "ratio"}]


def _groups(run: RunLine, group: RunGroup | None) -> Mapping[str, str] | None:
    if group is None:
        return None
    rows = _all(run, f"{GROUP}{group.name}")
    return dict(rows.values_list("subject", "value"))


def _numbers(
    run: RunLine, name: str, groups: Mapping[str, str] | None
) -> Mapping[str, list[tuple[int, str]]]:
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for subject, number in _all(run, name).values_list("subject", "number"):
        if number is not None and (groups is None or subject in groups):
            found["" if groups is None else groups[subject]].append((number, subject))
    return found


def _places(
    groups: Mapping[str, list[tuple[int, str]]], *, downward: bool
) -> Mapping[str, tuple[int, int]]:
    """Return (place, how many share it) of every subject that has a value."""
    found: dict[str, tuple[int, int]] = {}
    for those in groups.values():
        counts = Counter(number for number, _ in those)
        better = 0
        first: dict[int, int] = {}
        for number in sorted(counts, reverse=downward):
            first[number] = better + 1
            better += counts[number]
        found |= {subject: (first[number], counts[number]) for number, subject in those}
    return found


def _all(run: RunLine, name: str) -> QuerySet[Any]:
    rows: QuerySet[Any] = Figure.objects.unscoped(Why.ABOUT)
    return rows.filter(run=run.ident, name=name)


def _visible(actor: Actor, run: RunLine, column: RunColumn) -> QuerySet[Any]:
    rows = Figure.objects.visible_to(actor, Act.SEE_RESULTS).filter(run=run.ident, name=column.name)
    return rows.order_by().values_list("subject", "value", *_ROW[column.of])


def shown(text: str | None) -> str:
    """Return an exact text as it is read; a blank one says that there is nothing to be told."""
    return _NONE if text is None else _FLAGS.get(text, text) or NOTHING


def spread(actor: Actor, run: RunLine, *, name: str, codes: Collection[str] = ()) -> list[Share]:
    """Count subjects by label, or by ten equal spans of a number; those without a value last."""
    column = run.column(name)
    if column is None:
        raise missing("可以看分布的量")
    rows = Figure.objects.visible_to(actor, Act.SEE_RESULTS).filter(run=run.ident, name=name)
    if codes:
        rows = rows.filter(subject__in=codes)
    found = list(rows.values_list("value", "number"))
    known = [(v, n) for v, n in found if v]
    if column.kind == LABEL or not any(n is not None for _, n in known):
        counted = _by_label(column, Counter(v for v, _ in known))
    else:
        counted = _by_span([n for _, n in known if n is not None])
    rest = Counter(shown(v) for v, _ in found if not v)
    listed = [*counted, *((said, rest[said]) for said in (NOTHING, _NONE) if rest[said])]
    return [Share(label=lab, count=n, percent=_percent(n, len(found))) for lab, n in listed]


def _by_label(column: RunColumn, counts: Counter[str]) -> list[tuple[str, int]]:
    order = [*column.order, *sorted(counts.keys() - set(column.order))]
    return [(shown(label), counts[label]) for label in order if label in counts or column.order]


def _by_span(numbers: Sequence[int]) -> list[tuple[str, int]]:
    """Whole spans of a round width, so that their ends can be read."""
    least, most = min(numbers), max(numbers)
    unit = 10**FACT_SCALE
    width = unit
    while (most - least) // width >= _SPANS:
        width *= 5 if str(width)[0] == "1" else 2
    counts = Counter((n // width) for n in numbers)
    keys = range(min(counts), max(counts) + 1)
    return [(f"{k * width // unit}～{(k + 1) * width // unit}", counts[k]) for k in keys]


def _percent(part: int, whole: int) -> str:
    hundredths = half_up(part * 10**4, whole) if whole else 0
    return f"{hundredths // 100}.{hundredths % 100:02d}%"


def by_unit(
    actor: Actor, run: RunLine, *, name: str, most: int
) -> list[tuple[str, list[tuple[str, Decimal]]]]:
    """Return names and values of officials by unit, the first units of the tree."""
    rows = Figure.objects.visible_to(actor, Act.SEE_RESULTS).filter(
        run=run.ident, name=name, number__isnull=False, person__home__isnull=False
    )
    listed = rows.order_by("person__home__first", "subject")
    found: dict[tuple[int, str], list[tuple[str, Decimal]]] = defaultdict(list)
    for home, unit, called, number in listed.values_list(
        "person__home", "person__home__name", "person__name", "number"
    ):  # fmt: skip
        found[home, unit].append((called, Decimal(number).scaleb(-FACT_SCALE).normalize()))
    return [(unit, values) for (_, unit), values in islice(found.items(), most)]


def results_of(actor: Actor, run: RunLine, *, code: str, act: Act = Act.SEE_RESULTS) -> list[Value]:
    """Return every quantity of one subject the actor may see, in the order of the pack."""
    rows = Figure.objects.visible_to(actor, act).filter(run=run.ident, subject=code)
    there = dict(rows.values_list("name", "value"))
    return [
        Value(name=c.name, label=c.label, text=shown(there[c.name]), unit=c.unit)
        for c in run.columns
        if c.name in there
    ]  # fmt: skip


def table(
    actor: Actor, run: RunLine, *, codes: Collection[str], names: Collection[str]
) -> Mapping[str, Mapping[str, str]]:
    """Return subject → quantity → text of those the actor may see."""
    rows = Figure.objects.visible_to(actor, Act.SEE_RESULTS).filter(
        run=run.ident, subject__in=sorted(codes), name__in=sorted(names)
    )
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for subject, name, text in rows.values_list("subject", "name", "value"):
        found[subject][name] = shown(text)
    return found


def compared(
    actor: Actor, before: RunLine, after: RunLine, *, name: str
) -> Iterator[tuple[Ranked, str]]:
    """Yield whose value of a quantity differs between two runs, with what it was."""
    column = after.column(name)
    if column is None or before.column(name) is None:
        raise missing("两次都有的量")
    was = dict(_visible(actor, before, column).values_list("subject", "value"))
    for code, text, called, unit, tier in _visible(actor, after, column).order_by("subject"):
        if was.get(code) != text:
            line = Ranked(
                kind=column.of, code=code, name=called or code, unit=unit or "", tier=tier or "",
                group="", text=shown(text),
            )  # fmt: skip
            yield line, shown(was.get(code)) if code in was else "没有"
