"""Each guard taken away in turn: what it would refuse over HTTP goes through, and is found out.

With the guard, the same post is refused; without it, it is taken, and the oracle, which knows
nothing of guards, says what is wrong with the case.
"""

import json
from datetime import date, timedelta

import pytest

from biaochi.access.models import Grant
from biaochi.cases.desks import CASE
from biaochi.matters import queries
from biaochi.procedure import guards
from tests.core.procedure.caseoracle import wrongs
from tests.office import casework, cast, staff
from tests.office.casework import DAY, PRESENT, REMEDY

pytestmark = pytest.mark.once

VERIFY = {
    "investigators": ["何核实", "冯核实"], "upheld": ["N1"], "refuted": [], "violation": False,
    "summary": "属实",
}  # fmt: skip
MEET = {
    "body": "县委常委会", "held_on": f"{DAY}", "entitled": 5, "present": PRESENT,
    "votes": {"for": 4, "against": 0, "abstained": 0}, "outcome": "adopted", "text": "同意方案。",
}  # fmt: skip
SERVE = {"served_on": f"{DAY}", "means": "talk", "remedy": REMEDY, "receipt": "本人签收"}
THREE = PRESENT[:3]


def begun(world, *, grounds=("N1",), declared=("an", "bai", "cheng"), verified=True):
    piece = casework.piece(world, verified=verified)
    code = casework.opened(world, grounds=grounds)
    for login in declared:
        casework.declared(world, code, login)
    return code, piece


def checked(world):
    code, piece = begun(world)
    casework.verified(world, code, evidence=[piece])
    return code, piece


def told(world):
    code, piece = checked(world)
    casework.heard(world, code)
    return code, piece


def ready(world):
    return casework.to_proposal(world), ""


def proposed(world):
    code, _ = ready(world)
    casework.proposed(world, code)
    return code, ""


def met(world):
    code, _ = proposed(world)
    casework.met(world, code)
    return code, ""


def decided(world):
    code, _ = ready(world)
    casework.decided(world, code)
    return code, ""


def served(world):
    code, _ = decided(world)
    casework.served(world, code)
    return code, ""


TOMORROW = f"{DAY + timedelta(days=1)}"
CASES = (
    ("verifier", begun, "an", "verify", VERIFY),
    ("investigators", begun, "bai", "verify", VERIFY | {"investigators": ["冯核实"]}),
    ("evidence", lambda w: begun(w, verified=False), "bai", "verify", VERIFY),
    ("judged", lambda w: begun(w, grounds=("N1", "N5")), "bai", "verify", VERIFY),
    ("declared", lambda w: begun(w, declared=("an",)), "bai", "verify", VERIFY),
    ("assessor", told, "an", "assess", {"conclusion": "none", "reason": "不是"}),
    ("exemption", told, "bai", "assess",
     {"conclusion": "exempted", "reason": "探索", "effects": ["appraisal"], "distinctions": []}),
    ("quorum", proposed, "an", "meet",
     MEET | {"present": THREE, "votes": {"for": 3, "against": 0, "abstained": 0}}),
    ("votes", proposed, "an", "meet", MEET | {"votes": {"for": 2, "against": 2, "abstained": 0}}),
    ("confirmer", met, "zhou", "confirm", {}),
    ("remedy", decided, "an", "serve", SERVE | {"remedy": "可以提出异议。"}),
    ("as-decided", served, "an", "execute_post",
     {"effective_on": TOMORROW, "last_on": f"{DAY}", "unit": "qs-fin", "post": "局长",
      "post_role": "head"}),
    ("closing", told, "an", "close", {"note": "办完"}),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[c[0] for c in CASES])
def test_a_missing_guard_is_found_out_over_http(case, world, client, monkeypatch):
    fault, way, who, move, given = case
    staff.hired(world, "zhou", "钟议决", "decider")
    Grant.objects.create(
        user=world.users["an"], role="verifier", unit="qs", from_on=date(2015, 1, 1),
        granted_by=world.users["an"], granted_at=cast.AT,
    )  # fmt: skip
    code, piece = way(world)
    if who == "zhou":
        casework.declared(world, code, "zhou")
    if move == "verify":
        given = given | {"evidence": [piece]}
    assert _posted(client, world, code, who=who, move=move, given=given).status_code == 422
    kept = tuple(g for g in guards.GUARDS if g.id != fault)
    assert len(kept) == len(guards.GUARDS) - 1
    monkeypatch.setattr(guards, "GUARDS", kept)
    answer = _posted(client, world, code, who=who, move=move, given=given)
    assert answer.status_code == 200, answer.content.decode()
    line = queries.one(world.actor("sheng"), code)
    said = queries.said_in(line.key)
    seen = [(s, CASE.world(line, said[: s.number - 1], s.on)) for s in said]
    assert wrongs(seen)


def _posted(client, world, code, *, who, move, given):
    line = queries.one(world.actor("sheng"), code)
    client.force_login(world.users[who])
    said = {"move": move, "on": f"{DAY}", "seen": line.version, "given": given}
    return client.post(
        f"/api/v1/matters/{code}/moves", data=json.dumps(said), content_type="application/json"
    )
