"""Problems of facts in words: safe to print, few of a kind, with the likely spelling."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from biaochi.errors import Problem

MOST_SHOWN = 20
_LONGEST = 40
_SHORT_WORD = 3
_LONG_WORD = 5


def shown(value: object) -> str:
    r"""Return a value fit for a sentence: short, without control characters.

    >>> shown("a" * 50)[-2:], shown(chr(7))
    ('…」', '「\\x07」')
    """
    if value is None or value == "":
        return "空白"
    text = str(value)
    cut = "".join(c if c.isprintable() else repr(c)[1:-1] for c in text[:_LONGEST])
    return f"「{cut}{'…' if len(text) > _LONGEST else ''}」"


def edits(one: str, other: str) -> int:
    """Count the changed, added, dropped or swapped letters between two words.

    >>> edits("evidnce", "evidence"), edits("form", "from")
    (1, 1)
    """
    before: list[int] = []
    above = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            best = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                best = min(best, before[j - 2] + 1)
            row.append(best)
        before, above = above, row
    return above[-1]


def likely(word: str, known: Iterable[str]) -> str:
    """Return the known word that a word probably misspells, or nothing.

    Two edits in a word of five letters or more, one in a word of three or four: with two,
    ``code`` would pass for ``note``.
    """
    near = [(edits(word.lower(), k), k) for k in known if abs(len(word) - len(k)) < _SHORT_WORD]
    distance, name = min(near, default=(_LONG_WORD, ""))
    allowed = 2 if len(name) >= _LONG_WORD else int(len(name) >= _SHORT_WORD)
    return name if distance <= allowed else ""


@dataclass
class Tally:
    """Problems found so far; of one kind in one column the first twenty and the number."""

    _found: dict[tuple[str, str, str], list[Problem]] = field(default_factory=dict)
    _counts: dict[tuple[str, str, str], int] = field(default_factory=dict)

    def add(self, problem: Problem, *, alike: int = 0) -> None:
        """Take a problem; ``alike``: how many more like it were not handed in."""
        key = (problem.code, problem.file, problem.column_name)
        kept = self._found.setdefault(key, [])
        self._counts[key] = self._counts.get(key, 0) + 1 + alike
        if len(kept) < MOST_SHOWN:
            kept.append(problem)

    def problems(self) -> tuple[Problem, ...]:
        """Return the kept problems, each long list closed by its total."""
        listed: list[Problem] = []
        for key, kept in self._found.items():
            listed.extend(kept)
            if self._counts[key] > len(kept):
                total = f"同类问题共 {self._counts[key]} 处，以上列出 {len(kept)} 处"
                listed.append(replace(kept[0], line=0, found=total))
        return tuple(listed)
