"""From nothing to a served office, as an operator does it."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest

from biaochi.accounts.services import first_run
from biaochi.cli import asking
from biaochi.errors import Refusal

pytestmark = [pytest.mark.once, pytest.mark.slow]
TYPED = "四月的雨下在青石板上，一直到傍晚"
ANSWERS = {
    "office": "青石县委组织部", "unit": {"code": "qs", "name": "青石县", "type": "县"},
    "admins": {
        "system": {"login": "xitong", "name": "席某"},
        "security": {"login": "anquan", "name": "欧阳某"},
        "audit": {"login": "shenji", "name": "申某", "password": TYPED},
    },
}  # fmt: skip


def biaochi(home: Path, *asked, **more):
    kept = {k: v for k, v in os.environ.items() if not k.startswith("BIAOCHI_")}
    env = {**kept, "BIAOCHI_HOME": str(home), "BIAOCHI_HTTPS": "0",
           "BIAOCHI_SECOND_FACTOR": "off", **more}  # fmt: skip
    command = [sys.executable, "-m", "biaochi.cli.main", *asked]
    return subprocess.Popen(
        command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def ran(home: Path, *asked, **more):
    process = biaochi(home, *asked, **more)
    said, refused = process.communicate()
    return process.returncode, said, refused


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    """An office that was set up, and what was printed then."""
    folder = tmp_path_factory.mktemp("first") / "home"
    answers = folder.with_name("answers.json")
    answers.write_text(json.dumps(ANSWERS), encoding="utf-8")
    code, said, refused = ran(folder, "init", "--answers", str(answers))
    assert code == 0, refused
    (folder / "printed").write_text(said, encoding="utf-8")
    return folder


def test_made_passwords_are_printed_once_and_typed_ones_never(home) -> None:
    said = (home / "printed").read_text(encoding="utf-8")
    assert len(re.findall(r"(?:[a-z2-9]{4}-){4}[a-z2-9]{4}", said)) == 2
    assert "傍晚" not in said


def test_a_second_first_run_is_refused(home) -> None:
    code, _, refused = ran(home, "init", "--answers", str(home.with_name("answers.json")))
    assert code == 1
    assert "[OFFICE-SET-UP]" in refused


def test_the_record_of_the_first_run_holds(home) -> None:
    code, said, _ = ran(home, "trail", "verify")
    assert code == 0
    assert "全部对得上" in said


@pytest.mark.parametrize(
    ("more", "why"),
    [({"BIAOCHI_DEBUG": "1"}, "开着调试"), ({"BIAOCHI_HOSTS": "a.example"}, "不用 HTTPS"),
     ({"BIAOCHI_HOSTS": "*", "BIAOCHI_HTTPS": "1"}, "任何主机名")],
)  # fmt: skip
def test_an_unsafe_start_is_refused_with_its_reason(home, more, why) -> None:
    code, _, refused = ran(home, "serve", **more)
    assert code == 1
    assert "[OFFICE-UNSAFE]" in refused
    assert why in refused


def test_an_unknown_variable_is_named(home) -> None:
    code, _, refused = ran(home, "serve", BIAOCHI_SECOND_FACTER="off")
    assert code == 1
    assert "BIAOCHI_SECOND_FACTER" in refused


def children_of(pid: int) -> list[str]:
    stats = [p.read_text().rpartition(")")[2].split() for p in Path("/proc").glob("[0-9]*/stat")]
    return [" ".join(s) for s in stats if s[1] == str(pid)]


def test_an_administrator_nobody_can_reset_is_recovered_on_the_host(home) -> None:
    code, said, _ = ran(home, "recover", "anquan")
    assert code == 0
    assert "可以登录" in said
    assert "还要由安全管理员开通" in ran(home, "recover", "xitong")[1]
    assert ran(home, "recover", "nobody")[0] == 1


def free_port() -> int:
    with closing(socket.socket()) as tried:
        tried.bind(("127.0.0.1", 0))
        return tried.getsockname()[1]


def test_a_served_office_answers_and_ends_cleanly_with_its_worker(home) -> None:
    at = f"127.0.0.1:{free_port()}"
    server = biaochi(home, "serve", "--at", at)
    assert at in server.stdout.readline()
    with urllib.request.urlopen(f"http://{at}/login/") as answer:
        assert "青石县委组织部" in answer.read().decode()
        assert answer.headers["Cache-Control"] == "no-store"
    connection = http.client.HTTPConnection(at)
    connection.request("GET", "/people/", headers={"Host": "evil.example"})
    assert connection.getresponse().status in {400, 404}
    connection.close()
    server.send_signal(signal.SIGINT)
    server.communicate(timeout=30)
    assert server.returncode == 0
    assert not children_of(server.pid)


def three(of) -> dict[str, object]:
    return {**ANSWERS, "admins": {kind: of(kind) for kind in ANSWERS["admins"]}}


BAD = [
    ({}, "机关名称"),
    ({**ANSWERS, "admins": {}}, "一名系统管理员的登录名和姓名"),
    (three(lambda k: {"login": "x", "name": k}), "三个不同的登录名"),
    (three(lambda k: {"login": k, "name": "同人"}), "三个不同的人"),
]


@pytest.mark.parametrize(("answers", "why"), BAD)
@pytest.mark.django_db
def test_incomplete_answers_are_refused_whole(at, answers, why) -> None:
    with pytest.raises(Refusal) as refusal:
        first_run.set_up(asked=asking.from_file(answers), at=at)
    assert why in str(refusal.value)
    assert not first_run.is_set_up()
