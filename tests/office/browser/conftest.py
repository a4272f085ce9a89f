"""A real browser on the office: signed in by a session of its own, nothing from outside."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client

from tests.office import cast

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
