"""S0-16, S0-17, S0-18 and S4-14: from a list, a nomination, a rank to what people decided."""

from datetime import date

import yaml

from biaochi.access.scoping import Why
from biaochi.evidence.measuring import taken_about
from biaochi.evidence.models import Measure
from biaochi.findings.models import Determination
from biaochi.packs.folder import files_of
from biaochi.packs.loader import builtin
from biaochi.registry.queries import posts_of
from tests.office.stories.counts import Expected

ON = date(2018, 1, 15)
AFTER = date(2018, 1, 16)


def way(stage, pack="demo-qingshi", procedure="unfit-adjustment"):
    return f"{stage.pack_key(pack)}:{procedure}"


def posts(stage, person, on):
    return [
        (p.unit, p.post, p.role, p.grade)
        for p in posts_of(stage.world.actor("an"), person, on=on)
        if p.current
    ]


def negative(stage):
    """S0-16: disobedience and discord, a deputy; no move before the verification."""
    person = stage.settled("s016", "温不和")
    pieces = [stage.recorded(person, item, ON) for item in ("N1", "N5")]
    finding = stage.met(
        stage.run(stage.period("demo-qingshi", "s016", "2018"), AFTER), "negative-list-hit", person
    )
    assert finding.content["opens"] == "verification"
    finding = stage.taken_up(finding, AFTER)
    code = stage.open(
        person, "case", on=AFTER, by=way(stage), channel="unfit", grounds=["N1", "N5"],
        findings=[finding], evidence=pieces, discovery="returns", reason="不服从安排、闹不团结。",
    )  # fmt: skip
    for who in ("an", "cheng"):
        stage.take(code, "declare", who, AFTER, relation="none")
    moved = {"effective_on": AFTER, "last_on": ON}
    for move, given in (
        ("propose", {"reason_class": "fault", "violation": False, "measure": "removal",
                     "reason": "不适宜担任现职。"}),
        ("execute_post", moved), ("close", {"note": "办结"}),
    ):  # fmt: skip
        assert "核实" in stage.refused(code, move, "an", AFTER, **given), move
    assert (posts(stage, person, AFTER)[0][1], taken_about(person)) == ("副局长", [])
    grounds = ["N1", "N5", "negative-list-hit"]
    stage.take(code, "declare", "bai", AFTER, relation="none")
    stage.checked(code, AFTER, upheld=grounds, evidence=pieces)
    stage.heard(code, person, AFTER)
    stage.assessed(code, AFTER)
    stage.proposed(code, "removal", AFTER)
    stage.decided(code, AFTER)
    stage.served(code, AFTER)
    stage.take(code, "execute_post", "an", AFTER, effective_on=date(2018, 1, 17), last_on=AFTER)
    stage.take(code, "close", "an", AFTER, note="已经办完。")
    assert posts(stage, person, date(2018, 1, 17)) == []
    made = Determination.objects.unscoped(Why.ABOUT).filter(person__code=person)
    assert [(d.item or d.rule, d.outcome, d.by) for d in made.order_by("pk")] == [
        (g, "属实", "白景明") for g in grounds
    ]
    return Expected(person=person, measure="免职", rank="副职", tier="副科", discovery="季度报送")


def nominated(stage):
    """S0-17: a town secretary, nominated by the leader linked to his projects; a lower post."""
    person = stage.settled("s017", "鲁迟缓", role="head", post="党委书记", tier="正科")
    piece = stage.recorded(person, "R1", ON, source="反向提名：挂钩县领导")
    finding = stage.met(
        stage.run(stage.period("demo-qingshi", "s017", "2018"), AFTER), "reverse-nominated", person
    )
    assert (finding.content["opens"], finding.content["channel"]) == ("lead", "nomination")
    finding = stage.taken_up(finding, AFTER)
    code = stage.open(
        person, "case", on=AFTER, by=way(stage), channel="unfit", discovery="nomination",
        findings=[finding], grounds=["R1"], evidence=[piece], reason="挂钩县领导反向提名。",
    )  # fmt: skip
    assert "核实" in stage.refused(code, "close", "an", AFTER, note="办结")
    stage.verified(code, AFTER, upheld=["R1", "reverse-nominated"], evidence=[piece])
    stage.heard(code, person, AFTER)
    stage.assessed(code, AFTER)
    stage.proposed(code, "transfer", AFTER, post_after="副局长", destination="县教育局")
    stage.decided(code, AFTER)
    stage.served(code, AFTER)
    assert "办理" in stage.refused(code, "close", "an", AFTER, note="办结")
    stage.take(
        code, "execute_post", "an", AFTER, effective_on=date(2018, 1, 17), last_on=AFTER,
        unit="qs-edu", post="副局长", post_role="deputy",
    )  # fmt: skip
    grade = {"effective_on": date(2018, 1, 18), "grade": "四级主任科员"}
    assert "职级" in stage.refused(code, "execute_grade", "an", AFTER, **grade)
    stage.take(code, "close", "an", AFTER, note="已经办完。")
    assert posts(stage, person, date(2018, 1, 20)) == [("qs-edu", "副局长", "deputy", "")]
    [measure] = Measure.objects.unscoped(Why.ABOUT).filter(person__code=person)
    assert (measure.measure, measure.post_after, measure.grade_after) == ("transfer", "副局长", "")
    return Expected(
        person=person, measure="调离岗位", rank="正职", tier="正科", discovery="反向提名"
    )


