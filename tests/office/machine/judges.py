"""What must be true of the office after any play, told without the product's guards.

Each judge looks at what the database holds, or at what readers were answered, and yields a
sentence for what is wrong.
"""

from biaochi.access.scoping import Why
from biaochi.evidence.models import EvidenceState, Measure
from biaochi.findings.models import Determination
from biaochi.matters import queries
from biaochi.matters.models import Step
from biaochi.registry.models import Appointment
from tests.core.procedure.caseoracle import CHANGES, WORK
from tests.core.procedure.caseoracle import wrongs as wrongs_of_case
from tests.office.machine.ground import STRANGERS
from tests.office.machine.plays import SECRET

MOVING = {"execute_post", "execute_grade", "execute", "restore"}
"""The only moves that touch a post, each said by a named officer."""
HIDDEN = (SECRET, "冯核实", "何核实", "吴议决", "郑议决", "王议决")
"""Said only in fields that are not for the official: who looked into it, who sat, what is noted."""
ENDING = {"病假", "医疗期", "产假", "孕期", "哺乳期", "工伤", "因公致残"}
STILL = {"立案审查", "立案调查", "审查调查"}


def wrongs(office):
    """Return everything that is wrong after a play."""
    return [wrong for judge in JUDGES for wrong in judge(office)]


def cases(office):
    """Every case by itself, step by step."""
    for number, steps in office.steps.items():
        for wrong in wrongs_of_case(steps):
            yield f"#{number} {wrong}"


def answered(office):
    """No answer but done, refused, not there; nothing but a move says anything in a matter."""
    for act, status in office.broken:
        yield f"{act.kind} {act.move} by {act.who}: {status}"


def posts(office):
    """A post moves by a step that says so, of a matter that may, and by nothing else."""
    for act in office.moved:
        if act.kind != "move" or act.move not in MOVING:
            yield f"{act.kind} {act.move} by {act.who} on {act.on} moved a post"
        elif act.move in _BEFORE.get(office.kinds[act.matter], {}):
            yield from _decided_before(office, act)
    moved = {office.people[act.matter] for act in office.moved if act.matter >= 0}
    rows = Appointment.objects.unscoped(Why.ABOUT).filter(person__code__in={"fan", "du"} - moved)
    for row in rows.exclude(to_on=None, retired_at=None):
        yield f"{row.post} of {row.person} ended without a step"


_BEFORE = {
    "resignation": {"execute_post": ("request", "decide", "serve")},
    "expiry": {"execute": ("arrange", "confirm")},
}
"""What has to be said before a post is moved where no case was made of it."""


def _decided_before(office, act):
    """Asked for by himself or arranged by one, decided by another, each by name, before."""
    said, kind = _said(office, act.matter), office.kinds[act.matter]
    by = {s.move: s.by.user for s in said}
    needed = _BEFORE[kind][act.move]
    if not by.keys() >= set(needed) or len({by[m] for m in needed[:2]}) < 2:
        yield f"#{act.matter} {kind} {act.move} after {[s.move for s in said]}"
    if act.own:
        yield f"#{act.matter} {kind} {act.move} by the person himself"


def carried(office):
    """When proposed and confirmed, every upheld ground has evidence verified in the database."""
    for number, times in office.carried.items():
        said = [s for s, _ in office.steps[number]]
        for step, verified in times:
            upheld = [s.given["upheld"] for s in said[:step] if s.move == "verify"]
            for ground in upheld[-1] if upheld else ():
                if ground not in verified.values():
                    yield f"#{number} {step}: {ground} rests on nothing verified"
            if not upheld:
                yield f"#{number} {step}: nothing was verified"


def sheltered(office):
    """Who is protected keeps his post, whatever the office was told by its own guards."""
    for act, kinds in office.away:
        measure = _measure(office, act.matter)
        if kinds & STILL or (kinds & ENDING and measure and measure.lowers_post):
            yield f"#{act.matter} execute_post on {act.on} against {kinds}"


def _measure(office, number):
    said, world = office.steps[number][-1]
    proposed = [s for s, _ in office.steps[number] if s.move == "propose"]
    del said
    return world.measures.get(proposed[-1].given["measure"]) if proposed else None


def left(office):
    """A measure stands only for a case that was decided and served and not taken back."""
    rows = Measure.objects.unscoped(Why.ABOUT).filter(Measure.counted())
    for row in rows.filter(code__startswith="T"):
        number = next(n for n, c in enumerate(office.codes) if row.code.startswith(c))
        moves = [s.move for s, _ in office.steps[number]]
        if not {"confirm", "serve"} <= set(moves) or "withdraw" in moves:
            yield f"#{number} left {row.measure} after {moves}"


