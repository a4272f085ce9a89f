"""``biaochi init``, ``upgrade``, ``serve``: the office from the command line."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from biaochi import clock
from biaochi.cli.screen import screen, show
from biaochi.errors import Problem, Refusal

Asked = argparse.Namespace
_SETTINGS = "biaochi.project.settings"


def run(command: str, asked: Asked) -> int:
    """Answer one of the commands."""
    ready()
    commands: Mapping[str, Callable[[Asked], int]] = {
        "init": _init, "upgrade": _upgrade, "serve": _serve, "recover": _recover,
        "verify": _verify,
    }  # fmt: skip
    return commands[command](asked)


def ready() -> None:
    """Set Django up, or say that the office is not installed."""
    if find_spec("django") is None:
        do = "请安装：pip install 'biaochi[office]'。"
        raise Refusal((Problem("OFFICE-EXTRA", "biaochi[office] 的组件", "没有 Django", do),))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", _SETTINGS)
    import django  # noqa: PLC0415  an extra, slow to load

    django.setup()


def check() -> None:
    """Refuse to run unsafely, with every reason."""
    from django.core import checks  # noqa: PLC0415  an extra

    found = sorted(
        checks.run_checks(tags=["office"], databases=["default"]), key=lambda e: (e.id or "", e.msg)
    )
    for one in found:
        if one.level < checks.ERROR:
            print(f"提醒：{one.msg}", file=sys.stderr)
    errors = [one for one in found if one.level >= checks.ERROR]
    if errors:
        raise Refusal(
            tuple(Problem("OFFICE-UNSAFE", str(e.obj), e.msg, e.hint or "") for e in errors)
        )


def _init(asked: Asked) -> int:
    from biaochi.accounts.services import first_run  # noqa: PLC0415  needs Django
    from biaochi.cli import asking  # noqa: PLC0415  the same

    _prepare()
    if first_run.is_set_up():
        do = "升级用 biaochi upgrade；要重来，请另设 BIAOCHI_HOME。"
        raise Refusal((Problem("OFFICE-SET-UP", "还没有账号的库", "已有账号", do),))
    answers = asking.from_file(_answers(asked.answers)) if asked.answers else asking.at_terminal()
    made = first_run.set_up(asked=answers, at=clock.now())
    on = screen()
    show(on.said(f"已建立：{answers.office}，根单位 {answers.unit_name}，三名管理员。"))
    if made:
        show(on.said("生成的密码只在这里显示这一次，请当面分别交给三个人；首次登录都要改："))
        show(f"  {a.name}　{a.login}　{made[a.login]}" for a in answers.admins if a.login in made)
    check()  # only now: whatever it says, the passwords are shown
    show(on.said("接下来：biaochi serve，用浏览器登录；系统管理员建账号，安全管理员开通并授权。"))
    return 0


def _upgrade(_: Asked) -> int:
    _prepare()
    check()
    show(screen().said("数据库已是这一版程序要的样子。"))
    return 0


def _recover(asked: Asked) -> int:
    from biaochi.accounts.services import first_run  # noqa: PLC0415  needs Django

    word, waits = first_run.recover(login=asked.login, at=clock.now())
    on = screen()
    show(on.said(f"{asked.login} 的新密码，只显示这一次，首次登录要改：{word}"))
    show(on.said("还要由安全管理员开通。" if waits else "可以登录。这件事已记入留痕。"))
    return 0


def _serve(asked: Asked) -> int:
    from django.core.management import call_command  # noqa: PLC0415  an extra

    from biaochi.cli import serving  # noqa: PLC0415  needs gunicorn

    check()
    call_command("clearsessions")
    return serving.serve(asked.at, threads=asked.threads, ready=asked.ready)


def _verify(_: Asked) -> int:
    from biaochi.trail.verify import verify  # noqa: PLC0415  needs Django

    on = screen()
    found = verify()
    for fault in found.faults:
        print(f"  {fault}", file=sys.stderr)
    if found.faults:
        expected, do = "每条都对得上", "请保全现场，报告审计管理员。"
        said = f"{len(found.faults)} 处对不上"
        raise Refusal((Problem("TRAIL-BROKEN", expected, said, do),))
    show(on.said(f"核验了 {found.entries} 条留痕、{found.versions} 个版本，全部对得上。"))
    show(on.said(f"最后一条：#{found.seq} {found.hash}"))
    return 0


def _prepare() -> None:
    from django.core.management import call_command  # noqa: PLC0415  an extra

    call_command("prepare")


def _answers(name: str) -> Mapping[str, Any]:
    try:
        found = json.loads(Path(name).read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        do = "请给一个 UTF-8 的 JSON 文件，写法见 docs/how-to/run-the-office.md。"
        raise Refusal((Problem("OFFICE-ANSWERS", "能读的 JSON 文件", str(error), do),)) from None
    if not isinstance(found, dict):
        raise Refusal((Problem("OFFICE-ANSWERS", "一个 JSON 对象", "不是", "请照文档的样子写。"),))
    return found