def last(stage):
    """S0-18: last three years running; a non-leading post under the law of the day."""
    deputy = {"people": {"class": "单位副职"}, "posts": {"role": "deputy", "tier": "副科"}}
    people = {f"P{n}": deputy for n in range(1, 5)}
    period = stage.example("demo-qingshi", "last-three-years", "s018", people=people)
    run = stage.run(period, AFTER)
    person = "s018-P1"
    finding = stage.met(run, "last-three-years", person)
    assert finding.content["effects"][-1]["measures"] == ["non-leading"]
    assert stage.met(run, "last-three-years", "s018-P7") is None
    finding = stage.taken_up(finding, AFTER)
    code = ranked(stage, person, "last-three-years", finding, on=AFTER)
    stage.proposed(code, "non-leading", AFTER, post_after="主任科员")
    stage.decided(code, AFTER)
    stage.served(code, AFTER)
    [measure] = Measure.objects.unscoped(Why.ABOUT).filter(person__code=person)
    assert (measure.measure, measure.post_after) == ("non-leading", "主任科员")
    later = date(2020, 6, 1)
    finding = stage.met(run, "last-three-years", person)
    again = ranked(stage, person, "last-three-years", str(finding.pk), on=later)
    told = stage.refused(
        again, "propose", "an", later, reason_class="fault", violation=False,
        measure="non-leading", reason="不适宜担任现职。",
    )  # fmt: skip
    assert "转任职级公务员" in told
    stage.take(again, "withdraw", "an", later, reason="另行研究。")
    return Expected(person=person, measure="改任非领导职务", rank="副职", tier="副科")


def ranked(stage, person, rule, finding, *, on):
    """A rank alone moves nobody: what is behind it is verified first."""
    piece = stage.recorded(person, "U1", date(2018, 1, 10))
    code = stage.open(
        person, "case", on=on, by=way(stage), findings=[finding], grounds=["U1"],
        evidence=[piece], reason="考核末位，研究原因。", channel="unfit", discovery="appraisal",
    )  # fmt: skip
    stage.verified(code, on, upheld=[rule, "U1"], evidence=[piece],
                   bearing="位次由考核结果得出，凭据说明原因")  # fmt: skip
    stage.heard(code, person, on)
    stage.assessed(code, on)
    return code


def slipping(stage):
    """S4-14: seventh, eighth, last of nine; the city has chosen how far the bottom reaches."""
    stage.packs["quzhou-2015"] = chosen(stage)
    people = {"ye": {}, "jin": {}}
    period = stage.example("quzhou-2015", "s4-14", "s414", people=people)
    run = stage.run(period, AFTER)
    assert stage.met(run, "slipping-to-last", "s414-jin") is None
    finding = stage.met(run, "slipping-to-last", "s414-ye")
    assert finding.content["effects"][0]["kind"] == "verification"
    finding = stage.taken_up(finding, AFTER)
    piece = stage.recorded("s414-ye", "N1", ON)
    code = stage.open(
        "s414-ye", "case", on=AFTER, by=way(stage, "quzhou-2015", "annual-review"),
        channel="three-noes", discovery="annual-review", findings=[finding], evidence=[piece],
        reason="两年靠后、本年末位。",
    )  # fmt: skip
    stage.verified(code, AFTER, upheld=["slipping-to-last"], evidence=[piece],
                   bearing="位次由考核结果得出，凭据说明原因")  # fmt: skip
    stage.heard(code, "s414-ye", AFTER)
    stage.assessed(code, AFTER)
    stage.proposed(code, "removal", AFTER)
    stage.decided(code, AFTER)
    stage.served(code, AFTER)
    stage.take(code, "execute_post", "an", AFTER, effective_on=date(2018, 1, 17), last_on=AFTER)
    stage.take(code, "close", "an", AFTER, note="已经办完。")
    assert posts(stage, "s414-ye", date(2018, 1, 17)) == []
    return Expected(
        person="s414-ye", measure="免职", rank="其他", tier="乡镇", discovery="年度综合考评",
        channel="不负责、不担当、不作为",
    )  # fmt: skip


def chosen(stage):
    """Take the pack in as the city would publish it, with its open question answered."""
    files, _ = files_of(builtin("quzhou-2015"))
    texts = {f.name: f.path.read_text(encoding="utf-8") for f in files}
    pack = yaml.safe_load(texts["pack.yaml"])
    pack["readings"]["near_bottom"] |= {"chosen": "last_three", "chosen_by": "county"}
    texts["pack.yaml"] = yaml.safe_dump(pack, allow_unicode=True, sort_keys=False)
    return stage.taken_in(texts)
