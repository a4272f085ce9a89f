"""Opening a matter about an official: which kind, under which procedure, on what ground."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from biaochi import clock
from biaochi.access.policy import may
from biaochi.access.shapes import Act
from biaochi.desks import queries, services
from biaochi.desks.kinds import desk_of
from biaochi.desks.opening import Way, ways
from biaochi.desks.shapes import Offer
from biaochi.errors import CODES, Refusal
from biaochi.matters.services import drafted
from biaochi.matters.shapes import MatterLine, Opening, Wanted
from biaochi.trail.editing import not_found
from biaochi.web.doors import Asked, page
from biaochi.web.matters.forms import LONGEST_NAME, MoveForm
from biaochi.web.matters.naming import composed, example
from biaochi.web.matters.showing import address
from biaochi.web.matters.wanting import explain

_DONE = "已立项。这一步不改变任何人的职务。"
_OWN_DONE = "已提出。办到哪一步、什么时候答复，都看这一页；没有轮到您的，不用再做什么。"
_CARRIED = ("finding", "evidence", "parent", "subject")
_BOXES = {"finding": "f_findings", "evidence": "f_evidence", "subject": "f_about"}


@dataclass(frozen=True, kw_only=True)
class Begun:
    """What an opening page is about: the matter as it would be, its first move, its way."""

    line: MatterLine
    offer: Offer
    way: Way | None
    opening: Opening


@page(Act.MOVE_MATTERS)
def kinds(request: Asked, code: str) -> HttpResponse:
    """Choose what to open about an official."""
    several = queries.kinds_to_open(request.actor)
    if not several:
        raise not_found("人员")
    kind, title = several[0]
    opening = Opening(person=code, title=title)
    line = drafted(desk_of(kind), opening, actor=request.actor, at=clock.now())
    shown = []
    for kind, label in several:
        there = reverse("matter_new", kwargs={"code": code, "kind": kind})
        first = desk_of(kind).kind.moves[desk_of(kind).kind.first]
        asked = _query(request)
        shown.append({"label": label, "href": f"{there}?{asked}", "help": first.help})
    return render(request, "web/matters/kinds.html", {"line": line, "kinds": shown})


@page(Act.MOVE_MATTERS, methods=("GET", "POST"))
def new(request: Asked, code: str, kind: str) -> HttpResponse:
    """Open a matter; findings and evidence come along in the address."""
    return opened(request, code, kind, own=False)


def opened(request: Asked, code: str, kind: str, *, own: bool) -> HttpResponse:
    """Ask for the way, then show the first move as a form, or make it."""
    desk_of(kind)
    if (kind, desk_of(kind).kind.label) not in queries.kinds_to_open(request.actor, own=own):
        raise not_found("事项")
    way, several = _way(request, kind, own=own)
    if several and way is None:
        begun = _begun(request, code, kind, way=several[0], own=own)
        choices = [(w, f"?{_query(request)}&way={w.key}") for w in several]
        return _page(request, begun, own=own, ways=choices)
    begun = _begun(request, code, kind, way=way, own=own)
    if request.method != "POST":
        return _page(request, begun, own=own, form=_form(request, begun, own=own), several=several)
    form = _form(request, begun, own=own, sent=True)
    if form.is_valid():
        try:
            made = _made(request, begun, form, kind=kind, own=own)
        except Refusal as refused:
            if any(p.code == "NOT-FOUND" for p in refused.problems):
                raise
            form.refuse(refused)
            status = max(CODES[p.code].status for p in refused.problems)
            return _page(request, begun, own=own, form=form, several=several, status=status)
        messages.success(request, _OWN_DONE if own else _DONE)
        return HttpResponseRedirect(address(made, own=own))
    return _page(request, begun, own=own, form=form, several=several, status=422)


def _made(request: Asked, begun: Begun, form: MoveForm, *, kind: str, own: bool) -> str:
    wanted = Wanted(move=begun.offer.move.id, on=form.on, given=form.given, files=form.files_given)
    title = _name(begun, form, kind=kind, own=own)
    return services.open_matter(
        kind, replace(begun.opening, title=title), wanted, actor=request.actor, at=clock.now(),
        act=Act.MOVE_OWN if own else Act.MOVE_MATTERS,
    )  # fmt: skip


def _name(begun: Begun, form: MoveForm, *, kind: str, own: bool) -> str:
    """Return the name somebody wrote; what he left as it stood follows from what he filled in."""
    written = "" if own else str(form.cleaned_data["title"])
    if written and written != form.fields["title"].initial:
        return written
    found = "" if own else composed(kind, begun.offer, form.given)
    return found or begun.opening.title


def _begun(request: Asked, code: str, kind: str, *, way: Way | None, own: bool) -> Begun:
    """Return the matter as it would be opened; whoever may not is told that there is nothing."""
    desk = desk_of(kind)
    opening = Opening(
        person=code, title=desk.kind.label, pack=way.pack if way else None, told=own,
        procedure=way.procedure if way else "", parent=request.GET.get("parent", ""),
    )  # fmt: skip
    act = Act.MOVE_OWN if own else Act.MOVE_MATTERS
    line = drafted(desk, opening, actor=request.actor, at=clock.now(), act=act)
    offer = queries.beginning(line, actor=request.actor, on=clock.today(), own=own)
    return Begun(line=line, offer=offer, way=way, opening=opening)


def _way(request: Asked, kind: str, *, own: bool) -> tuple[Way | None, tuple[Way, ...]]:
    """Return the way that was chosen, or the only one; and all there are."""
    parent = request.GET.get("parent", "")
    before = queries.looking(request.actor, parent, own=own)[0].pack if parent else None
    several = ways(request.actor, kind, pack=before)
    asked = request.GET.get("way", "")
    chosen = next((w for w in several if w.key == asked), None)
    return chosen or (several[0] if len(several) == 1 else None), several


def _form(request: Asked, begun: Begun, *, own: bool, sent: bool = False) -> MoveForm:
    data = (request.POST, request.FILES) if sent else ()
    form = MoveForm(begun.offer, *data, today=clock.today(), own=own)
    explain(form, request.actor, person=begun.line.person, own=own)
    for name, box in _BOXES.items():
        if box in form.fields and request.GET.get(name):
            came = request.GET.getlist(name)
            many = isinstance(form.fields[box], forms.MultipleChoiceField)
            form.initial[box] = came if many else came[0]
    if not own:
        form.fields["title"] = _name_box(begun)
        form.order_fields(["title"])
    return form


def _name_box(begun: Begun) -> forms.CharField:
    """Return the box for the name, which starts with what is settled already."""
    kind, offer = begun.line.kind, begun.offer
    such = f"例如“{example(kind)}”；" if example(kind) else ""
    return forms.CharField(
        label="名称", max_length=LONGEST_NAME, required=False,
        initial=composed(kind, offer, offer.filled),
        help_text=f"列表里显示的名称，{such}不改的，照下面填的起名。",
    )  # fmt: skip


def _page(
    request: Asked, begun: Begun, *, own: bool, form: MoveForm | None = None,
    status: int = 200, **more: Any,  # noqa: ANN401 (for the template)
) -> HttpResponse:  # fmt: skip
    context = {
        "begun": begun, "line": begun.line, "form": form, "own": own,
        "query": request.GET.urlencode(), "other": f"?{_query(request)}",
        "places": _places(request, begun), **more,
    }  # fmt: skip
    template = "web/mine/new_matter.html" if own else "web/matters/new.html"
    return render(request, template, context, status=status)


def _places(request: Asked, begun: Begun) -> list[tuple[str, str]]:
    """Return where grounds come from, if this has to rest on some and there are none at all."""
    if not any(p.column_name == "evidence" for p in begun.offer.lacks):
        return []
    who = begun.line.person
    about = urlencode({"who": who})
    found = [
        (Act.REPORT_EVIDENCE, "填报证据", f"{reverse('evidence_report')}?person={who}"),
        (Act.SEE_FINDINGS, "看关于本人的提示", f"{reverse('findings')}?{about}"),
    ]
    return [(label, href) for act, label, href in found if may(request.actor, act)]


def _query(request: Asked) -> str:
    """Return what came along in the address, for the next page."""
    return urlencode([(k, v) for k in _CARRIED for v in request.GET.getlist(k)])
