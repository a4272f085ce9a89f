"""Charts as SVG made on the server: no script, no inline style, a data table beneath each.

Every chart is a ``Chart``: a picture (safe SVG), and the same numbers as a table.  Heights and
positions are computed in floats: a picture is read by eye, the exact number stands in the table.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

Number = int | Decimal
WIDE, HALF, SIDE = 760, 560, 420
"""Widths of pictures: across a page, two abreast, beside a text."""
_WIDE, _LEFT, _RIGHT, _ROW, _TOP = WIDE, 132, 58, 24, 8
_TONES = 6
_STEPS = (1, 2, 5, 10)
_TICKS, _EDGES, _NAME = 5, 12, 10
_DOTTED = 12


@dataclass(frozen=True)
class Chart:
    """A drawn chart with its numbers as text."""

    title: str
    svg: SafeString
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    legend: tuple[tuple[int, str], ...] = ()
    lines: bool = False
    cut: str = ""
    """Where the axis starts or ends, if zero is not on it."""


@dataclass(frozen=True)
class Series:
    """Named values, one for each label of the chart; None where nothing is known."""

    name: str
    values: Sequence[Number | None]


def bars(
    title: str, *, labels: Sequence[str], values: Sequence[Number | None], unit: str = "",
    here: str = "", wide: int = WIDE,
) -> Chart:  # fmt: skip
    """Return horizontal bars, one per label; ``here`` is the label to point out."""
    scale = _Scale.of([v for v in values if v is not None], zero=True, wide=wide)
    drawn = [scale.axis(len(labels))]
    for n, (label, value) in enumerate(zip(labels, values, strict=True)):
        y = _TOP + n * _ROW
        drawn.append(_label(label, y=y, here=label == here))
        if value is None:
            drawn.append(_words(_LEFT + 4, y + 16, "尚不能定", css="tick"))
            continue
        x0, x1 = sorted((scale.x(0), scale.x(value)))
        css = "here" if label == here else "s0"
        drawn.append(_rect(x0, y + 4, max(x1 - x0, 1), css=css, says=f"{label}：{value}{unit}"))
        drawn.append(_words(x1 + 4, y + 16, f"{value}"))
    rows = tuple((a, _said(v)) for a, v in zip(labels, values, strict=True))
    svg = _svg(title, drawn, len(labels) * _ROW + _TOP + 22, unit, wide=wide)
    return Chart(title, svg, ("名称", unit or "值"), rows)


def stacked(
    title: str, *, labels: Sequence[str], series: Sequence[Series], unit: str = ""
) -> Chart:
    """Return bars made of parts, one bar per label."""
    sums = [sum((s.values[n] or 0) for s in series) for n in range(len(labels))]
    scale = _Scale.of(sums, zero=True)
    drawn = [scale.axis(len(labels))]
    for n, label in enumerate(labels):
        y, at = _TOP + n * _ROW, Decimal(0)
        drawn.append(_label(label, y=y))
        for k, one in enumerate(series):
            value = one.values[n] or 0
            x0, x1 = scale.x(at), scale.x(at + value)
            at += value
            if value:
                says = f"{label}，{one.name}：{value}{unit}"
                drawn.append(_rect(x0, y + 4, max(x1 - x0, 1), css=f"s{k % _TONES}", says=says))
        drawn.append(_words(scale.x(at) + 4, y + 16, f"{sums[n]}"))
    rows = tuple(
        (label, *(_said(s.values[n]) for s in series), str(sums[n]))
        for n, label in enumerate(labels)
    )
    heads = ("名称", *(s.name for s in series), "合计")
    svg = _svg(title, drawn, len(labels) * _ROW + _TOP + 22, unit)
    return Chart(title, svg, heads, rows, tuple((k, s.name) for k, s in enumerate(series)))


def lines(
    title: str, *, labels: Sequence[str], series: Sequence[Series], unit: str = "",
    wide: int = WIDE,
) -> Chart:  # fmt: skip
    """Return a line per series over labels in order; a gap where nothing is known."""
    known = [v for s in series for v in s.values if v is not None]
    low, high, step = _ticks(known, zero=False)
    bottom, tall = 190, 170
    right = wide - 30

    def y(value: Number) -> float:
        return bottom - float(value - low) / float(high - low) * tall

    def x(n: int) -> float:
        return 60 + n * (right - 60) / max(len(labels) - 1, 1)

    drawn = []
    tick = low
    while tick <= high:
        drawn.append(_rule(60, y(tick), right, y(tick), css="grid"))
        drawn.append(_words(54, y(tick) + 4, _short(tick), anchor="end", css="tick"))
        tick += step
    drawn.extend(
        _words(x(n), bottom + 18, label, anchor="middle", css="tick")
        for n, label in enumerate(labels)
    )
    for k, one in enumerate(series):
        for run in _runs(one.values):
            path = "M" + "L".join(f"{x(n):.1f} {y(v):.1f}" for n, v in run)
            drawn.append(format_html('<path class="l{}" d="{}"/>', k % _TONES, path))
        for n, v in enumerate(one.values):
            if v is not None:
                says = f"{one.name}，{labels[n]}：{v}{unit}"
                drawn.append(_dot(x(n), y(v), css=f"s{k % _TONES}", says=says))
    rows = tuple((label, *(_said(s.values[n]) for s in series)) for n, label in enumerate(labels))
    heads = ("时期", *(s.name for s in series))
    legend = tuple((k, s.name) for k, s in enumerate(series)) if len(series) > 1 else ()
    cut = f"纵轴从 {_short(low)} 起，不是从 0 起" if low > 0 else ""
    cut = f"纵轴到 {_short(high)} 止，没有画到 0" if high < 0 else cut
    svg = _svg(title, drawn, bottom + 30, unit, wide=wide, cut=cut)
    return Chart(title, svg, heads, rows, legend, lines=True, cut=cut)


def histogram(
    title: str, *, values: Sequence[Number], unit: str = "", here: Number | None = None
) -> Chart:
    """Return how many values fall into each stretch; ``here`` marks one value."""
    low, high, step = _ticks(values, zero=False)
    step = step / 2 if (high - low) / step < _TICKS else step
    edges = [low + step * n for n in range(int((high - low) / step) + 1)]
    counts = [sum(1 for v in values if a <= v < a + step) for a in edges[:-1]]
    if counts:
        counts[-1] += sum(1 for v in values if v == edges[-1])
    most, bottom, tall = max([*counts, 1]), 170, 140
    wide = (_WIDE - 80) / max(len(counts), 1)
    drawn = []
    for n, count in enumerate(counts):
        height = count / most * tall
        says = f"{_short(edges[n])} 至 {_short(edges[n + 1])}：{count}"
        x, y, width = 40 + n * wide + 1, bottom - height, max(wide - 2, 1)
        drawn.append(_rect(x, y, width, height=height, css="s0", says=says))
        if count:
            at = 40 + (n + 0.5) * wide
            drawn.append(_words(at, bottom - height - 4, str(count), anchor="middle"))
    drawn.append(_rule(40, bottom, _WIDE - 40, bottom, css="axis"))
    every = max(1, len(edges) // _EDGES)
    drawn.extend(
        _words(40 + n * wide, bottom + 16, _short(e), anchor="middle", css="tick")
        for n, e in enumerate(edges)
        if n % every == 0
    )
    if here is not None and high > low:
        at = 40 + float(here - low) / float(high - low) * (_WIDE - 80)
        drawn.append(_rule(at, 14, at, bottom, css="mark"))
        drawn.append(_words(at + 4, 22, f"{here}"))
    rows = tuple(
        (f"{_short(edges[n])} 至 {_short(edges[n + 1])}", str(c)) for n, c in enumerate(counts)
    )
    return Chart(title, _svg(title, drawn, bottom + 28, unit), (unit or "区间", "个数"), rows)


def dots(
    title: str, *, groups: Sequence[tuple[str, Sequence[tuple[str, Number]]]], unit: str = "",
    here: str = "",
) -> Chart:  # fmt: skip
    """Return a strip per group with a dot per member, to compare teams at one glance."""
    known = [v for _, members in groups for _, v in members]
    scale = _Scale.of(known, zero=False)
    drawn = [scale.axis(len(groups))]
    for n, (group, members) in enumerate(groups):
        y = _TOP + n * _ROW
        drawn.append(_label(group, y=y, here=group == here))
        drawn.append(_rule(_LEFT, y + 12, _WIDE - _RIGHT, y + 12, css="grid"))
        for name, value in members:
            css = "here" if here in {name, group} else "s0"
            says = f"{group} {name}：{value}{unit}"
            drawn.append(_dot(scale.x(value), y + 12, css=css, says=says))
    rows = tuple((g, name, _said(v)) for g, members in groups for name, v in members)
    svg = _svg(title, drawn, len(groups) * _ROW + _TOP + 22, unit)
    return Chart(title, svg, ("组", "名称", unit or "值"), rows)


def strips(
    title: str, *, groups: Sequence[tuple[str, Sequence[tuple[str, Number]]]], unit: str = ""
) -> Chart:  # fmt: skip
    """Return a strip per group: dots where it is small, else its middle half and its ends."""
    scale = _Scale.of([v for _, members in groups for _, v in members], zero=False)
    drawn, rows = [scale.axis(len(groups))], []
    for n, (group, members) in enumerate(groups):
        y, sorted_ = _TOP + n * _ROW, sorted(v for _, v in members)
        drawn.append(_label(group, y=y))
        least, middle, most = sorted_[0], _middle(sorted_), sorted_[-1]
        rows.append((group, str(len(members)), _short(least), _short(middle), _short(most)))
        if len(members) <= _DOTTED:
            drawn.append(_rule(_LEFT, y + 12, _WIDE - _RIGHT, y + 12, css="grid"))
            for name, value in members:
                says = f"{group} {name}：{value}{unit}"
                drawn.append(_dot(scale.x(value), y + 12, css="s0", says=says))
            continue
        drawn.append(_rule(scale.x(least), y + 12, scale.x(most), y + 12, css="axis"))
        low, high = (scale.x(sorted_[len(sorted_) * k // 4]) for k in (1, 3))
        says = (
            f"{group} {len(members)} 人：{_short(least)} 至 {_short(most)}，中位 {_short(middle)}"
        )
        drawn.append(_rect(low, y + 5, max(high - low, 1), height=14, css="s0 half", says=says))
        drawn.append(_rule(scale.x(middle), y + 3, scale.x(middle), y + 21, css="mark"))
    svg = _svg(title, drawn, len(groups) * _ROW + _TOP + 22, unit)
    return Chart(title, svg, ("组", "人数", "最低", "中位", "最高"), tuple(rows))


def _middle(values: Sequence[Number]) -> Decimal:
    """Return the middle of sorted values, between two where there are two."""
    return Decimal(values[(len(values) - 1) // 2] + values[len(values) // 2]) / 2


@dataclass(frozen=True)
class _Scale:
    low: Decimal
    high: Decimal
    step: Decimal
    wide: int

    @staticmethod
    def of(values: Sequence[Number], *, zero: bool, wide: int = WIDE) -> "_Scale":
        return _Scale(*_ticks(values, zero=zero), wide)

    def x(self, value: Number) -> float:
        wide = self.wide - _LEFT - _RIGHT
        return _LEFT + float(value - self.low) / float(self.high - self.low) * wide

    def axis(self, rows: int) -> SafeString:
        bottom = _TOP + rows * _ROW
        made = []
        tick = self.low
        while tick <= self.high:
            made.append(_rule(self.x(tick), _TOP, self.x(tick), bottom, css="grid"))
            made.append(
                _words(self.x(tick), bottom + 14, _short(tick), anchor="middle", css="tick")
            )
            tick += self.step
        return format_html_join("", "{}", ((m,) for m in made))


def _ticks(values: Sequence[Number], *, zero: bool) -> tuple[Decimal, Decimal, Decimal]:
    low = min([Decimal(v) for v in values], default=Decimal(0))
    high = max([Decimal(v) for v in values], default=Decimal(1))
    if zero:
        low, high = min(low, Decimal(0)), max(high, Decimal(0))
    if low == high:
        high = low + 1
    rough = (high - low) / _TICKS
    power = Decimal(10) ** rough.adjusted()
    step = next(power * s for s in _STEPS if power * s >= rough)
    return (low / step).__floor__() * step, (high / step).__ceil__() * step, step


def _runs(values: Sequence[Number | None]) -> list[list[tuple[int, Number]]]:
    runs: list[list[tuple[int, Number]]] = [[]]
    for n, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append((n, value))
    return [r for r in runs if len(r) > 1]


def _svg(
    title: str, drawn: Sequence[SafeString], height: int, unit: str, *, wide: int = WIDE,
    cut: str = "",
) -> SafeString:  # fmt: skip
    named = "，".join(filter(None, (f"{title}{f'（{unit}）' if unit else ''}", cut)))
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {} {}">'
        "<title>{}</title><desc>{}</desc>{}</svg>",
        wide, height, title, f"{named}。各数见下面的数据表。",
        format_html_join("", "{}", ((d,) for d in drawn)),
    )  # fmt: skip


def _rect(
    x: float, y: float, width: float, *, css: str, says: str, height: float = 16
) -> SafeString:
    return format_html(
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}"><title>{}</title></rect>',
        css, *_places(x, y, width, height), says,
    )  # fmt: skip


def _dot(x: float, y: float, *, css: str, says: str) -> SafeString:
    return format_html(
        '<circle class="{}" cx="{}" cy="{}" r="4" fill-opacity="0.8"><title>{}</title></circle>',
        css, *_places(x, y), says,
    )  # fmt: skip


def _rule(x0: float, y0: float, x1: float, y1: float, *, css: str) -> SafeString:
    return format_html(
        '<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"/>', css, *_places(x0, y0, x1, y1)
    )


def _words(x: float, y: float, says: str, *, anchor: str = "start", css: str = "") -> SafeString:
    return format_html(
        '<text class="{}" x="{}" y="{}" text-anchor="{}">{}</text>',
        css, *_places(x, y), anchor, says,
    )  # fmt: skip


def _places(*at: float) -> list[str]:
    return [f"{x:.1f}" for x in at]


def _label(label: str, *, y: float, here: bool = False) -> SafeString:
    short = label if len(label) <= _NAME else f"{label[: _NAME - 1]}…"
    return _words(_LEFT - 8, y + 16, short, anchor="end", css="here" if here else "")


def _short(value: Number) -> str:
    said = f"{Decimal(value).normalize():f}"
    return "0" if said == "-0" else said


def _said(value: Number | None) -> str:
    return "尚不能定" if value is None else str(value)