def taken_back(office):
    """A case that was withdrawn, or revoked, leaves no determination against anybody."""
    rows = list(Determination.objects.unscoped(Why.ABOUT).filter(Determination.counted()))
    for number, steps in office.steps.items():
        gone = steps[-1][0].move == "withdraw" or "revoke" in _served_outcomes(office, number)
        if gone and [r for r in rows if r.note.startswith(office.codes[number])]:
            yield f"#{number} was taken back, and a determination stands"


def overturned(office):
    """What a remedy revoked or altered goes no further."""
    for number in office.steps:
        ends = [
            key for n, kind in enumerate(office.kinds) if kind == "remedy"
            for key in _corrected(office, n, root=number)
        ]  # fmt: skip
        later = zip(_said(office, number), _keys(office, number), strict=True)
        for step, key in later if ends else ():
            if key > min(ends) and step.move in WORK | set(CHANGES) | {"join"}:
                yield f"#{number} {step.number} {step.move}: after it was overturned"


def _corrected(office, number, *, root):
    """When this remedy against a case was served, if it revoked or altered something."""
    said, about = _said(office, number), number
    while office.kinds[about] == "remedy":
        about = office.codes.index(_said(office, about)[0].given["about"].partition(":")[2])
    decided = [s.given.get("outcome") for s in said if s.move == "decide"]
    if about == root and decided and decided[-1] in {"revoke", "alter"}:
        keys = zip(said, _keys(office, number), strict=True)
        yield from (key for step, key in keys if step.move == "serve")


def determined(office):
    """What was found stands for every case that was not taken back, whatever became of another."""
    rows = list(Determination.objects.unscoped(Why.ABOUT).filter(Determination.counted()))
    for number, steps in office.steps.items():
        said = [s for s, _ in steps]
        found = [s.given["upheld"] for s in said if s.move == "verify"]
        gone = said[-1].move == "withdraw" or "revoke" in _served_outcomes(office, number)
        stand = {r.item for r in rows if r.note.startswith(office.codes[number])}
        if found and not gone and not set(found[-1]) <= stand:
            yield f"#{number} lost what was found: {set(found[-1]) - stand}"


def measured(office):
    """What was decided and served stands until it is taken back or put right, and only then."""
    rows = Measure.objects.unscoped(Why.ABOUT).filter(Measure.counted())
    for number, steps in office.steps.items():
        moves = [s.move for s, _ in steps]
        right = set(_served_outcomes(office, number)) & {"revoke", "alter"}
        stands = rows.filter(code__startswith=office.codes[number]).exists()
        if "serve" in moves and "withdraw" not in moves and not right and not stands:
            yield f"#{number} was decided and served, and no measure stands"


def remedies(office):
    """Who decides a remedy had no hand in what it is against; it never makes anything heavier."""
    for number, kind in enumerate(office.kinds):
        if kind == "remedy":
            yield from _remedy(office, number, _said(office, number))


def _remedy(office, number, said):
    about = office.codes.index(said[0].given["about"].partition(":")[2])
    keys = _keys(office, number)
    for step, key in zip(said, keys, strict=True):
        if step.move != "confirm":  # who signs was apart when it was decided
            hands = _hands(office, about, before=key)
        if step.move in {"accept", "form_panel", "hear", "decide", "confirm"}:
            if step.by.user in hands:
                yield f"#{number} {step.number} {step.move}: {step.by.name} worked on #{about}"
            if step.by.person == office.people[number]:
                yield f"#{number} {step.number} {step.move}: by the person himself"
        if step.move == "decide":
            yield from _decided(office, number, about, said[: step.number], hands=hands)
        if step.move == "serve":
            yield from _served(number, said[: step.number])


def _keys(office, number):
    """In which order the steps of a matter were said, among all others."""
    rows = Step.objects.unscoped(Why.ABOUT).filter(matter__code=office.codes[number])
    return list(rows.order_by("number").values_list("pk", flat=True))


def _hands(office, number, *, before):
    """Who said anything in a matter but himself, or sat over it; with those it is against."""
    found = set()
    if office.kinds[number] == "remedy":
        about = _said(office, number)[0].given["about"].partition(":")[2]
        found |= _hands(office, office.codes.index(about), before=before)
    for step, key in zip(_said(office, number), _keys(office, number), strict=True):
        if key > before:
            continue
        if "self" not in step.by.roles:
            found.add(step.by.user)
        names = {*step.given.get("present", ()), *step.given.get("investigators", ())}
        found |= {u.pk for u in office.world.users.values() if u.name in names}
    return found | _touched(office, number, before=before)


