"""S3-17 second round, S2-16 tolerated, a revoked decision, a resignation at his own wish."""

from datetime import date

from biaochi import clock
from biaochi.access.scoping import Why
from biaochi.appraisals import queries as appraisals
from biaochi.appraisals import results
from biaochi.evidence.measuring import taken_about
from biaochi.evidence.models import Evidence, EvidenceState
from biaochi.followup.timers import bars
from biaochi.trail.models import Entry
from tests.office import casework
from tests.office.stories.counts import Expected
from tests.office.stories.removals import AFTER, ON, way

EFFECTS = ["appraisal", "performance", "awards", "promotion"]
DISTINCTIONS = ["inexperience", "exploration", "no_gain"]
SPAN = {"since": date(2010, 1, 1), "until": date(2030, 12, 31)}


def again(stage):
    """S3-17: the same matter handed out twice and late twice; another one starts from the front."""
    period = stage.example("county-appraisal", "s3-17", "s317", people={"fan": {}})
    run = stage.run(period, AFTER)
    late = stage.met(run, "delegated-matter-late", "s317-fan")
    twice = stage.met(run, "delegated-matter-again", "s317-fan")
    assert (late.content["opens"], twice.content["opens"]) == ("admonition", "proposal")
    assert stage.met(run, "delegated-matter-again", "s317-du") is None
    told = {e["kind"]: e for e in twice.content["effects"]}
    assert told["propose"]["measures"] == ["transfer-post", "standby", "removal"]
    assert told["grade_choice"]["choices"] == ["不称职"]
    finding = stage.taken_up(twice, AFTER)
    on = date(2024, 12, 2)
    code = stage.open(
        "s317-fan", "case", on=on, by=way(stage, "county-appraisal", "adjustment"),
        channel="unfit", discovery="daily-work", findings=[finding],
        reason="同一事项两次交办仍未办结。",
    )  # fmt: skip
    pieces = [p for p in stage.pieces("s317-fan") if p in twice.content["evidence"]]
    stage.verified(code, on, upheld=["delegated-matter-again"], evidence=pieces)
    stage.heard(code, "s317-fan", on)
    stage.assessed(code, on)
    given = {"reason_class": "fault", "violation": False, "reason": "两次未办结。"}
    refused = stage.refused(code, "propose", "an", on, measure="standby", **given)
    assert "合法性审查" in refused
    stage.proposed(code, "standby", on, law_review="只作建议，按法定情形研究。")
    stage.decided(code, on)
    stage.served(code, on)
    stage.take(code, "close", "an", on, note="已经办完。")
    return Expected(
        person="s317-fan", measure="待岗", rank="副职", tier="副科", channel="不胜任现职",
        discovery="日常工作考核",
    )  # fmt: skip


def points(stage, run, person):
    line = appraisals.run(stage.world.actor("an"), run)
    told = results.results_of(stage.world.actor("an"), line, code=person)
    return {v.name: v.text for v in told}["points"]


def tolerated(stage):
    """S2-16: worth three points, done by daring to act; four effects, and the total as before."""
    person = stage.settled("s216", "甘敢闯")
    stage.recorded(person, "A03", date(2018, 1, 5), value=-1)
    period = stage.period("demo-qingshi", "s216", "2018")
    before = points(stage, stage.run(period, ON), person)
    piece = stage.recorded(person, "C04", date(2018, 1, 10), value=-3)
    counted = points(stage, stage.run(period, AFTER), person)
    assert (before, counted) == ("1.00", "4.00")
    later = date(2018, 1, 17)
    code = stage.open(
        person, "case", on=later, by=way(stage), channel="unfit", grounds=["C04"],
        evidence=[piece], discovery="returns", reason="先行先试造成失误。",
    )  # fmt: skip
    stage.verified(code, later, upheld=["C04"], evidence=[piece])
    stage.heard(code, person, later)
    given = {"conclusion": "exempted", "exempted": [piece], "reason": "敢闯敢试中的失误。"}
    told = stage.refused(
        code, "assess", "bai", later, **given, distinctions=DISTINCTIONS, effects=EFFECTS[:3]
    )
    assert "不影响提拔使用" in told
    told = stage.refused(
        code, "assess", "bai", later, **given, distinctions=DISTINCTIONS[:2], effects=EFFECTS
    )
    assert "无意过失" in told
    stage.take(code, "assess", "bai", later, **given, distinctions=DISTINCTIONS, effects=EFFECTS)
    stage.take(code, "close", "an", later, note="经研究免责，不予调整。")
    after = points(stage, stage.run(period, date(2018, 1, 18)), person)
    assert after == before
    row = Evidence.objects.unscoped(Why.ABOUT).get(code=piece)
    states = EvidenceState.objects.unscoped(Why.ABOUT).filter(evidence=row).order_by("pk")
    assert [s.status for s in states] == ["reported", "verified", "exempted"]
    kept = Entry.objects.unscoped(Why.ABOUT).filter(kind="evidence", ident=piece).order_by("seq")
    assert [e.event for e in kept] == [
        "evidence_reported", "evidence_verified", "evidence_exempted",
    ]  # fmt: skip
    assert taken_about(person) == []
    return Expected(person=person, apart="exempted")


def resigned(stage):
    """S2-03: at his own wish; no fault, no influence, not among the unfit."""
    person = stage.settled("s203", "辞自愿", role="head", post="局长", tier="正科")
    stage.pack("national-2022")
    on = clock.today()
    code = stage.open(
        person, "resignation", on=on, who=person, by=f"{stage.pack_key('national-2022')}:",
        type="service", ground="family", statement="家里需要照顾。",
    )  # fmt: skip
    stage.take(code, "check", "an", on, note="已经核对。")
    stage.take(
        code, "decide", "cheng", on, body="县委组织部", held_on=on, outcome="granted",
        reason="同意。",
    )  # fmt: skip
    stage.take(
        code, "serve", "an", on, served_on=on, means="talk", receipt="本人签收",
        remedy=casework.REMEDY,
    )  # fmt: skip
    stage.take(code, "execute_post", "an", on, last_on=on)
    stage.take(code, "close", "an", on, note="已经办完。")
    [measure] = taken_about(person)
    assert (measure.measure, measure.ends_on) == ("resign-own", None)
    state, rows = bars(stage.world.actor("an"), person, on=on)
    assert (state.state, rows) == ("clear", [])
    return Expected(person=person, apart="voluntary")
