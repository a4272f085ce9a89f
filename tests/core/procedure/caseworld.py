"""A case without an office: its people, its evidence, a full course, and a way through it."""

from dataclasses import replace
from datetime import date

from biaochi.packs.shapes import Basis, Document, Label, Measure, Pack, Procedure, Span, Stage
from biaochi.procedure.casefacts import CaseWorld, Piece
from biaochi.procedure.casefile import CASE
from biaochi.procedure.course import course_of
from biaochi.procedure.shapes import By
from biaochi.procedure.weighing import weighed
from tests.core.procedure.saying import Matter

DAY = date(2018, 1, 15)
AN = By(user=1, name="安静仪", roles=frozenset({"officer"}))
BAI = By(user=2, name="白景明", roles=frozenset({"verifier"}))
CHENG = By(user=3, name="程立群", roles=frozenset({"decider"}))
FAN = By(user=4, name="范守义", person="fan", roles=frozenset({"self"}))
SHENG = By(user=5, name="盛监督", roles=frozenset({"supervisor"}))
LI = By(user=6, name="黎联络", roles=frozenset({"liaison"}))
RUI = By(user=7, name="芮填报", roles=frozenset({"verifier"}))
WU = By(user=8, name="吴经办", roles=frozenset({"officer"}))

MEASURES = (
    Measure(id="reminder", label="提醒", kind="reminder"),
    Measure(id="standby", label="待岗培训", kind="other"),
    Measure(id="transfer", label="调离岗位", lowers_post=False, weight=1),
    Measure(id="non-leading", label="改任非领导职务", lowers_post=True, weight=2,
            in_force=Span(to="2019-05-31"), becomes="grade-post", becomes_from="2019-06-01"),
    Measure(id="grade-post", label="转任职级公务员", lowers_post=True, weight=2,
            regimes=("公务员",), in_force=Span(from_="2019-06-01")),
    Measure(id="removal", label="免职", lowers_post=True, weight=3),
    Measure(id="demotion", label="降职", lowers_post=True, weight=4),
)  # fmt: skip
GATES = ("motion", "verification", "hearing", "tolerance", "proposal", "decision", "service")
PRESENT = ["程立群", "周议决", "吴议决", "郑议决"]
REMEDY = "三十日内可以提出异议；依法可以申请复核、提出申诉。"


def procedure(*stages, **more):
    """Return a procedure; a stage is a gate, or (id, gate), or a Stage."""
    made = []
    for stage in stages or GATES:
        one = stage if isinstance(stage, tuple | Stage) else (stage, stage)
        made.append(one if isinstance(one, Stage) else Stage(id=one[0], label=one[0], gate=one[1]))
    return Procedure(
        id="unfit", label=Label(zh="调整程序"), basis=Basis(clause="第三十三条"),
        stages=tuple(made), **more,
    )  # fmt: skip


LIMITED = tuple(
    Stage(id=g, label=g, gate=g, deadline="10 working_days" if g == "hearing" else "")
    for g in GATES
)


def weights():
    kept = Pack(
        id="p", title="办法", in_force=Span(), documents=(Document(id="d", title="件"),),
        measures=MEASURES,
    )  # fmt: skip
    return weighed(kept, on=DAY)


def world(*stages, **changes):
    said = {
        "today": DAY, "course": course_of(procedure(*(stages or LIMITED)), quorum=(2, 3)),
        "person": "fan", "name": "范守义", "regime": "公务员",
        "measures": {m.id: m for m in MEASURES}, "weights": weights(),
        "channels": frozenset({"unfit"}),
        "findings": {"7": "unfit-proposal", "8": "banned"}, "taken": frozenset({"7", "8"}),
        "pieces": {
            "E1": Piece(status="verified", item="N1", reporter=RUI),
            "E2": Piece(status="verified", item="N5", reporter=RUI),
            "E3": Piece(status="reported", item="N3", reporter=RUI),
        },
        "users": {str(b.user): b.name for b in (AN, BAI, CHENG, WU)},
        "proposable": frozenset({"standby"}), "usual_share": (9, 10),
    }  # fmt: skip
    return CaseWorld(**said | changes)


class Case(Matter):
    """A case under way; each shortcut makes one step the usual way."""

    def __init__(self, *stages, on=DAY, **changes):
        super().__init__(CASE, world(*stages, **changes), on=on)

    def change(self, **changes):
        """Let something in the office be otherwise from now on."""
        self.world = replace(self.world, **changes)
        self.standing = self.kind.fold(self.said, self.world)
        return self

    def wait(self, until):
        self.on = until
        return self.change(today=until)

    def open(self, *, by=AN, grounds=("N1",), **given):
        said = {"channel": "unfit", "grounds": list(grounds), "reason": "研究"} | given
        self.do("open", by=by, **said)
        return self

    def declare(self, *people, relation="none"):
        for by in people or (AN, BAI, CHENG):
            self.do("declare", by=by, relation=relation)
        return self

    def verify(self, *, by=BAI, **given):
        self.do("verify", by=by, **VERIFIED | given)
        return self

    def tell(self, **given):
        self.do("tell", **told(self.on) | given)
        return self

    def hear(self, *points):
        """He is told; he speaks (or waives); each point is answered."""
        self.tell()
        if not points:
            self.do("waive", by=FAN, paper="书面表示放弃")
            return self
        self.do("state", by=FAN, points=list(points))
        self.do("answer", answers=answered(*self.standing.open_points))
        return self

    def assess(self, *, by=BAI, conclusion="none", **given):
        self.do("assess", by=by, conclusion=conclusion, reason="不是探索中的失误", **given)
        return self

    def propose(self, measure="removal", *, by=AN, **given):
        self.do("propose", by=by, **proposal(measure) | given)
        return self

    def meet(self, *, by=AN, **given):
        self.do("meet", by=by, **meeting(self.on) | given)
        return self

    def confirm(self, *, by=CHENG):
        self.do("confirm", by=by)
        return self

    def serve(self, **given):
        self.do("serve", **service(self.on) | given)
        return self

    def upto(self, gate):
        """Take the usual way as far as before this gate."""
        steps = {
            "verification": lambda: self.open().declare(), "hearing": self.verify,
            "tolerance": lambda: self.hear("有客观困难"), "proposal": self.assess,
            "decision": self.propose, "confirm": self.meet, "service": self.confirm,
            "execute": self.serve,
        }  # fmt: skip
        for name, step in steps.items():
            step()
            if name == gate:
                break
        return self


VERIFIED = {
    "investigators": ["白景明", "冯核实"], "upheld": ["N1"], "evidence": ["E1"],
    "violation": False, "summary": "属实",
}  # fmt: skip


def told(on):
    return {
        "served_on": f"{on}", "means": "talk", "text": "事实和理由", "receipt": "本人签收",
    }  # fmt: skip


def answered(*points):
    return [{"point": n, "accepted": False, "answer": "已核对"} for n in points]


def proposal(measure="removal"):
    return {"measure": measure, "reason_class": "fault", "violation": False, "reason": "不适宜"}


def meeting(on):
    return {
        "body": "县委常委会", "held_on": f"{on}", "entitled": 5, "present": PRESENT,
        "votes": {"for": 4, "against": 0, "abstained": 0}, "outcome": "adopted",
        "text": "同意所提方案。",
    }  # fmt: skip


def service(on):
    return {"served_on": f"{on}", "means": "talk", "remedy": REMEDY, "receipt": "本人签收"}
