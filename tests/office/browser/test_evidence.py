"""Evidence in a real browser: verified from the keyboard, a task that is watched to its end."""

from biaochi import clock
from biaochi.jobs.handlers import Handler
from biaochi.jobs.worker import work_once
from biaochi.tasks import services as tasks
from tests.office import periods
from tests.office.reports import reported


def test_a_verifier_chooses_by_keyboard_and_verifies(office, visit) -> None:
    _, world = office
    periods.opened(world)
    for _ in range(3):
        reported(world)
    page = visit("bai", "/verify/")
    page.locator('input[name="chosen"]').nth(0).focus()
    page.keyboard.press("Space")
    page.locator('input[name="chosen"]').nth(1).focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="核实所选").focus()
    page.keyboard.press("Enter")
    page.get_by_text("已核实 2 条").wait_for()
    assert page.locator('input[name="chosen"]').count() == 1
    assert page.complaints == []


def test_the_page_of_a_task_follows_it_to_its_end(office, visit) -> None:
    _, world = office
    asked = {"kind": "count", "title": "数一数", "asked": {}, "at": clock.now()}
    ident = tasks.ask(**asked, actor=world.actor("an"))
    page = visit("an", f"/tasks/{ident}/")
    page.get_by_text("排队中").first.wait_for()
    handler = Handler(run=lambda *_: {}, restartable=True)
    assert work_once({"count": handler}, name="w")
    page.get_by_text("已完成").first.wait_for(timeout=15_000)
    assert page.complaints == []


def test_an_item_is_suggested_and_reported_without_script(office, visit) -> None:
    _, world = office
    periods.opened(world)
    page = visit("rui", "/report/?person=du", script=False)
    assert page.locator("datalist option").count() > 5
    page.get_by_label("目录条目").fill("思想政治素质")
    page.get_by_label("发生日期").fill("2026-03-01")
    page.get_by_label("分值").fill("-0.5")
    page.get_by_role("button", name="填报", exact=True).click()
    page.get_by_text("等另一位核实人员核实后计入").wait_for()
