"""What must be true of every case, told over the list of its steps without the product's guards.

Each check yields a sentence for what is wrong.  The steps are pairs of what was said and what the
office was like at that moment.
"""

from datetime import date, timedelta
from fractions import Fraction

HALF = Fraction(1, 2)
LEADING_ON = ("verify", "tell", "state", "waive", "answer", "assess", "join")
CHANGES = {"execute_post": "post_after", "execute_grade": "grade_after", "execute_pay": "pay"}
OWN_MOVES = {"ask_recusal", "state", "waive"}
WORK = {"verify", "tell", "answer", "assess", "propose", "meet", "confirm", "serve", "pass"}


def wrongs(steps):
    """Return everything that is wrong with a case."""
    return [wrong for at in range(len(steps)) for wrong in _at(steps, at)]


def _at(steps, at):
    said, world = steps[at]
    before = steps[:at]
    checks = [_apart, _after_the_end]
    checks += _CHECKS.get(said.move, [])
    for check in checks:
        for wrong in check(before, said, world):
            yield f"{said.number} {said.move}: {wrong}"


def _last(before, *moves, where=lambda said: True):
    found = [s for s, _ in before if s.move in moves and where(s)]
    return found[-1] if found else None


def _all(before, *moves):
    return [s for s, _ in before if s.move in moves]


# who


def _apart(before, said, world):
    user = said.by.user
    for one in _all(before, "declare"):
        if one.by.user == user and one.given["relation"] != "none":
            yield "by somebody who declared a relation"
    for one in _all(before, "answer_recusal"):
        if one.given["granted"] and int(one.given["user"]) == user:
            yield "by somebody recused on request"
    if said.by.person in world.relatives and said.move != "declare":
        yield "by a relative"
    if said.by.person == world.person and said.move not in OWN_MOVES:
        yield "by the person himself"
    if said.move == "ask_recusal" and said.by.person != world.person:
        yield "asked for by another"
    if said.move in {"verify", "assess", "propose", "meet", "confirm"} and not [
        one for one in _all(before, "declare") if one.by.user == user
    ]:
        yield "by somebody who has not declared"
    if said.move in WORK | set(CHANGES) and _open_asks(before):
        yield "while a request for recusal waits"


def _open_asks(before):
    return len(_all(before, "ask_recusal")) - len(_all(before, "answer_recusal"))


def _answered_recusal(before, said, world):
    waiting = _all(before, "ask_recusal")[len(_all(before, "answer_recusal")) :]
    if not waiting:
        yield "answered without a request"
        return
    asked = waiting[0]
    if asked.given["whom"] == said.by.name:
        yield "answered by whom it is about"
    if asked.given["whom"] in world.heads and "supervisor" not in said.by.roles:
        yield "a head's recusal not answered from above"


def _after_the_end(before, said, world):
    del world
    if _last(before, "withdraw", "close"):
        yield "after the end"
    if said.move in LEADING_ON and _last(before, "confirm"):
        yield "after the decision"


# the evidence


def _grounds(before, world):
    found = set()
    for one in _all(before, "open", "join"):
        found |= set(one.given.get("grounds", ()))
        found |= {world.findings[f] for f in one.given.get("findings", ()) if f in world.findings}
    return found


def _upheld(before):
    verified = _last(before, "verify")
    return set(verified.given["upheld"]) if verified else set()


def _begun(before, said, world):
    given = said.given
    if set(given.get("findings", ())) - world.taken:
        yield "a finding nobody took up"
    if set(given.get("evidence", ())) - world.pieces.keys():
        yield "evidence that is not there"
    if said.move == "open" and not _grounds([*before, (said, world)], world):
        yield "no ground"


def _verified(before, said, world):
    given, opener = said.given, _all(before, "open")[0]
    if said.by.user == opener.by.user:
        yield "verified by the mover"
    for code in given["evidence"]:
        if code in world.pieces and world.pieces[code].reporter.user == said.by.user:
            yield "verified by the reporter"
    names = set(given["investigators"])
    if len(names) < 2:
        yield "fewer than two investigators"
    if names & {world.name, opener.by.name}:
        yield "the person or the mover investigates"
    upheld, refuted = set(given["upheld"]), set(given["refuted"])
    if upheld | refuted != _grounds(before, world) or upheld & refuted:
        yield "not every ground judged once"
    yield from _carried(upheld, given["evidence"], world)


def _carried(upheld, cited, world):
    for ground in upheld:
        own = [c for c, p in world.pieces.items() if p.item == ground]
        if not [c for c in cited if c in own and world.pieces[c].status == "verified"]:
            yield f"{ground} rests on no verified evidence"


def _still_carried(before, said, world):
    del said
    cited = [c for s in _all(before, "open", "join", "verify") for c in s.given.get("evidence", ())]
    upheld = _upheld(before)
    if not upheld:
        yield "nothing is upheld"
        return
    if upheld | set(_last(before, "verify").given["refuted"]) < _grounds(before, world):
        yield "a ground nobody verified"
    yield from _carried(upheld, cited, world)


