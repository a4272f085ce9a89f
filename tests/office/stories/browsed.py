"""The same steps in a real browser: pages opened, boxes filled, papers taken and opened."""

import re
from urllib.parse import urlencode

from biaochi import clock
from tests.office.browser.conftest import DESK, PHONE
from tests.office.browser.test_frame import violations
from tests.office.stories.stage import Stage
from tests.office.stories.steps import TITLES

LISTS = frozenset({"investigators", "present", "points"})

WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
WRONG = "ul.errors li, .notice.bad, .notice.warn[role=alert]"


class NotOffered(Exception):
    """A choice that a page does not have."""


class Browsed(Stage):
    """One county seen through Chromium; an official opens his own pages on a phone."""

    def __init__(self, world, visit, picture):
        super().__init__(world)
        self.visit, self.picture = visit, picture
        self.tabs, self.codes, self.shots = {}, [], 0

    def known(self, on):
        """What was done on pages is recorded today, whenever it happened."""
        return clock.now() if self.codes else super().known(on)

    def page(self, who, path):
        """Turn somebody's browser to an address."""
        if who not in self.tabs:
            size = PHONE if who in self.world.people else DESK
            self.tabs[who] = self.visit(who, path, size=size)
            self.tabs[who].set_default_timeout(15_000)
        else:
            self.tabs[who].goto(path)
        if "/forgotten/" in self.tabs[who].url:
            self.recall(self.tabs[who])
            self.tabs[who].goto(path)
        return self.tabs[who]

    def recall(self, page):
        """Say why something whose influence is over has to be looked at."""
        self.shot(page, "forgotten")
        page.locator("main textarea").fill("核对文书")
        page.get_by_role("button", name="写明理由并查看").click()
        page.get_by_text("已记下您的理由").wait_for()

    def shot(self, page, name):
        self.shots += 1
        self.picture(page, f"{self.shots:03}-{name}")

    def open(self, person, kind, *, on, who="an", by="", parent="", **given):
        base = "/mine" if who == person else f"/people/{person}"
        asked = urlencode({k: v for k, v in (("way", by), ("parent", parent)) if v})
        page = self.page(who, f"{base}/matters/new/{kind}/?{asked}")
        form = page.locator("form[enctype]")
        fill(form, {"title": TITLES[kind], "on": f"{on}", "sure": True, **form_of(given)})
        self.shot(page, f"{kind}-open")
        form.locator("button.primary").click()
        assert page.locator(WRONG).all_inner_texts() == []
        page.get_by_text("已提出" if who == person else "已立项").first.wait_for()
        self.codes.append(page.url.split("#")[0].rstrip("/").rsplit("/", 1)[1])
        return self.codes[-1]

    def address(self, code, who):
        """Where somebody reads a matter."""
        return f"/mine/matters/{code}/" if who in self.world.people else f"/matters/{code}/"

    def tried(self, code, move, who, on, given):
        """Fill in the form of a move where the page has one, and send it."""
        page = self.page(who, f"{self.address(code, who)}?on={on}&do={move}")
        form = page.locator(f"#move-{move} form")
        there = form.count() == 1
        if there:
            fill(form, {"on": f"{on}", "sure": True, **form_of(given)})
            self.shot(page, move)
            form.locator("button.primary").click()
        return page, there

    def take(self, code, move, who, on, **given):
        page, there = self.tried(code, move, who, on, given)
        assert there, (move, page.locator("details.blocked").all_text_contents())
        assert page.locator(WRONG).all_inner_texts() == [], move
        page.get_by_text("已办理：").wait_for()

    def refused(self, code, move, who, on, **given):
        """Try what is refused, or what the page does not even offer; returns what it says."""
        try:
            page, there = self.tried(code, move, who, on, given)
        except NotOffered:
            return self.tabs[who].locator(f"#move-{move}").inner_text()
        blocked = page.locator("details.blocked")
        if not there and blocked.count():
            blocked.locator("summary").click()
        if there:
            page.locator(WRONG).first.wait_for()
        self.shot(page, f"{move}-refused")
        assert page.get_by_text("已办理：").count() == 0, move
        page.complaints[:] = [c for c in page.complaints if "422" not in c]  # it was to be refused
        return page.locator("main").inner_text()

    def looked(self, code, person):
        """What officer, supervisor and official see in the end; accessible and not too wide."""
        for who in ("an", "sheng", person):
            page = self.page(who, self.address(code, who))
            self.shot(page, f"end-{who}")
            seen = [violations(page), page.evaluate(WIDE), page.complaints]
            assert seen == [[], 0, []], (who, seen)

    def papers(self, folder):
        """Take every paper of every matter as Word; returns the files by whose it is."""
        found = {}
        for code in self.codes:
            person = self.line(code).name
            page = self.page("an", f"/matters/{code}/papers/")
            self.shot(page, "papers")
            links = page.get_by_role("link", name="检查并下载").all()
            for address in [link.get_attribute("href") for link in links]:
                page.goto(address)
                with page.expect_download() as coming:
                    page.get_by_role("button", name="下载 DOCX").click()
                kept = folder / f"{re.sub(r'[^A-Za-z0-9_-]+', '-', address.strip('/'))}.docx"
                coming.value.save_as(kept)
                found[kept] = person
        return found


def fill(form, said):
    """Fill in boxes as somebody would: open what is folded, pick, tick, type."""
    for fold in form.locator("details.seldom:not([open]) > summary").all():
        fold.click()
    for name, value in said.items():
        box = form.locator(f'[name="{name}"]')
        if name in {"on", "title", "sure"} and not box.count():
            continue
        kind = box.first.get_attribute("type")
        if kind in {"radio", "checkbox"}:
            tick(form, box, name, value)
        elif box.first.evaluate("b => b.tagName") == "SELECT":
            box.select_option(value)
        else:
            box.fill(value)


def tick(form, box, name, value):
    if box.count() == 1 and value in (True, "yes", "no"):
        box.set_checked(value != "no")
        return
    for one in value if isinstance(value, list) else [value]:
        choice = form.locator(f'[name="{name}"][value="{one}"]')
        if not choice.count():
            raise NotOffered(name, one)
        choice.check()


def form_of(given):
    """Return what a browser would send for what a move says."""
    sent = {}
    for name, value in given.items():
        key = f"f_{name}"
        if name == "votes":
            sent |= {f"{key}-{k}": f"{v}" for k, v in value.items()}
        elif name == "answers":
            for n, (accepted, answer) in enumerate(value, 1):
                sent[f"{key}-{n}-accepted"] = "yes" if accepted else "no"
                sent[f"{key}-{n}-answer"] = answer
        elif isinstance(value, bool):
            sent[key] = "yes" if value else "no"
        elif name in LISTS:
            sent[key] = "\n".join(value)
        else:
            sent[key] = value if isinstance(value, list) else f"{value}"
    return sent
