"""The rank somebody held on a day, as statistics divide letters and measures."""

from datetime import date

from biaochi.registry.queries import held_by

RANKS = HEAD, DEPUTY, OTHER = "正职", "副职", "其他"
_RANKS = {"head": HEAD, "deputy": DEPUTY}


def rank_on(person: str, *, on: date) -> tuple[str, str]:
    """Return (rank, tier) of the main post an official held that day; the highest if several."""
    current = [p for p in held_by(person, on=on) if p.current]
    current.sort(key=lambda p: (not p.main, list(_RANKS).index(p.role) if p.role in _RANKS else 2))
    if not current:
        return OTHER, ""
    return _RANKS.get(current[0].role, OTHER), current[0].tier
