"""Each judge of the office finds what it is there for, when a fault lets it happen.

That they find nothing else is what the plays show (``test_machine``).
"""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db.models import Q

from biaochi.access.scoping import Why
from biaochi.cases import effects, gathering
from biaochi.desks import services as desks
from biaochi.desks.telling import Telling
from biaochi.findings.overturning import retire_determinations
from biaochi.jobs import worker
from biaochi.matters.models import Matter
from biaochi.procedure import remedyguards
from biaochi.procedure.remedying import Remedy
from biaochi.registry.models import Appointment
from biaochi.remedies import worlds
from tests.core.procedure.caseplay import START
from tests.office.casework import REMEDY
from tests.office.machine import judges
from tests.office.machine.ground import Ground
from tests.office.machine.office import Act

pytestmark = pytest.mark.once

ON = START + timedelta(days=30)
PRESENT = ["程立群", "周议决", "芮填报", "郑议决"]
USUAL = {
    "open": ("an", {"kind": "case", "person": "fan", "channel": "unfit", "grounds": ["N1"],
                    "reason": "研究"}),
    "verify": ("bai", {"investigators": ["白景明", "冯核实"], "upheld": ["N1"],
                       "refuted": [], "evidence": ["E0-fan"], "violation": False,
                       "summary": "属实"}),
    "tell": ("an", {"served_on": f"{ON}", "means": "talk", "text": "事实", "receipt": "签收"}),
    "state": ("fan", {"points": ["有困难"]}),
    "answer": ("an", {"answers": [{"point": 1, "accepted": False, "answer": "已核"}]}),
    "assess": ("bai", {"conclusion": "none", "reason": "不是"}),
    "propose": ("an", {"measure": "removal", "reason_class": "fault", "violation": False,
                       "reason": "不适宜"}),
    "meet": ("an", {"body": "县委常委会", "held_on": f"{ON}", "entitled": 5, "present": PRESENT,
                    "votes": {"for": 4, "against": 0, "abstained": 0}, "outcome": "adopted",
                    "text": "同意"}),
    "confirm": ("cheng", {}),
    "serve": ("an", {"served_on": f"{ON}", "means": "talk", "receipt": "签收",
                     "remedy": REMEDY}),
    "execute_post": ("an", {"effective_on": f"{ON}", "last_on": f"{ON - timedelta(days=1)}"}),
    "withdraw": ("an", {"reason": "依据不足"}),
}  # fmt: skip
DECLARED = [
    ("declare", who, {"relation": "none", "note": "密言"}) for who in ("an", "bai", "cheng")
]


def case(*moves, first=0, **changed):
    """The usual steps of a case up to the last of these moves, some with other content."""
    order = list(USUAL)
    upto = order[1 : order.index(moves[-1]) + 1] if moves[-1] != "withdraw" else moves
    steps = [act("open", *_usual("open", changed), matter=-1)]
    steps += [act(move, who, given, matter=first) for move, who, given in DECLARED]
    return [*steps, *(act(m, *_usual(m, changed), matter=first) for m in upto)]


def _usual(move, changed):
    who, given = USUAL[move]
    return who, given | changed.get(move, {})


def act(move, who, given, *, matter=0):
    own = who == "fan"
    if move in {"open", "lodge"}:
        return Act(kind="open", on=ON, who=who, given=given, own=own)
    return Act(kind="move", on=ON, who=who, matter=matter, move=move, given=given, own=own)


def remedy(ground, panel, *, outcome, way="review-appeal/review", **altered):
    """A review of the first case, as far as the decision and its service."""
    users = [str(ground.world.users[p].pk) for p in panel]
    steps = [
        ("lodge", "fan", {"kind": "remedy", "person": "fan", "about": "matter:#0",
                          "way": way, "points": ["过重"], "wish": "撤销"}),
        ("accept", "she", {"note": "符合"}), ("form_panel", "she", {"members": users}),
        *(("declare", p, {"relation": "none"}) for p in panel),
        ("hear", panel[0], {"held_on": f"{ON}", "way_of": "oral", "record": "听取"}),
        ("decide", panel[0], {"outcome": outcome, "text": "经审理", **altered,
                              "votes": {"for": 3, "against": 0, "abstained": 0},
                              "answers": [{"point": 1, "accepted": True, "answer": "采纳"}]}),
    ]  # fmt: skip
    return [act(move, who, given, matter=1) for move, who, given in steps]