def _touched(office, number, *, before):
    """Who reported, verified, exempted or withdrew evidence that is cited, by then."""
    at = Step.objects.unscoped(Why.ABOUT).get(pk=before).at
    said = [s.given for s in _said(office, number)]
    cited = {c for given in said for c in given.get("evidence", ())}
    rows = EvidenceState.objects.unscoped(Why.ABOUT).filter(evidence__code__in=cited)
    return set(rows.filter(at__lt=at).values_list("user", flat=True))


def _decided(office, number, about, said, *, hands):
    panel, step = _panel(said), said[-1]
    spoken = {s.by.user for s in said if s.move == "declare" and s.given["relation"] == "none"}
    if len(panel) < 3 or len(panel) % 2 == 0:
        yield f"#{number} decided by a panel of {len(panel)}"
    if not panel <= spoken:
        yield f"#{number} decided while somebody had not declared"
    if step.by.user not in panel:
        yield f"#{number} decided by {step.by.name}, who is not of the panel"
    if panel & hands:
        yield f"#{number} decided by a panel with a hand in #{about}"
    if not [s for s in said if s.move in {"hear", "waive"}]:
        yield f"#{number} decided unheard"
    if step.given["votes"]["for"] * 2 <= len(panel):
        yield f"#{number} decided by no majority"
    if step.given["outcome"] == "alter":
        yield from _lighter(office, number, about, step)


def _panel(said):
    panel = set()
    for step in said:
        if step.move == "form_panel":
            panel = {int(m) for m in step.given["members"]}
        if step.move == "declare" and step.given["relation"] != "none":
            panel.discard(step.by.user)
        if step.move == "answer_recusal" and step.given["granted"]:
            panel.discard(int(step.given["whom"]))
    return panel


def _lighter(office, number, about, step):
    """By rows of the pack alone: what takes the post away, and what weighs more, is heavier."""
    while office.kinds[about] == "remedy":
        about = office.codes.index(_said(office, about)[0].given["about"].partition(":")[2])
    measures = office.steps[about][-1][1].measures
    before = _measure(office, about)
    after = measures.get(step.given.get("measure", ""))
    if before is None or after is None or before.id == after.id:
        yield f"#{number} altered nothing that was there"
        return
    if after.lowers_post and not before.lowers_post:
        yield f"#{number} made it heavier: {before.id} to {after.id}"
    weights = (before.weight, after.weight)
    if before.kind == after.kind and None not in weights and weights[1] > weights[0]:
        yield f"#{number} made it heavier: {before.id} to {after.id}"


def _served(number, said):
    signed = {s.by.user for s in said if s.move in {"decide", "confirm"}}
    panel = _panel(said)
    if len(signed & panel) * 2 <= len(panel) and not said[0].given.get("request"):
        yield f"#{number} served before most of the panel signed"


def _served_outcomes(office, about):
    against = f"matter:{office.codes[about]}"
    for number, kind in enumerate(office.kinds):
        said = _said(office, number) if kind == "remedy" else ()
        served = [s for s in said if s.move == "serve"]
        if served and said[0].given["about"] == against:
            yield from (s.given["outcome"] for s in said if s.move == "decide")


def _said(office, number):
    return queries.said_in(queries.with_code(office.codes[number]).key)


def hidden(office):
    """The official never reads what is not for him; a stranger reads of no matter at all."""
    for seen in office.read:
        act = seen.act
        about = {"fan": "范守义", "du": "杜文清"}
        if act.who in about and _is_about(office, act):
            for word in HIDDEN:
                if word in seen.text:
                    yield f"{act.who} read {word} at {act.given['path']}"
        if act.who in STRANGERS:
            for number, code in enumerate(office.codes):
                if code in seen.text:
                    yield f"{act.who} read of #{number} at {act.given['path']}"


def _is_about(office, act):
    path = act.given["path"]
    if "#" in path:
        number = path.partition("#")[2].partition("/")[0].partition("?")[0]
        return office.people[int(number)] == act.who
    return f"/{act.who}/" in path or path.startswith("/mine")


JUDGES = (
    cases, answered, posts, carried, sheltered, left, taken_back, determined, measured,
    overturned, remedies, hidden,
)  # fmt: skip
