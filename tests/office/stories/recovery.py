"""S2-18 and S4-17: the way back up, and down again; a decision that a review revokes."""

from datetime import date

from biaochi.access.scoping import Why
from biaochi.appraisals.models import Figure
from biaochi.cases.counting import statistics
from biaochi.desks import queries as desks
from biaochi.evidence.measuring import taken_about
from biaochi.followup import timers
from biaochi.matters import queries
from tests.office import remedywork
from tests.office.following import FILLED
from tests.office.stories.counts import Expected
from tests.office.stories.removals import AFTER, ON, posts, way

SERVED = date(2018, 1, 29)
SPAN = {"since": date(2010, 1, 1), "until": date(2030, 12, 31)}
FRONT = {
    "kind": "key-project", "work": "高速公路征迁", "willing": True, "owner": "指挥部",
}  # fmt: skip


def adjusted(stage, person, *, on, measure="removal", **more):
    """A case from the motion to the close; returns its code."""
    piece = stage.recorded(person, "N1", on)
    code = stage.open(
        person, "case", on=on, by=way(stage), channel="unfit", grounds=["N1"],
        evidence=[piece], discovery="inspection", reason="不服从安排。",
    )  # fmt: skip
    stage.verified(code, on, upheld=["N1"], evidence=[piece])
    stage.heard(code, person, on)
    stage.assessed(code, on)
    stage.proposed(code, measure, on, heavier="造成较大损失。", **more)
    stage.decided(code, on)
    stage.served(code, on)
    return code


def left(stage, code, on, last):
    """His post ends, and the case is closed."""
    stage.take(code, "execute_post", "an", last, effective_on=on, last_on=last)
    stage.take(code, "close", "an", last, note="已经办完。")


def planned(stage, case, person, on):
    """A follow-up with a plan in force, and work at the front line."""
    by = f"{stage.pack_key('demo-qingshi')}:"
    plan = stage.open(
        person, "aftercare", on=on, by=by, parent=case, measure=f"{taken_about(person)[-1].code}"
    )
    step(stage, plan, "fix", on, **FILLED)
    step(stage, plan, "activate", on)
    step(stage, plan, "assign", on, from_on=on, **FRONT)
    return plan


def step(stage, plan, move, day, who="an", **given):
    """One step of a plan; returns how the plan stands."""
    stage.take(plan, move, who, date.fromisoformat(f"{day}"), **given)
    return stage.line(plan)


def back(stage):
    """S4-17: excellent at the front, re-checked, over the influence, chosen by the procedure."""
    person = stage.settled("s417", "桂复起", post="副书记")
    case = adjusted(stage, person, on=ON)
    left(stage, case, AFTER, ON)
    plan = planned(stage, case, person, AFTER)
    step(stage, plan, "assess", "2018-12-31", assignment="1", ended_on="2018-12-31",
         result="excellent", by="指挥部", reason="单独考核")  # fmt: skip
    step(stage, plan, "recheck", "2019-01-02", present="肯干", difficulty="无", past="一贯优秀",
         change="better")  # fmt: skip
    step(stage, plan, "annual", "2019-01-10", year=2018, result="优秀")
    step(stage, plan, "review", "2019-01-11", ready="群众反映好")
    reuse = {"outcome": "promote", "document": "青组干〔2019〕3 号", "decided_on": "2019-01-15",
             "reason": "实绩突出，按选任程序办理"}  # fmt: skip
    told = stage.refused(plan, "consider", "an", date(2019, 1, 14), **reuse)
    assert "影响期已满" in told
    line = step(stage, plan, "consider", "2019-01-15", **reuse)
    assert (line.outcome, posts(stage, person, date(2019, 1, 15))) == ("promote", [])
    closed = step(stage, plan, "close", "2019-02-01", why="reused", reason="已到任")
    assert closed.outcome == "promote"
    return Expected(person=person, measure="免职", rank="副职", tier="副科",
                    discovery="巡察审计和执纪执法")  # fmt: skip