@pytest.fixture
def ground(world, tmp_path):
    return Ground(world, tmp_path)


def told(ground, acts):
    """Do all this in an office of the demonstration; what the judges say."""
    with ground.playing(ground.laid(ground.courses[0])) as office:
        for one in acts:
            office.do(one)
        found = {judge.__name__: list(judge(office)) for judge in judges.JUDGES}
        refused = [(a.move or a.kind, status) for a, status in office.done if status > 201]
    return {name: said for name, said in found.items() if said}, refused


def test_a_case_told_rightly_to_its_end_leaves_nothing_wrong(ground):
    acts = [*case("execute_post"), *remedy(ground, ("pan", "pei", "peng"), outcome="revoke")]
    acts += [
        Act(kind="day", on=ON),
        Act(kind="command", on=ON, given={"words": ("trail", "verify")}),
    ]
    assert told(ground, acts) == ({}, [])


def test_who_had_to_do_with_its_evidence_while_he_sits_over_it_does_not_decide(ground):
    sitting = remedy(ground, ("rui", "pei", "peng"), outcome="uphold")
    changed = {"open": {"grounds": ["N5"]}, "meet": {"present": [*PRESENT[:2], "吴议决", "郑议决"]},
               "verify": {"upheld": ["N5"], "evidence": ["E1-fan"]}}  # fmt: skip
    begun, decide = [*case("serve", **changed), *sitting[:-1]], replace(sitting[-1], who="pei")
    exempt = replace(GONE, who="rui", move="exempt", given={"code": "E1-fan"})
    assert told(ground, [*begun, decide]) == ({}, [])
    assert told(ground, [*begun, exempt, decide]) == ({}, [("decide", 422)])


def test_what_a_remedy_revoked_is_not_carried_out(ground):
    acts = [*case("serve"), *revoked(ground), act("execute_post", *USUAL["execute_post"])]
    assert told(ground, acts) == ({}, [("execute_post", 422)])
    left = act("close", "an", {"note": "办结", "unexecuted": "复核已经撤销"})
    assert told(ground, [*acts[:-1], left]) == ({}, [])


def revoked(ground):
    steps = remedy(ground, ("pan", "pei", "peng"), outcome="revoke")
    steps.append(act("confirm", "pei", {}, matter=1))
    return [*steps, act("serve", "an", USUAL["serve"][1], matter=1)]


def _ends_a_post(*_):
    row = Appointment.objects.unscoped(Why.UNIQUE).first()
    row.to_on = ON
    row.save(update_fields=["to_on"])


def _moved_by_service(taken):
    _EFFECTS["serve"](taken)
    effects._moved(taken)


def _all_verified(of):
    def pieces(person, found):
        return {c: replace(p, status="verified") for c, p in of(person, found).items()}

    return pieces


def _everything(matter, **more):
    """A fault: what was determined is taken back for a person, not for one matter."""
    del matter
    codes = Matter.objects.unscoped(Why.ABOUT).values_list("code", flat=True)
    return sum(retire_determinations(code, **more) for code in codes)


_EFFECTS = dict(effects._EFFECTS)
SECOND = [
    act("open", "an", USUAL["open"][1] | {"grounds": ["N5"]}, matter=-1),
    *(act(move, who, given, matter=1) for move, who, given in DECLARED),
    act("verify", "bai", USUAL["verify"][1] | {"upheld": ["N5"], "evidence": ["E1-fan"]}, matter=1),
]  # fmt: skip
GONE = Act(kind="evidence", on=ON, who="bai", move="withdraw", given={"code": "E0-fan"})
ILL = Act(kind="absence", on=ON, who="an", given={"kind": "病假", "person": "fan", "days": 20})


