"""Matters in lists: all of them, the board of stages, what is running out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from biaochi import clock
from biaochi.access.policy import may
from biaochi.access.shapes import Act, Actor
from biaochi.desks import queries as desks
from biaochi.desks.kinds import DESKS
from biaochi.followup import forgetting
from biaochi.matters import queries
from biaochi.matters.shapes import MatterLine
from biaochi.trail.events import Event
from biaochi.vocabulary import office
from biaochi.web import links
from biaochi.web.cells import Column
from biaochi.web.doors import Asked, page
from biaochi.web.listing import Filter, Listing, answer
from biaochi.web.matters.shown import ClockShown, latest_first, leading
from biaochi.web.matters.waiting import due
from biaochi.web.reading import was_read

LOOKS = desks.LOOKS
_OPEN = (("open", "进行中"), ("closed", "已办结"))
_MOST_CARDS = 40
_MOST_CLOCKS = 200
_GROUPS = (("overdue", "已经逾期"), ("soon", "一周之内"), ("later", "以后"))


def _shape(found: Sequence[Any]) -> list[Mapping[str, Any]]:
    return [
        {
            "title": line.title, "href": links.link("matter", code=line.code), "name": line.name,
            "unit": line.unit, "kind": line.kind, "opened_on": line.opened_on,
            "stage": line.stage_label, "stage_on": line.stage_on, "code": line.code,
            "person": line.person,
            "state": "open" if line.is_open else "closed", "closed_on": line.closed_on,
        }
        for line in queries.lines(found)
    ]  # fmt: skip


def _state(rows: Any, value: str) -> Any:  # noqa: ANN401 (rows of a list)
    return rows.filter(is_open=value == "open")


MATTERS = Listing(
    name="matters", title="事项",
    columns=(
        Column(key="name", label="人员", kind="link", href="href", sort=("person__sort_pinyin",)),
        Column(key="kind", label="种类", sort=("kind",),
               words={k: v[0] for k, v in office.MATTERS.items()}),
        Column(key="title", label="名称"),
        Column(key="stage", label="阶段", kind="tag", sort=("stage",)),
        Column(key="stage_on", label="进入阶段", kind="date", sort=("stage_on",)),
        Column(key="unit", label="单位", sort=("person__home__first",)),
        Column(key="opened_on", label="立项", kind="date", sort=("opened_on",)),
        Column(key="state", label="状态", kind="tag", words=dict(_OPEN), tones={"open": "info"},
               sort=("is_open",)),
        Column(key="code", label="编号"),
    ),
    filters=(
        Filter(key="kind", label="种类",
               choices=tuple((k, v[0]) for k, v in office.MATTERS.items())),
        Filter(key="stage", label="阶段", by="stage_label"),
        Filter(key="who", label="姓名或编号", kind="text", narrow=queries.named),
        Filter(key="unit", label="单位", kind="text", by="person__home__name__contains"),
        Filter(key="state", label="状态", choices=_OPEN, narrow=_state),
    ),
    ties=("-opened_on", "-pk"), shape=_shape, person="person",
    about="提醒函询诫勉、考察期、组织调整、自愿辞职、到龄届满、复核申诉、后续管理：一件一行，"
    "每一步由谁、在哪一天、凭什么办的，都在各件的页面里。",
    empty="没有事项", todo="在一条已受理的提示上，或在人员的一人一档上，按“立一件事项”开始。",
)  # fmt: skip


@page(*LOOKS)
def matters(request: Asked) -> HttpResponse:
    """Every matter within reach."""
    rows = queries.every(request.actor, desks.rights(request.actor))
    rows = forgetting.leave_out(rows, on=clock.today())
    stages = [(label, label) for label in queries.stage_labels(rows)]
    response = answer(
        request, MATTERS, rows=rows, choices={"stage": stages}, template="web/matters/list.html",
        context={"may_open": bool(desks.kinds_to_open(request.actor))},
    )  # fmt: skip
    was_read(request, Event.MATTER_READ, kind="matter", ident="list")
    return response


@dataclass(frozen=True, kw_only=True)
class Card:
    """A matter on the board: since how many days it stands there, what is due next."""

    line: MatterLine
    days: int
    clock: ClockShown | None


@dataclass(frozen=True, kw_only=True)
class Lane:
    """A stage of the board with its matters, the longest-standing first."""

    label: str
    cards: Sequence[Card]
    more: int


@dataclass(frozen=True, kw_only=True)
class Board:
    """Matters that go through the same stages."""

    title: str
    lanes: Sequence[Lane]
    many: int


@page(*LOOKS)
def board(request: Asked) -> HttpResponse:
    """Open matters by stage (看板): what stands where, since when."""
    today, rights = clock.today(), desks.rights(request.actor)
    lines = queries.lines(queries.every(request.actor, rights).filter(is_open=True))
    counts = {k: sum(m.kind == k for m in lines) for k in DESKS}
    kind = request.GET.get("kind", "")
    if kind not in counts:
        kind = "case" if counts.get("case") else max(counts, key=lambda k: counts[k], default="")
    soonest: dict[str, ClockShown] = {}
    for clock_shown in due(request.actor, today=today):
        soonest.setdefault(clock_shown.line.matter.code, clock_shown)
    chosen = [m for m in lines if m.kind == kind]
    kinds = [(k, office.chinese(office.MATTERS, k), n) for k, n in counts.items()]
    was_read(request, Event.MATTER_READ, kind="matter", ident="board")
    return render(
        request, "web/matters/board.html",
        {"kind": kind, "kinds": kinds, "boards": _boards(chosen, soonest, today=today)},
    )  # fmt: skip


def _boards(
    lines: Sequence[MatterLine], soonest: Mapping[str, ClockShown], *, today: date
) -> list[Board]:
    """Return a board for each course of stages: packs may name them differently."""
    courses: dict[tuple[object, str], list[MatterLine]] = {}
    for line in lines:
        courses.setdefault((line.pack, line.procedure), []).append(line)
    found: dict[tuple[tuple[str, str], ...], list[MatterLine]] = {}
    for several in courses.values():
        found.setdefault(desks.stages_of(several[0], on=today), []).extend(several)
    return [_board(stages, several, soonest, today=today) for stages, several in found.items()]


def _board(
    stages: Sequence[tuple[str, str]], lines: Sequence[MatterLine],
    soonest: Mapping[str, ClockShown], *, today: date,
) -> Board:  # fmt: skip
    elsewhere = {m.stage: m.stage_label for m in lines if m.stage not in dict(stages)}
    lanes = []
    for ident, label in (*stages, *elsewhere.items()):
        here = [m for m in lines if m.stage == ident]
        here.sort(key=lambda m: (m.stage_on or m.opened_on, m.code))
        cards = [
            Card(line=m, days=(today - (m.stage_on or m.opened_on)).days, clock=soonest.get(m.code))
            for m in here[:_MOST_CARDS]
        ]
        lanes.append(Lane(label=label, cards=cards, more=len(here) - len(cards)))
    named = " → ".join(label for _, label in stages)
    return Board(title=named, lanes=lanes, many=len(lines))


@page(*LOOKS)
def clocks(request: Asked) -> HttpResponse:
    """What is running out (时限): overdue, within a week, later, each with its arithmetic."""
    today = clock.today()
    every = due(request.actor, today=today)
    groups = [_group(request.actor, key, label, every) for key, label in _GROUPS]
    was_read(request, Event.MATTER_READ, kind="matter", ident="clocks")
    return render(
        request, "web/matters/clocks.html",
        {
            "groups": groups, "today": today, "many": len(every),
            "may_confirm": may(request.actor, Act.EDIT_CALENDAR),
        },
    )  # fmt: skip


def _group(
    actor: Actor, key: str, label: str, every: Sequence[ClockShown]
) -> Mapping[str, object]:  # fmt: skip
    """Return what is due in a group; of what ran out, long ago stands apart from lately."""
    some = [c for c in every if c.group == key]
    if key == "overdue":
        some = latest_first(some)
    shown = leading(some[:_MOST_CLOCKS], actor)
    return {
        "key": key, "label": label, "many": len(some), "listed": len(shown),
        "clocks": [c for c in shown if not c.is_old], "old": [c for c in shown if c.is_old],
    }  # fmt: skip
