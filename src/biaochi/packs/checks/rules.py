"""Rules and exceptions: bases, the names they use, exceptions that overlap."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import combinations

from biaochi.errors import Problem
from biaochi.packs.amounts import amount
from biaochi.packs.hints import suggest
from biaochi.packs.shapes import (
    Alternative,
    Basis,
    Effect,
    ExceptionRule,
    Influence,
    Monitor,
    Pack,
    Procedure,
    Rule,
    Statistic,
)
from biaochi.packs.walk import at, figure, ids, parts

_SIMPLE = re.compile(r"([^\W\d]\w*)(>=|<=|=|>|<)([-+]?[\w.%/]+)")
_SIGNS = str.maketrans({"≥": ">=", "≤": "<="})
_MUST_CITE = (Rule, ExceptionRule, Monitor, Statistic, Procedure)
_SHOULD_CITE = ("catalogues", "lists", "measures", "calendar", "readings")


def check(pack: Pack) -> Iterator[Problem]:
    """Yield missing bases, names that nothing declares, and exceptions that overlap."""
    yield from _bases(pack)
    for path, part in parts(pack):
        yield from _references(pack, path=path, part=part)
    for rule in pack.rules.values():
        yield from _overlaps(pack, rule=rule)
        if rule.requires.legal_review:
            yield at(
                pack, "PACK-LEGAL", f"rules.{rule.id}", level="warning",
                expected="经法律审核的依据", found=f"「{rule.label.zh}」须经法律审核",
                do="审核前它只作为建议显示。",
            )  # fmt: skip


def _bases(pack: Pack) -> Iterator[Problem]:
    known = ids(pack, group="documents")
    for path, part in parts(pack):
        if isinstance(part, Basis) and part.document not in known:
            yield at(
                pack, "PACK-UNDECLARED", f"{path}.document", expected="documents 里的文件",
                found=f"「{part.document}」", do=suggest(part.document, known),
            )  # fmt: skip
        if isinstance(part, _MUST_CITE) and not part.basis.clause.strip():
            yield _uncited(pack, path, level="error")
    for name, parameter in pack.parameters.items():
        stated = parameter.source == "stated" and (parameter.value or parameter.values)
        if stated and parameter.basis is None:
            yield _uncited(pack, f"parameters.{name}", level="error")
    for group in _SHOULD_CITE:
        value = getattr(pack, group)
        entries = value.items() if isinstance(value, dict) else enumerate(value)
        for key, part in entries:
            if part.basis is None:
                yield _uncited(pack, f"{group}.{key}", level="warning")


def _uncited(pack: Pack, path: str, *, level: str) -> Problem:
    return at(
        pack, "PACK-BASIS", path, level="error" if level == "error" else "warning",
        expected="basis：文件和条款", found="没有条款", do="请写明依据哪一条。",
    )  # fmt: skip


def _references(pack: Pack, *, path: str, part: object) -> Iterator[Problem]:
    measures = ids(pack, group="measures")
    if isinstance(part, Rule):
        channels = [c.id for c in pack.channels]
        yield from _named(pack, f"{path}.unless", names=part.unless, among=pack.exceptions)
        named = (part.channel,) if part.channel else ()
        yield from _named(pack, f"{path}.channel", names=named, among=channels)
    elif isinstance(part, Effect):
        yield from _named(pack, f"{path}.blocked_by", names=part.blocked_by, among=pack.exceptions)
        if part.kind == "list":
            yield from _named(pack, f"{path}.what", names=(part.what,), among=pack.lists)
    elif isinstance(part, Alternative | Influence):
        yield from _named(pack, f"{path}.measure", names=(part.measure,), among=measures)


def _named(
    pack: Pack, path: str, *, names: Iterable[str], among: Iterable[str]
) -> Iterator[Problem]:
    known = tuple(among)
    for name in names:
        if name not in known:
            yield at(
                pack, "PACK-UNDECLARED", path, expected="规则包里声明过的名称",
                found=f"「{name}」" if name else "空白", do=suggest(name, known),
            )  # fmt: skip


def _overlaps(pack: Pack, *, rule: Rule) -> Iterator[Problem]:
    known = [pack.exceptions[name] for name in rule.unless if name in pack.exceptions]
    for one, other in combinations(known, 2):
        if one.of == other.of and _overlap(pack, one=one, other=other):
            yield at(
                pack, "PACK-EXCEPTIONS", f"rules.{rule.id}.unless",
                expected="同一规则的例外互不重叠",
                found=f"exceptions/{one.id}.yaml（{one.when}）与"
                f" exceptions/{other.id}.yaml（{other.when}）",
                do="请合并两个例外，或写明各自的范围。",
            )  # fmt: skip


def _overlap(pack: Pack, *, one: ExceptionRule, other: ExceptionRule) -> bool:
    """Tell whether two conditions can be proved to hold together on some facts."""
    first, second = _plain(one.when), _plain(other.when)
    if first == second:
        return True
    a, b = _SIMPLE.fullmatch(first), _SIMPLE.fullmatch(second)
    if a is None or b is None or a[1] != b[1]:
        return False
    ends = [amount(figure(pack, text=m[3])) for m in (a, b)]
    numbers = [end for end in ends if end is not None]
    return len(numbers) == len(ends) and _both_hold(((a[2], numbers[0]), (b[2], numbers[1])))


def _both_hold(tests: tuple[tuple[str, Fraction], ...]) -> bool:
    low, high = tests[0][1], tests[1][1]
    for x in (low, high, (low + high) / 2, min(low, high) - 1, max(low, high) + 1):
        if all(_holds(x, sign=sign, end=end) for sign, end in tests):
            return True
    return False


def _holds(x: Fraction, *, sign: str, end: Fraction) -> bool:
    return (x == end and "=" in sign) or (x > end and ">" in sign) or (x < end and "<" in sign)


def _plain(formula: str) -> str:
    """Return a condition without spaces and full-width forms, for comparison."""
    text = unicodedata.normalize("NFKC", formula).translate(_SIGNS)
    return re.sub(r"\s+", "", text)