def down(stage):
    """S2-18: still poor, so adjusted once more by a second case; the time starts anew."""
    person = stage.settled("s218", "再不济")
    first = adjusted(stage, person, on=ON, measure="transfer", post_after="副主任")
    stage.take(
        first, "execute_post", "an", ON, effective_on=AFTER, last_on=ON, unit="qs-edu",
        post="副主任", post_role="deputy",
    )  # fmt: skip
    stage.take(first, "close", "an", ON, note="已经办完。")
    plan = planned(stage, first, person, AFTER)
    step(stage, plan, "assess", "2018-06-30", assignment="1", ended_on="2018-06-30",
         result="poor", by="指挥部", reason="单独考核")  # fmt: skip
    step(stage, plan, "recheck", "2018-07-02", present="仍无起色", difficulty="无", past="一般",
         change="worse")  # fmt: skip
    second = adjusted(stage, person, on=date(2018, 8, 1), measure="demotion")
    line = step(stage, plan, "again", "2018-08-02", case=second, reason="仍不适应")
    assert line.outcome == "again"
    [told] = [k for p, k in timers.known_about([person]).items() if p == person]
    assert {t.ends for t in told.timers} == {"2019-01-15", "2020-08-01"}
    step(stage, plan, "close", "2018-08-03", why="again", reason="转入新的后续管理")
    later = planned(stage, second, person, date(2018, 8, 3))
    assert queries.one(stage.world.actor("an"), later).parent == second
    common = {"person": person, "discovery": "巡察审计和执纪执法", "rank": "副职"}
    return (
        Expected(measure="调离岗位", tier="副科", **common),
        Expected(measure="降职", tier="副科", **common),
    )


def revoked(stage):
    """A removal that a review revokes: computed anew it never was, and the name is restored."""
    remedywork.judges(stage.world)
    person = stage.settled("s999", "洪复名")
    period = stage.period("demo-qingshi", "s999", "2018")
    never = figures(stage.run(period, ON))
    case = adjusted(stage, person, on=ON)
    left(stage, case, AFTER, ON)
    piece = stage.pieces(person)
    then = figures(stage.run(period, AFTER))
    assert then != never
    before = statistics(stage.world.actor("an"), **SPAN)
    code = reviewed(stage, case, person, untrue=piece)
    assert taken_about(person) == []
    stage.take(
        code, "restore", "an", SERVED, effective_on=SERVED, unit="s999", post="副局长",
        post_role="deputy", tier="副科", document="县干〔2018〕9号",
    )  # fmt: skip
    line = stage.line(code)
    world = remedywork.REMEDY.world(line, queries.said_in(line.key), SERVED)
    stage.take(
        code, "restore_name", "an", SERVED, recipients=list(world.recipients),
        text="原处理已经撤销。",
    )  # fmt: skip
    words = told_of(stage, code)
    said = ("2018-01-15 免职", "申请复核", "收到决定之日起15日")
    assert [w for w in said if w not in words] == []
    assert [w for w in ("adjusted", "removal", "review-appeal", "days") if w in words] == []
    stage.take(code, "close", "an", SERVED, note="归档")
    assert not stage.line(code).is_open
    assert [p[1] for p in posts(stage, person, SERVED)] == ["副局长"]
    now = figures(stage.run(period, date(2018, 1, 30)))
    assert sorted(set(now) ^ set(never), key=str) == []
    after = statistics(stage.world.actor("an"), **SPAN)
    assert (after.persons, after.times) == (before.persons - 1, before.times - 1)
    assert after.apart["revoked"].times == before.apart["revoked"].times + 1
    return Expected(person=person, apart="revoked")


def reviewed(stage, case, person, *, untrue):
    """The review he asked for: a panel of others hears him, decides and signs; it is served."""
    on = date(2018, 1, 22)
    code = stage.open(
        person, "remedy", on=on, who=stage.speaker(person, on), about=f"matter:{case}",
        way=remedywork.REVIEW, points=["事实不清", "处理过重"], wish="撤销原处理",
    )  # fmt: skip
    stage.take(code, "accept", "sheng", on, note="符合条件")
    members = [f"{stage.world.users[m].pk}" for m in remedywork.PANEL]
    stage.take(code, "form_panel", "sheng", on, members=members)
    for judge in remedywork.PANEL:
        stage.take(code, "declare", judge, on, relation="none")
    stage.take(code, "hear", "pan", on, held_on=on, way_of="oral", record="听取意见")
    stage.take(
        code, "decide", "pan", on, outcome="revoke", votes=remedywork.VOTES, text="经审理决定",
        answers=[(True, "采纳"), (True, "采纳")], untrue=untrue,
    )  # fmt: skip
    stage.take(code, "confirm", "pei", on)
    stage.take(
        code, "serve", "an", SERVED, served_on=SERVED, means="talk", receipt="本人签收",
        remedy="可以提出申诉",
    )  # fmt: skip
    return code


def figures(run):
    rows = Figure.objects.unscoped(Why.ABOUT).filter(run=run)
    return sorted(rows.values_list("subject", "name", "value", "number"), key=str)


def told_of(stage, code):
    """Everything an officer reads beside a matter that is over, in one text."""
    told = desks.opened(stage.world.actor("an"), code, on=SERVED, chosen="")
    beside = [f"{p.note} {p.columns} {p.rows}" for p in told.panels]
    return "".join([*beside, *(f"{c.label} {c.lines}" for s in told.steps for c in s.contents)])
