"""A remedy as tests speak it: the national pack, one removal, a panel of three."""

from dataclasses import replace
from datetime import date
from functools import lru_cache

from biaochi.errors import Refusal
from biaochi.packs.loader import builtin, load
from biaochi.packs.shapes import (
    Aftercare,
    Basis,
    Document,
    Influence,
    Label,
    Measure,
    Pack,
    Procedure,
    Span,
    Stage,
)
from biaochi.procedure.deadlines import Calendar
from biaochi.procedure.remedyguards import REMEDY
from biaochi.procedure.remedying import Original, Reviewer, World
from biaochi.procedure.remedyways import Against, ways_of
from biaochi.procedure.shapes import By, Said
from biaochi.procedure.transitions import advance
from biaochi.procedure.weighing import weighed

SERVED = date(2024, 3, 4)
ON = date(2024, 3, 20)
REVIEW, APPEAL, FURTHER = (f"review-appeal/{n}" for n in ("review", "appeal", "further"))
OBJECTION, REQUEST = "internal-objection/objection", "own-record/request"
CONFIRMED = Calendar(confirmed=frozenset(range(2020, 2030)))

AN = By(user=1, name="安静仪", roles=frozenset({"officer"}))
SHENG = By(user=2, name="盛监督", roles=frozenset({"supervisor"}))
DU = By(user=3, name="杜文清", person="du", roles=frozenset({"self"}))
P1, P2, P3, P4 = (
    By(user=u, name=n, roles=frozenset({"panel"}))
    for u, n in ((11, "潘复核"), (12, "裴公正"), (13, "彭审理"), (14, "蒲候补"))
)
PANEL = (P1, P2, P3)


@lru_cache
def pack():
    return load(builtin("national-2022"))


OWN_RECORD = Against(kind="record", words=frozenset({"request"}))


def world(*, regime="公务员", against=None, calendar=CONFIRMED, **more):
    against = against or Against(
        kind="matter", words=frozenset({"removal"}), lowers=True, known_on=SERVED
    )
    ways = ways_of(pack(), on=ON)
    reviewers = {b.user: Reviewer(user=b.user, name=b.name, person=b.person) for b in (*PANEL, P4)}
    said = {
        "person": "du", "original": Original(measure="removal"), "measures": weighed(pack(), on=ON),
        "reviewers": reviewers, "conflicts": {AN.user: ("动议（2024-01-08）",)},
    }  # fmt: skip
    return World(regime=regime, ways=ways, against=against, calendar=calendar, **said | more)


LODGED = {"about": "matter:T1", "way": REVIEW, "points": ["没有核实", "处理过重"], "wish": "撤销"}
ANSWERS = [{"point": n, "accepted": n == 1, "answer": "经审理"} for n in (1, 2)]
MEMBERS = [str(p.user) for p in PANEL]
VOTES = {"for": 2, "against": 1, "abstained": 0}
DECISION = {"outcome": "uphold", "votes": VOTES, "text": "维持原处理", "answers": ANSWERS}
SERVICE = {
    "served_on": "2024-03-28", "means": "talk", "receipt": "杜文清签收", "remedy": "可以申诉",
}  # fmt: skip
GIVEN = {
    "lodge": LODGED, "state": {"points": ["补充"]}, "accept": {"note": "符合条件"},
    "refuse": {"ground": "repeated", "reason": "没有新的理由", "remedy": "可以申诉"},
    "form_panel": {"members": MEMBERS}, "declare": {"relation": "none"},
    "ask_recusal": {"whom": "11", "reason": "与原处理人有亲属关系"},
    "answer_recusal": {"whom": "11", "granted": True, "reason": "属实"},
    "ask_file": {"what": "核实报告"},
    "hear": {"held_on": "2024-03-20", "way_of": "oral", "record": "本人陈述"},
    "waive": {"paper": "书面表示"}, "extend": {"reason": "案情复杂"}, "decide": DECISION,
    "confirm": {}, "serve": SERVICE, "withdraw": {"reason": "不再坚持"}, "close": {"note": "完"},
    "answer_request": {"outcome": "declined", "text": "依法应当保密", "answers": ANSWERS},
    "restore": {"effective_on": "2024-04-01", "unit": "qs-fin", "post": "局长"},
    "redo": {"matter": "T2", "note": "重新核实后另立"}, "drop": {"reason": "事实已经查清"},
    "arrange": {"reason": "原职务已有人"}, "restore_name": {"text": "已经撤销"},
}  # fmt: skip


def step(said, move, by, *, on=ON, **given):
    content = {k: v for k, v in (GIVEN[move] | given).items() if v is not None}
    return Said(number=len(said) + 1, move=move, on=on, by=by, given=content)


class Remedying:
    """A remedy under way: each call is one move; ``codes`` tells what a refused one lacked."""

    def __init__(self, **of):
        self.world = world(**of)
        self.said = ()

    def __call__(self, move, by, **given):
        wanted = step(self.said, move, by, **given)
        now = advance(REMEDY, self.said, wanted, self.world)
        self.said = (*self.said, wanted)
        return now

    def problems(self, move, by, **given):
        try:
            advance(REMEDY, self.said, step(self.said, move, by, **given), self.world)
        except Refusal as refused:
            return list(refused.problems)
        return []

    def codes(self, move, by, **given):
        return [p.code for p in self.problems(move, by, **given)]

    @property
    def now(self):
        return REMEDY.fold(self.said, self.world)

    def due(self, key):
        return next(c for c in REMEDY.clocks(self.now, self.world) if c.key == key)

    def change(self, **of):
        self.world = replace(self.world, **of)
        return self

    def sitting(self):
        """Up to a panel of three who have all declared."""
        self("lodge", DU)
        self("accept", SHENG)
        self("form_panel", SHENG)
        for member in PANEL:
            self("declare", member)
        return self

    def decided(self, **given):
        self.sitting()("hear", P1)
        self("decide", P1, **given)
        return self

    def served(self, **given):
        self.decided(**given)("confirm", P2)
        self("serve", AN, on=date(2024, 3, 28))
        return self


def small(**parameters):
    stages = (
        Stage(id="ask", label="提出", owner="本人", gate="appeal", deadline="asking"),
        Stage(id="ask-decision", label="答复", owner="单位", deadline="20 days"),
        Stage(id="ask-extension", label="延长", owner="单位", deadline="soon"),
    )
    remedy = Procedure(
        id="own", label=Label(zh="本地办法"), basis=Basis(), stages=stages, covers=("anything",)
    )
    plain = replace(remedy, id="case", covers=())
    return Pack(
        id="small", title="小", in_force=Span(from_="2017-01-01"),
        documents=(Document(id="d", title="件"),),
        parameters=parameters, procedures={"own": remedy, "case": plain},
        measures=(
            Measure(id="removal", label="免职"), Measure(id="odd", label="别的"),
            Measure(id="admonition", label="诫勉", kind="reminder"),
        ),
        aftercare=Aftercare(influence=(
            Influence(measure="removal", bars="提拔", lasts="12 months"),
            Influence(measure="odd", bars="提拔"),
        )),
    )  # fmt: skip
