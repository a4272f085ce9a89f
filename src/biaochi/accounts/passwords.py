"""Which passwords may be set, and how one is made that nobody chose."""

import secrets
from collections.abc import Iterator

from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from biaochi.access.models import FormerPassword, User
from biaochi.access.scoping import Why
from biaochi.errors import Problem, refuse

LONG, LONG_WITH_FACTOR = 15, 12
REMEMBERED = 5
_LONGEST = 200
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that looks like something else
_GROUPS, _GROUP = 5, 4
_DISTINCT = 5


def made() -> str:
    """Return a new password, easy to read out: five groups of four."""
    return "-".join(
        "".join(secrets.choice(_ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS)
    )


def check(password: str, *, user: User, factor: bool) -> None:
    """Refuse a password that is too short, too easy to guess, or was had before."""
    refuse(
        Problem("PASSWORD-POLICY", expected, found, "请换一个密码。")
        for expected, found in _faults(password, user, LONG_WITH_FACTOR if factor else LONG)
    )


def _faults(password: str, user: User, least: int) -> Iterator[tuple[str, str]]:
    if not least <= len(password) <= _LONGEST:
        yield f"{least} 到 {_LONGEST} 个字符，可以是一句话", f"{len(password)} 个字符"
    lowered = password.casefold()
    telling = [user.name, *([user.login] if len(user.login) >= _GROUP else [])]
    if any(part and part.casefold() in lowered for part in telling):
        yield "不含登录名和姓名", "含有登录名或姓名"
    if len(set(password)) < _DISTINCT:
        yield f"至少 {_DISTINCT} 个不同的字符", "重复的字符太多"
    elif is_common(password):
        yield "不是常见密码", "常见密码，容易被猜中"
    if _had_before(password, user):
        yield f"不同于最近用过的 {REMEMBERED} 个密码", "最近用过"


def is_common(password: str) -> bool:
    """Tell whether a password, or one made by repeating it, is on the list of common ones."""
    once = password.strip()
    halves = {once, *(once[:n] for n in range(1, len(once)) if once == once[:n] * (len(once) // n))}
    return any(_is_listed(half) for half in halves)


_LIST = CommonPasswordValidator()


def _is_listed(password: str) -> bool:
    try:
        _LIST.validate(password)
    except ValidationError:
        return True
    return False


def _had_before(password: str, user: User) -> bool:
    if user._state.adding:
        return False
    rows = FormerPassword.objects.unscoped(Why.LOGIN).filter(user=user.pk).order_by("-pk")
    hashes = [user.password, *rows.values_list("hash", flat=True)[:REMEMBERED]]
    return any(check_password(password, old) for old in hashes if old)
