from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from biaochi.access.models import Grant
from biaochi.access.scoping import Why
from biaochi.errors import Refusal
from biaochi.evidence import queries, replying, returning, services
from biaochi.evidence.models import Return
from biaochi.evidence.replying import Correction
from biaochi.evidence.shapes import Edit
from biaochi.trail.models import Entry
from tests.office.reports import AT, ITEMS, draft, reported, verified


def edit(code, version=1, reason="查实"):
    return Edit(code=code, version=version, reason=reason)


def state(world, code, login="bai"):
    return queries.state(world.actor(login), code=code)


def events(about):
    rows = Entry.objects.unscoped(Why.TRAIL).filter(ident=str(about)).order_by("seq")
    return [e.event for e in rows]


def refused(expected, act, *args, **given):
    with pytest.raises(Refusal) as refusal:
        act(*args, at=AT, **given)
    assert expected in {p.code for p in refusal.value.problems}
    return refusal.value.problems


def test_what_is_reported_counts_once_another_has_verified_it(world) -> None:
    code = reported(world)
    assert (state(world, code).label, state(world, code).counts) == ("待核实", False)
    services.verify(edit(code), actor=world.actor("bai"), at=AT)
    assert (state(world, code).label, state(world, code).counts) == ("已核实", True)
    assert state(world, code).value == Decimal("-0.5")
    assert events(code) == ["evidence_reported", "evidence_verified"]


def test_a_code_names_the_day_in_beijing(world) -> None:
    late = datetime(2018, 1, 15, 16, 30, tzinfo=UTC)
    told = draft(occurred_on=date(2018, 1, 10))
    code = services.report(told, items=ITEMS, actor=world.actor("li"), at=late)
    assert code.startswith("E20180116-")


def test_who_reported_may_not_verify(world) -> None:
    bai = world.users["bai"]
    Grant.objects.create(
        user=bai, role="reporter", unit="qs", from_on=date(2015, 1, 1), granted_by=bai,
        granted_at=AT,
    )  # fmt: skip
    code = reported(world, "bai")
    refused("EVIDENCE-OWN", services.verify, edit(code), actor=world.actor("bai"))
    refused("EVIDENCE-OWN", services.exempt, edit(code), actor=world.actor("bai"))
    assert code not in {r.code for r in queries.waiting(world.actor("bai"))}
    assert state(world, code).status == "reported"


def test_who_reported_may_not_verify_by_another_account(world) -> None:
    twin = world.users["bai"]
    twin.name = world.users["li"].name
    twin.save()
    code = reported(world, "li")
    refused("EVIDENCE-OWN", services.verify, edit(code), actor=world.actor("bai"))
    assert code not in {r.code for r in queries.waiting(world.actor("bai"))}


def test_nobody_verifies_what_is_held_about_himself(world) -> None:
    user = world.users["bai"]
    user.person = "du"
    user.save()
    code = reported(world)
    refused("EVIDENCE-OWN", services.verify, edit(code), actor=world.actor("bai"))
    assert not queries.waiting(world.actor("bai")).exists()


def test_outsiders_find_nothing_whatever_they_try(world) -> None:
    code = reported(world)
    for login in ("jin", "xi", "fan", "pan"):
        actor = world.actor(login)
        refused("NOT-FOUND", services.verify, edit(code), actor=actor)
        refused("NOT-FOUND", services.withdraw, edit(code), actor=actor)
        refused("NOT-FOUND", replying.reply, code, kind="reply", text="我", actor=actor)
        refused("NOT-FOUND", queries.opened, actor, code=code)
        refused("NOT-FOUND", services.report, draft(), items=ITEMS, actor=actor)
    assert events(code) == ["evidence_reported"]


def test_one_about_whom_it_is_sees_and_answers_it(world) -> None:
    code, du, an = verified(world), world.actor("du"), world.actor("an")
    assert queries.opened(du, code=code, at=AT).own
    ident = replying.reply(code, kind="correction", text="那天请了假", actor=du, at=AT)
    assert [r.code for r in queries.unanswered(an)] == [code]
    right = Correction(edit=edit(code, 2, "假条属实"), draft=draft(value=None), items=ITEMS)
    new = replying.answer(ident, text="已更正", actor=an, at=AT, correction=right)
    page = queries.opened(du, code=code, at=AT)
    assert [(r.label, r.text) for r in page.replies] == [
        ("更正请求", "那天请了假"), ("答复", "已更正"),
    ]  # fmt: skip
    assert page.line.label == "已更正（原已核实）"
    assert not queries.unanswered(an).exists()
    assert state(world, new).supersedes == code


def test_a_reply_is_answered_once_and_by_the_office(world) -> None:
    code = verified(world)
    ident = replying.reply(code, kind="reply", text="说明", actor=world.actor("du"), at=AT)
    refused("NOT-FOUND", replying.answer, ident, text="看过", actor=world.actor("jin"))
    refused("NOT-FOUND", replying.answer, ident, text="看过", actor=world.actor("rui"))
    assert replying.answer(ident, text="看过", actor=world.actor("an"), at=AT) is None
    refused("REPLY-TWICE", replying.answer, ident, text="再看", actor=world.actor("an"))
    assert events(ident) == ["replied"]