# the hearing


def _of_its_day(before, said, world):
    del world
    served, verified = date.fromisoformat(said.given["served_on"]), _last(before, "verify")
    if served > said.on or verified is None or served < verified.on:
        yield "told before it was verified, or not yet"


def _heard(before, said, world):
    """Told of everything upheld; then spoke, or waived, or the time went by; all answered."""
    upheld, covered, news = _upheld(before), set(), 0
    for at, (one, _) in enumerate(before):
        if one.move == "tell":
            fresh = _upheld(before[:at]) - covered
            covered |= fresh
            news = at if fresh else news
    if upheld - covered or not covered:
        yield "not told of every ground"
        return
    spoke = any(s.move in {"state", "waive"} for s, _ in before[news:])
    if not spoke and not said.on > _answer_by(before, world):
        yield "not heard"
    points = sum(len(s.given["points"]) for s in _all(before, "state"))
    answered = {
        a["point"] for s in _all(before, "answer") for a in s.given["answers"] if a["answer"]
    }
    if answered != set(range(1, points + 1)):
        yield "a point without answer"


def _answer_by(before, world):
    told = _last(before, "tell")
    served, until = date.fromisoformat(told.given["served_on"]), told.given.get("until", "")
    last = date.fromisoformat(until) if until else date.min
    places = [i for i, s in enumerate(world.course.stages) if s.gate == "hearing"]
    length = world.course.stages[places[0]].deadline if places else ""
    if not length:
        return last if until else date.max
    number, unit = length.split()
    day, left = served, int(number)
    while left:
        day += timedelta(days=1)
        left -= unit == "days" or day.weekday() < 5
    while day.weekday() >= 5:
        day += timedelta(days=1)
    return max(day, last)


# tolerance, proposal


def _assessed(before, said, world):
    if said.by.user == _all(before, "open")[0].by.user:
        yield "assessed by the mover"
    given = said.given
    if given["conclusion"] == "exempted":
        if len(set(given.get("distinctions", ()))) < 3 or len(set(given.get("effects", ()))) < 4:
            yield "exempted without the three distinctions and four effects"
        pieces = [world.pieces[c] for c in given.get("exempted", ()) if c in world.pieces]
        if not pieces or any(p.status != "verified" for p in pieces):
            yield "exempts no verified evidence"
        if any(p.reporter.user == said.by.user for p in pieces):
            yield "exempted by the reporter"


def _tolerated(before, said, world):
    del said, world
    upheld, covering = _upheld(before), None
    for at, (one, _) in enumerate(before):
        if one.move == "assess":
            covering = (one, _upheld(before[:at]))
    if covering is None or upheld - covering[1]:
        yield "tolerance not answered"
    elif covering[0].given["conclusion"] == "exempted":
        yield "a measure after an exemption"


def _not_referred(before, said, world):
    del world
    asked, told = _all(before, "refer"), _all(before, "referral_back")
    if len(asked) > len(told):
        yield "while the matter is with others"
    if told and told[-1].given["result"] == "taken":
        yield "after the matter was taken over"
    flags = [s.number for s in _all(before, "verify") if s.given["violation"]]
    if flags and said.move != "assess" and not [s for s in asked if s.number > flags[-1]]:
        yield "a possible violation was not referred"


def _proposed(before, said, world):
    given = said.given
    if given["reason_class"] == "voluntary":
        yield "a voluntary one proposed by the office"
    if given["reason_class"] == "fit" and not given.get("destination"):
        yield "no destination"
    if given.get("pay") and not given.get("pay_basis"):
        yield "pay without a law"
    if given["violation"] and not [
        s for s in _all(before, "referral_back") if s.given["result"] in {"none", "handled"}
    ]:
        yield "a possible violation was not referred"
    if _upheld(before) & world.reviewed and not given.get("law_review"):
        yield "no review of legality"
    if world.prior_missing:
        yield "no earlier reminder"
    if "申辩" in given.get("heavier", ""):
        yield "heavier for speaking"
    yield from _twice(before, given, world)
    yield from _in_force(given, said, world)


def _twice(before, given, world):
    """Each ground that was decided before rests on evidence that was not there then."""
    cited = {c for s in _all(before, "open", "join", "verify") for c in s.given.get("evidence", ())}
    for ground in _upheld(before):
        own = {c for c, p in world.pieces.items() if p.item == ground and p.status == "verified"}
        known = {c for d in world.decided if ground in d.upheld for c in d.cited}
        if known and not own & cited - known and not given.get("again"):
            yield f"{ground} decided twice"


def _in_force(given, said, world):
    measure = world.measures[given["measure"]]
    span = measure.in_force
    if span and (
        (span.from_ and f"{said.on}" < span.from_) or (span.to and f"{said.on}" > span.to)
    ):
        yield "a measure that is not in force"
    if measure.kind == "reminder":
        yield "a letter as an adjustment"
    for state in world.protections:
        if measure.lowers_post or state.blocks == "moving":
            yield "against a protected state"


