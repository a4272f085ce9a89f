"""Codes of people and units: whoever enters one learns nothing about other counties.

A code is a key of the whole database, so "already taken" would tell that somebody exists whom the
asker may not see.  Codes are therefore made here at random, or begin with the code of a unit the
asker works for; only whoever works for the whole tree chooses freely.
"""

import re
from secrets import choice

from biaochi.access import policy
from biaochi.access.scoping import Why
from biaochi.access.shapes import Act, Actor
from biaochi.errors import Refusal, refusal
from biaochi.registry.models import Person, Unit

_SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"
_LENGTH = 10
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
_LABEL = "编号"


def new_code(start: str) -> str:
    """Return a random code nobody has."""
    while True:
        code = start + "".join(choice(_SIGNS) for _ in range(_LENGTH))
        if not is_taken(code):
            return code


def is_taken(code: str) -> bool:
    """Tell whether a person or a unit has this code, seen or not."""
    return any(m.objects.unscoped(Why.UNIQUE).filter(code=code).exists() for m in (Person, Unit))


def chosen(code: str, *, actor: Actor, act: Act) -> str:
    """Return a code somebody chose for a new row; refuses before looking at what he cannot see."""
    if not _PLAIN.fullmatch(code):
        raise _refused("字母、数字和 - _ . ，40 个以内", code, "请改写，或留空由系统编。")
    for model, seen in ((Person, Act.SEE_PEOPLE), (Unit, Act.SEE_UNITS)):
        row = model.objects.visible_to(actor, seen).filter(code=code).first()
        if row is not None:
            raise refusal(
                "EDIT-TWICE", expected="没有用过的编号", found=f"{code} 是 {row}",
                do="请换一个编号，或去修改原有的。", label=_LABEL,
            )  # fmt: skip
    starts = starts_of(actor, act)
    if starts is not None and not code.startswith(starts):
        raise _refused(f"以 {' 或 '.join(starts)} 开头", code, "请改写，或留空由系统编。")
    if is_taken(code):
        raise _refused("可用的编号", code, "请换一个编号，或留空由系统编。")
    return code


def starts_of(actor: Actor, act: Act) -> tuple[str, ...] | None:
    """Return how codes of this actor have to begin; None for whoever works for the whole tree."""
    reaches = policy.reaches(actor, act)
    tops = Unit.objects.unscoped(Why.UNIQUE).filter(first__in={r.span.first for r in reaches})
    whole = {r.span.first for r in reaches if not r.tiers}
    roots = Unit.objects.unscoped(Why.UNIQUE).filter(parent=None)
    if set(roots.values_list("first", flat=True)) <= whole:
        return None
    return tuple(f"{u.code}-" for u in tops.order_by("first"))


def _refused(expected: str, found: str, do: str) -> Refusal:
    return refusal("EDIT-CODE", expected=expected, found=found, do=do, label=_LABEL)
