"""What a notice has to say of remedies, and what does not count as saying it."""

from datetime import date

import pytest

from biaochi.procedure.notifying import told, unsaid, word_of
from biaochi.procedure.remedyways import ways_of
from tests.core.procedure.caseworld import DAY, Case, service
from tests.core.procedure.remedyworld import APPEAL, OBJECTION, ON, REVIEW, pack

WAYS = ways_of(pack(), on=ON)
FULL = (
    "不服的，可以自收到之日起三十日内向县委申请复核，也可以直接在30日内向市委组织部提出申诉；"
    "可以向县委组织部提出异议。"
)


def lacking(text, *ways, words=()):
    asked = [WAYS[way] for way in ways]
    return [(p.expected, p.found) for p in unsaid(text, words=words, ways=asked)]


def test_a_way_has_a_word_and_is_told_with_body_and_length():
    assert [word_of(WAYS[w]) for w in (REVIEW, APPEAL, OBJECTION)] == ["复核", "申诉", "异议"]
    assert told(WAYS[APPEAL]) == "可以自收到决定之日起30日内向申诉受理机关提出申诉"
    assert told(WAYS[OBJECTION]) == "可以向组织部门提出内部异议"


def test_who_is_told_everything_lacks_nothing():
    assert lacking(FULL, REVIEW, APPEAL, OBJECTION, words=("异议", "复核", "申诉")) == []


@pytest.mark.parametrize(
    "text",
    [
        "不得申诉",
        "本决定为最终决定，不能申诉。",
        "不得申请复核、提出申诉。",
        "申诉一律不予受理。",
        "没有权利提出申诉",
        "可以申请复核，不得申诉",
        "本人放弃申诉。",
        "可以提出再申诉。",
        "",
    ],
)
def test_a_way_that_is_denied_or_not_there_is_not_named(text):
    assert lacking(text, words=("申诉",)) == [("写明申诉的途径和期限", "没有写可以申诉")]


@pytest.mark.parametrize(
    "text",
    [
        "可以提出申诉，申诉期间不得停止执行。",
        "不再重复复核的，可以申诉",
        "逾期申诉不予受理；三十日内可以申诉。",
        "不服的，申诉。",
    ],
)
def test_a_way_that_is_open_is_named_whatever_else_is_denied(text):
    assert lacking(text, words=("申诉",)) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("可以申请复核。", "复核没有写向谁提出和“30日内”"),
        ("可以在三十日内申请复核。", "复核没有写向谁提出"),
        ("可以向县委申请复核。", "复核没有写“30日内”"),
        ("可以自收到之日起十五日内向县委申请复核。", "复核没有写“30日内”"),
        ("可以在30个工作日内向县委申请复核。", "复核没有写“30日内”"),
        ("2018年1月30日前可以向县委申请复核。", "复核没有写“30日内”"),
        ("可以在三十日内向县委提出异议；可以申请复核。", "复核没有写向谁提出和“30日内”"),
    ],
)
def test_what_is_left_out_of_a_way_is_named(text, found):
    asked = "可以自收到决定之日起30日内向原处理机关申请复核"
    assert lacking(text, REVIEW) == [(asked, found)]


@pytest.mark.parametrize("days", ["三十日内", "３０日内", "30 天以内", "三十日之内"])
def test_a_length_is_read_however_it_is_written(days):
    assert lacking(f"可以自收到之日起{days}向县委申请复核", REVIEW) == []


def test_of_a_way_without_a_stated_length_the_name_is_enough():
    assert lacking("可以提出异议。", OBJECTION) == []


def test_s3_18_a_notice_tells_each_way_of_the_law_with_body_and_days():
    case = Case(ways=ways_of(pack(), on=date(2024, 3, 4))).upto("service")
    names = {"remedy": "可以提出异议、申请复核、提出申诉。"}
    assert case.stopped("serve", **service(DAY) | names) == [("STEP-GUARD", "remedy")] * 2
    assert case.stopped("serve", **service(DAY) | {"remedy": FULL}) == []
    case = Case(ways=ways_of(pack(), on=date(2024, 3, 4)), regime="").upto("service")
    assert case.stopped("serve", **service(DAY) | names) == []
