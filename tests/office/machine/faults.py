"""Faults put into the office on purpose, each with the judge that is there to find it.

Acts that let a judge see the fault are told with it (``test_judges``); that random plays come upon
it by themselves is tried with ``python -m tests.office.machine.long --faults``.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

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
from tests.office.machine.office import Act
from tests.office.machine.usual import DECLARED, ON, USUAL, act, case, look, remedy, revoked


@dataclass(frozen=True)
class Fault:
    """What is broken, which judge finds it, and acts after which he does."""

    judge: str
    broken: Callable[[Any], None]
    acts: Callable[[Any], list[Act]]


_EFFECTS = dict(effects._EFFECTS)
SECOND = [
    act("open", "an", USUAL["open"][1] | {"grounds": ["N5"]}, matter=-1),
    *(act(move, who, given, matter=1) for move, who, given in DECLARED),
    act("verify", "bai", USUAL["verify"][1] | {"upheld": ["N5"], "evidence": ["E1-fan"]}, matter=1),
]  # fmt: skip
GONE = Act(kind="evidence", on=ON, who="bai", move="withdraw", given={"code": "E0-fan"})
ILL = Act(kind="absence", on=ON, who="an", given={"kind": "病假", "person": "fan", "days": 20})


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


def _shown(patch):
    patch.setattr(Telling, "shows", lambda *_: True)
    patch.setattr(Telling, "_reads", lambda *_: True)


def _effect(patch, move, write):
    changed = {**_EFFECTS, move: write}
    patch.setattr(effects, "_EFFECTS", {k: v for k, v in changed.items() if v})


FAULTS = {
    "a decision that moves a post": Fault(
        "posts", lambda m: _effect(m, "serve", _moved_by_service), lambda _: case("serve")),
    "an illness nobody tells of": Fault(
        "sheltered", lambda m: m.setattr(gathering, "_protections", lambda *_: ()),
        lambda _: [*case("serve"), ILL, act("execute_post", *USUAL["execute_post"])]),
    "a withdrawal that leaves a measure": Fault(
        "left", lambda m: _effect(m, "withdraw", None),
        lambda _: [*case("serve"), act("withdraw", *USUAL["withdraw"])]),
    "a decision that is not recorded": Fault(
        "measured", lambda m: _effect(m, "serve", None), lambda _: case("serve")),
    "a panel with who was at the meeting": Fault(
        "remedies", lambda m: m.setattr(worlds, "conflicts", lambda *_, **__: {}),
        lambda g: [*case("serve"), *remedy(g, ("rui", "pei", "peng"), outcome="uphold")]),
    "a panel nobody signs for": Fault(
        "remedies", lambda m: m.setattr(Remedy, "is_signed", True),
        lambda g: [*case("serve"), *remedy(g, ("pan", "pei", "peng"), outcome="uphold"),
                   act("serve", "an", USUAL["serve"][1], matter=1)]),
    "a revoked decision carried out": Fault(
        "overturned", lambda m: m.setattr(gathering, "is_overturned", lambda _: False),
        lambda g: [*case("serve"), *revoked(g), act("execute_post", *USUAL["execute_post"])]),
    "a request that breaks": Fault(
        "answered", lambda m: m.setattr(desks, "_today", None), lambda _: case("open")),
    "a job that moves a post": Fault(
        "posts", lambda m: m.setattr(worker, "prune", _ends_a_post),
        lambda _: [Act(kind="day", on=ON)]),
    "withdrawn evidence that counts": Fault(
        "carried", lambda m: m.setattr(gathering, "_pieces", _all_verified(gathering._pieces)),
        lambda _: [*case("assess"), GONE, *case("propose")[-1:]]),
    "a withdrawal that leaves a determination": Fault(
        "taken_back", lambda m: _effect(m, "withdraw", None),
        lambda _: [*case("verify"), act("withdraw", *USUAL["withdraw"])]),
    "one case that takes back another's": Fault(
        "determined", lambda m: m.setattr(effects, "retire_determinations", _everything),
        lambda _: [*case("verify"), *SECOND]),
    "a remedy that makes it heavier": Fault(
        "remedies", lambda m: m.setattr(remedyguards, "_lighter", lambda *_: ()),
        lambda g: [*case("serve", propose={"measure": "transfer"}),
                   *remedy(g, ("pan", "pei", "peng"), outcome="alter", measure="removal",
                           way="internal-objection/objection")]),
    "a field shown to whom it is not for": Fault(
        "hidden", _shown,
        lambda _: [*case("tell"), look("fan", "/mine/matters/#0/")]),
    "a matter shown to the next county": Fault(
        "hidden", lambda m: m.setattr(Matter, "visible_q", lambda *_: Q()),
        lambda _: [*case("open"), look("jin", "/api/v1/matters")]),
}  # fmt: skip