def test_a_correction_takes_the_place_and_the_old_row_stays(world) -> None:
    code, rui = verified(world), world.actor("rui")
    better = draft(value=Decimal(-1))
    new = services.correct(edit(code, 2), draft=better, items=ITEMS, actor=rui, at=AT)
    assert (state(world, code).superseded_by, state(world, code).counts) == (new, False)
    assert (state(world, new).status, state(world, new).counts) == ("reported", False)
    refused(
        "FACT-SUPERSEDED", services.correct, edit(code, 2), draft=better, items=ITEMS, actor=rui
    )
    refused("FACT-SUPERSEDED", services.withdraw, edit(code, 2), actor=world.actor("bai"))


def test_a_correction_keeps_to_the_same_person(world) -> None:
    code = reported(world)
    other = {"draft": draft(person="fan"), "items": ITEMS, "actor": world.actor("rui")}
    refused("EVIDENCE-SUBJECT", services.correct, edit(code), **other)


def test_only_the_reporter_or_a_verifier_withdraws_and_says_why(world) -> None:
    first, second = reported(world), reported(world)
    refused("NOT-FOUND", services.withdraw, edit(first), actor=world.actor("an"))
    refused("REASON-MISSING", services.withdraw, edit(first, reason=" "), actor=world.actor("rui"))
    services.withdraw(edit(first), actor=world.actor("rui"), at=AT)
    services.withdraw(edit(second), actor=world.actor("bai"), at=AT)
    refused("EVIDENCE-STAGE", services.verify, edit(first, 2), actor=world.actor("bai"))
    assert state(world, first).label == "已撤回"


def test_an_exemption_has_a_reason_and_keeps_its_history(world) -> None:
    code = verified(world)
    services.exempt(edit(code, 2, "改革探索中的失误"), actor=world.actor("bai"), at=AT)
    page = queries.opened(world.actor("an"), code=code, at=AT)
    assert [s.label for s in page.states] == ["待核实", "已核实", "已免责"]
    assert page.states[-1].reason == "改革探索中的失误"


def test_several_are_verified_together_or_not_at_all(world) -> None:
    codes = [reported(world) for _ in range(3)]
    bai = world.actor("bai")
    stale = [edit(codes[0]), edit(codes[1]), edit(codes[2], version=7)]
    refused("EDIT-CONFLICT", services.verify_all, stale, actor=bai)
    assert {state(world, c).status for c in codes} == {"reported"}
    services.verify_all([edit(c) for c in codes], actor=bai, at=AT)
    assert [events(c)[-1] for c in codes] == ["evidence_verified"] * 3


def test_the_second_officer_is_told_what_the_first_did(world) -> None:
    code, bai = reported(world), world.actor("bai")
    services.verify(edit(code), actor=bai, at=AT)
    (problem,) = refused("EDIT-CONFLICT", services.withdraw, edit(code), actor=bai)
    assert "白景明" in problem.found
    assert "已核实" in problem.found


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("FACT-ITEM", {"item": "T-99"}),
        ("FACT-SLOT", {"item": "T-6", "value": None}),
        ("FACT-SIGN", {"item": "N-1", "value": Decimal(1)}),
        ("FACT-PLACES", {"value": Decimal("0.001")}),
        ("FACT-BOUND", {"value": Decimal(10**7)}),
        ("FACT-NUMBER", {"value": Decimal("Infinity")}),
        ("FACT-COUNT", {"count": -1}),
        ("FACT-DATE", {"occurred_on": date(2026, 11, 22)}),
        ("FACT-DATE", {"occurred_on": date(1812, 1, 1)}),
        ("FACT-TEXT", {"note": "看不见\u202e"}),
        ("FACT-TEXT", {"source": "长" * 121}),
        ("FACT-SUBJECT", {"unit": "qs-fin"}),
        ("FACT-SUBJECT", {"person": ""}),
    ],
)
def test_a_wrong_report_is_refused(world, code, changes) -> None:
    wrong = draft(**changes)
    refused(code, services.report, wrong, items=ITEMS, actor=world.actor("rui"))
    assert not queries.rows(world.actor("an")).exists()


def test_a_unit_can_be_reported_on_too(world) -> None:
    code = reported(world, person="", unit="qs-fin")
    assert state(world, code, "rui").unit_name == "青石县财政局"
    with pytest.raises(Refusal, match="NOT-FOUND"):
        state(world, code, "jin")


def test_a_return_filed_again_takes_the_place_of_the_first(world) -> None:
    filed = {"kind": "quarter", "subject": "qs-fin", "period": "2026Q3"}
    rui, kinds = world.actor("rui"), {"quarter": "季度报送"}
    for day in (3, 5):
        said = returning.Filed(**filed, done_on=date(2026, 10, day), nil=True)
        returning.file_return(said, kinds=kinds, actor=rui, at=AT)
    (line,) = returning.lines(returning.returns(world.actor("an")))
    assert (line.done_on, line.nil, line.subject_name) == (date(2026, 10, 5), True, "青石县财政局")
    assert Return.objects.unscoped(Why.ABOUT).count() == 2
    assert not returning.returns(world.actor("jin")).exists()


def test_a_wrong_return_is_refused(world) -> None:
    said = returning.Filed(
        kind="other", subject="nx-fin", period="2026Q5", done_on=date(2026, 10, 1)
    )
    given = {"kinds": {"quarter": "季度报送"}, "actor": world.actor("rui")}
    refused("FACT-CHOICE", returning.file_return, said, **given)
    outside = returning.Filed(
        kind="quarter", subject="nx-fin", period="2026Q3", done_on=date(2026, 10, 1)
    )
    refused("NOT-FOUND", returning.file_return, outside, **given)
