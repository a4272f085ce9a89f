"""Everything a loaded pack leaves to be corrected, watched or answered."""

from biaochi.errors import Problem
from biaochi.packs.checks import (
    aftercare,
    bands,
    catalogues,
    labels,
    procedures,
    questions,
    rules,
    weights,
)
from biaochi.packs.shapes import Pack

_CHECKS = (
    catalogues.check, bands.check, weights.check, questions.check, rules.check,
    procedures.check, aftercare.check, labels.check,
)  # fmt: skip
_ORDER = {"error": 0, "warning": 1, "question": 2}


def lint(pack: Pack) -> tuple[Problem, ...]:
    """Return errors, warnings and open questions of a pack, in this order, then by place."""
    found = [problem for check in _CHECKS for problem in check(pack)]
    return tuple(sorted(found, key=lambda p: (_ORDER[p.level], p.file, p.line, p.column)))
