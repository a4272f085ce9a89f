"""A case and a remedy against it as they usually go, told act by act."""

from datetime import timedelta

from tests.core.procedure.caseplay import START
from tests.office.casework import REMEDY
from tests.office.machine.office import Act

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


def revoked(ground):
    steps = remedy(ground, ("pan", "pei", "peng"), outcome="revoke")
    steps.append(act("confirm", "pei", {}, matter=1))
    return [*steps, act("serve", "an", USUAL["serve"][1], matter=1)]


def look(who, path):
    return Act(kind="look", on=ON, who=who, given={"path": path})
