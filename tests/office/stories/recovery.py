"""S2-18 and S4-17: the way back up, and down again; a decision that a review revokes."""

from datetime import date

import pytest

from biaochi.access.scoping import Why
from biaochi.appraisals.models import Figure
from biaochi.cases.counting import statistics
from biaochi.errors import Refusal
from biaochi.evidence.measuring import taken_about
from biaochi.followup import timers
from biaochi.matters import queries
from tests.office import following, remedywork
from tests.office.following import FILLED
from tests.office.stories.counts import Expected
from tests.office.stories.removals import AFTER, ON, posts, way

SPAN = {"since": date(2010, 1, 1), "until": date(2030, 12, 31)}
FRONT = {
    "kind": "key-project", "work": "高速公路征迁", "willing": True, "owner": "指挥部",
}  # fmt: skip


def adjusted(stage, person, *, on, measure="removal", **more):
    """A case from the motion to the close; returns its code."""
    piece = stage.recorded(person, "N1", on)
    code = stage.open(
        person, "case", on=on, way=way(stage), channel="unfit", grounds=["N1"],
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
    pack = stage.pack_key("demo-qingshi")
    plan = following.opened(stage.world, case, pack=pack, person=person, on=on)
    day = f"{on}"
    step(stage, plan, "fix", day, **FILLED)
    step(stage, plan, "activate", day)
    step(stage, plan, "assign", day, from_on=day, **FRONT)
    return plan


def step(stage, plan, move, day, **given):
    return following.step(stage.world, plan, move, on=day, **given)


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
    told = refused(stage, plan, "consider", "2019-01-14", **reuse)
    assert [p.expected for p in told] == ["影响期已满"]
    line = step(stage, plan, "consider", "2019-01-15", **reuse)
    assert (line.outcome, posts(stage, person, date(2019, 1, 15))) == ("promote", [])
    closed = step(stage, plan, "close", "2019-02-01", why="reused", reason="已到任")
    assert closed.outcome == "promote"
    return Expected(person=person, measure="免职", rank="副职", tier="副科",
                    discovery="巡察审计和执纪执法")  # fmt: skip


def refused(stage, plan, move, day, **given):
    with pytest.raises(Refusal) as caught:
        step(stage, plan, move, day, **given)
    return caught.value.problems


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
    code = remedywork.lodged(
        stage.world, f"matter:{case}", who=person, person=person, on=date(2018, 1, 22)
    )
    served = date(2018, 1, 29)
    remedywork.served(stage.world, code, untrue=piece)
    assert taken_about(person) == []
    remedywork.step(
        stage.world, code, "restore", on=served, effective_on="2018-01-29", unit="s999",
        post="副局长", post_role="deputy", tier="副科", document="县干〔2018〕9号",
    )  # fmt: skip
    line = remedywork.line_of(code)
    world = remedywork.REMEDY.world(line, queries.said_in(line.key), served)
    remedywork.step(
        stage.world, code, "restore_name", on=served, recipients=list(world.recipients),
        text="原处理已经撤销。",
    )  # fmt: skip
    assert remedywork.step(stage.world, code, "close", on=served, note="归档").is_open is False
    assert [p[1] for p in posts(stage, person, served)] == ["副局长"]
    now = figures(stage.run(period, date(2018, 1, 30)))
    assert sorted(set(now) ^ set(never), key=str) == []
    after = statistics(stage.world.actor("an"), **SPAN)
    assert (after.persons, after.times) == (before.persons - 1, before.times - 1)
    assert after.apart["revoked"].times == before.apart["revoked"].times + 1
    return Expected(person=person, apart="revoked")


def figures(run):
    rows = Figure.objects.unscoped(Why.ABOUT).filter(run=run)
    return sorted(rows.values_list("subject", "name", "value", "number"), key=str)