def _proposal(before):
    proposed = _last(before, "propose")
    later = [s for s in _all(before, *LEADING_ON) if proposed and s.number > proposed.number]
    returned = [
        s for s in _all(before, "meet")
        if proposed and s.number > proposed.number and s.given["outcome"] == "returned"
    ]  # fmt: skip
    return None if later or returned else proposed


def _still_proposed(before, said, world):
    proposed = _proposal(before)
    if proposed is None:
        yield "no proposal"
    else:
        yield from _in_force(proposed.given, said, world)


# the meeting


def _met(before, said, world):
    given = said.given
    present, entitled = given["present"], given["entitled"]
    quorum = world.course.quorum
    if isinstance(quorum, tuple):
        quorum = Fraction(*quorum) * entitled if quorum[1] else 0
    if entitled < 1 or len(set(present)) < max(quorum, HALF * entitled):
        yield "no quorum"
    if sum(given["votes"].values()) > len(set(present)):
        yield "more votes than members"
    if given["outcome"] == "adopted" and not Fraction(given["votes"]["for"], entitled or 1) > HALF:
        yield "adopted by no majority"
    related = {s.by.name for s in _all(before, "declare") if s.given["relation"] != "none"}
    if set(present) & (set(given.get("recused", ())) | related | {world.name}):
        yield "somebody recused sat"
    if len(set(present)) < len(present):
        yield "somebody sat twice"
    if not given["body"].strip() or not given["text"].strip():
        yield "no body or no text"
    proposed, held = _proposal(before), date.fromisoformat(given["held_on"])
    if held > said.on or (proposed and held < proposed.on):
        yield "a meeting before the proposal, or to come"
    last = _last(before, "meet")
    if last and proposed and last.number > proposed.number:
        yield "a second record"


def _confirmed(before, said, world):
    del world
    met = _last(before, "meet")
    proposed = _proposal(before)
    if met is None or proposed is None or met.number < proposed.number:
        yield "no meeting"
        return
    if met.given["outcome"] != "adopted":
        yield "nothing was adopted"
    if said.by.name not in met.given["present"] or said.by.user == met.by.user:
        yield "confirmed by who was not there, or wrote the record"


# service, execution


def _decided(before, said, world):
    del world
    if not _last(before, "confirm"):
        yield "no decision"
        return
    met, served = _last(before, "meet"), said.given["served_on"]
    if _last(before, "serve") or f"{said.on}" < served or (met and served < met.given["held_on"]):
        yield "served twice, before the meeting, or not yet"


def _told_remedies(before, said, world):
    last, text = _last(before, "propose"), said.given["remedy"]
    if last is None:
        return
    proposed = last.given
    law = world.measures[proposed["measure"]].lowers_post or proposed.get("grade_after")
    words = ("异议", "复核", "申诉") if law or proposed.get("pay") else ("异议",)
    if [w for w in words if w not in text]:
        yield "no word on remedies"


def _executed(before, said, world):
    if not _last(before, "confirm") or not _last(before, "serve"):
        yield "before the decision was served"
        return
    if _all(before, said.move):
        yield "twice"
    proposed = _last(before, "propose").given
    ends = said.move == "execute_post" and world.measures[proposed["measure"]].lowers_post
    decided = proposed.get(CHANGES[said.move], "")
    if not decided and not ends:
        yield "not decided"
    name = {"execute_post": "post", "execute_grade": "grade", "execute_pay": "change"}[said.move]
    if said.given.get(name, "") != decided:
        yield "not as decided"
    for state in world.protections:
        if ends or state.blocks == "moving":
            yield "against a protected state"


def _withdrawn(before, said, world):
    del said, world
    if _all(before, *CHANGES):
        yield "withdrawn after it was carried out"


def _closed(before, said, world):
    del said
    if len(_all(before, "refer")) > len(_all(before, "referral_back")):
        yield "closed while the matter is with others"
    met = _last(before, "meet")
    reasons = (
        _last(before, "confirm") and _last(before, "serve"),
        met and met.given["outcome"] == "rejected",
        [s for s in _all(before, "referral_back") if s.given["result"] == "taken"],
        _last(before, "verify") and not _upheld(before),
        [s for s in _all(before, "assess") if s.given["conclusion"] == "exempted"],
    )
    if not any(reasons):
        yield "closed without an end"
    del world


_UP_TO = [_still_carried, _heard, _tolerated, _not_referred]
_CHECKS = {
    "open": [_begun], "join": [_begun], "tell": [_of_its_day],
    "answer_recusal": [_answered_recusal], "verify": [_verified],
    "assess": [_assessed, _not_referred], "propose": [*_UP_TO, _proposed],
    "meet": [*_UP_TO, _still_proposed, _met],
    "confirm": [*_UP_TO, _still_proposed, _confirmed],
    "serve": [_decided, _told_remedies], "execute_post": [_executed],
    "execute_grade": [_executed], "execute_pay": [_executed], "withdraw": [_withdrawn],
    "close": [_closed],
}  # fmt: skip
