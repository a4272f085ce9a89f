"""Writes of findings: a run with what it asks, and what named persons do about it.

Nothing here writes to appointments: a finding opens a question, it never moves a post.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from secrets import token_hex
from typing import Any

from django.db import transaction

from biaochi.access.scoping import Why
from biaochi.access.shapes import Act, Actor
from biaochi.appraisals.computing import compute
from biaochi.appraisals.queries import missing
from biaochi.appraisals.services import open_for_runs, publish
from biaochi.appraisals.shapes import Computed
from biaochi.appraisals.storing import content_digest
from biaochi.batch import contract
from biaochi.clock import local
from biaochi.errors import Problem, Refusal
from biaochi.findings.models import Determination, Finding, Handling
from biaochi.findings.queries import said_by
from biaochi.findings.shapes import Determined
from biaochi.trail.events import Event
from biaochi.trail.services import canonical, record
from biaochi.vocabulary import office

_BATCH = 2000
_LABEL = 120
_EVENTS = {
    "taken_up": Event.FINDING_TAKEN_UP, "set_aside": Event.FINDING_SET_ASIDE,
    "to_verification": Event.FINDING_TO_VERIFICATION,
}  # fmt: skip
Report = Callable[[int, int, str], None]


def run_period(asked: dict[str, Any], actor: Actor, at: datetime, report: Report) -> dict[str, Any]:
    """Compute an appraisal: figures and findings are stored unseen, then shown in one step.

    A worker that dies half-way leaves nothing that anybody sees; doing it again is safe.
    """
    period = open_for_runs(actor, int(asked["period"]))
    computed = compute(period, actor=actor, at=at, report=report)
    rows = _rows(computed)
    while chunk := list(islice(rows, _BATCH)):
        Finding.objects.bulk_create(chunk)
    report(1, 1, "完成")
    number = len(computed.result.findings)
    return publish(computed, findings=number, actor=actor, at=at)


def _rows(computed: Computed) -> Iterator[Finding]:
    """Findings about a matter and not about somebody belong to the unit of the appraisal."""
    for found in computed.result.findings:
        content = contract.plain(contract.finding(found))
        person = computed.people.get(found.subject) if found.kind == "person" else None
        unit = computed.units.get(found.subject) if found.kind == "unit" else None
        yield Finding(
            run_id=computed.run, person_id=person, subject=found.subject, rule=found.rule,
            unit_id=unit if person or unit else computed.unit, label=found.label.zh[:_LABEL],
            verdict=found.verdict, opens=found.opens, content=content,
            digest=content_digest(canonical(content)),
        )  # fmt: skip


@transaction.atomic
def handle(*, finding: int, act: str, reason: str, seen: int, actor: Actor, at: datetime) -> int:
    """Write down what the actor does about a finding, by name and with his reason.

    ``seen``: the last handling he saw (0: none); if there is a later one he is told, and nothing
    is written.
    """
    rows = Finding.objects.visible_to(actor, Act.HANDLE_FINDINGS).filter(run__done=True)
    row = rows.select_related("run").filter(pk=finding).select_for_update(of=("run",)).first()
    if row is None:
        raise missing("提示")
    _refuse_without(act, reason)
    earlier = _earlier(row)
    latest = earlier[0].pk if earlier else 0
    if latest != seen:
        raise _handled_meanwhile(earlier[0] if earlier else None)
    made = Handling.objects.create(
        finding=row, act=act, reason=reason.strip(), user=actor.user, user_name=actor.name, at=at,
    )  # fmt: skip
    detail = {"finding": row.pk, "rule": row.rule, "subject": row.subject}
    record(_EVENTS[act], actor=actor, at=at, about=made, reason=reason.strip(), detail=detail)
    return int(made.pk)


@transaction.atomic
def determine(said: Determined, *, actor: Actor, at: datetime) -> str:
    """Write down what a named person found to be so about an official (认定)."""
    row = Determination(
        code=f"R{local(at):%Y%m%d}-{token_hex(6)}", person_id=said.person_key, subject=said.person,
        rule=said.rule, item=said.item, outcome=said.outcome, on=said.on, by=actor.name,
        note=said.note, recorded_at=at,
    )  # fmt: skip
    row.save(force_insert=True)
    detail = {"rule": said.rule, "item": said.item, "subject": said.person}
    record(Event.DETERMINED, actor=actor, at=at, about=row, detail=detail)
    return row.code


def _earlier(row: Finding) -> Sequence[Handling]:
    return list(said_by(Handling.objects.unscoped(Why.ABOUT), row).order_by("-pk"))


def _refuse_without(act: str, reason: str) -> None:
    if act not in office.HANDLINGS:
        words = "、".join(w for w, _ in office.HANDLINGS.values())
        raise Refusal((Problem("ASK-FIELD", words, f"「{act}」", "请选一种处理。"),))
    if not reason.strip():
        do = "请写明理由；它会记入留痕，并给以后看这条提示的人看。"
        problem = Problem("ASK-REASON", "几句话的理由", "空白", do, column_name="reason")
        raise Refusal((problem,))


def _handled_meanwhile(latest: Handling | None) -> Refusal:
    found = "没有处理"
    if latest is not None:
        word = office.chinese(office.HANDLINGS, latest.act)
        found = f"{latest.user_name} 已{word}：{latest.reason}"
    do = "请看过这条处理，再决定要不要另作处理。"
    return Refusal((Problem("EDIT-CONFLICT", "打开之后没有别人处理", found, do),))
