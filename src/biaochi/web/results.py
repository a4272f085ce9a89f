"""Results by period as a table and as a trend."""

from dataclasses import dataclass
from decimal import Decimal

from biaochi.appraisals.dossier import Held
from biaochi.web import charts, links
from biaochi.web.labels import Labels

_TREND, _FIRST = 12, 8
_FLAGS = {"1": "是", "0": "否"}


@dataclass(frozen=True, kw_only=True)
class Value:
    """One result; ``href`` opens the explanation where it was computed here."""

    text: str
    href: str = ""


Line = tuple[str, tuple[Value | None, ...]]


@dataclass(frozen=True, kw_only=True)
class Table:
    """Quantities down, periods across, newest first; ``rest`` is what no year was decided on."""

    periods: tuple[str, ...]
    rows: tuple[Line, ...]
    rest: tuple[Line, ...]


def table_of(held: Held, labels: Labels, *, person: str) -> Table:
    """Return the results of one official; a period that was computed here stands for itself."""
    cells: dict[tuple[str, str], Value] = {}
    names: dict[str, str] = {}
    kinds = {c["name"]: c["kind"] for r in held.runs for c in r.columns}
    for d in held.decided:
        said = d.label or (f"{d.value:f}" if d.value is not None else "")
        said = _FLAGS.get(said, said) if kinds.get(d.quantity) == "flag" else said
        cells[d.quantity, d.period] = Value(text=said)
        names.setdefault(d.quantity, labels.quantity(d.quantity))
    columns = {c["name"]: c["label"] for r in held.runs for c in r.columns}
    for c in held.computed:
        if c.name not in columns:
            continue
        href = links.explanation(run=c.run, kind="person", code=person, what=c.name)
        cells[c.name, c.period] = Value(text=c.value or "尚不能定", href=href)
        names.setdefault(c.name, columns[c.name] or labels.quantity(c.name))
    periods = tuple(sorted({p for _, p in cells}, reverse=True))
    first = {d.quantity for d in held.decided} or set(list(names)[:_FIRST])

    def line(name: str) -> Line:
        return names[name], tuple(cells.get((name, p)) for p in periods)

    return Table(
        periods=periods, rows=tuple(line(n) for n in names if n in first),
        rest=tuple(line(n) for n in names if n not in first),
    )  # fmt: skip


def trend_of(held: Held, labels: Labels, *, quantity: str = "total") -> charts.Chart | None:
    """Return how a quantity went over the periods; None with fewer than two values."""
    values: dict[str, Decimal] = {
        d.period: d.value for d in held.decided if d.quantity == quantity and d.value is not None
    }
    for c in held.computed:
        if c.name == quantity and c.value is not None and is_number(c.value):
            values[c.period] = Decimal(c.value)
    if len(values) < 2:  # noqa: PLR2004 (a line needs two points)
        return None
    periods = sorted(values)[-_TREND:]
    name = labels.quantity(quantity)
    series = [charts.Series(name, [values[p] for p in periods])]
    return charts.lines(
        f"{name}历年走势", labels=periods, series=series, unit=labels.unit(quantity),
        wide=charts.SIDE,
    )  # fmt: skip


def is_number(text: str) -> bool:
    """Tell whether a result as shown is a number."""
    body = text.removeprefix("-")
    return body.replace(".", "", 1).isdigit()
