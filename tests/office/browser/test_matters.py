"""Pages about matters in a real browser: whole at both widths, lawful, usable from the keyboard."""

from io import BytesIO

import pytest
from pdfminer.high_level import extract_text

from biaochi import clock
from biaochi.desks import services
from biaochi.matters.shapes import Wanted
from tests.office.browser.conftest import DESK, PHONE
from tests.office.browser.test_frame import violations

WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_pages_about_matters_fit_and_have_no_serious_violation(
    visit, picture, matter, size
) -> None:
    pages = {
        "list": ("an", "/matters/"), "board": ("an", "/matters/board/"),
        "clocks": ("an", "/matters/clocks/"), "one": ("an", f"/matters/{matter}/?do=answer"),
        "kinds": ("an", "/people/du/matters/new/"),
        "new": ("an", "/people/du/matters/new/case/"), "mine": ("du", "/mine/"),
        "own": ("du", f"/mine/matters/{matter}/?do=state"),
        "check": ("bai", f"/matters/{matter}/?do=check"),
    }  # fmt: skip
    found = {}
    for name, (who, path) in pages.items():
        page = visit(who, path, size=size)
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        picture(page, f"matters-{name}-{size[0]}")
        wide = page.evaluate(WIDE) if size == DESK or who == "du" else 0
        found[name] = (violations(page), wide, page.complaints)
    assert {k: v for k, v in found.items() if v != ([], 0, [])} == {}


def test_a_step_is_taken_from_the_keyboard(visit, matter) -> None:
    page = visit("an", f"/matters/{matter}/")
    page.locator(".move > a.title", has_text="移送").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**do=refer*")
    page.get_by_label("涉嫌的问题").focus()
    page.keyboard.type("礼金")
    page.get_by_role("button", name="移送").focus()
    page.keyboard.press("Enter")
    page.get_by_text("已办理：移送。").wait_for()
    assert page.complaints == []


def test_a_long_list_is_narrowed_by_typing_and_works_without_a_script(visit, matter) -> None:
    page = visit("an", "/people/du/matters/new/case/")
    page.check('[name="f_grades"][value="g3"]')
    page.get_by_label("在 25 项里查找").fill("第 25")
    assert page.locator(".picks label:visible").count() == 2
    plain = visit("an", "/people/du/matters/new/case/", script=False)
    assert plain.locator(".picks label:visible").count() == 25
    assert not plain.locator(".picks-search").is_visible()


def test_on_paper_a_matter_has_its_steps_and_sums_and_no_form(visit, matter) -> None:
    page = visit("an", f"/matters/{matter}/?do=answer")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert not page.get_by_role("button", name="答复").is_visible()
    assert page.get_by_text("的次日").first.is_visible()
    assert page.get_by_text("请说明原因。").is_visible()
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_a_board_wider_than_the_page_scrolls_by_itself(visit, matter) -> None:
    page = visit("an", "/matters/board/", size=(700, 768))
    page.locator(".lanes").focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate(WIDE) == 0
    assert page.locator(".lane").count() == 4


def test_a_long_step_begins_on_the_page_it_stands_on_and_goes_on_overleaf(
    visit, office, matter
) -> None:  # fmt: skip
    text = "\n".join(f"S-{n:02}：情况说明如下，请予核对。" for n in range(1, 41))
    wanted = Wanted(move="tell", on=clock.today(), seen=3, given={"text": text})
    services.take(matter, wanted, actor=office[1].actor("an"), at=clock.now())
    page = visit("an", f"/matters/{matter}/")
    page.emulate_media(media="print")
    first, second, *_ = extract_text(BytesIO(page.pdf(format="A4"))).split("\f")
    assert "S-01" in first
    assert "S-40" in second
