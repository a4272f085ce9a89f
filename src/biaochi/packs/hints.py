"""The closest known word for a misspelt one."""

from collections.abc import Iterable
from difflib import get_close_matches

_SHOWN = 12


def closest(word: str, known: Iterable[str]) -> str:
    """Return the most similar known word, or nothing."""
    found = get_close_matches(word, sorted(known), n=1, cutoff=0.65)
    return found[0] if found else ""


def suggest(word: str, known: Iterable[str]) -> str:
    """Return a sentence: did you mean …, or what may stand there."""
    words = list(known)
    near = closest(word, words)
    if near:
        return f"您是不是想写「{near}」？"
    shown = "、".join(words[:_SHOWN]) + ("等" if len(words) > _SHOWN else "")
    return f"可以写的有：{shown}。" if words else "请先声明它，或删去。"
