"""A case walked through the one door, each step by whom it belongs to."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from biaochi.access.shapes import Act
from biaochi.cases.desks import CASE
from biaochi.evidence import services as evidence
from biaochi.evidence.queries import held_about
from biaochi.evidence.shapes import Draft, Edit, Item
from biaochi.matters import queries, services
from biaochi.matters.shapes import Opening, Wanted
from tests.office import periods

DAY = date(2018, 1, 15)
ITEMS = {
    code: Item(code=code, label=label, catalogue="负面清单", sign="takes")
    for code, label in {
        "N1": "不服从组织安排", "N3": "拉关系跑职位", "N5": "班子闹不团结",
        "U1": "长期打不开局面", "U5": "专业能力与岗位不符", "W2": "炒股",
        "G2": "急难险重任务表现突出",
    }.items()
}  # fmt: skip
PRESENT = ["程立群", "周议决", "吴议决", "郑议决"]
REMEDY = (
    "可以在三十日内向县委组织部提出异议；也可以自收到决定之日起三十日内向县委申请复核，"
    "或者直接向市委组织部提出申诉。"
)
WHO = {
    "open": "an", "join": "an", "verify": "bai", "tell": "an", "answer": "an", "assess": "bai",
    "propose": "an", "meet": "an", "confirm": "cheng", "serve": "an", "execute_post": "an",
    "execute_grade": "an", "execute_pay": "an", "pass": "an", "withdraw": "an", "close": "an",
    "refer": "bai", "waive": "an", "referral_back": "an",
}  # fmt: skip


def moment(on):
    return datetime.combine(on, time(1), tzinfo=UTC)


def piece(world, item="N1", person="fan", by="li", on=DAY, verified=True):
    """Report a piece of evidence and, as a rule, have it verified by somebody else."""
    draft = Draft(
        person=person, item=item, value=Decimal(-3), occurred_on=on - timedelta(days=30),
        source="谈话记录",
    )  # fmt: skip
    code = evidence.report(draft, items=ITEMS, actor=world.actor(by), at=moment(on))
    if verified:
        edit = Edit(code=code, version=1)
        evidence.verify(edit, actor=world.actor("bai"), at=moment(on))
    return str(code)


def pack_of(world, pack="demo-qingshi"):
    return periods.opened(world, pack=pack).pack_id


def opened(world, *, person="fan", grounds=("N1",), on=DAY, who="an", **more):
    """Open a case under the full procedure of the demonstration."""
    pack = more.pop("pack", None) or pack_of(world)
    procedure = more.pop("procedure", "unfit-adjustment")
    opening = Opening(
        person=person, title="组织调整", pack=pack, procedure=procedure,
        parent=more.pop("parent", ""),
    )  # fmt: skip
    given = {"channel": "unfit", "grounds": list(grounds), "reason": "研究是否适宜担任现职"} | more
    wanted = Wanted(move="open", on=on, given=given)
    return services.open_matter(CASE, opening, wanted, actor=world.actor(who), at=moment(on))


def step(world, code, move, *, who="", on=None, **given):
    """Make one move, by whom it belongs to unless somebody is named, on the day of the last."""
    line = _line(code)
    said = queries.said_in(line.pk)
    on = on or said[-1].on
    wanted = Wanted(move=move, on=on, given=given, seen=len(said))
    login = who or WHO[move]
    act = Act.MOVE_OWN if login == line.person.code else Act.MOVE_MATTERS
    return services.take(CASE, code, wanted, actor=world.actor(login), at=moment(on), act=act)


def _line(code):
    from biaochi.access.scoping import Why  # noqa: PLC0415
    from biaochi.matters.models import Matter  # noqa: PLC0415

    return Matter.objects.unscoped(Why.ABOUT).select_related("person").get(code=code)


def standing(world, code, on=None):
    line = queries.one(world.actor("sheng"), code)
    said = queries.said_in(line.key)
    seen = CASE.world(line, said, on or said[-1].on)
    return CASE.kind.fold(said, seen)


def declared(world, code, *logins):
    for login in logins or ("an", "bai", "cheng"):
        step(world, code, "declare", who=login, relation="none")


def verified(world, code, *, evidence, upheld=("N1",), refuted=(), **more):
    return step(
        world, code, "verify", investigators=["白景明", "冯核实"], upheld=list(upheld),
        refuted=list(refuted), evidence=list(evidence), violation=False, summary="属实",
        **more,
    )  # fmt: skip


def told(world):
    """A case as far as the facts and grounds he is told."""
    code = opened(world)
    declared(world, code)
    verified(world, code, evidence=[piece(world)])
    on = standing(world, code).verified_on
    step(world, code, "tell", served_on=f"{on}", means="talk", text="事实", receipt="收")
    return code


def heard(world, code, points=("工作有客观困难",)):
    """Tell him; he speaks; each point is answered."""
    on = standing(world, code).verified_on
    step(
        world, code, "tell", served_on=f"{on}", means="talk", text="认定的事实和依据",
        receipt="本人签收",
    )  # fmt: skip
    if not points:
        return step(world, code, "waive", paper="书面表示不再陈述")
    person = _line(code).person.code
    step(world, code, "state", who=person, points=list(points))
    answers = [
        {"point": n, "accepted": False, "answer": "已经核对，事实清楚"}
        for n in range(1, len(points) + 1)
    ]
    return step(world, code, "answer", answers=answers)


def assessed(world, code, conclusion="none", **more):
    return step(world, code, "assess", conclusion=conclusion, reason="不是探索中的失误", **more)


def proposed(world, code, measure="removal", **more):
    given = {"reason_class": "fault", "violation": False, "reason": "不适宜担任现职"} | more
    return step(world, code, "propose", measure=measure, **given)


def met(world, code, **more):
    given = {
        "body": "县委常委会", "held_on": f"{DAY}", "entitled": 5, "present": PRESENT,
        "votes": {"for": 4, "against": 0, "abstained": 0}, "outcome": "adopted",
        "text": "会议决定，同意所提方案。",
    } | more  # fmt: skip
    return step(world, code, "meet", **given)


def served(world, code, **more):
    given = {
        "served_on": f"{DAY}", "means": "talk", "remedy": REMEDY, "receipt": "本人签收",
    } | more  # fmt: skip
    return step(world, code, "serve", **given)


def to_proposal(world, *, item="N1", person="fan", **more):
    """Everything up to a proposal that may be made; returns the code of the case."""
    evidence = piece(world, item=item, person=person)
    code = opened(world, person=person, grounds=(item,), **more)
    declared(world, code)
    verified(world, code, evidence=[evidence], upheld=(item,))
    heard(world, code)
    assessed(world, code)
    return code


def decided(world, code, measure="removal", **more):
    proposed(world, code, measure, **more)
    met(world, code)
    return step(world, code, "confirm")


def evidence_about(person):
    return held_about(person)
