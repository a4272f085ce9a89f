"""Matters for other systems to read, and for signed-in people to move.

A system's key reads; it never moves: whoever says something in a matter is a named person, so those
addresses take the session of somebody who signed in, with the token against forged requests.
"""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest
from ninja import Path, Query, Router, Schema, Status
from ninja.security import APIKeyCookie
from pydantic import Field

from biaochi.access.policy import may
from biaochi.access.shapes import Act, Actor
from biaochi.api.doors import Bearer
from biaochi.api.shapes import ROWS, Code, Errors, Strict
from biaochi.clock import now, today
from biaochi.desks import queries, services
from biaochi.desks.shapes import MatterTold, Offer
from biaochi.errors import Refusal
from biaochi.followup.forgetting import leave_out
from biaochi.matters import queries as matters
from biaochi.matters.shapes import ClockLine, MatterLine, Opening, Wanted

_REFUSED = {401: Errors, 404: Errors, 422: Errors, 429: Errors}
_WRITTEN = {**_REFUSED, 400: Errors, 403: Errors, 409: Errors, 413: Errors}
_KINDS = Literal[
    "", "letter", "observation", "case", "resignation", "expiry", "remedy", "aftercare"
]
_NONE = "-"  # no move's choices: who has just moved does not ask for them
_LOOKS = (*queries.LOOKS, Act.SEE_OWN)
router = Router()


class Person(APIKeyCookie):
    """The session of somebody who signed in."""

    param_name = "sessionid"

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:  # noqa: ARG002 (ninja's own)
        """Return who signed in; a system is nobody here."""
        actor: Actor | None = getattr(request, "actor", None)
        return None if actor is None or actor.system else actor


class MattersAsked(Strict):
    """Which matters are asked for."""

    kind: _KINDS = ""
    state: Literal["", "open", "closed"] = ""
    after: Annotated[int, Field(ge=0, le=2**62)] = 0
    limit: Annotated[int, Field(ge=1, le=ROWS)] = 100


class OpeningIn(Strict):
    """A matter to be opened, with what its first move says."""

    kind: _KINDS
    person: Code
    pack: Annotated[int, Field(ge=1, le=2**62)] | None = None
    procedure: Annotated[str, Field(max_length=80)] = ""
    parent: Annotated[str, Field(max_length=40)] = ""
    title: Annotated[str, Field(min_length=1, max_length=120)]
    on: date
    given: Annotated[dict[str, Any], Field(default_factory=dict)]
    own: bool = False


class MoveIn(Strict):
    """A move: ``seen`` is how many steps the sender has read."""

    move: Annotated[str, Field(min_length=1, max_length=40)]
    on: date
    seen: Annotated[int, Field(ge=0, le=10**6)]
    given: Annotated[dict[str, Any], Field(default_factory=dict)]
    own: bool = False


class MatterOut(Schema):
    """A matter in one line."""

    code: str
    kind: str
    person: str
    name: str
    title: str
    procedure: str
    stage: str
    stage_label: str
    open: bool
    outcome: str
    opened_on: date
    closed_on: date | None
    parent: str
    steps: int

    @staticmethod
    def of(line: MatterLine) -> "MatterOut":
        """Return a line for other systems."""
        return MatterOut(
            code=line.code, kind=line.kind, person=line.person, name=line.name, title=line.title,
            procedure=line.procedure, stage=line.stage, stage_label=line.stage_label,
            open=line.is_open, outcome=line.outcome, opened_on=line.opened_on,
            closed_on=line.closed_on, parent=line.parent, steps=line.version,
        )  # fmt: skip


class MattersOut(Schema):
    """Some rows; ``next`` goes into ``after`` for those that follow."""

    rows: list[MatterOut]
    next: int | None


class ClockOut(Schema):
    """What is due, and how the day was found."""

    matter: str
    key: str
    label: str
    owner: str
    start_on: date
    due_on: date
    length: str
    steps: list[str]
    then: str
    provisional: bool
    met_on: date | None

    @staticmethod
    def of(line: ClockLine) -> "ClockOut":
        """Return a clock for other systems."""
        return ClockOut(
            matter=line.matter.code, key=line.key, label=line.label, owner=line.owner,
            start_on=line.start_on, due_on=line.due_on, length=line.length, steps=list(line.steps),
            then=line.then, provisional=line.provisional, met_on=line.met_on,
        )  # fmt: skip


class StepOut(Schema):
    """A step, as far as the reader may see it, in words."""

    number: int
    move: str
    label: str
    on: date
    at: datetime
    by: str
    content: list[dict[str, Any]]


class OfferOut(Schema):
    """A move this reader could make; what stands in the way, nothing if it is legal now."""

    move: str
    label: str
    fields: list[dict[str, Any]]
    lacks: list[dict[str, str]]

    @staticmethod
    def of(offer: Offer) -> "OfferOut":
        """Return an offer for other systems."""
        return OfferOut(
            move=offer.move.id, label=offer.move.label,
            fields=[
                {"name": f.name, "label": f.label, "kind": f.kind, "required": f.required,
                 "choices": [list(c) for c in offer.choices.get(f.name, ())]}
                for f in offer.move.fields
            ],
            lacks=[
                {"code": p.code, "expected": p.expected, "found": p.found, "do": p.do}
                for p in offer.lacks
            ],
        )  # fmt: skip


