"""What the content of a case's moves means: grounds, the evidence under them, what is decided."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from biaochi.packs.shapes import Measure
from biaochi.procedure.casefacts import CaseWorld
from biaochi.procedure.weighing import Among, among
from biaochi.vocabulary.registry import Regime

Given = Mapping[str, Any]
_STOPS = "：:，,。；; "


def grounds_of(given: Given, world: CaseWorld) -> tuple[str, ...]:
    """Return the grounds a move brings: its items, and the rules of its findings."""
    rules = (world.findings.get(f, "") for f in many(given, "findings"))
    return tuple(dict.fromkeys(g for g in (*many(given, "grounds"), *rules) if g))


def carriers(ground: str, world: CaseWorld) -> frozenset[str]:
    """Return the evidence that is about this ground; where none is, any may carry it.

    Then the verification says in words how it bears on the ground; see ``needs_bearing``.
    """
    return _own(ground, world) or frozenset(world.pieces)


def needs_bearing(ground: str, cited: Collection[str], world: CaseWorld) -> bool:
    """Tell whether words are wanted: evidence on other items only, none about this ground.

    What was recorded under no item may be about anything, and needs none.
    """
    plain = any(not world.pieces[c].item for c in cited if c in world.pieces)
    return not _own(ground, world) and not plain


def _own(ground: str, world: CaseWorld) -> frozenset[str]:
    found = (c for c, p in world.pieces.items() if p.item == ground or ground in p.rules)
    return frozenset(found)


def carries(
    ground: str, cited: Collection[str], world: CaseWorld, statuses: Collection[str]
) -> bool:
    """Tell whether a ground rests on cited evidence in one of these states."""
    able = carriers(ground, world)
    return any(c in able and world.pieces[c].status in statuses for c in cited)


def ends_post(measure: Measure) -> bool:
    """Tell whether a measure takes the present post away."""
    return bool(measure.lowers_post)


def changes_decided(proposal: Given, measure: Measure) -> tuple[str, ...]:
    """Return the changes a proposal asks for, as the moves that carry them out."""
    found = []
    if line(proposal, "post_after") or ends_post(measure):
        found.append("execute_post")
    if line(proposal, "grade_after"):
        found.append("execute_grade")
    if line(proposal, "pay"):
        found.append("execute_pay")
    return tuple(found)


def is_statutory(proposal: Given, measure: Measure, *, regime: str) -> bool:
    """Tell whether review and appeal by law may be open, beside the internal objection.

    The law of civil servants gives them; where nobody said under which law he stands, the notice
    tells of them, and the body that accepts an appeal decides.
    """
    if regime not in {"", Regime.CIVIL_SERVANT.zh}:
        return False
    return ends_post(measure) or bool(line(proposal, "grade_after") or line(proposal, "pay"))


def likened(measure: str, world: CaseWorld) -> Among:
    """Compare a measure with those of similar cases."""
    return among(measure, world.similar, world.weights)


def is_outlier(measure: str, world: CaseWorld) -> bool:
    """Tell whether a measure is heavier than in (nearly) all similar cases it compares with."""
    found = likened(measure, world)
    share, whole = world.usual_share
    return found.of > 0 and found.lighter * whole >= found.of * share


def line(given: Given, name: str) -> str:
    """Return a text of a move; blank where there is none."""
    return str(given.get(name, "")).strip()


def many(given: Given, name: str) -> tuple[str, ...]:
    """Return a list of texts of a move; empty where there is none."""
    return tuple(one.strip() for one in given.get(name, ()))


def number(given: Given, name: str) -> int:
    """Return a number of a move; 0 where there is none."""
    return int(given.get(name, 0))


def day(given: Given, name: str) -> date | None:
    """Return a day of a move, if there is one."""
    said = line(given, name)
    return date.fromisoformat(said) if said else None


def answers(given: Given) -> Sequence[Given]:
    """Return the answers to points."""
    return tuple(given.get("answers", ()))


def replied(answer: Given) -> tuple[str, str]:
    """Return whether a point was taken up, in a word, and why; the word is said once.

    >>> replied({"accepted": True, "answer": "采纳：已经更正。"})
    ('采纳', '已经更正。')
    """
    word, why = "采纳" if answer["accepted"] else "不采纳", str(answer["answer"]).strip()
    rest = why.removeprefix(word)
    said = rest != why and rest[:1] in _STOPS
    return word, (rest.lstrip(_STOPS) if said else "") or why


def votes(given: Given) -> Mapping[str, int]:
    """Return the votes; none where nothing was written."""
    return {"for": 0, "against": 0, "abstained": 0, **given.get("votes", {})}