def look(who, path):
    return Act(kind="look", on=ON, who=who, given={"path": path})


FAULTS = {
    "a request that breaks": ("answered", lambda m, g: m.setattr(desks, "_today", None),
                              lambda g: case("open")),
    "a job that moves a post": ("posts", lambda m, g: m.setattr(worker, "prune", _ends_a_post),
                                lambda g: [Act(kind="day", on=ON)]),
    "a decision that moves a post": (
        "posts", lambda m, g: _effect(m, "serve", _moved_by_service), lambda g: case("serve")),
    "withdrawn evidence that counts": (
        "carried", lambda m, g: m.setattr(gathering, "_pieces", _all_verified(gathering._pieces)),
        lambda g: [*case("assess"), GONE, *case("propose")[-1:]]),
    "an illness nobody tells of": (
        "sheltered", lambda m, g: m.setattr(gathering, "_protections", lambda *_: ()),
        lambda g: [ILL, *case("execute_post")]),
    "a withdrawal that leaves a determination": (
        "taken_back", lambda m, g: _effect(m, "withdraw", None),
        lambda g: [*case("verify"), act("withdraw", *USUAL["withdraw"])]),
    "a withdrawal that leaves a measure": (
        "left", lambda m, g: _effect(m, "withdraw", None),
        lambda g: [*case("serve"), act("withdraw", *USUAL["withdraw"])]),
    "one case that takes back another's": (
        "determined", lambda m, g: m.setattr(effects, "retire_determinations", _everything),
        lambda g: [*case("verify"), *SECOND]),
    "a decision that is not recorded": (
        "measured", lambda m, g: _effect(m, "serve", None), lambda g: case("serve")),
    "a panel with who was at the meeting": (
        "remedies", lambda m, g: m.setattr(worlds, "conflicts", lambda *_, **__: {}),
        lambda g: [*case("serve"), *remedy(g, ("rui", "pei", "peng"), outcome="uphold")]),
    "a remedy that makes it heavier": (
        "remedies", lambda m, g: m.setattr(remedyguards, "_lighter", lambda *_: ()),
        lambda g: [*case("serve", propose={"measure": "transfer"}),
                   *remedy(g, ("pan", "pei", "peng"), outcome="alter", measure="removal",
                           way="internal-objection/objection")]),
    "a panel nobody signs for": (
        "remedies", lambda m, g: m.setattr(Remedy, "is_signed", True),
        lambda g: [*case("serve"), *remedy(g, ("pan", "pei", "peng"), outcome="uphold"),
                   act("serve", "an", USUAL["serve"][1], matter=1)]),
    "a revoked decision carried out": (
        "overturned", lambda m, g: m.setattr(gathering, "is_overturned", lambda _: False),
        lambda g: [*case("serve"), *revoked(g), act("execute_post", *USUAL["execute_post"])]),
    "a field shown to whom it is not for": (
        "hidden", lambda m, g: _shown(m),
        lambda g: [*case("tell"), look("fan", "/mine/matters/#0/")]),
    "a matter shown to the next county": (
        "hidden", lambda m, g: m.setattr(Matter, "visible_q", lambda *_: Q()),
        lambda g: [*case("open"), look("jin", "/api/v1/matters")]),
}  # fmt: skip


def _shown(patch):
    patch.setattr(Telling, "shows", lambda *_: True)
    patch.setattr(Telling, "_reads", lambda *_: True)


def _effect(patch, move, write):
    changed = {**_EFFECTS, move: write}
    patch.setattr(effects, "_EFFECTS", {k: v for k, v in changed.items() if v})


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found_by_its_judge(fault, ground, monkeypatch):
    judge, broken, acts = FAULTS[fault]
    broken(monkeypatch, ground)
    found, refused = told(ground, acts(ground))
    assert judge in found, refused