class MatterWhole(Schema):
    """A matter whole, for this reader."""

    matter: MatterOut
    clocks: list[ClockOut]
    steps: list[StepOut]
    offers: list[OfferOut]
    blocked: list[OfferOut]

    @staticmethod
    def of(page: MatterTold) -> "MatterWhole":
        """Return a page for other systems."""
        return MatterWhole(
            matter=MatterOut.of(page.line), clocks=[ClockOut.of(c) for c in page.clocks],
            steps=[
                StepOut(
                    number=s.number, move=s.move, label=s.label, on=s.on, at=s.at, by=s.by,
                    content=[{"label": c.label, "lines": list(c.lines)} for c in s.contents],
                )
                for s in reversed(page.steps)
            ],
            offers=[OfferOut.of(o) for o in page.offers],
            blocked=[OfferOut.of(o) for o in page.blocked],
        )  # fmt: skip


@router.get("/matters", auth=[Bearer(), Person()], response={200: MattersOut, **_REFUSED})
def list_matters(request: HttpRequest, asked: Query[MattersAsked]) -> MattersOut:
    """Return matters within reach (事项), in the order in which they were opened."""
    actor = _allowed(request, Act.SEE_MATTERS)
    kinds = [asked.kind] if asked.kind else []
    rows = matters.rows(actor, kinds=kinds).filter(pk__gt=asked.after).order_by("pk")
    if asked.state:
        rows = rows.filter(is_open=asked.state == "open")
    rows = leave_out(rows, on=today())
    found = list(rows[: asked.limit + 1])
    lines = matters.lines(found[: asked.limit])
    following = lines[-1].key if len(found) > asked.limit else None
    return MattersOut(rows=[MatterOut.of(line) for line in lines], next=following)


@router.get(
    "/matters/clocks", auth=[Bearer(), Person()], response={200: list[ClockOut], **_REFUSED}
)
def list_clocks(request: HttpRequest) -> list[ClockOut]:
    """Return what is due and not done (时限), the soonest first, at most 500."""
    actor = _allowed(request, Act.SEE_MATTERS)
    return [ClockOut.of(c) for c in matters.clocks(actor)[:ROWS]]


@router.get(
    "/matters/{code}", auth=[Bearer(), Person()],
    response={200: MatterWhole, 403: Errors, **_REFUSED},
)  # fmt: skip
def one_matter(request: HttpRequest, code: Path[Code], own: bool = False) -> MatterWhole:  # noqa: FBT001, FBT002 (a query)
    """Return one matter (事项), as far as this reader may see it."""
    actor = _allowed(request, *_LOOKS)
    return MatterWhole.of(queries.told(actor, code, on=today(), own=own))


@router.post("/matters", auth=Person(), response={201: MatterWhole, **_WRITTEN})
def open_matter(request: HttpRequest, sent: OpeningIn) -> Status[MatterWhole]:
    """Open a matter with its first move (立项)."""
    act = Act.MOVE_OWN if sent.own else Act.MOVE_MATTERS
    actor = _allowed(request, act)
    opening = Opening(
        person=sent.person, title=sent.title, pack=sent.pack, procedure=sent.procedure,
        parent=sent.parent, told=sent.own,
    )  # fmt: skip
    wanted = Wanted(move=queries.first_move(sent.kind), on=sent.on, given=sent.given)
    code = services.open_matter(sent.kind, opening, wanted, actor=actor, at=now(), act=act)
    return Status(
        201, MatterWhole.of(queries.told(actor, code, on=today(), own=sent.own, chosen=_NONE))
    )


@router.post("/matters/{code}/moves", auth=Person(), response={200: MatterWhole, **_WRITTEN})
def make_move(request: HttpRequest, code: Path[Code], sent: MoveIn) -> MatterWhole:
    """Make one move in a matter (办理一步); every refusal says what stands in the way."""
    actor = _allowed(request, Act.MOVE_MATTERS, Act.MOVE_OWN, *queries.LOOKS)
    wanted = Wanted(move=sent.move, on=sent.on, given=sent.given, seen=sent.seen)
    line = services.take(code, wanted, actor=actor, at=now(), own=sent.own)
    try:
        page = queries.told(actor, code, on=today(), own=sent.own, chosen=_NONE)
    except Refusal:  # done, and from now on not shown without a reason: a case taken back, say
        return MatterWhole(matter=MatterOut.of(line), clocks=[], steps=[], offers=[], blocked=[])
    return MatterWhole.of(page)


def _allowed(request: HttpRequest, *acts: Act) -> Actor:
    """Return who calls, if he may do any of these at all; otherwise nothing is there."""
    actor: Actor = request.auth  # type: ignore[attr-defined]  # set by ninja
    if not any(may(actor, act) for act in acts):
        raise Http404
    return actor
