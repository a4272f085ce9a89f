"""What a pack calls the things a case speaks of: grounds, words of determinations."""

import re
from collections.abc import Mapping

from biaochi.appraisals.items import items_in
from biaochi.packs.shapes import Pack

_RULE = re.compile(r"\brule = '([^']+)'")
_OUTCOME = re.compile(r"\boutcome = '([^']+)'")


def labels_of(pack: Pack) -> Mapping[str, str]:
    """Return what grounds are called: items of catalogues, rules."""
    items = {
        i.code: f"{i.code} {i.label}".rstrip()
        for c in pack.catalogues.values()
        for i in items_in(pack, c)
    }
    return {**{r.id: r.label.zh for r in pack.rules.values()}, **items}


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
