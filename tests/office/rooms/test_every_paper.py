"""Every paper a real matter calls for can be made, in both forms, and speaks words, not keys."""

import re
from datetime import date
from io import BytesIO

import docx
import pytest

from biaochi.access.shapes import Act
from biaochi.documents import queries, services
from biaochi.documents.shapes import Ask
from biaochi.matters import queries as matters
from tests.office import casework, following, lettering, remedywork, resigning

KEYS = re.compile(r"\b[a-z]{3,}[-_][a-z]+\b|「[a-z]+」")


def text_of(data: bytes) -> str:
    document = docx.Document(BytesIO(data))
    cells = (c.text for t in document.tables for r in t.rows for c in r.cells)
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def everything(world, at, code, settings, who="an"):
    """Make every paper of a matter; returns its words by sort."""
    actor = world.actor(who)
    found = {}
    for line in queries.papers_of(actor, code):
        for form in ("docx", "pdf") if settings.FONTS else ("docx",):
            ask = Ask(step=line.step, sort=line.sort, form=form)
            copy = services.produce(code, ask, actor=actor, at=at)
            if form == "docx":
                found[line.step, line.sort] = text_of(copy.data)
    assert queries.lacking(actor, code) == ()
    for where, text in found.items():
        assert not KEYS.findall(text), (where, KEYS.findall(text))
    return found


@pytest.fixture
def served(world):
    code = casework.to_proposal(world)
    casework.decided(world, code, post_after="四级调研员", destination="县财政局")
    casework.served(world, code)
    return code


def test_every_paper_of_a_case(world, at, settings, served) -> None:
    found = everything(world, at, served, settings)
    sorts = [sort for _, sort in found]
    assert sorts == [
        "motion", "verification", "advance_notice", "hearing", "hearing", "tolerance", "proposal",
        "appointment_form", "minutes", "decision", "appointment_form", "decision_notice",
        "remedy_notice",
    ]  # fmt: skip
    notice = next(text for (_, sort), text in found.items() if sort == "decision_notice")
    assert "措施：免职。" in notice
    assert "程立群" not in notice
    minutes = next(text for (_, sort), text in found.items() if sort == "minutes")
    assert "应到5人，实到4人" in minutes


def test_a_letter_is_named_by_its_own_type_when_it_is_taken(world, at) -> None:
    code = lettering.drafted(world, at, pack=casework.pack_of(world))
    actor = world.actor("an")
    [line] = [p for p in queries.papers_of(actor, code) if p.sort == "letter"]
    copy = services.produce(code, Ask(step=1, sort="letter", form="docx"), actor=actor, at=at)
    assert copy.name.startswith(f"{line.label}-")
    assert "、" not in copy.name


def test_papers_hold_the_request_for_tolerance_and_its_answer(world, at) -> None:
    code = casework.told(world)
    casework.step(world, code, "state", who="fan", points=["有困难"], tolerance="没有先例")
    answers = [{"point": 1, "accepted": False, "answer": "已核对"}]
    casework.step(world, code, "answer", answers=answers)
    casework.assessed(world, code, reply="不采纳，已有规定")
    actor = world.actor("an")
    for sort in ("hearing", "tolerance"):
        [line, *_] = [p for p in queries.papers_of(actor, code) if p.sort == sort]
        ask = Ask(step=line.step, sort=sort, form="docx")
        text = text_of(services.produce(code, ask, actor=actor, at=at).data)
        assert ("本人请求容错：没有先例。" in text, sort) == (True, sort)
        assert ("对容错请求的答复：不采纳，已有规定。" in text) is (sort == "tolerance")


def test_every_paper_of_a_letter(world, at, settings) -> None:
    code = lettering.drafted(world, at)
    assert [s for _, s in everything(world, at, code, settings)] == ["letter"]
    lettering.step(world, at, code, "approve", who="cheng")
    lettering.step(world, at, code, "serve", reply_days=15, **lettering.SERVED)
    assert [s for _, s in everything(world, at, code, settings)] == [
        "letter", "letter", "letter_talk",
    ]  # fmt: skip


def test_every_paper_of_an_observation(world, at, settings) -> None:
    code = lettering.observed(world, at)
    lettering.step(world, at, code, "talk", **lettering.TALK)
    found = everything(world, at, code, settings)
    assert "至2018年7月10日止" in found[1, "observation"]
    assert "none" not in found[2, "talk_record"]
    assert "没有改进" not in found[2, "talk_record"]


def test_every_paper_of_a_follow_up(world, at, settings) -> None:
    pack = casework.pack_of(world)
    code = following.active(world, pack=pack)
    following.step(
        world, code, "talk", on="2018-04-02", actor="talk-head", talked_on="2018-04-02",
        by="盛监督", content="谈工作", difficulties=["路远"], owner="办公室",
    )  # fmt: skip
    found = everything(world, at, code, settings)
    texts = {sort: text for (_, sort), text in found.items()}
    assert "单位正职谈话" in texts["talk_record"]
    assert "免职" in texts["four_fixes"]
    assert "2018年12月31日" in texts["four_fixes"]


def test_every_paper_of_a_remedy(world, at, settings, served) -> None:
    remedywork.judges(world)
    code = remedywork.lodged(world, f"matter:{served}")
    remedywork.served(world, code)
    found = everything(world, at, code, settings)
    texts = {sort: text for (_, sort), text in found.items()}
    assert list(texts) == [
        "remedy_request", "acceptance_notice", "hearing", "remedy_decision", "remedy_notice",
    ]  # fmt: skip
    assert "复核申请书" in texts["remedy_request"]
    assert "撤销。" in texts["remedy_decision"]
    assert "最迟在" in texts["acceptance_notice"]


def test_every_paper_of_a_resignation(world, at, settings) -> None:
    code = resigning.asked(world, type="post", wished_on="2018-03-01")
    resigning.decided(world, code)
    found = everything(world, at, code, settings)
    texts = {sort: text for (_, sort), text in found.items()}
    assert list(texts) == ["resignation", "resignation_decision", "decision_notice"]
    assert "现自愿申请辞去领导职务" in texts["resignation"]
    assert "2018年3月1日起" in texts["resignation"]
    assert "县委组织部研究" in texts["resignation_decision"]
    assert "同意辞去领导职务" in texts["decision_notice"]
    assert casework.REMEDY.rstrip("。") in texts["decision_notice"]
    assert "受送达人" in texts["decision_notice"]
    assert not any("慢性病" in text for text in texts.values())
    his = [p.sort for p in queries.papers_of(world.actor("du"), code, own=True)]
    assert his == ["resignation", "decision_notice"]


def test_a_resignation_taken_back_calls_for_his_request_alone(world) -> None:
    code = resigning.asked(world)
    resigning.step(world, code, "take_back", "du")
    assert [p.sort for p in queries.papers_of(world.actor("an"), code)] == ["resignation"]


def test_the_official_has_his_papers_and_not_the_file_s(world, at, settings, served) -> None:
    everything(world, at, served, settings)
    line = matters.one(world.actor("fan"), served, act=Act.SEE_OWN)
    assert line.told_on == date(2018, 1, 15)
    his = {p.sort for p in queries.papers_of(world.actor("fan"), served, own=True)}
    assert his == {"advance_notice", "hearing", "decision_notice", "remedy_notice"}
