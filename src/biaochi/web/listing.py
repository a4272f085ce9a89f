"""One way to make a list page: columns, filters, sorting, pages, and the same list as .xlsx.

A page declares a ``Listing`` once and answers with ``answer(request, LISTING, rows=…)``.  ``rows``
is anything that can be counted, sliced and (for columns that sort) ordered: a scoped queryset, or
a sequence of dicts or dataclasses.  A queryset costs two queries: one count, one slice.

However many rows there are, a page stays quick: they are counted up to ``MOST``, and beyond that
only the order the list has anyway can be asked for, of which the first ``MOST`` can be leafed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from biaochi.access.policy import may
from biaochi.access.shapes import Act
from biaochi.timeline import day_of
from biaochi.web import sheets
from biaochi.web.cells import Column, Row, cell, held, row_of
from biaochi.web.sessions import is_proved, to_confirm

Kind = Literal["choice", "text", "date"]
SIZES = (20, 50, 100)
MOST = 10_000
MOST_EXPORTED = 100_000
_LONGEST = 80
_NEAR = 2


@dataclass(frozen=True, kw_only=True)
class Filter:
    """A box above the table.  ``narrow`` keeps the rows a value asks for.

    Without ``narrow``: querysets are filtered by the lookup ``by`` (the key, if blank), sequences
    by equality, or for texts by containing it.  ``choices`` may be handed in by the page instead.
    """

    key: str
    label: str
    kind: Kind = "choice"
    choices: Sequence[tuple[str, str]] = ()
    by: str = ""
    hint: str = ""
    narrow: Callable[[Any, str], Any] | None = None


@dataclass(frozen=True, kw_only=True)
class Listing:
    """What a list page shows; ``name`` keeps its filters apart in the session.

    ``shape`` turns one page of raw rows into the rows shown (dicts or dataclasses), all at once,
    so that look-ups for the page are one query.  ``order``: column key, "-" before it descends;
    ``ties``: the fields that make every order total; ``indexed``: columns that the database can
    read in order however many rows there are; ``person``: the field of a shaped row with the
    number of the official whose record it tells of, kept with each export; ``many`` returns the
    rows once more, asked for in the way that suits more than ``MOST``.
    """

    name: str
    title: str
    columns: Sequence[Column]
    filters: Sequence[Filter] = ()
    order: str = ""
    ties: Sequence[str] = ("pk",)
    indexed: Sequence[str] = ()
    many: Callable[[], Any] | None = None
    shape: Callable[[Sequence[Any]], Sequence[Any]] = list
    size: int = SIZES[0]
    empty: str = "还没有记录"
    todo: str = ""
    about: str = ""
    choose: str = ""
    person: str = ""
    wide: bool = False


@dataclass(frozen=True)
class Asked:
    """What somebody asked of a list, after everything unknown was dropped."""

    values: Mapping[str, str]
    order: str
    size: int
    page: int
    remembered: bool


def answer(
    request: HttpRequest, listing: Listing, *, rows: Any,  # noqa: ANN401 (queryset or sequence)
    choices: Mapping[str, Sequence[tuple[str, str]]] | None = None,
    template: str = "web/listing.html", context: Mapping[str, Any] | None = None,
) -> HttpResponse:  # fmt: skip
    """Answer with the page, or with the same rows as a workbook where ``format=xlsx``."""
    if "reset" in request.GET:
        request.session.pop(_memory(listing), None)
        return HttpResponseRedirect(request.path)
    shown = show(request, listing, rows=rows, choices=choices)
    if isinstance(shown, HttpResponse):
        return shown
    return render(request, template, {**(context or {}), "listing": shown})


def show(
    request: HttpRequest, listing: Listing, *, rows: Any,  # noqa: ANN401 (queryset or sequence)
    choices: Mapping[str, Sequence[tuple[str, str]]] | None = None,
) -> dict[str, Any] | HttpResponse:  # fmt: skip
    """Return what ``web/parts/listing.html`` needs, or the workbook that was asked for."""
    boxes = [(f, tuple((choices or {}).get(f.key, f.choices))) for f in listing.filters]
    asked = _asked(request, listing, boxes)
    kept = _narrowed(rows, boxes, asked.values)
    total = _count(kept)
    more = isinstance(kept, QuerySet) and total > MOST
    if more:
        kept = _narrowed(listing.many(), boxes, asked.values) if listing.many else kept
        total, listing, asked = MOST, *_bounded(listing, asked)
    kept = _ordered(kept, listing, asked.order)
    cut = ""
    if request.GET.get("format") == "xlsx":
        made, cut = _export(request, listing, kept, asked, total=None if more else total)
        if made:
            return made
    pages = max(1, -(-total // asked.size))
    page = min(asked.page, pages)
    first = (page - 1) * asked.size
    some = listing.shape(list(kept[first : first + asked.size])) if total else []
    actor = request.actor  # type: ignore[attr-defined]  # behind the door
    return {
        "title": listing.title, "about": listing.about, "wide": listing.wide,
        "empty": listing.empty, "todo": listing.todo, "choose": listing.choose,
        "path": request.path, "reset": "?reset=1", "remembered": asked.remembered,
        "narrowed": any(asked.values.values()), "filters": _boxes(boxes, asked),
        "heads": [_head(c, asked) for c in listing.columns],
        "rows": [row_of(r, listing.columns, choose=listing.choose) for r in some],
        "pager": {**_pager(asked, total=total, pages=pages, page=page), "more": more},
        "export": _href(asked, format="xlsx") if may(actor, Act.EXPORT) else "",
        "cut": cut, "export_first": _href(asked, format="xlsx", first=MOST_EXPORTED),
    }  # fmt: skip


def _memory(listing: Listing) -> str:
    return f"listing:{listing.name}"


def _asked(
    request: HttpRequest, listing: Listing, boxes: list[tuple[Filter, tuple[tuple[str, str], ...]]]
) -> Asked:
    given = request.GET
    known = {f.key for f, _ in boxes} | {"sort", "size"}
    fresh = bool(known & set(given))
    old = request.session.get(_memory(listing), {})
    said = {k: given.get(k, "").strip()[:_LONGEST] for k in known} if fresh else dict(old)
    if fresh:
        said = {k: v or (old.get(k, "") if k in {"sort", "size"} else "") for k, v in said.items()}
    values = {f.key: _allowed(f, options, said.get(f.key, "")) for f, options in boxes}
    sortable = {c.key for c in listing.columns if c.sort}
    order = said.get("sort", "") if said.get("sort", "").removeprefix("-") in sortable else ""
    size = next((n for n in SIZES if str(n) == said.get("size")), listing.size)
    kept = {k: v for k, v in {**values, "sort": order, "size": said.get("size", "")}.items() if v}
    if fresh and kept != old:
        request.session[_memory(listing)] = kept
    page = given.get("page", "")
    return Asked(
        values, order or listing.order, size,
        page=max(1, int(page)) if page.isdecimal() and len(page) < len("1000000") else 1,
        remembered=not fresh and any(values.values()),
    )  # fmt: skip


def _allowed(box: Filter, options: tuple[tuple[str, str], ...], value: str) -> str:
    if box.kind == "choice":
        return value if value in {v for v, _ in options} else ""
    if box.kind == "date":
        return value if day_of(value) else ""
    return value


def _narrowed(
    rows: Any,  # noqa: ANN401 (queryset or sequence)
    boxes: list[tuple[Filter, tuple[tuple[str, str], ...]]], values: Mapping[str, str],
) -> Any:  # noqa: ANN401 (as given)  # fmt: skip
    for box, _ in boxes:
        value = values[box.key]
        if not value:
            continue
        by = box.by or box.key
        if box.narrow is not None:
            rows = box.narrow(rows, value)
        elif isinstance(rows, QuerySet):
            rows = rows.filter(**{by: value})
        elif box.kind == "text":
            rows = [r for r in rows if value in str(held(r, by) or "")]
        else:
            rows = [r for r in rows if str(held(r, by)) == value]
    return rows


def _ordered(rows: Any, listing: Listing, order: str) -> Any:  # noqa: ANN401 (as given)
    column = next((c for c in listing.columns if c.key == order.removeprefix("-")), None)
    down = order.startswith("-")
    if isinstance(rows, QuerySet):
        fields = [*(column.sort if column else ()), *listing.ties]
        turned = [f.removeprefix("-") if f.startswith("-") == down else f"-{f}" for f in fields]
        return rows.order_by(*(turned if down else fields))
    if column is None:
        return rows
    filled = [r for r in rows if held(r, column.sort[0]) is not None]
    blank = [r for r in rows if held(r, column.sort[0]) is None]
    return [*sorted(filled, key=lambda r: [held(r, f) for f in column.sort], reverse=down), *blank]


def _count(rows: Any) -> int:  # noqa: ANN401 (queryset or sequence)
    """Count rows of the database up to one more than are shown; others are all there anyway."""
    if not isinstance(rows, QuerySet):
        return len(rows)
    plain = rows if rows.query.group_by is not None else rows.values("pk")
    return int(plain.order_by()[: MOST + 1].count())


def _bounded(listing: Listing, asked: Asked) -> tuple[Listing, Asked]:
    """Of very many rows, offer and keep only the orders that are read from an index."""
    quick = {*listing.indexed, listing.order.removeprefix("-")}
    columns = [c if c.key in quick else replace(c, sort=()) for c in listing.columns]
    kept = asked.order if asked.order.removeprefix("-") in quick else listing.order
    return replace(listing, columns=columns), replace(asked, order=kept)


def _head(column: Column, asked: Asked) -> dict[str, str]:
    head = {"label": column.label, "kind": column.kind, "href": "", "sorted": ""}
    if column.sort:
        here = asked.order.removeprefix("-") == column.key
        down = asked.order.startswith("-")
        head["href"] = _href(asked, sort=f"-{column.key}" if here and not down else column.key)
        if here:
            head["sorted"] = "descending" if down else "ascending"
    return head


def _boxes(
    boxes: list[tuple[Filter, tuple[tuple[str, str], ...]]], asked: Asked
) -> list[dict[str, Any]]:
    kinds = {"choice": "choice", "text": "search", "date": "date"}
    return [
        {"key": f.key, "label": f.label, "kind": kinds[f.kind], "choices": options,
         "value": asked.values[f.key], "hint": f.hint}
        for f, options in boxes
    ]  # fmt: skip


def _href(asked: Asked, **more: object) -> str:
    said = {**asked.values, "sort": asked.order, "size": asked.size, **more}
    return "?" + urlencode({k: v for k, v in said.items() if v != ""})


def _pager(asked: Asked, *, total: int, pages: int, page: int) -> dict[str, Any]:
    def to(n: int) -> str:
        return _href(asked, page=n)

    numbers = [n for n in range(1, pages + 1) if n in {1, pages} or abs(n - page) <= _NEAR]
    near: list[tuple[int, str]] = []
    for n in numbers:
        if near and n - near[-1][0] > 1:
            near.append((0, ""))
        near.append((n, to(n)))
    return {
        "total": total, "pages": pages, "page": page, "near": near if pages > 1 else [],
        "previous": to(page - 1) if page > 1 else "", "next": to(page + 1) if page < pages else "",
        "sizes": [(n, _href(asked, size=n), n == asked.size) for n in SIZES]
        if total > SIZES[0] else [],
    }  # fmt: skip


def _export(
    request: HttpRequest, listing: Listing, rows: Any, asked: Asked,  # noqa: ANN401 (as given)
    *, total: int | None,
) -> tuple[HttpResponse | None, str]:  # fmt: skip
    """Return the workbook; of more rows than it holds, first the sentence that says so.

    Whoever has read it asks for the first rows only.  Without a ``total`` all are counted.
    """
    actor = request.actor  # type: ignore[attr-defined]  # behind the door
    if not may(actor, Act.EXPORT):
        raise Http404
    if not is_proved(request):
        return to_confirm(request), ""
    of = rows.order_by().count() if total is None else total
    if of > MOST_EXPORTED and "first" not in request.GET:
        return None, sheets.shortened(MOST_EXPORTED, of=of)
    shaped = listing.shape(list(rows[:MOST_EXPORTED]))
    some: Sequence[Row] = [row_of(r, listing.columns, choose="") for r in shaped]
    told = {held(r, listing.person) for r in shaped} if listing.person else set()
    labels = {f.key: f.label for f in listing.filters}
    narrowed = {labels[k]: v for k, v in asked.values.items() if v}
    made = sheets.answer(
        actor, title=listing.title, columns=listing.columns, rows=some, narrowed=narrowed,
        reach=sheets.Reach(
            of=of if of > MOST_EXPORTED else len(some), people=told - {"", None}
        ),
    )  # fmt: skip
    return made, ""


__all__ = ["Column", "Filter", "Listing", "answer", "cell", "show"]
