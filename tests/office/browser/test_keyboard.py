"""A matter from the keyboard alone: Tab, Enter, space, and nothing else."""

import pytest

from tests.office.browser.conftest import DESK, PHONE

HERE = """() => {
  const e = document.activeElement, s = getComputedStyle(e), r = e.getBoundingClientRect();
  return {
    name: (e.innerText || e.name || e.id || '').trim().split('\\n')[0],
    tag: e.tagName, id: e.id, probe: e.dataset.probe || '',
    outlined: s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0,
    seen: r.width > 0 && r.height > 0 && r.bottom > 0 && r.top < innerHeight,
  };
}"""
REACHABLE = """() => [...document.querySelector('main').querySelectorAll(
  'a[href], button, summary, input:not([type=hidden]), textarea, select'
)].filter(e => e.checkVisibility ? e.checkVisibility() : e.offsetParent).map((e, i) => {
  e.setAttribute('data-probe', i); return String(i);
})"""
MOST = 400
OWN = "/mine/matters/{}/?do=state"


def tabbed(page, until):
    """Press Tab until the focus is where it should be; returns what was passed on the way."""
    passed = []
    for _ in range(MOST):
        page.keyboard.press("Tab")
        here = page.evaluate(HERE)
        passed.append(here)
        if until(here):
            return passed
    raise AssertionError([h["name"] for h in passed])


@pytest.mark.parametrize("size", [DESK, PHONE])
@pytest.mark.parametrize(("who", "there"), [("an", "/matters/{}/?do=answer"), ("du", OWN)])
def test_everything_that_acts_is_reached_and_seen_with_tab_alone(
    visit, matter, who, there, size
) -> None:  # fmt: skip
    page = visit(who, there.format(matter), size=size)
    wanted, reached, hidden = set(page.evaluate(REACHABLE)), set(), []
    page.keyboard.press("Tab")
    for here in tabbed(page, lambda h: h["name"] == "跳到内容"):
        if here["probe"]:
            reached.add(here["probe"])
            hidden += [] if here["outlined"] and here["seen"] else [here]
    radios = page.evaluate(
        "[...document.querySelectorAll('[type=radio]')].map(r => r.dataset.probe)"
    )
    assert wanted - reached - set(radios) == set()
    assert hidden == []


def test_the_first_tab_skips_to_the_content(visit, matter) -> None:
    page = visit("an", f"/matters/{matter}/")
    [first] = tabbed(page, lambda h: True)
    assert (first["name"], first["seen"]) == ("跳到内容", True)
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_after_a_refusal_the_focus_stands_at_what_is_to_be_put_right(visit, matter) -> None:
    page = visit("an", f"/matters/{matter}/")
    tabbed(page, lambda h: h["name"] == "移送" and h["tag"] == "A")
    page.keyboard.press("Enter")
    page.wait_for_url("**do=refer*")
    tabbed(page, lambda h: h["tag"] == "TEXTAREA")
    page.keyboard.type(" ")
    tabbed(page, lambda h: h["name"] == "移送" and h["tag"] == "BUTTON")
    page.evaluate("document.querySelectorAll('form').forEach(f => { f.noValidate = true; })")
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.hasAttribute('data-errors')")
    told = page.evaluate(HERE)
    assert (told["outlined"], told["seen"]) == (True, True)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"
    page.keyboard.type("礼金")
    tabbed(page, lambda h: h["name"] == "移送" and h["tag"] == "BUTTON")
    page.keyboard.press("Enter")
    page.get_by_text("已办理：移送。").wait_for()


@pytest.mark.parametrize("path", ["/people/fan/", "/people/fan/dossier/"])
def test_to_open_a_matter_is_two_tabs_or_one_key_away(visit, office, path) -> None:
    page = visit("an", path)
    passed = tabbed(page, lambda h: h["name"] == "新立事项")
    assert len(passed) == 2
    assert (passed[-1]["outlined"], passed[-1]["seen"]) == (True, True)
    page.keyboard.press("Enter")
    page.wait_for_url("**/people/fan/matters/new/**")
    page.goto(path)
    page.keyboard.press("o")
    page.wait_for_url("**/people/fan/matters/new/**")


def test_the_calendar_of_a_date_box_shows_that_the_focus_is_there(visit, matter) -> None:
    page = visit("an", f"/matters/{matter}/?do=answer")
    box = page.locator(".move.opened input[type=date]").first
    box.focus()
    looks = []
    for _ in range(4):
        place = box.bounding_box()
        clip = {
            "x": place["x"] + place["width"] - 34, "y": place["y"] + 3, "width": 30,
            "height": place["height"] - 6,
        }  # fmt: skip
        looks.append(page.screenshot(clip=clip))
        page.keyboard.press("Tab")
    assert len(set(looks[:3])) == 1
    assert looks[3] != looks[2]


@pytest.mark.parametrize(("who", "there"), [("an", "/matters/{}/"), ("du", "/mine/matters/{}/")])
def test_what_can_be_done_in_a_matter_is_three_keys_away(visit, matter, who, there) -> None:
    page = visit(who, there.format(matter))
    passed = tabbed(page, lambda h: "可以办的" in h["name"])
    assert (len(passed), passed[-1]["seen"]) == (2, True)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    inside = "document.activeElement.closest('section').getAttribute('aria-labelledby')"
    assert page.evaluate(inside) == "now"
