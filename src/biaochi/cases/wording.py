"""What a pack calls the things a case speaks of: grounds, words of determinations."""

import re
from collections.abc import Iterable, Mapping

from biaochi.appraisals.items import labels_in
from biaochi.packs.amounts import amount
from biaochi.packs.shapes import ExceptionRule, Pack

_NO_GROUND = frozenset({"advice", "record", "task"})
"""What a rule opens that asks nothing about his fitness."""
_NAME = re.compile(r"[a-z_][a-z0-9_]*")
_RULE = re.compile(r"\brule = '([^']+)'")
_TOLERATED = {
    "exempted": ("容错免责", "予以免责", "予以容错", "免予处理"), "mitigated": ("从轻处理",),
}  # fmt: skip
"""What a review that exempts or mitigates is called, by one pack or another."""
_OUTCOME = re.compile(r"\boutcome = '([^']+)'")


def labels_of(pack: Pack) -> Mapping[str, str]:
    """Return what grounds are called: items of catalogues, rules."""
    return {**{r.id: r.label.zh for r in pack.rules.values()}, **labels_in(pack)}


def classes_of(grounds: Iterable[str], pack: Pack) -> tuple[str, ...]:
    """Return the classes of circumstances: the tags of items, else the heading they stand under."""
    wanted = set(grounds)
    found: list[str] = []
    for catalogue in pack.catalogues.values():
        headings = {a.id: a.label for a in catalogue.aspects}
        for item in catalogue.items:
            if item.code in wanted:
                found += item.tags or tuple(filter(None, (headings.get(item.aspect, ""),)))
    return tuple(dict.fromkeys(found))


def outcome_words(pack: Pack) -> tuple[tuple[str, str], ...]:
    """Return (rule or blank, word) of the determinations the pack's quantities ask for."""
    found: list[tuple[str, str]] = []
    for quantity in pack.quantities.values():
        if getattr(quantity, "from_", "") != "determinations":
            continue
        where = getattr(quantity, "where", None) or ""
        rules = _RULE.findall(where) or [""]
        found += [(rule, word) for rule in rules for word in _OUTCOME.findall(where)]
    return tuple(dict.fromkeys(found))


def outcome_for(ground: str, *, chosen: str, pack: Pack, otherwise: str) -> str:
    """Return the word of a determination on a ground: the chosen one, else the pack's only one."""
    own = [word for rule, word in outcome_words(pack) if rule and rule == ground]
    if chosen:
        return chosen
    return own[0] if len(own) == 1 else otherwise


def tolerance_word(conclusion: str, *, pack: Pack) -> tuple[str, str]:
    """Return (rule or blank, word) of the determination a tolerance review leaves; none if none."""
    wanted = _TOLERATED.get(conclusion, ())
    found = [(rule, word) for rule, word in outcome_words(pack) if word in wanted]
    return found[0] if found else ("", wanted[0] if wanted else "")


def tolerances(pack: Pack) -> tuple[ExceptionRule, ...]:
    """Return the exceptions that hold once a review exempted: they ask for such a word."""
    wanted = tuple(f"outcome = '{word}'" for word in _TOLERATED["exempted"])
    wheres = {
        name: getattr(quantity, "where", None) or ""
        for name, quantity in pack.quantities.items()
        if getattr(quantity, "from_", "") == "determinations"
    }
    asks = {name for name, where in wheres.items() if any(one in where for one in wanted)}
    return tuple(e for e in pack.exceptions.values() if asks & _named(e.when, pack))


def rules_as_grounds(pack: Pack) -> tuple[tuple[str, str], ...]:
    """Return the rules that lead to a proposal: what a case may be about beside single items.

    A rule that wants something determined first has no finding before somebody determined it.
    """
    found = (
        r for r in pack.rules.values()
        if r.opens == "proposal" or (r.requires.confirmation and r.opens not in _NO_GROUND)
    )  # fmt: skip
    return tuple((r.id, f"规则：{r.label.zh}") for r in found)


def no_grounds(pack: Pack) -> frozenset[str]:
    """Return what no case rests on: items that only give points, rules that only note or advise."""
    items = (
        item.code for c in pack.catalogues.values() for item in c.items
        if c.sign == "adds" or (c.sign == "either" and (amount(item.points or "") or 0) > 0)
    )  # fmt: skip
    return frozenset((*items, *(r.id for r in pack.rules.values() if r.opens in _NO_GROUND)))


def reviewed_grounds(pack: Pack) -> frozenset[str]:
    """Return the grounds under review of their legality: such rules, and the items they count."""
    rules = [r for r in pack.rules.values() if r.requires.legal_review]
    names = {name for r in rules for name in _named(r.when, pack)}
    sources = {getattr(pack.quantities[name], "from_", "") for name in names}
    items = (
        item.code for c in pack.catalogues.values() if c.id in sources for item in c.items
    )  # fmt: skip
    return frozenset((*(r.id for r in rules), *items))


def _named(formula: str, pack: Pack) -> set[str]:
    """Return the quantities a formula names, with those their own formulas name."""
    found: set[str] = set()
    asked = [formula]
    while asked:
        for name in set(_NAME.findall(asked.pop())) & pack.quantities.keys() - found:
            found.add(name)
            asked.append(getattr(pack.quantities[name], "formula", None) or "")
    return found
