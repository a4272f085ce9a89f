"""A remedy in the office: who lodges it, who sits over it, what it is against."""

from datetime import UTC, date, datetime, time, timedelta

from biaochi.access.models import Grant, User
from biaochi.access.scoping import Why
from biaochi.access.shapes import Act
from biaochi.matters import queries, services
from biaochi.matters.models import Matter
from biaochi.matters.shapes import Opening, Wanted
from biaochi.registry.models import Person
from biaochi.remedies.desks import REMEDY
from tests.office import casework
from tests.office.cast import AT

DAY = date(2018, 1, 22)
REVIEW, APPEAL = "review-appeal/review", "review-appeal/appeal"
OBJECTION, REQUEST = "internal-objection/objection", "own-record/request"
JUDGES = (("pei", "裴公正"), ("peng", "彭审理"), ("pu", "蒲候补"), ("ping", "平候补"))
PANEL = ("pan", "pei", "peng")
VOTES = {"for": 3, "against": 0, "abstained": 0}
WHO = {
    "accept": "sheng", "refuse": "sheng", "form_panel": "sheng", "answer_recusal": "sheng",
    "answer_request": "sheng", "serve": "an", "restore": "an", "arrange": "an",
    "restore_name": "an", "close": "an",
}  # fmt: skip


def moment(on, hour=2):
    return datetime.combine(on, time(hour), tzinfo=UTC)


def seated(world, login, name, *, person="", role="panel"):
    """Give somebody an account with a seat among those who may sit on panels."""
    user = User(login=login, name=name, person=person, created_at=AT)
    user.set_unusable_password()
    user.save()
    Grant.objects.create(
        user=user, role=role, unit="qs", from_on=date(2015, 1, 1), granted_by=user, granted_at=AT
    )
    world.users[login] = user


def judges(world):
    """Give others beside 潘 a seat, and a second supervisor for what follows a review."""
    for login, name in JUDGES:
        seated(world, login, name)
    seated(world, "she", "佘督查", role="supervisor")
    Person.objects.unscoped(Why.ABOUT).update(extra={"regime": "公务员"})
    return world


def removed(world, person="fan", **proposal):
    """A removal from the motion to its service; returns the code of the case."""
    code = casework.to_proposal(world, person=person)
    casework.decided(world, code, **proposal)
    casework.served(world, code)
    return str(code)


def lodged(world, about, *, way=REVIEW, who="fan", person="fan", on=DAY, **more):
    given = {
        "about": about, "way": way, "points": ["事实不清", "处理过重"], "wish": "撤销原处理",
    } | more  # fmt: skip
    wanted = Wanted(move="lodge", on=on, given=given)
    act = Act.MOVE_OWN if who == person else Act.MOVE_MATTERS
    return services.open_matter(
        REMEDY, Opening(person=person, title="复核"), wanted, actor=world.actor(who),
        at=moment(on), act=act,
    )  # fmt: skip


def step(world, code, move, *, who="", on=None, **given):
    line = line_of(code)
    said = queries.said_in(line.key)
    on = on or said[-1].on
    login = who or WHO[move]
    act = Act.MOVE_OWN if login == line.person else Act.MOVE_MATTERS
    act = Act.JUDGE_REMEDIES if login in PANEL or login in dict(JUDGES) else act
    wanted = Wanted(move=move, on=on, given=given, seen=len(said))
    return services.take(
        REMEDY, code, wanted, actor=world.actor(login), at=moment(on), act=act
    )  # fmt: skip


def line_of(code):
    row = Matter.objects.unscoped(Why.ABOUT).select_related("person__home", "parent").get(code=code)
    return queries.line_of(row)


def standing(code):
    return REMEDY.kind.fold(queries.said_in(line_of(code).key), None)


def formed(world, code, members=PANEL):
    step(world, code, "accept", note="符合条件")
    users = [str(world.users[m].pk) for m in members]
    return step(world, code, "form_panel", members=users)


def heard(world, code):
    formed(world, code)
    for login in PANEL:
        step(world, code, "declare", who=login, relation="none")
    on = queries.said_in(line_of(code).key)[-1].on
    return step(world, code, "hear", who="pan", held_on=f"{on}", way_of="oral", record="听取意见")


def decided(world, code, outcome="revoke", **more):
    heard(world, code)
    points = len(standing(code).points)
    answers = [
        {"point": n, "accepted": True, "answer": "采纳"} for n in range(1, points + 1)
    ]  # fmt: skip
    step(
        world, code, "decide", who="pan", outcome=outcome, votes=VOTES, text="经审理决定",
        answers=answers, **more,
    )  # fmt: skip
    return step(world, code, "confirm", who="pei")


def served(world, code, outcome="revoke", on=DAY + timedelta(days=7), **more):
    decided(world, code, outcome, **more)
    return step(
        world, code, "serve", on=on, served_on=f"{on}", means="talk", receipt="本人签收",
        remedy="可以提出申诉",
    )  # fmt: skip
