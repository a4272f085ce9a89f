"""A whole adjustment case in a real browser, by the people it takes, the official on his phone."""

import re
from datetime import timedelta

import pytest

from biaochi import clock
from tests.office import casework
from tests.office.browser.conftest import PHONE
from tests.office.browser.test_frame import violations
from tests.office.browser.test_matters import WIDE


@pytest.fixture
def ground(office, settings, tmp_path):
    """A verified piece of evidence about 范守义, and a pack to go by."""
    settings.HOME = tmp_path
    world = office[1]
    casework.pack_of(world)
    return casework.piece(world, on=clock.today())


class Walk:
    """Pages of one case, as each person opens them."""

    def __init__(self, visit, picture) -> None:
        self.visit, self.picture, self.code, self.pages = visit, picture, "", {}

    def page(self, who, path="", size=None):
        if who not in self.pages:
            self.pages[who] = self.visit(who, "/", **({"size": size} if size else {}))
        page = self.pages[who]
        page.goto(path or f"/matters/{self.code}/")
        return page

    def step(self, who, label, **filled):
        page = self.page(who)
        self.choose(page, label)
        self.fill(page, label, **filled)

    def choose(self, page, label):
        """Open the form of a move; the only one there is stands open already."""
        if not page.locator(".move > h3.title", has_text=label).count():
            page.locator(".move > a.title", has_text=re.compile(f"^{label}$")).click()

    def fill(self, page, label, **filled):
        for name, value in filled.items():
            box = page.locator(f'[name="f_{name}"]')
            kind = box.first.get_attribute("type")
            if kind in {"radio", "checkbox"}:
                page.check(f'[name="f_{name}"][value="{value}"]')
            elif box.first.evaluate("b => b.tagName") == "SELECT":
                box.select_option(value)
            else:
                box.fill(value)
        sure = page.locator('[name="sure"]')
        if sure.count():
            sure.check()
        self.shot(page, label)
        page.locator("form button.primary", has_text=label).click()
        wrong = page.locator("ul.errors li, .notice.bad, .notice.warn").all_inner_texts()
        assert wrong == [], (label, wrong)
        page.get_by_text(f"已办理：{label}。").wait_for()

    def shot(self, page, name):
        self.picture(page, f"case-{len(self.pages)}-{name}")
        assert page.evaluate(WIDE) == 0
        assert page.complaints == []


@pytest.mark.long
def test_a_case_from_the_motion_to_the_close(visit, picture, ground) -> None:
    walk, day = Walk(visit, picture), f"{clock.today()}"
    opened(walk)
    for who in ("an", "bai", "cheng"):
        walk.step(who, "声明是否回避", relation="none")
    walk.step(
        "bai", "核实认定", investigators="白景明\n冯核实", upheld="N1", violation="no",
        evidence=ground, summary="谈话和书面材料一致，属实。",
    )  # fmt: skip
    walk.step(
        "an", "告知事实和理由", served_on=day, means="talk", receipt="范守义",
        text="去年十二月，您两次不服从组织安排。依据见谈话记录。",
    )  # fmt: skip
    heard(walk)
    walk.step("bai", "容错审查", conclusion="none", reason="不是改革创新中的失误。")
    walk.step(
        "an", "提出方案", reason_class="fault", violation="no", measure="removal",
        reason="不适宜担任现职。",
    )  # fmt: skip
    met(walk, day)
    walk.step("cheng", "确认会议决定")
    walk.step(
        "an", "送达决定", served_on=day, means="talk", remedy=casework.REMEDY, receipt="范守义"
    )
    walk.step(
        "an", "办理职务变动", effective_on=f"{clock.today() + timedelta(days=1)}", last_on=day
    )
    walk.step("an", "办结", note="已经办完。")
    told(walk)


def opened(walk) -> None:
    page = walk.page("an", "/people/fan/dossier/")
    page.get_by_role("link", name="立一件事项").click()
    page.get_by_role("link", name="组织调整").click()
    page.get_by_role("link", name="不适宜担任现职调整程序").click()
    page.get_by_label("名称").fill("组织调整：不服从安排")
    page.locator('[name="f_channel"]').select_option("unfit")
    page.locator('[name="f_grounds"][value="N1"]').check()
    page.locator('[name="f_evidence"]').first.check()
    page.get_by_label("动议理由").fill("两次不服从组织安排，需要研究是否适宜担任现职。")
    walk.shot(page, "动议")
    page.get_by_role("button", name="动议").click()
    assert page.locator("ul.errors li, .notice.bad").all_inner_texts() == []
    page.get_by_text("已立项").wait_for()
    walk.code = page.url.rstrip("/").rsplit("/", 1)[1]
    walk.shot(page, "立项之后")


def heard(walk) -> None:
    page = walk.page("fan", "/mine/", size=PHONE)
    walk.shot(page, "我的记录")
    page.get_by_role("link", name="组织调整：不服从安排").first.click()
    page.get_by_text("两次不服从组织安排。依据见谈话记录").first.wait_for()
    assert "冯核实" not in page.inner_text("main")
    walk.shot(page, "我的事项")
    walk.choose(page, "陈述申辩")
    page.set_input_files('[name="files"]', files=[
        {"name": "说明.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 x"}
    ])  # fmt: skip
    walk.fill(page, "陈述申辩", points="第一次已经书面请假。\n第二次确有家事，愿意改正。")
    walk.page("an")
    walk.choose(walk.pages["an"], "答复陈述申辩")
    for number, (taken, answer) in enumerate(
        (("yes", "有请假条，予以采纳。"), ("no", "未请假。")), 1
    ):
        walk.pages["an"].check(f'[name="f_answers-{number}-accepted"][value="{taken}"]')
        walk.pages["an"].fill(f'[name="f_answers-{number}-answer"]', answer)
    walk.fill(walk.pages["an"], "答复陈述申辩")


def met(walk, day) -> None:
    page = walk.page("an")
    walk.choose(page, "登记会议决定")
    for key, many in (("for", "4"), ("against", "0"), ("abstained", "0")):
        page.fill(f'[name="f_votes-{key}"]', many)
    walk.fill(
        page, "登记会议决定", body="县委常委会", held_on=day, entitled="5",
        present="\n".join(casework.PRESENT), outcome="adopted", text="会议同意所提方案。",
    )  # fmt: skip


def told(walk) -> None:
    page = walk.page("fan", f"/mine/matters/{walk.code}/")
    words = page.inner_text("main")
    assert [
        w for w in ("可以在三十日内", "有请假条，予以采纳", "第 2 条（不采纳）") if w not in words
    ] == []
    assert [w for w in ("冯核实", "吴议决", "赞成") if w in words] == []
    walk.shot(page, "办结之后")
    walk.shot(walk.page("an"), "办结之后")
    walk.shot(walk.page("sheng"), "监督")
    assert [violations(walk.page(who)) for who in ("an", "sheng")] == [[], []]
    assert violations(walk.page("fan", f"/mine/matters/{walk.code}/")) == []
