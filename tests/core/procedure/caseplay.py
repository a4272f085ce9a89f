"""Random cases: random courses, random people with random words, and somebody who knows the way.

A play is a list of (what was said, what the office was like then); what was refused is not in it.
"""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from biaochi.errors import Refusal
from biaochi.packs.shapes import Stage
from biaochi.procedure.casefacts import Decided, Piece, Protection
from biaochi.procedure.casefile import CASE
from biaochi.procedure.course import course_of
from biaochi.procedure.notifying import told
from biaochi.procedure.shapes import By, Said
from biaochi.procedure.transitions import advance
from tests.core.procedure.caseworld import GATES, MEASURES, procedure, world

START = date(2018, 3, 1)
GROUNDS = ("N1", "N5", "N3")
PEOPLE = (
    By(user=1, name="安静仪", roles=frozenset({"officer"})),
    By(user=2, name="白景明", person="bai", roles=frozenset({"verifier"})),
    By(user=3, name="程立群", roles=frozenset({"decider"})),
    By(user=4, name="范守义", person="fan", roles=frozenset({"self", "officer"})),
    By(user=5, name="盛监督", roles=frozenset({"supervisor", "verifier"})),
    By(user=6, name="黎联络", roles=frozenset({"liaison", "officer"})),
    By(user=7, name="芮填报", roles=frozenset({"verifier", "officer", "decider"})),
    By(user=8, name="周议决", person="zhou", roles=frozenset({"decider", "self"})),
)
NAMES = tuple(p.name for p in PEOPLE)
REPORTERS = (PEOPLE[4], PEOPLE[6], By(user=11, name="辛上报"))
"""Mostly others than who verifies."""
REMEDIES = ("可以提出异议、申请复核、提出申诉。", "可以提出异议。", "不服的，可以申诉。")
LENGTHS = ("", "", "5 days", "10 working_days", "3 days")


def a_course(random):
    """Stages with any gates in any order, missing, doubled; any quorum."""
    if random.random() < 0.5:
        gates = list(GATES)
    else:
        gates = [random.choice((*GATES, "", "appeal")) for _ in range(random.randrange(1, 9))]
    stages = [
        Stage(id=f"s{i}", label=f"第{i}步", gate=gate, deadline=random.choice(LENGTHS),
              published=random.random() < 0.9)
        for i, gate in enumerate(gates)
    ]  # fmt: skip
    quorum = random.choice([(2, 3), (1, 2), (3, 4), (1, 10), (0, 1), (0, 0), (5, 1), 3, 5])
    return course_of(procedure(*stages), quorum=quorum)


def a_world(random):
    pieces = {
        f"E{i}": Piece(status="verified", item=ground, reporter=random.choice(REPORTERS))
        for i, ground in enumerate(GROUNDS)
    }
    now = START
    late = {"prior_missing": True} if random.random() < 0.02 else {}
    if random.random() < 0.1:
        late["relatives"] = {random.choice(("bai", "zhou")): "夫妻"}
    if random.random() < 0.15:
        late["heads"] = frozenset({random.choice(NAMES)})
    if random.random() < 0.15:
        late["reviewed"] = frozenset({random.choice(GROUNDS)})
    if random.random() < 0.2:
        late["similar"] = tuple(random.choices([m.id for m in MEASURES], k=9))
    if random.random() < 0.2:
        known = random.choice((pieces, ("E0",)))
        one = Decided(on=START, upheld=frozenset({random.choice(GROUNDS)}), cited=frozenset(known))
        late["decided"] = (one,)
    return world(
        course=a_course(random), today=now, pieces=pieces, taken=frozenset({"7"}),
        findings={"7": "N3", "9": "N5"}, users={str(p.user): p.name for p in PEOPLE}, **late,
    )  # fmt: skip


