"""One page and one door for every kind: who sees which steps and files, who may do what."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from biaochi.access.models import Grant
from biaochi.access.shapes import Act
from biaochi.desks import kinds, queries, services
from biaochi.errors import Refusal
from biaochi.matters.shapes import Opening, Wanted
from biaochi.vocabulary import office
from tests.office import cast, toy

DAY = date(2018, 1, 15)
PDF = ("函件.pdf", b"%PDF-1.7 x")


@pytest.fixture(autouse=True)
def toys(monkeypatch, settings, tmp_path):
    settings.HOME = tmp_path
    monkeypatch.setitem(kinds.DESKS, "case", toy.DESK)


def begun(world, at, **given):
    wanted = Wanted(move="begin", on=DAY, given={"reason": "有苗头", **given})
    opening = Opening(person="du", title="提醒")
    return services.open_matter("case", opening, wanted, actor=world.actor("an"), at=at)


def take(world, code, move, who="an", files=(), **given):
    seen = queries.opened(world.actor(who), code, on=DAY).seen
    wanted = Wanted(move=move, on=DAY, seen=seen, given=given, files=files)
    return services.take(code, wanted, actor=world.actor(who), at=cast.AT)


def checked(world, code):
    take(world, code, "check", who="bai", files=(PDF,), names=["周邻居"], kept=True,
         seen_on="2018-01-15", votes={"for": 3, "against": 0, "abstained": 1})  # fmt: skip


def told(world, at):
    code = begun(world, at, source="来信")
    checked(world, code)
    take(world, code, "tell", files=(PDF,), text="情况如下。", inner="不外传")
    return code


def words(page):
    return [line for s in page.steps for c in s.contents for line in c.lines]


def test_the_office_sees_all_and_the_official_what_he_was_told(world, at) -> None:
    code = told(world, at)
    seen = queries.opened(world.actor("an"), code, on=DAY)
    own = queries.opened(world.actor("du"), code, on=DAY, own=True)
    assert {"周邻居", "赞成 3，反对 0，弃权 1", "不外传", "来信"} <= set(words(seen))
    assert words(own) == ["情况如下。"]
    assert [c.key for c in own.clocks] == ["reply"]
    assert [c.key for c in seen.clocks] == ["reply", "inner"]
    assert own.panels == ()
    assert own.members == (("安静仪", "经办"),)


def test_files_go_with_the_steps_one_is_shown(world, at) -> None:
    code = told(world, at)
    _, every = queries.files_shown(world.actor("an"), code)
    _, his = queries.files_shown(world.actor("du"), code, own=True)
    assert (len(every), len(his)) == (2, 1)
    [hidden] = every - his
    [shown] = his
    fetched = services.fetched(world.actor("du"), code, ident=shown, at=at, own=True)
    assert fetched[0] == "函件.pdf"
    for login, own in (("du", True), ("jin", False), ("xi", False)):
        with pytest.raises(Refusal):
            services.fetched(world.actor(login), code, ident=hidden, at=at, own=own)


def test_moves_are_offered_to_whom_they_belong(world, at) -> None:
    code = told(world, at)
    found = {}
    for login, own in (("an", False), ("bai", False), ("cheng", False), ("du", True)):
        page = queries.opened(world.actor(login), code, on=DAY, own=own)
        found[login] = [o.move.id for o in page.offers], [o.move.id for o in page.blocked]
    assert found["an"] == (["tell", "state", "refer", "end"], ["answer"])
    assert found["bai"] == (["check"], [])
    assert found["cheng"] == ([], [])
    assert found["du"] == (["state"], [])


def test_an_officer_has_no_rights_of_office_in_his_own_matter(world, at) -> None:
    code = told(world, at)
    both = replace(world.actor("an"), person="du")
    page = queries.opened(both, code, on=DAY, own=True)
    assert [o.move.id for o in page.offers] == ["state"]
    with pytest.raises(Refusal) as caught:
        services.take(code, Wanted(move="end", on=DAY, seen=3), actor=both, at=at, own=True)
    assert caught.value.problems[0].code == "STEP-ROLE"
    with pytest.raises(Refusal) as caught:
        services.take(code, Wanted(move="end", on=DAY, seen=3), actor=both, at=at)
    assert caught.value.problems[0].code == "NOT-FOUND"


def test_a_role_reaches_only_as_far_as_its_grant(world, at) -> None:
    Grant.objects.create(
        user=world.users["an"], role="verifier", unit="nx", from_on=date(2015, 1, 1),
        granted_by=world.users["an"], granted_at=at,
    )  # fmt: skip
    code = told(world, at)
    page = queries.opened(world.actor("an"), code, on=DAY)
    assert "check" not in [o.move.id for o in page.offers]


def test_nobody_acts_on_a_day_that_has_not_come(world, at) -> None:
    code = begun(world, at)
    late = Wanted(move="end", on=DAY + timedelta(days=1), seen=1)
    with pytest.raises(Refusal) as caught:
        services.take(code, late, actor=world.actor("an"), at=at)
    assert [(p.code, p.column_name) for p in caught.value.problems] == [("STEP-DAY", "on")]


def test_the_bar_says_since_when(world, at) -> None:
    code = told(world, at)
    page = queries.opened(world.actor("an"), code, on=DAY)
    assert [(s.ident, s.state, s.since) for s in page.stages] == [
        ("begun", "done", DAY), ("told", "now", DAY), ("answered", "next", None),
        ("end", "next", None),
    ]  # fmt: skip
    assert page.line.stage_on == DAY


def test_a_matter_hangs_on_another_of_the_same_official_only(world, at) -> None:
    code = begun(world, at)
    wanted = Wanted(move="begin", on=DAY, given={"reason": "后续"})
    opening = Opening(person="fan", title="后续", parent=code)
    with pytest.raises(Refusal):
        services.open_matter("case", opening, wanted, actor=world.actor("an"), at=at)
    opening = Opening(person="du", title="后续", parent=code)
    after = services.open_matter("case", opening, wanted, actor=world.actor("an"), at=at)
    page = queries.opened(world.actor("an"), code, on=DAY)
    assert [m.code for m in page.below] == [after]
    assert queries.opened(world.actor("an"), after, on=DAY).parent.code == code


def test_a_kind_nobody_answers_for_is_not_there(world, at) -> None:
    with pytest.raises(Refusal):
        kinds.desk_of("nonsense")
    assert ("case", "组织调整") in queries.kinds_to_open(world.actor("an"))
    assert queries.kinds_to_open(world.actor("cheng")) == ()


def test_rights_are_tried_from_the_widest(world, at) -> None:
    assert queries.rights(world.actor("an")) == (Act.SEE_MATTERS,)
    assert queries.rights(world.actor("pan")) == (Act.JUDGE_REMEDIES,)
    assert queries.rights(world.actor("li")) == (Act.ANSWER_REFERRALS,)
    assert queries.rights(world.actor("xi")) == ()


def test_every_kind_of_matter_has_a_desk_that_answers_for_it() -> None:
    assert {k: d.kind.id for k, d in kinds.DESKS.items()} == {k: k for k in office.MATTERS}
    for desk in kinds.DESKS.values():
        assert desk.kind.first in desk.kind.moves
        assert desk.kind.label == office.chinese(office.MATTERS, desk.kind.id)


def test_a_step_hidden_from_the_official_does_not_make_his_words_out_of_date(world, at) -> None:
    code = told(world, at)
    seen = queries.opened(world.actor("du"), code, on=DAY, own=True).seen
    take(world, code, "refer", matter="涉嫌收受礼金")
    state = Wanted(move="state", on=DAY, seen=seen, given={"points": ["已请假"]})
    line = services.take(code, state, actor=world.actor("du"), at=at, own=True)
    assert line.version == seen + 2


def test_a_step_he_was_told_of_does_and_says_nothing_of_others(world, at) -> None:
    code = told(world, at)
    seen = queries.opened(world.actor("du"), code, on=DAY, own=True).seen
    take(world, code, "refer", matter="涉嫌收受礼金")
    take(world, code, "tell", text="补充告知。")
    state = Wanted(move="state", on=DAY, seen=seen, given={"points": ["已请假"]})
    with pytest.raises(Refusal) as caught:
        services.take(code, state, actor=world.actor("du"), at=at, own=True)
    assert [p.code for p in caught.value.problems] == ["EDIT-CONFLICT"]
    assert "移送" not in str(caught.value)
