"""``make demo`` as somebody sees it who has just cloned the tree."""

import os
import re
import signal
import subprocess
import sys
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

import pytest

pytest.importorskip("django")
pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
ACCOUNT = re.compile(r"^  (\w+) +((?:[a-z2-9]{4}-){4}[a-z2-9]{4})  ", re.MULTILINE)


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """The address and the accounts that were printed; at the end it is told to stop."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("BIAOCHI_", "DJANGO_"))}
    env = {**kept, "DEMO": "", "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
    demo = subprocess.Popen(
        [sys.executable, "-m", "demo.run"], cwd=tmp_path_factory.mktemp("demo"), env=env,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    said = ""
    for line in demo.stdout:
        said += line
        if found := re.search(r"办公端在 (http://127\.0\.0\.1:\d+)/", line):
            yield found[1], dict(ACCOUNT.findall(said))
            demo.send_signal(signal.SIGINT)
            demo.communicate(timeout=60)
            assert demo.returncode == 0
            return
    pytest.fail(said)


class Token(HTMLParser):
    """The token of the first form."""

    found = ""

    def handle_starttag(self, tag, attrs):
        if dict(attrs).get("name") == "csrfmiddlewaretoken":
            self.found = self.found or dict(attrs)["value"]


def signed_in(served, login) -> OpenerDirector:
    address, accounts = served
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    token = Token()
    token.feed(page(browser, f"{address}/login/"))
    form = {"login": login, "password": accounts[login], "csrfmiddlewaretoken": token.found}
    page(browser, f"{address}/login/", urlencode(form).encode())
    return browser


def page(browser, address, form=None) -> str:
    with browser.open(address, form) as answer:
        return answer.read().decode()


def test_an_account_of_each_role_is_printed(served) -> None:
    assert {
        "an",
        "bai",
        "cheng",
        "sheng",
        "rui",
        "li",
        "jin",
        "du",
        "fan",
        "pan",
        "pei",
        "peng",
    } < set(served[1])
    assert len(set(served[1].values())) == len(served[1]) == 15


@pytest.mark.parametrize("login", ["an", "bai", "rui", "pan", "fan", "xitong", "anquan", "shenji"])
def test_a_printed_account_opens_on_its_desk(served, login) -> None:
    shown = page(signed_in(served, login), f"{served[0]}/")
    assert "工作台" in shown
    assert "退出" in shown


def test_the_officer_finds_the_county_and_the_neighbour_nothing(served) -> None:
    address, _ = served
    assert "范学军" in page(signed_in(served, "an"), f"{address}/people/fan/")
    with pytest.raises(HTTPError, match="404"):
        page(signed_in(served, "jin"), f"{address}/people/fan/")
