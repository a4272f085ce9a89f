"""One matter with everything beside it, and the one door through which moves are made."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from biaochi import clock
from biaochi.access.policy import may
from biaochi.access.shapes import Act
from biaochi.desks import queries, services
from biaochi.desks.shapes import MatterPage, Offer
from biaochi.documents.queries import papers_of, to_serve
from biaochi.errors import CODES, Refusal, refusal
from biaochi.followup import forgetting
from biaochi.matters.shapes import Wanted
from biaochi.procedure.shapes import Move
from biaochi.trail.events import Event
from biaochi.web.doors import Asked, page
from biaochi.web.matters.forms import ON, MoveForm, typed
from biaochi.web.matters.objecting import is_decided, ways_shown
from biaochi.web.matters.shown import FormShown, clocks_shown, is_for_him, leading, waits_for
from biaochi.web.matters.wanting import explain
from biaochi.web.reading import was_read
from biaochi.web.sessions import is_proved

LOOKS = (Act.SEE_MATTERS, Act.JUDGE_REMEDIES, Act.ANSWER_REFERRALS)
_CONFLICT, _WRONG = 409, 422
_OVER = frozenset({"met", "lapsed"})


@page(*LOOKS)
def matter(request: Asked, code: str) -> HttpResponse:
    """One matter whole, as far as this reader may see it."""
    chosen, today = request.GET.get("do", ""), clock.today()
    line, _ = queries.looking(request.actor, code)
    if forgetting.is_hidden(line, on=today) and not forgetting.may_look(
        request.actor, line.person, on=today
    ):
        return HttpResponseRedirect(reverse("forgotten", kwargs={"code": line.person}))
    day = _day(request.GET.get("on", ""))
    told = queries.opened(request.actor, code, on=today, day=day, chosen=chosen)
    was_read(request, Event.MATTER_READ, kind="matter", ident=code)
    return shown(request, told)


@page(*LOOKS, methods=("POST",))
def move(request: Asked, code: str, move: str) -> HttpResponse:
    """Make one move; what stands in its way is said beside the form, which keeps its input."""
    return moved(request, code, move, own=False)


@page(*LOOKS)
def file(request: Asked, code: str, ident: int) -> HttpResponse:
    """Hand out a file of a step this reader is shown."""
    return handed(request, code, ident, own=False)


def moved(request: Asked, code: str, move: str, *, own: bool) -> HttpResponse:
    """Make a move of an officer, or of the official himself."""
    told = _opened(request, code, own=own, chosen=move)
    offer = told.offer(move)
    if offer is None:
        raise refusal(
            "STEP-UNKNOWN", expected="页面上列出的动作", found=move[:40], do="请回到这一件重新选。"
        )
    form = _bound(request, told, offer)
    if offer.lacks:
        return _blocked(request, told, form)
    if not form.is_valid():
        return shown(request, told, form=form, status=_WRONG)
    if offer.warns and not own and not is_proved(request):
        return shown(request, told, form=form, status=_WRONG, unproved=True)
    wanted = Wanted(move=move, on=form.on, given=form.given, seen=form.seen, files=form.files_given)
    try:
        line = services.take(code, wanted, actor=request.actor, at=clock.now(), own=own)
    except Refusal as refused:
        return _again(request, code, form, refused, own=own)
    closed = "" if line.is_open else "这件事项已经办结。"
    messages.success(request, f"已办理：{offer.move.label}。{closed}")
    return HttpResponseRedirect(_back(request, code, own=own))


def _opened(request: Asked, code: str, *, own: bool, chosen: str) -> MatterPage:
    """Return the matter with what could be done on the day the form names."""
    day = None if own else _day(request.POST.get("on", ""))
    return queries.opened(
        request.actor, code, on=clock.today(), day=day, own=own, chosen=chosen
    )  # fmt: skip


def _day(said: str) -> date | None:
    """Return an earlier day that was named; nothing for today, a day to come, or no day."""
    try:
        named = date.fromisoformat(said)
    except ValueError:
        return None
    return named if named < clock.today() else None


def handed(request: Asked, code: str, ident: int, *, own: bool) -> HttpResponse:
    """Hand out a file, to be saved and never to be shown by the browser itself."""
    name, kind, path = services.fetched(request.actor, code, ident=ident, at=clock.now(), own=own)
    answer = HttpResponse(Path(path).read_bytes(), content_type=kind)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    return answer


def address(code: str, *, own: bool) -> str:
    """Return where a matter is shown."""
    return reverse("mine_matter" if own else "matter", kwargs={"code": code})


def shown(
    request: Asked, told: MatterPage, *, form: MoveForm | None = None,
    status: int = 200, **more: Any,  # noqa: ANN401 (for the template)
) -> HttpResponse:  # fmt: skip
    """Show a matter; ``form`` is the one that was sent and did not go through."""
    today = clock.today()
    sent = form.offer.move.id if form else ""
    asked = None if form else told.offer(told.chosen)
    if asked is not None and asked.lacks:
        more |= {"stands": asked.lacks, "stands_label": asked.move.label}
        more["first"] = _named(told, asked)
    forms = _forms(request, told, form, chosen=sent or told.chosen)
    lost = typed(form) if form and not any(f.opened for f in forms) else []
    due = clocks_shown(told.clocks, today=today)
    due = due if told.own else leading(due, request.actor)
    line, papers = told.line, _papers(request, told)
    may_make = told.act in {Act.SEE_MATTERS, Act.JUDGE_REMEDIES}
    context = {
        "told": told, "line": line, "forms": forms, "lost": lost, "form": form,
        "here": address(told.line.code, own=told.own),
        "of_day": f"on={told.on}&" if told.on < today else "",
        "running": [c for c in due if c.group not in _OVER], "today": today,
        "met": [c for c in due if c.group in _OVER], "awaited": any(f.why for f in forms),
        "may_confirm": not told.own and may(request.actor, Act.EDIT_CALENDAR),
        "may_see_people": may(request.actor, Act.SEE_PEOPLE), **more,
        "papers": papers, "unmade": to_serve(line.kind, papers) if may_make else None,
        "waits_for": waits_for(told) if told.act == Act.SEE_MATTERS else (),
        "begins": _begins(request, told),
        **_objecting(request, told),
    }  # fmt: skip
    template = "web/mine/matter.html" if told.own else "web/matters/matter.html"
    return render(request, template, context, status=status)


def _named(told: MatterPage, asked: Offer) -> Move | None:
    """Return the move to make first that is named in what stands in the way, if it is his."""
    said = "".join(p.do for p in asked.lacks)
    return next((o.move for o in told.offers if f"「{o.move.label}」" in said), None)


def _begins(request: Asked, told: MatterPage) -> list[tuple[str, str]]:
    """Return what could be opened because of this matter: label and where."""
    line = told.line
    if told.own or told.act != Act.SEE_MATTERS or not may(request.actor, Act.MOVE_MATTERS):
        return []
    found = []
    for kind, label in queries.kinds_to_open(request.actor):
        there = reverse("matter_new", kwargs={"code": line.person, "kind": kind})
        if kind != line.kind:
            found.append((label, f"{there}?parent={line.code}"))
    return found


def _papers(request: Asked, told: MatterPage) -> Sequence[Any]:
    """Return the papers beside a matter; a liaison has no business with them."""
    if told.act == Act.ANSWER_REFERRALS:
        return ()
    return papers_of(request.actor, told.line.code, own=told.own)


def _objecting(request: Asked, told: MatterPage) -> dict[str, Any]:
    """Return whether the official can lodge a remedy against this, and the ways open to him."""
    if not told.own or not _may_object(request, told):
        return {"may_object": False}
    actor, code, today = request.actor, told.line.code, clock.today()
    ways, decided = ways_shown(actor, code, today=today), is_decided(actor, code, today=today)
    return {"may_object": True, "ways_open": ways, "decided": decided}


def _may_object(request: Asked, told: MatterPage) -> bool:
    """Tell whether the official could lodge a remedy against what this matter did to him.

    Against a remedy itself, once it was answered: that is the next way.
    """
    kinds = dict(queries.kinds_to_open(request.actor, own=True))
    answered = told.line.kind != "remedy" or told.standing.stage in {"served", "closed"}
    return "remedy" in kinds and answered


def _forms(
    request: Asked, told: MatterPage, sent: MoveForm | None, *, chosen: str
) -> list[FormShown]:  # fmt: skip
    """Return the moves of this reader, the chosen one with its form."""
    view = "mine_matter_move" if told.own else "matter_move"
    proved = told.own or is_proved(request)
    found = []
    for offer in sorted(told.offers, key=lambda o: o.move.id not in told.waits):
        move, opened = offer.move.id, offer.move.id == chosen
        form = sent if opened else None
        if opened and form is None:
            form = MoveForm(offer, today=clock.today(), own=told.own, seen=told.seen)
            form.initial[ON] = told.on
            explain(form, request.actor, person=told.line.person, own=told.own)
        found.append(
            FormShown(
                offer=offer, form=form, opened=opened,
                why=told.waits.get(move, ""),
                for_him=not told.own and is_for_him(offer.move),
                action=reverse(view, kwargs={"code": told.line.code, "move": move}),
                proof=opened and bool(offer.warns) and not proved and sent is None,
            )
        )  # fmt: skip
    return found


def _again(
    request: Asked, code: str, form: MoveForm, refused: Refusal, *, own: bool
) -> HttpResponse:
    """Show the matter as it is now, with what was typed and what stands in the way."""
    if any(p.code == "NOT-FOUND" for p in refused.problems):
        raise refused
    told = _opened(request, code, own=own, chosen=form.offer.move.id)
    conflict = next((p.found for p in refused.problems if p.code == "EDIT-CONFLICT"), "")
    if conflict:
        offer = told.offer(form.offer.move.id)
        fresh = form if offer is None else _bound(request, told, offer, seen=told.seen)
        return shown(request, told, form=fresh, status=_CONFLICT, conflict=conflict)
    form.refuse(refused)
    status = max(CODES[p.code].status for p in refused.problems)
    return shown(request, told, form=form, status=status)


def _bound(
    request: Asked, told: MatterPage, offer: Offer, *, seen: int | None = None
) -> MoveForm:  # fmt: skip
    """Return the form that was sent; with a new ``seen`` it has to be looked at once more."""
    data = request.POST.copy()
    if seen is not None:
        data["seen"] = str(seen)
        data.pop("sure", None)
    form = MoveForm(offer, data, request.FILES, today=clock.today(), own=told.own)
    return explain(form, request.actor, person=told.line.person, own=told.own)


def _blocked(request: Asked, told: MatterPage, form: MoveForm) -> HttpResponse:
    """Say why a move cannot be made now: somebody else was first, or its time has not come."""
    seen = request.POST.get("seen", "")
    later = told.steps_after(int(seen)) if seen.isascii() and seen.isdecimal() else ()
    conflict = "；".join(f"{s.by} {s.label}（{s.on}）" for s in later)
    status = _CONFLICT if conflict else _WRONG
    return shown(
        request, told, form=form, status=status, conflict=conflict, stands=form.offer.lacks,
        stands_label=form.offer.move.label,
    )  # fmt: skip


def _back(request: Asked, code: str, *, own: bool) -> str:
    """Return where to go on: a step may end one's own part in a matter."""
    try:
        queries.looking(request.actor, code, own=own)
    except Refusal:
        return reverse("desk")
    # The page begins anew at its top, where it says what was done; the form's own #now would
    # scroll past it.
    return f"{address(code, own=own)}#content"
