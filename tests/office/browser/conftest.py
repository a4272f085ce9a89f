"""A real browser on the office: signed in by a session of its own, nothing from outside."""

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from biaochi import clock
from biaochi.desks import kinds, services
from biaochi.matters.shapes import Opening, Wanted
from tests.office import cast, toy

playwright = pytest.importorskip("playwright.sync_api")

# The browser's driver runs a loop in this thread, and Django would refuse the database there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

PLACES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
DESK, PHONE = (1366, 768), (390, 844)


def chromium() -> str:
    found = next((path for name in PLACES if (path := shutil.which(name))), "")
    if not found:
        pytest.skip("没有 Chromium：浏览器测试没有运行（Debian：apt-get install chromium）")
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    where = chromium()
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=where, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def office(live_server, transactional_db):
    """The address of a served office with the cast in it, and the cast."""
    return live_server.url, cast.world()


@pytest.fixture
def matter(office, monkeypatch, settings, tmp_path):
    """A matter of an invented kind, told to 杜文清 ten days ago, with what he said to it."""
    settings.HOME = tmp_path
    monkeypatch.setitem(kinds.DESKS, "case", toy.DESK)
    world, at = office[1], clock.now()
    day = clock.today() - timedelta(days=25)
    opening = Opening(person="du", title="提醒：一月报表迟报")
    first = Wanted(move="begin", on=day, given={"reason": "一月报表迟报三日，已是第二次。"})
    code = services.open_matter("case", opening, first, actor=world.actor("an"), at=at)
    steps = (
        ("an", "tell", {"text": "一月份的报表应于 5 日报出，实际 8 日报出。\n请说明原因。"}),
        ("du", "state", {"points": ["当日外出开会，已请假。", "已委托他人代报。"]}),
    )
    for seen, (who, move, given) in enumerate(steps, start=1):
        services.take(
            code, Wanted(move=move, on=day, seen=seen, given=given), actor=world.actor(who), at=at,
            own=who == "du",
        )  # fmt: skip
    return code


@pytest.fixture
def visit(browser, office) -> Iterator[Callable]:
    """Open a page as somebody: ``visit("an", "/")``; nobody: ``visit("", "/login/")``."""
    url, world = office
    opened = []

    def visited(login: str, path: str, *, size: tuple[int, int] = DESK, script: bool = True):
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, locale="zh-CN",
            java_script_enabled=script, base_url=url,
        )  # fmt: skip
        opened.append(context)
        if login:
            client = Client()
            client.force_login(world.users[login])
            kept = client.cookies["biaochi"].value
            context.add_cookies([{"name": "biaochi", "value": kept, "url": url}])
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda m: m.type == "error" and page.complaints.append(m.text))
        page.on("pageerror", lambda e: page.complaints.append(str(e)))
        page.on("request", lambda r: r.url.startswith(url) or page.complaints.append(r.url))
        page.goto(path)
        return page

    yield visited
    for context in opened:
        context.close()


@pytest.fixture
def picture(request) -> Callable:
    """Keep what a page looks like, where OFFICE_PICTURES names a folder."""
    folder = os.environ.get("OFFICE_PICTURES", "")

    def kept(page, name: str) -> None:
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)

    return kept