class Play:
    """One random case under way; who plays it, and over which items, can be others."""

    people, grounds = PEOPLE, GROUNDS

    def __init__(self, seed, *, steps=70):
        self.random = Random(seed)
        self.world = a_world(self.random)
        self.on = START
        self.said = ()
        self.file = CASE.fold(self.said, self.world)
        self.steps = []
        for _ in range(steps):
            self._turn()
            if self.said and self.said[-1].move in {"withdraw", "close"}:
                break
        for _ in range(3):
            self._turn()

    @property
    def names(self):
        return tuple(p.name for p in self.people)

    def _turn(self):
        random = self.random
        if self._time_passes():
            self.file = CASE.fold(self.said, self.world)
        move, by, given = self._known_way() if random.random() < 0.85 else self._anything()
        wanted = Said(number=len(self.said) + 1, move=move, on=self.on, by=by, given=given)
        try:
            self.file = advance(CASE, self.said, wanted, self.world)
        except Refusal:
            return
        self.said = (*self.said, wanted)
        self.steps.append((wanted, self.world))

    def _time_passes(self):
        """Let a day or more go by, or something happen; whether the world is another."""
        random, before = self.random, self.world
        if random.random() < 0.25:
            self.on += timedelta(days=random.choice((1, 1, 3, 9, 20)))
        changes = {} if self.on == before.today else {"today": self.on}
        if random.random() < 0.02:
            name = random.choice(list(self.world.pieces))
            piece = replace(self.world.pieces[name], status=random.choice(STATUSES))
            changes["pieces"] = {**self.world.pieces, name: piece}
        if random.random() < 0.03:
            blocks = random.choice(("ending", "moving"))
            states = (Protection(label="医疗期", basis="法", blocks=blocks),)
            changes["protections"] = random.choice(((), states))
        if changes:
            self.world = replace(before, **changes)
        return bool(changes)

    def _known_way(self):
        """The next step of whoever knows the way, by whom it belongs to, mostly."""
        file, random = self.file, self.random
        if not self.said:
            return "open", self.people[0], words("open", self)
        if file.passes and not file.unanswered_asks:
            return "pass", self.people[0], {"note": "办了"}
        usual = random.choice(self._next(file))
        if random.random() < 0.12:
            usual = random.choice(HASTY)
        able = [p for p in self.people if p.roles & CASE.moves[usual].roles]
        ready = [p for p in able if p.user in file.declared]
        by = random.choice((ready if random.random() < 0.7 else able) or able or self.people[:1])
        if usual in NEEDS_DECLARED and by.user not in file.declared:
            return "declare", by, {"relation": "none"}
        return usual, by, words(usual, self)

    def _next(self, file):
        if file.ending:
            return ("close", *file.left)
        if file.unanswered_asks:
            return ("answer_recusal",)
        if file.referral == "pending":
            return ("referral_back",)
        if file.flagged and "hearing" in file.done:
            return ("refer",)
        gate = next((g for g in GATES if g not in file.done), "service")
        return {
            "verification": ("verify",),
            "hearing": ("tell", "state", "waive", "answer", "state", "assess", "answer"),
            "tolerance": ("assess",), "proposal": ("propose",),
            "decision": ("confirm",) if file.meeting else ("meet",),
            "service": file.left if file.served and file.left else ("serve",),
        }[gate]  # fmt: skip

    def _anything(self):
        move = self.random.choice(sorted(CASE.moves))
        rare = {"withdraw", "close", "refer", "declare"}
        if move in rare and self.random.random() < 0.7:
            move = self.random.choice(sorted(CASE.moves.keys() - rare))
        himself = next(p for p in self.people if p.person == self.world.person)
        by = himself if move == "ask_recusal" else self.random.choice(self.people)
        return move, by, words(move, self)


HASTY = ("assess", "propose", "meet", "confirm", "serve", "execute_post", "execute_grade",
         "execute_pay", "close")  # fmt: skip
"""What somebody in a hurry tries before its time."""
NEEDS_DECLARED = {"verify", "assess", "propose", "meet", "confirm"}
STATUSES = ("verified", "reported", "withdrawn", "exempted", "superseded")


def words(move, play):
    """Content for a move, right more often than not."""
    write = WORDS.get(move)
    return write(play.random, play) if write else {"note": "办理"}


def _some(random, options, most=2):
    return random.sample(list(options), random.randrange(min(most, len(options)) + 1))


def _grounds(play):
    file = play.file
    return file.grounds or play.grounds[:1]


INVESTIGATORS = (
    ["白景明", "冯核实"], ["冯核实", "何核实"], ["冯核实", "何核实"], [NAMES[0], "冯核实"],
    ["冯核实"], ["范守义", "冯核实"],
)  # fmt: skip


def _verify(random, play):
    grounds, pieces = _grounds(play), play.world.pieces
    proven = {p.item for p in pieces.values() if p.status == "verified"}
    upheld = [g for g in grounds if random.random() < (0.95 if g in proven else 0.05)]
    refuted = [g for g in grounds if g not in upheld]
    if random.random() < 0.1:
        refuted = _some(random, play.grounds)
    right = [c for c, p in pieces.items() if p.item in upheld and p.status == "verified"]
    return {
        "investigators": random.choice(INVESTIGATORS),
        "upheld": upheld, "refuted": refuted, "violation": random.random() < 0.2,
        "evidence": right if random.random() < 0.9 else _some(random, _pieces(play)),
        "summary": "结论",
    }  # fmt: skip


def _pieces(play):
    """What somebody may cite: all that is there, and something that is not."""
    return (*sorted(play.world.pieces), "E-none")


def _tell(random, play):
    served = play.on - timedelta(days=random.choice((0, 0, 0, 2, -1)))
    given = {"served_on": f"{served}", "means": "talk", "text": "事实", "receipt": "签收"}
    if random.random() < 0.2:
        given["until"] = f"{served + timedelta(days=random.choice((0, 4, 15)))}"
    return given


def _answer(random, play):
    points = play.file.open_points
    kept = [p for p in points if random.random() < 0.95] + _some(random, (1, 2), 1)[:0]
    return {"answers": [{"point": p, "accepted": False, "answer": "已核"} for p in kept]}


