"""Answers of the first run: typed at the terminal, or read from a file."""

import getpass
import sys
from collections.abc import Mapping
from typing import Any

from biaochi.access.shapes import Admin
from biaochi.accounts.services.first_run import FirstAdmin, FirstRun, check_password
from biaochi.errors import Problem, Refusal
from biaochi.vocabulary.office import ADMINS


def from_file(found: Mapping[str, Any]) -> FirstRun:
    """Return what a file answers; every administrator may leave the password out."""
    unit, admins = _part(found, "unit"), _part(found, "admins")
    return FirstRun(
        office=_text(found, "office"), unit_code=_text(unit, "code"),
        unit_name=_text(unit, "name"), unit_type=_text(unit, "type"),
        admins=tuple(_admin(kind, _part(admins, kind)) for kind in Admin),
    )  # fmt: skip


def at_terminal() -> FirstRun:
    """Ask at the terminal; passwords are not shown."""
    if not sys.stdin.isatty():
        do = "请在终端里运行，或用 --answers 给一个文件。"
        raise Refusal((Problem("OFFICE-ANSWERS", "终端", "没有人可问", do),))
    print("首次建立。回车表示用方括号里的值。")
    office = _ask("机关名称，如 青石县委组织部")
    name = _ask("根单位名称，如 青石县")
    code = _ask("根单位编号", given="root")
    kind = _ask("根单位类型", given="县")
    print("三名管理员须是三个不同的人，都没有业务权限。密码不回显；直接回车则由程序生成。")
    return FirstRun(
        office=office, unit_code=code, unit_name=name, unit_type=kind,
        admins=tuple(_asked_admin(admin) for admin in Admin),
    )  # fmt: skip


def _asked_admin(admin: Admin) -> FirstAdmin:
    title = ADMINS[admin][0]
    name = _ask(f"{title}的姓名")
    login = _ask(f"{title}的登录名", given=str(admin))
    while True:
        word = getpass.getpass(f"{title}的密码：")
        made = FirstAdmin(admin=admin, login=login, name=name, password=word)
        if not word:
            return made
        if getpass.getpass("再写一遍：") != word:
            print("两次不一样，请重写。")
            continue
        try:
            check_password(made)
        except Refusal as refusal:
            print(refusal)
        else:
            return made


def _ask(what: str, *, given: str = "") -> str:
    while True:
        said = input(f"{what}{f' [{given}]' if given else ''}：").strip() or given
        if said:
            return said


def _admin(kind: Admin, found: Mapping[str, Any]) -> FirstAdmin:
    return FirstAdmin(
        admin=kind, login=_text(found, "login"), name=_text(found, "name"),
        password=_text(found, "password"),
    )  # fmt: skip


def _part(found: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    part = found.get(key, {})
    return part if isinstance(part, dict) else {}


def _text(found: Mapping[str, Any], key: str) -> str:
    said = found.get(key, "")
    return said.strip() if isinstance(said, str) else ""
