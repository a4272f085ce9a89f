"""Citizen identity numbers (身份证号): checked, sealed, masked, found by keyed hash only."""

import unicodedata
from collections.abc import Iterator
from datetime import date

from stdnum.cn import ric
from stdnum.exceptions import ValidationError

from biaochi.access import sealing
from biaochi.errors import Problem

LABEL = "身份证号"
LENGTH = 18
_SEX_AT = 16
_HEAD, _TAIL = 3, 2
TAIL = 4
_SEXES = ("女", "男")
_DO = "请对照证件改正。"


def plain(number: str) -> str:
    """Return the number as it is kept: half-width, no blanks, a capital X."""
    text = unicodedata.normalize("NFKC", number)
    return "".join(c for c in text if not c.isspace() and unicodedata.category(c) != "Cf").upper()


def problems(number: str, *, birth_on: date | None, sex: str) -> tuple[Problem, ...]:
    """Return what is wrong with a number; an unknown birthplace is only a warning.

    The number itself is in no message: refusals are shown, logged and kept.
    """
    if len(number) != LENGTH or not number[:-1].isascii() or not number[:-1].isdigit():
        return (_error("18 位号码", f"{len(number)} 位"),)
    if number[-1] != ric.calc_check_digit(number):
        return (_error("校验位相符的号码", "校验位不符"),)
    return tuple(_disagreements(number, birth_on=birth_on, sex=sex))


def masked(number: str) -> str:
    """Return the number as it is shown: the first three and the last two.

    >>> masked("33000019750617001X")
    '330*************1X'
    """
    return number[:_HEAD] + "*" * (len(number) - _HEAD - _TAIL) + number[-_TAIL:]


def seal(number: str, *, person: str) -> bytes:
    """Return the number sealed for the row of this person."""
    return sealing.seal(number.encode(), place=_place(person))


def unseal(sealed: bytes | memoryview, *, person: str) -> str:
    """Return the number sealed for the row of this person."""
    return sealing.unseal(bytes(sealed), place=_place(person)).decode()


def digest(number: str) -> str:
    """Return what the number is looked up by."""
    return sealing.digest(plain(number), what="id-number")


def tail_digest(tail: str) -> str:
    """Return what the last four signs are looked up by."""
    return sealing.digest(plain(tail), what="id-tail")


def tail_of(number: str) -> str:
    """Return the last four signs."""
    return number[-TAIL:]


def _place(person: str) -> str:
    return f"registry_person/id_number/{person}"


def _disagreements(number: str, *, birth_on: date | None, sex: str) -> Iterator[Problem]:
    try:
        born = ric.get_birth_date(number)
    except ValidationError:
        yield _error("含有真实的出生日期", "日期不存在")
        return
    if birth_on is not None and birth_on != born:
        yield _error("与出生日期一致", "号码里的出生日期不同")
    said = _SEXES[int(number[_SEX_AT]) % 2]
    if sex in _SEXES and sex != said:
        yield _error("与性别一致", f"号码表示「{said}」")
    try:
        ric.get_birth_place(number)
    except ValidationError:
        yield Problem(
            "ID-NUMBER", "出生时已有的行政区划", "查不到这个地区代码", "请核对；确实如此可以保留。",
            column_name=LABEL, level="warning",
        )  # fmt: skip


def _error(expected: str, found: str) -> Problem:
    return Problem("ID-NUMBER", expected, found, _DO, column_name=LABEL)
