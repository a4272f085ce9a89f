"""The one way anything is said in a matter of any kind."""

from datetime import datetime

from django.db import transaction

from biaochi.access.shapes import Act, Actor
from biaochi.clock import local
from biaochi.desks.kinds import desk_of
from biaochi.desks.queries import files_shown, looking, moving, told_to, unseen
from biaochi.errors import Problem, Refusal
from biaochi.followup import forgetting
from biaochi.matters import files, services
from biaochi.matters.queries import running_through
from biaochi.matters.shapes import MatterCode, MatterLine, Opening, Wanted
from biaochi.trail.editing import not_found


def open_matter(
    kind: str, opening: Opening, wanted: Wanted, *, actor: Actor, at: datetime,
    act: Act = Act.MOVE_MATTERS,
) -> MatterCode:  # fmt: skip
    """Open a matter of a kind about an official with its first move (立项); returns its code."""
    _today(wanted, at=at)
    return services.open_matter(desk_of(kind), opening, wanted, actor=actor, at=at, act=act)


def take(code: str, wanted: Wanted, *, actor: Actor, at: datetime, own: bool = False) -> MatterLine:
    """Make one move in a matter (办理一步), or refuse with everything that stands in its way."""
    _today(wanted, at=at)
    line, act = looking(actor, code, own=own)
    desk = desk_of(line.kind)
    wanted = unseen(actor, line, wanted, act=act)
    try:
        return services.take(desk, code, wanted, actor=actor, at=at, act=moving(act))
    except Refusal as refused:
        raise Refusal(told_to(act, refused.problems)) from None


@transaction.atomic
def count_anew(year: int, *, actor: Actor, at: datetime) -> int:
    """Work out anew what is due once the holidays of a year were entered or confirmed (重算时限).

    Returns in how many matters.
    """
    found = running_through(year)
    for kind, code in found:
        services.refresh_clocks(desk_of(kind), code, actor=actor, at=at)
    return len(found)


def fetched(
    actor: Actor, code: str, *, ident: int, at: datetime, own: bool = False
) -> tuple[str, str, str]:
    """Return (name, type, path) of a file of a step this reader is shown; the read is recorded."""
    line, shown = files_shown(actor, code, own=own)
    forgetting.refuse_forgotten(actor, line, on=local(at).date())
    if ident not in shown:
        raise not_found("文件")
    return files.fetched(actor, line, ident=ident, at=at)


def _today(wanted: Wanted, *, at: datetime) -> None:
    """Refuse what is said to be done on a day that has not come."""
    today = local(at).date()
    if wanted.on > today:
        do = "办理日期不能晚于今天。"
        problem = Problem("STEP-DAY", f"不晚于 {today}", f"{wanted.on}", do, column_name="on")
        raise Refusal((problem,))
