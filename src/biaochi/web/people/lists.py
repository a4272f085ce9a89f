"""The list of officials, the sheet of one, his history, and the box that completes names."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from biaochi import clock
from biaochi.access.policy import may
from biaochi.access.shapes import Act, Actor
from biaochi.registry import queries, services
from biaochi.vocabulary import office
from biaochi.web import labelling
from biaochi.web.doors import Asked, page
from biaochi.web.links import link, opening
from biaochi.web.listing import Column, Filter, Listing, answer

_ROLES = tuple((k, v[0]) for k, v in office.POST_ROLES.items())
_BY_UNIT = queries.ORDERS["unit"]


def _shaped(rows: Sequence[Any]) -> list[dict[str, object]]:
    return [
        {**vars(row), "href": reverse("person", kwargs={"code": row.code}),
         "unit_href": reverse("unit", kwargs={"code": row.unit}) if row.unit else ""}
        for row in queries.person_rows(rows)
    ]  # fmt: skip


LISTING = Listing(
    name="people",
    title="人员",
    columns=(
        Column(key="name", label="姓名", kind="link", href="href", sort=queries.ORDERS["stroke"]),
        Column(key="pinyin", label="拼音", sort=queries.ORDERS["pinyin"]),
        Column(key="unit_name", label="单位", kind="link", href="unit_href", sort=_BY_UNIT),
        Column(key="post", label="现任职务", sort=queries.ORDERS["post"]),
        Column(key="tier", label="层次", sort=("tier", *_BY_UNIT)),
        Column(key="sex", label="性别"),
        Column(key="birth_on", label="出生日期", kind="date", sort=("birth_on",)),
        Column(key="code", label="编号", sort=("code",)),
    ),
    ties=_BY_UNIT,
    indexed=("name", "pinyin", "code"),
    shape=_shaped,
    empty="还没有人员",
    todo="可以新建人员，或成批导入。",
    about="按机构顺序、班子次序排列；点列名改排序：姓名按姓氏笔画，拼音按音序，职务按正副职。",
)


def _filters(actor: Actor) -> tuple[Filter, ...]:
    units = [(u.code, u.label) for u in queries.unit_choices(actor, Act.SEE_PEOPLE)]
    return (
        Filter(key="unit", label="单位（含下级）", choices=units, narrow=queries.below),
        Filter(key="tier", label="层次", choices=[(t, t) for t in queries.tiers(actor)]),
        Filter(key="role", label="角色", choices=_ROLES, narrow=queries.in_role),
        Filter(
            key="q", label="姓名、拼音、编号", kind="text", hint="如 张三、zs",
            narrow=lambda rows, text: queries.named(rows, text, actor=actor),
        ),
    )  # fmt: skip


@page(Act.SEE_PEOPLE)
def people(request: Asked) -> HttpResponse:
    """Show the officials the actor sees."""
    actor = request.actor
    shown = replace(LISTING, filters=_filters(actor))
    context = {"may_edit": may(actor, Act.EDIT_PEOPLE)}
    return answer(
        request, shown, rows=queries.people(actor), template="web/people/list.html",
        context=context,
    )  # fmt: skip


@page(Act.SEE_PEOPLE)
def person(request: Asked, code: str) -> HttpResponse:
    """Show one official with his posts; that it was opened is recorded."""
    actor = request.actor
    sheet = services.read_person(code=code, actor=actor, at=clock.now())
    context = {
        "person": sheet,
        "posts": queries.posts_of(actor, code, on=clock.today()),
        "absences": queries.absences_of(actor, code),
        "links": queries.links_of(actor, code),
        "facts": _facts(actor, sheet),
        "roles": dict(_ROLES),
        "may_edit": may(actor, Act.EDIT_PEOPLE),
        "may_read_number": may(actor, Act.SEE_ID_NUMBER) and bool(sheet.id_masked),
        "dossier_at": link("dossier", code=code),
        "opens_at": opening(actor, code),
        "unit_at": link("unit", code=sheet.unit) if sheet.unit else "",
    }
    return render(request, "web/people/person.html", context)


@page(Act.SEE_PEOPLE)
def history(request: Asked, code: str) -> HttpResponse:
    """Show who changed what about an official, newest first."""
    sheet = queries.person_sheet(request.actor, code)
    if sheet is None:
        raise Http404
    steps = queries.person_history(request.actor, code)
    return render(
        request, "web/people/history.html",
        {"steps": steps, "title": sheet.name, "back": reverse("person", kwargs={"code": code})},
    )  # fmt: skip


@page(Act.SEE_PEOPLE)
def unknown(request: Asked) -> HttpResponse:
    """Show characters in names that the order of strokes does not know."""
    found = queries.unknown_characters(request.actor)
    return render(request, "web/people/unknown.html", {"found": found})


def _facts(actor: Actor, sheet: Any) -> list[tuple[str, object]]:  # noqa: ANN401 (a sheet)
    born = f"{sheet.birth_on:%Y-%m-%d}" if sheet.birth_on else ""
    facts: list[tuple[str, object]] = [
        ("编号", sheet.code), ("性别", sheet.sex), ("出生日期", born),
        ("单位", sheet.unit_name), ("现任职务", sheet.post), ("层次", sheet.tier),
    ]  # fmt: skip
    if may(actor, Act.SEE_ID_NUMBER):
        facts.append(("身份证号", sheet.id_masked))
    return [*facts, *labelling.attributes(sheet.extra)]
