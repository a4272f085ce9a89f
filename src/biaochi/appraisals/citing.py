"""What a figure rests on, as it is read: evidence by its number, other rows in words."""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from biaochi.access.scoping import Why
from biaochi.evidence.models import Evidence
from biaochi.facts.shapes import TABLES
from biaochi.vocabulary.limits import MOST_SHOWN

_COUNTED = frozenset({"ballots"})
_PART = ":"


@dataclass(frozen=True, kw_only=True)
class Source:
    """One thing cited; ``code`` where it is a piece of evidence with a page of its own."""

    text: str
    code: str = ""


def sources(references: Collection[str], there: Collection[str]) -> tuple[Source, ...]:
    """Return what is cited; rows of votes are only counted, as nobody reads them one by one."""
    return tuple(_sources(references, there))


def _sources(references: Collection[str], there: Collection[str]) -> Iterator[Source]:
    counted: Counter[str] = Counter()
    for reference in references:
        table, part, rest = reference.partition(_PART)
        if reference in there:
            yield Source(text=reference, code=reference)
        elif table in _COUNTED:
            counted[table] += 1
        elif part and table in TABLES:
            said = [p for p in rest.split(_PART)[1:] if p] or [rest]
            yield Source(text=f"{TABLES[table].label} {' '.join(said)}")
        else:
            yield Source(text=reference)
    for table, rows in counted.items():
        yield Source(text=f"{TABLES[table].label} {rows} 行")


def without_list(sentence: str, references: Collection[str]) -> str:
    """Take the list of rows out of a sentence, where the page shows it beside, with links."""
    listed = re.escape("、".join([*references][:MOST_SHOWN]))
    return re.sub(rf"。依据(?:（[^）]*）：{listed}(?: 等 \d+ 条)?|：\w+ \d+ 行)", "", sentence)


def evidence_among(codes: Collection[str]) -> frozenset[str]:
    """Return which of these references are pieces of evidence, which have a page of their own."""
    rows = Evidence.objects.unscoped(Why.ABOUT).filter(code__in=codes)
    return frozenset(rows.values_list("code", flat=True))
