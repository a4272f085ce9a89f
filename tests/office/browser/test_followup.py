"""The time after an adjustment in a real browser: the plan, the ledger, what bars, what is over."""

from datetime import timedelta

import pytest

from biaochi import clock
from tests.office import staff
from tests.office.browser.conftest import DESK, PHONE
from tests.office.browser.test_frame import violations
from tests.office.following import FILLED, executed, measured, opened, step

OPEN = "document.querySelectorAll('details').forEach(d => d.open = true)"
WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def plan(office, settings, tmp_path):
    """A plan in force with a talk, a difficulty and a task; another that is owed."""
    settings.HOME = tmp_path
    world, since = office[1], clock.today() - timedelta(days=60)
    pack, day = staff.pack(world), f"{clock.today() - timedelta(days=50)}"
    executed(world, pack=pack, person="fan", on=since)
    measured(world, code="M-2023", measure="removal", on=since.replace(year=since.year - 3))
    code = opened(world, executed(world, pack=pack, on=since), pack=pack, on=since)
    step(world, code, "fix", on=day, **FILLED)
    step(world, code, "activate", on=day)
    step(world, code, "talk", on=day, actor="talk-head", talked_on=day, by="于局长",
         content="谈了今后的打算。", difficulties=["孩子上学"])  # fmt: skip
    step(world, code, "assign", on=day, kind="key-project", work="高速公路征迁", willing=True,
         from_on=day, owner="指挥部")  # fmt: skip
    return code


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_pages_after_an_adjustment_fit_and_have_no_serious_violation(
    visit, picture, plan, size
) -> None:
    pages = {
        "ledger": ("an", "/aftercare/"), "stock": ("an", "/aftercare/stock/"),
        "retention": ("an", "/aftercare/retention/"), "bars": ("an", "/people/du/bars/"),
        "plan": ("an", f"/matters/{plan}/?do=recheck"), "own": ("du", f"/mine/matters/{plan}/"),
    }  # fmt: skip
    found = {}
    for name, (who, path) in pages.items():
        page = visit(who, path, size=size)
        picture(page, f"followup-{name}-{size[0]}")
        wide = page.evaluate(WIDE) if size == DESK or who == "du" else 0
        found[name] = (violations(page), wide, page.complaints)
    assert {k: v for k, v in found.items() if v != ([], 0, [])} == {}


def test_the_person_raises_a_difficulty_and_the_office_answers_it(visit, plan) -> None:
    page = visit("du", f"/mine/matters/{plan}/?do=raise", size=PHONE)
    page.evaluate(OPEN)
    page.get_by_label("困难", exact=False).first.fill("通勤太远")
    page.get_by_role("button", name="提出困难").first.click()
    page.get_by_text("通勤太远").first.wait_for()
    page = visit("an", f"/matters/{plan}/?do=solve")
    page.get_by_text("2. 通勤太远").first.wait_for()


def test_an_incomplete_recheck_stays_a_draft_on_the_page(visit, plan) -> None:
    page = visit("an", f"/matters/{plan}/?do=recheck")
    page.evaluate(OPEN)
    page.get_by_label("现实表现", exact=False).first.fill("肯干，服从安排")
    page.get_by_role("button", name="复检").first.click()
    page.get_by_text("草稿还缺：一贯实绩、实际困难、与调整时相比").first.wait_for()


def test_what_is_over_opens_for_who_says_why(visit, plan) -> None:
    page = visit("an", "/people/du/bars/")
    assert page.get_by_role("row").count() == 2
    page.get_by_role("link", name="查看已过影响期的记录").click()
    page.get_by_label("为什么要看", exact=False).fill("提拔任用前核对")
    page.get_by_role("button", name="写明理由并查看").click()
    page.get_by_text("已记下您的理由").wait_for()
    assert f"{clock.today().year - 3}-" in page.content()


def test_what_stands_in_the_way_of_being_considered_is_told(visit, plan) -> None:
    page = visit("an", f"/matters/{plan}/")
    assert "登记重新使用" in page.content()
    assert "影响期已满" in page.content()