def _assess(random, play):
    chosen = random.choice(("none", "none", "none", "mitigated", "exempted"))
    given = {"conclusion": chosen, "reason": "理由"}
    if chosen == "exempted":
        given["distinctions"] = random.choice((["inexperience"], list(ALL_THREE)))
        given["effects"] = random.choice((["appraisal"], list(ALL_FOUR)))
        given["exempted"] = _some(random, _pieces(play))
    return given


ALL_THREE = ("inexperience", "exploration", "no_gain")
ALL_FOUR = ("appraisal", "performance", "awards", "promotion")


def _propose(random, play):
    measures = play.world.measures
    given = {
        "measure": random.choice((*measures, *_usual(measures) * (len(measures) // 3 + 1))),
        "reason_class": random.choice(("fault",) * 6 + ("fit", "health", "voluntary")),
        "reason": "说明",
        "violation": random.random() < 0.05,
    }  # fmt: skip
    extra = {
        "destination": "县档案局", "post_after": "副局长", "grade_after": "四级调研员",
        "pay": "减一级", "pay_basis": "公务员法", "law_review": "只作建议", "again": "又犯",
        "heavier": random.choice(("造成较大损失", "本人申辩时不服")),
    }  # fmt: skip
    return given | {k: v for k, v in extra.items() if random.random() < 0.5}


def _usual(measures):
    """The measures cases are about, for who knows the way."""
    kinds = [m.id for m in measures.values() if m.kind == "adjustment" and not m.in_force]
    return kinds or list(measures)


def _meet(random, play):
    members = ["程立群", "周议决", "芮填报", "吴议决", "郑议决", "王议决"]
    present = random.sample(members, random.randrange(2, 7))
    if random.random() < 0.05:
        present.append(random.choice((*play.names, present[0])))
    agreed = len(present) if random.random() < 0.7 else random.randrange(len(present) + 2)
    return {
        "body": "县委常委会", "held_on": f"{play.on - timedelta(days=random.choice((0, 0, 5)))}",
        "entitled": random.choice((len(set(present)), len(set(present)) + 1, 7, 3)),
        "present": present, "recused": _some(random, members, 1) if random.random() < 0.1 else [],
        "votes": {"for": agreed, "against": random.choice((0, 0, 1)), "abstained": 0},
        "outcome": random.choice(("adopted",) * 5 + ("returned", "rejected")), "text": "决定正文",
    }  # fmt: skip


def _serve(random, play):
    return {
        "served_on": f"{play.on - timedelta(days=random.choice((0, 0, 4)))}", "means": "talk",
        "remedy": random.choice((_every_way(play), *REMEDIES)), "receipt": "签收",
    }  # fmt: skip


def _every_way(play):
    """The usual words, and each way of the pack as it has to be told."""
    return REMEDIES[0] + "".join(f"{told(way)}。" for way in play.world.ways.values())


def _execute_post(random, play):
    given = {"effective_on": f"{play.on}", "last_on": f"{play.on - timedelta(days=1)}"}
    decided = (play.file.proposal or {}).get("post_after", "")
    post = decided if random.random() < 0.8 else random.choice(("副局长", "局长", ""))
    return given | ({"unit": "qs-fin", "post_role": "deputy", "post": post} if post else {})


WORDS = {
    "open": lambda random, play: {
        "channel": "unfit", "reason": "研究",
        "findings": _some(random, sorted(play.world.findings), 1),
        "grounds": _some(random, play.grounds), "evidence": _some(random, _pieces(play), 1),
    },
    "join": lambda random, play: {"grounds": _some(random, play.grounds), "reason": "并入",
                                  "evidence": _some(random, _pieces(play)[:-1])},
    "declare": lambda random, _: {
        "relation": random.choice(("none",) * 7 + ("in_law",))
    },
    "ask_recusal": lambda random, play: {"whom": random.choice(play.names), "reason": "有纠纷"},
    "answer_recusal": lambda random, play: {
        "granted": random.random() < 0.3, "user": str(random.choice(play.people).user),
        "reason": "答复",
    },
    "refer": lambda *_: {"matter": "涉嫌", "body": "县纪委"},
    "referral_back": lambda random, _: {
        "result": random.choice(("none", "handled", "handled", "taken")), "reason": "结果"
    },
    "verify": _verify, "tell": _tell,
    "state": lambda random, _: {"points": ["有困难", "不属实"][: random.randrange(1, 3)]},
    "waive": lambda *_: {"paper": "放弃"}, "answer": _answer, "assess": _assess,
    "propose": _propose, "meet": _meet, "confirm": lambda *_: {}, "serve": _serve,
    "execute_post": _execute_post,
    "execute_grade": lambda random, play: {
        "effective_on": f"{play.on}", "grade": random.choice(("四级调研员", "一级科员"))
    },
    "execute_pay": lambda random, play: {
        "effective_on": f"{play.on}", "basis": "公务员法",
        "change": random.choice(("减一级", "减半")),
    },
    "withdraw": lambda *_: {"reason": "依据不足"},
    "close": lambda random, _: {"note": "办结"} | random.choice(({}, {"unexecuted": "暂缓"})),
}  # fmt: skip
