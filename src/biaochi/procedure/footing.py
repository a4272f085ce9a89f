"""On what footing somebody acts: in his own matter as himself alone; nothing after the end."""

from collections.abc import Iterator

from biaochi.errors import Problem
from biaochi.procedure.shapes import Move, Said, Standing

SELF = frozenset({"self"})


def footing(move: Move, wanted: Said, *, standing: Standing, person: str) -> Iterator[Problem]:
    """Yield what is wrong with this person making this move at all, whatever he writes in it."""
    by = wanted.by
    himself = bool(person) and by.person == person
    if himself and not move.own:
        yield Problem("STEP-APART", "本人以外的人", by.name, "这一步请由经办人办理。")
    if move.roles == SELF and not himself:
        yield Problem("STEP-ROLE", "本人", by.name, "这一步只能由本人办理。")
    if not standing.is_open:
        yield Problem("STEP-CLOSED", "还在办理的事项", standing.stage_label, "要再办的请另立一件。")


def guard(expected: str, found: str, do: str, *, field: str = "") -> Problem:
    """Return the problem of a step that has to be taken before this one."""
    return Problem("STEP-GUARD", expected, found, do, column_name=field)


def overturned(do: str) -> Problem:
    """Return the problem of carrying out what a remedy revoked or altered."""
    return guard("没有被撤销或者变更", "复核、申诉已经撤销或者变更", do)


def apart(expected: str, name: str) -> Problem:
    """Return the problem of one person who would do what takes two."""
    return Problem("STEP-APART", expected, name, "请由另一个人办理。")
