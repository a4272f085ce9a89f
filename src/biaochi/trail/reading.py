"""What the audit administrator reads: acts and reads, without the words that were written.

Reasons and details may tell about a case; he sees who did what to which number, and when.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max

from biaochi.access.models import User
from biaochi.access.scoping import Scoped, Why
from biaochi.access.shapes import Act, Actor, Admin, Role
from biaochi.trail.events import Event
from biaochi.trail.models import Entry, Head
from biaochi.vocabulary.office import ADMINS, KINDS, ROLES, chinese

READS = (
    Event.PERSON_READ, Event.DOSSIER_READ, Event.ID_NUMBER_READ, Event.RESULTS_READ,
    Event.EXPLANATION_READ, Event.FINDINGS_READ,
)  # fmt: skip
"""Looking at somebody else's record."""

_USER = "user"
_ADDRESSED = frozenset({Event.SIGNED_IN, Event.SIGN_IN_REFUSED, Event.SIGN_IN_DELAYED})


@dataclass(frozen=True, kw_only=True)
class Line:
    """One entry as it is shown."""

    seq: int
    at: datetime
    event: str
    name: str
    roles: str
    kind: str
    ident: str
    version: int | None
    address: str
    has_reason: bool


@dataclass(frozen=True, kw_only=True)
class Looked:
    """How often somebody looked at something within a span."""

    name: str
    event: str
    kind: str
    ident: str
    times: int
    last: datetime


@dataclass(frozen=True, kw_only=True)
class Exported:
    """One export: its number is printed on every copy."""

    number: str
    at: datetime
    name: str
    what: str
    rows: int
    of: int


def entries(actor: Actor) -> Scoped:
    """Return the rows the audit administrator may read, for lists."""
    rows: Scoped = Entry.objects.visible_to(actor, Act.READ_TRAIL)
    return rows


def lines(rows: Sequence[Entry]) -> list[Line]:
    """Return entries as they are shown."""
    logins = _logins(rows)
    return [
        Line(
            seq=e.seq, at=e.at, event=label(e.event), name=e.user_name, roles=_roles(e.roles),
            kind=kind_of(e.kind), ident=logins.get((e.kind, e.ident), e.ident),
            version=e.version or None, has_reason=bool(e.reason),
            address=str(e.detail.get("address", "")) if e.event in _ADDRESSED else "",
        )
        for e in rows
    ]  # fmt: skip


def looked(actor: Actor, *, since: datetime, until: datetime) -> list[Looked]:
    """Return who looked at whom within a span, most often first."""
    rows = entries(actor).filter(event__in=READS, at__gte=since, at__lt=until)
    counted: list[dict[str, Any]] = list(
        rows.values("user", "user_name", "event", "kind", "ident")
        .annotate(times=Count("seq"), last=Max("at"))
        .order_by("-times", "user_name", "event", "kind", "ident")
    )
    return [
        Looked(
            name=r["user_name"], event=label(r["event"]), kind=kind_of(r["kind"]), ident=r["ident"],
            times=r["times"], last=r["last"],
        )
        for r in counted
    ]  # fmt: skip


def exports(rows: Sequence[Entry]) -> list[Exported]:
    """Return entries of exports as a register."""
    return [
        Exported(
            number=f"{e.seq:08d}", at=e.at, name=e.user_name, what=e.ident,
            rows=int(e.detail.get("rows", 0)),
            of=int(e.detail.get("of", e.detail.get("rows", 0))),
        )
        for e in rows
    ]  # fmt: skip


def label(event: str) -> str:
    """Return the Chinese name of an event; the stored word if this version has none."""
    return Event(event).label if event in set(Event) else event


def kind_of(kind: str) -> str:
    """Return the Chinese name of a kind of thing; the stored word if there is none."""
    return chinese(KINDS, kind)


def _logins(rows: Sequence[Entry]) -> dict[tuple[str, str], str]:
    """Return the logins of accounts that entries name by number: one look-up for a page."""
    numbers = {int(e.ident) for e in rows if e.kind == _USER and e.ident.isdecimal()}
    if not numbers:
        return {}
    users = User.objects.unscoped(Why.TRAIL).filter(pk__in=numbers)
    return {(_USER, str(pk)): login for pk, login in users.values_list("pk", "login")}


def _roles(said: str) -> str:
    words = {**{str(r): ROLES[r][0] for r in Role}, **{str(a): ADMINS[a][0] for a in Admin}}
    return "、".join(words.get(r, chinese(ROLES, r)) for r in said.split(",") if r)


@dataclass(frozen=True)
class ChainEnd:
    """Number and hash of the last entry."""

    seq: int
    hash: str


def chain_end() -> ChainEnd:
    """Return where the chain ends; it says nothing about anybody."""
    head = Head.objects.get(pk=1)
    return ChainEnd(head.seq, head.hash)
