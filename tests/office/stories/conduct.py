"""S3-15: shares traded at the desk, by a leader, an ordinary official and an enforcement officer.

The rule waits for a review by lawyers; whatever it says is a proposal, never an effect.
"""

from biaochi import clock
from biaochi.access.scoping import Why
from biaochi.appraisals.models import PastResult
from biaochi.desks import queries as desks
from biaochi.evidence.measuring import taken_about
from biaochi.registry.queries import posts_of
from tests.office.stories.counts import Expected

ON = clock.today()
RULE = "office-hours-conduct"
ROLES = (("an", "removal", "2400.00"), ("bai", "standby", "1800.00"),
         ("cheng", "transfer-post", "2000.00"))  # fmt: skip
LAW = {"law_review": "按法定情形和程序研究，规则只作建议。"}
PAY = {"pay": "核减当年绩效工资 2400.00 元。"}


def play(stage):
    """Tell the story; returns who is counted how."""
    shown = {code: {} for code, *_ in ROLES}
    period = stage.example("county-appraisal", "s3-15", "s315", people=shown)
    run = stage.run(period, ON)
    codes = {}
    for who, measure, cut in ROLES:
        person = f"s315-{who}"
        codes[person] = proposed(stage, run, person, measure=measure, cut=cut)
        assert taken_about(person) == []
        assert [p.current for p in posts_of(stage.world.actor("an"), person, on=ON)] == [True]
    grades = PastResult.objects.unscoped(Why.ABOUT).filter(person__code__startswith="s315-")
    assert not grades.filter(label="不称职").exists()
    leader, *others = codes
    ended(stage, codes[leader], leader)
    for person in others:
        stage.take(codes[person], "withdraw", "an", ON, reason="合法性审查不支持。")
    return Expected(
        person=leader,
        measure="免职",
        rank="其他",
        tier="",
        channel="不胜任现职",
        discovery="未细分",
    )


def proposed(stage, run, person, *, measure, cut):
    """From the finding to a proposal that is refused without its legal footing."""
    finding = stage.met(run, RULE, person)
    assert finding.content["legal_review"] is True
    told = {e["kind"]: e for e in finding.content["effects"]}
    assert told["propose"]["measures"] == [measure]
    assert told["pay_share"]["amount"] == cut
    assert (told["grade_choice"]["choices"], "referral" in told) == (
        ["不称职"], person == "s315-cheng",
    )  # fmt: skip
    finding = stage.taken_up(finding, ON)
    by = f"{stage.pack_key('county-appraisal')}:adjustment"
    code = stage.open(person, "case", on=ON, by=by, channel="unfit", findings=[finding],
                      reason="执纪执法部门查处。")  # fmt: skip
    pieces = stage.pieces(person)
    stage.verified(code, ON, upheld=[RULE], evidence=pieces)
    stage.heard(code, person, ON)
    stage.assessed(code, ON)
    given = {"reason_class": "fault", "violation": False, "reason": "不胜任现职。",
             "measure": measure}  # fmt: skip
    assert suggested(stage, code) == [stage.measure("county-appraisal", measure)]
    page = stage.refused(code, "propose", "an", ON, **given)
    assert "合法性审查" in page
    page = stage.refused(code, "propose", "an", ON, **given, **LAW, **PAY)
    assert "工资变动的法律依据" in page
    stage.proposed(code, measure, ON, **LAW)
    return code


def ended(stage, code, person):
    stage.decided(code, ON)
    stage.served(code, ON)
    assert [m.measure for m in taken_about(person)] == ["removal"]


def suggested(stage, code):
    """What the officer is shown as suggested by the rules."""
    told = desks.opened(stage.world.actor("an"), code, on=ON, chosen="")
    return [row[1] for p in told.panels if p.title == "规则建议的措施" for row in p.rows]
