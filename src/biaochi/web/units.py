"""The organ tree: every unit the actor sees, one unit, adding and changing."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse

from biaochi import clock
from biaochi.access.policy import may
from biaochi.access.shapes import Act, Actor
from biaochi.registry import queries, services
from biaochi.registry.shapes import UnitRow, UnitSaid
from biaochi.web import labelling
from biaochi.web.boxes import choice, day, differs, put, words
from biaochi.web.doors import Asked, page
from biaochi.web.links import link
from biaochi.web.listing import Column, Filter, Listing, answer
from biaochi.web.people.forms import Versioned, offered, pairs

_BOTH = ("GET", "POST")
_PAIR = "每行一项，写成“名称=值”，名称用规则包声明的列。"


class UnitForm(Versioned):
    """What is said about a unit."""

    name = words("名称", longest=120, required=True)
    parent = choice("上级单位", ())
    type = words("单位类型", longest=40, hint="同类单位一起比较，如“县直部门”“乡镇”。")
    kind = words("单位性质", longest=40, hint="如机关、参公、事业。")
    order = forms.IntegerField(
        label="排序", required=False, min_value=0, max_value=99999, help_text="同级之中小的在前。"
    )
    closed_on = day("撤销日", hint="仍在的单位留空。")
    extra = forms.CharField(
        label="其他属性", required=False, help_text=_PAIR, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean_extra(self) -> dict[str, str]:
        """Return the attributes line by line."""
        return pairs(self.cleaned_data["extra"])

    def said(self) -> UnitSaid:
        """Return what was typed."""
        d = self.cleaned_data
        return UnitSaid(
            name=d["name"], parent=d["parent"], type=d["type"], kind=d["kind"],
            order=d["order"] or 0, closed_on=d["closed_on"], extra=d["extra"],
        )  # fmt: skip


class NewUnitForm(UnitForm):
    """A unit that is not there yet."""

    code = words("编号", longest=40, hint="留空由系统编。")


LISTING = Listing(
    name="units",
    title="单位",
    columns=(
        Column(key="name", label="名称", kind="link", href="href", depth="level"),
        Column(key="type", label="单位类型"),
        Column(key="kind", label="单位性质"),
        Column(key="people", label="人数", kind="number"),
        Column(key="code", label="编号"),
        Column(key="closed_on", label="撤销日", kind="date"),
    ),
    filters=(
        Filter(key="name", label="名称", kind="text"),
        Filter(key="type", label="单位类型"),
    ),
    size=100,
    empty="还没有单位",
    todo="可以在上级单位下新建，或成批导入。",
    about="按机构树排列；人数是直接归属该单位、您可以看到的人员。",
)


@page(Act.SEE_UNITS)
def units(request: Asked) -> HttpResponse:
    """Show the tree as far as the actor sees it."""
    found = queries.unit_tree(request.actor)
    top = min((u.depth for u in found), default=0)
    rows = [
        {**vars(u), "level": u.depth - top,
         "href": reverse("unit", kwargs={"code": u.code})}
        for u in found
    ]  # fmt: skip
    types = sorted({u.type for u in found if u.type})
    return answer(
        request, LISTING, rows=rows, choices={"type": [(t, t) for t in types]},
        template="web/units/list.html",
        context={"may_edit": may(request.actor, Act.EDIT_UNITS)},
    )  # fmt: skip


@page(Act.SEE_UNITS)
def unit(request: Asked, code: str) -> HttpResponse:
    """Show one unit, what is below it, and who belongs to it."""
    actor = request.actor
    row = _unit(request, code)
    people = queries.people(actor).filter(home__code=code) if may(actor, Act.SEE_PEOPLE) else []
    below = [u for u in queries.unit_tree(actor) if u.parent == code]
    facts: list[tuple[str, object]] = [
        ("编号", row.code), ("上级单位", row.parent_name), ("单位类型", row.type),
        ("单位性质", row.kind), *labelling.attributes(row.extra),
    ]  # fmt: skip
    if row.closed_on:
        facts.append(("撤销日", row.closed_on))
    context = {
        "unit": row, "facts": facts, "below": below, "people": queries.person_rows(people),
        "may_edit": may(actor, Act.EDIT_UNITS),
        "team_at": link("team", code=code) if may(actor, Act.SEE_RESULTS) else "",
        "history": queries.unit_history(actor, code),
        "parent_at": _open(actor, row.parent),
    }  # fmt: skip
    return render(request, "web/units/unit.html", context)


def _open(actor: Actor, code: str) -> str:
    """Where a unit's page is, for those who may open it."""
    seen = bool(code) and queries.units(actor).filter(code=code).exists()
    return reverse("unit", kwargs={"code": code}) if seen else ""


@page(Act.EDIT_UNITS, methods=_BOTH)
def add(request: Asked) -> HttpResponse:
    """Add a unit below another."""
    actor = request.actor
    form = NewUnitForm(request.POST or None, initial={"parent": request.GET.get("parent", "")})
    offered(form, "parent", queries.unit_choices(actor, Act.EDIT_UNITS))
    form.fields["parent"].required = True
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        outcome = put(
            form,
            lambda: services.add_unit(
                said=form.said(), code=data["code"], actor=actor, at=clock.now()
            ),
        )
        if outcome.accepted:
            messages.success(request, f"已新建「{data['name']}」。")
            return redirect("unit", code=outcome.done)
    context = {"form": form, "title": "新建单位", "send": "新建"}
    return render(request, "web/units/form.html", context)


@page(Act.EDIT_UNITS, methods=_BOTH)
def edit(request: Asked, code: str) -> HttpResponse:
    """Change a unit; the second editor is told what the first did."""
    actor = request.actor
    row = _unit(request, code)
    if not queries.units(actor, Act.EDIT_UNITS).filter(code=code).exists():
        raise Http404
    form = _form(request, row, data=request.POST or None)
    more: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        outcome = put(
            form,
            lambda: services.change_unit(
                code=code, said=form.said(), version=form.cleaned_data["version"] or 0,
                actor=actor, at=clock.now(),
            ),
        )  # fmt: skip
        if outcome.accepted:
            messages.success(request, f"已修改「{form.cleaned_data['name']}」。")
            return redirect("unit", code=code)
        if outcome.conflict:
            fresh = _form(request, row, data=None)
            more = {"conflict": outcome.conflict, "differs": differs(form, fresh)}
            form = fresh
    context = {"form": form, "title": f"修改 {row.name}", "send": "保存", "unit": row, **more}
    return render(request, "web/units/form.html", context, status=409 if more else 200)


def _form(request: Asked, row: UnitRow, *, data: Any) -> UnitForm:  # noqa: ANN401 (what was posted)
    start = {
        "version": row.version, "name": row.name, "parent": row.parent, "type": row.type,
        "kind": row.kind, "order": row.order, "closed_on": row.closed_on,
        "parent_name": row.parent_name,
        "extra": "\n".join(f"{k}={v}" for k, v in sorted(row.extra.items())),
    }  # fmt: skip
    form = UnitForm(data, initial=start)
    offered(form, "parent", queries.unit_choices(request.actor, Act.EDIT_UNITS))
    return form


def _unit(request: Asked, code: str) -> UnitRow:
    row = queries.unit_sheet(request.actor, code)
    if row is None:
        raise Http404
    return row


urlpatterns: list[URLPattern] = [
    path("units/", units, name="units"),
    path("units/add/", add, name="unit_add"),
    path("units/<str:code>/", unit, name="unit"),
    path("units/<str:code>/edit/", edit, name="unit_edit"),
]
