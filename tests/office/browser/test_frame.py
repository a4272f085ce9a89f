"""The frame of every page, in a real browser: reachable by keyboard, whole on a phone, lawful."""

import pytest

from tests.office import periods
from tests.office.browser.conftest import PHONE, playwright

axe = pytest.importorskip("axe_playwright_python.sync_playwright")

OFFICER = ["/", "/people/du/dossier/", "/units/qs-fin/team/", "/help/keys/", "/tasks/"]
LISTS = [
    "/people/", "/people/du/", "/units/", "/units/qs-fin/", "/evidence/", "/report/?person=du",
    "/returns/", "/returns/new/", "/import/", "/appraisals/", "/packs/", "/calendar/", "/findings/",
    "/search/?q=杜", "/account/",
]  # fmt: skip
OWN = ["/", "/mine/"]
SERIOUS = {"serious", "critical"}


def violations(page):
    found = axe.Axe().run(page).response["violations"]
    return [
        (v["id"], n["target"], n["failureSummary"])
        for v in found if v["impact"] in SERIOUS for n in v["nodes"]
    ]  # fmt: skip


@pytest.mark.parametrize("path", OFFICER)
def test_pages_of_an_officer_have_no_serious_violation(visit, picture, path) -> None:
    page = visit("an", path)
    picture(page, f"officer{path.replace('/', '-')}")
    assert violations(page) == []
    assert page.complaints == []


def test_lists_and_forms_of_every_area_have_no_serious_violation(visit, office) -> None:
    periods.opened(office[1])
    page = visit("an", "/")
    found = {}
    for path in LISTS:
        assert page.goto(path).status == 200, path
        found[path] = violations(page)
    assert {path: v for path, v in found.items() if v} == {}
    assert page.complaints == []


@pytest.mark.parametrize("path", OWN)
@pytest.mark.parametrize("size", [(1366, 768), PHONE])
def test_pages_of_an_official_fit_and_have_no_serious_violation(visit, picture, path, size) -> None:
    page = visit("du", path, size=size)
    picture(page, f"own{path.replace('/', '-')}{size[0]}")
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) == 0
    assert violations(page) == []


def test_signing_in_has_no_serious_violation(visit) -> None:
    assert violations(visit("", "/login/")) == []


def test_what_is_not_there_says_what_to_do(visit) -> None:
    page = visit("an", "/people/nobody/dossier/")
    assert page.locator("h1").inner_text() == "没有找到"
    assert page.locator("main li").count() >= 2
    assert violations(page) == []


def test_the_first_tab_leads_past_the_menu(visit) -> None:
    page = visit("an", "/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_g_and_a_letter_open_a_line_of_the_menu(visit) -> None:
    page = visit("an", "/help/keys/")
    page.keyboard.press("g")
    page.keyboard.press("t")
    page.wait_for_url("**/tasks/")
    page.keyboard.press("?")
    page.wait_for_url("**/help/keys/")


def test_without_a_script_every_line_of_the_menu_opens(visit) -> None:
    page = visit("an", "/", script=False)
    links = page.locator("nav.menu a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert links
    for link in links:
        assert page.goto(link).status == 200


def test_a_slash_leads_to_the_search_box_and_escape_leaves_it(visit) -> None:
    page = visit("an", "/people/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search-box"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") != "search-box"


def test_a_filter_is_kept_for_the_next_visit_without_a_script(visit) -> None:
    page = visit("an", "/people/", script=False)
    page.get_by_label("姓名、拼音、编号").fill("杜")
    page.get_by_role("button", name="查询").click()
    playwright.expect(page.locator("tbody tr")).to_have_count(1)
    page.goto("/people/")
    assert page.locator("tbody tr").count() == 1
    page.get_by_role("link", name="重置").click()
    playwright.expect(page.locator("tbody tr")).to_have_count(4)


def test_paper_has_no_menu_and_keeps_the_watermark(visit) -> None:
    page = visit("an", "/people/du/dossier/")
    page.emulate_media(media="print")
    assert not page.locator("nav.menu").is_visible()
    assert not page.locator("header.bar").is_visible()
    assert page.locator(".watermark").is_visible()
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_a_list_on_paper_has_its_rows_and_how_many_there_are(visit) -> None:
    page = visit("an", "/people/?size=20")
    page.emulate_media(media="print")
    assert page.locator("tbody tr").count() == 4
    assert page.locator(".pager .total").is_visible()
    assert not page.locator(".filters").first.is_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('thead')).display") == (
        "table-header-group"
    )
    assert page.evaluate("getComputedStyle(document.querySelector('tbody tr')).breakInside") == (
        "avoid"
    )
