"""What a notice says of remedies: each way by its name, to whom it goes, within how many days."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from biaochi.errors import Problem
from biaochi.procedure.deadlines import spoken
from biaochi.procedure.remedyways import Way, filing_term
from biaochi.timeline import Duration

_WORDS = ("再申诉", "申诉", "复核", "复审", "异议")
_CLAUSE = re.compile(r"[。;\n]")
_MODAL = re.compile(
    r"(?P<no>不得|不能|不可|不准|不许|不予|不再|不受理|不接受|无权|没有权利|禁止|放弃)|可以|可|有权|应当"
)
_DENIED = re.compile(r"(?:一律|一概|的|,)?(?:不予|不再|不得|不能|不被|不接受|不受理|无效)")
_TO = re.compile(r"向[^,]{2,}")
_WITHIN = re.compile(
    r"(?P<n>\d+|[〇零一二两三四五六七八九十百]+)\s*(?P<u>个?工作日|个?月|年|日|天)(?:之|以)?内"
)
_UNITS = {"days": "日天", "working_days": "工作日", "months": "月", "years": "年"}
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100}


@dataclass(frozen=True)
class Notice:
    """The text of a notice, as far as it tells of remedies."""

    text: str

    @cached_property
    def clauses(self) -> tuple[str, ...]:
        """The text clause by clause, signs and figures of one width."""
        return tuple(_CLAUSE.split(unicodedata.normalize("NFKC", self.text)))

    def naming(self, word: str) -> Iterator[tuple[str, int]]:
        """Yield (clause, place) wherever a way is named as one that is open, not as one denied."""
        for clause in self.clauses:
            for found in re.finditer(f"(?<!再){word}", clause):
                modal = [m["no"] for m in _MODAL.finditer(clause, 0, found.start())]
                denied = bool(modal and modal[-1]) or _DENIED.match(clause, found.end())
                if not denied:
                    yield clause, found.start()


def word_of(way: Way) -> str:
    """Return the word a way goes by: 复核, 申诉; else its whole label."""
    return next((word for word in _WORDS if word in way.label), way.label)


def told(way: Way) -> str:
    """Return a way as a notice tells it."""
    return worded(way.label, way.body, spoken(filing_term(way, after="").length))


def worded(label: str, body: str, length: str) -> str:
    """Return the words of a notice for a way, to whom it goes and how long it is open, in words."""
    within = f"自收到决定之日起{length}内" if length else ""
    return f"可以{within}向{body}{label}"


def unsaid(text: str, *, words: Iterable[str], ways: Iterable[Way] = ()) -> Iterator[Problem]:
    """Yield what a notice leaves out of the ways it has to name.

    Each word has to be there, and not to be denied.  Of a way that is given and whose length the
    pack states, to whom and within what time too; whose length nobody stated, its name is enough.
    Which body it is by name is not compared: a pack speaks of bodies in general.
    """
    notice, by_word = Notice(text), {word_of(way): way for way in ways}
    for word in dict.fromkeys((*words, *by_word)):
        way = by_word.get(word)
        length = filing_term(way, after="").length if way else ""
        lacks = _lacks(notice, word, length)
        if lacks:
            do = "请写明向谁、在多少日内可以提出。"
            expected = told(way) if way and length else f"写明{word}的途径和期限"
            yield Problem("STEP-GUARD", expected, lacks, do, column_name="remedy")


def _lacks(notice: Notice, word: str, length: str) -> str:
    places = list(notice.naming(word))
    if not places:
        return f"没有写可以{word}"
    found = [] if length else [""]
    for clause, place in places if length else ():
        to = "" if _TO.search(clause, 0, place) else "向谁提出"
        within = "" if _says(clause, Duration.parse(length)) else f"“{spoken(length)}内”"
        found.append("和".join(w for w in (to, within) if w))
    least = min(found, key=len)
    return f"{word}没有写{least}" if least else ""


def _says(clause: str, span: Duration) -> bool:
    return any(
        _number(said["n"]) == span.count and said["u"].removeprefix("个") in _UNITS[span.unit]
        for said in _WITHIN.finditer(clause)
    )  # fmt: skip


def _number(text: str) -> int:
    """Return a number in figures or in Chinese, as far as days are written.

    >>> _number("30"), _number("三十"), _number("一百二十"), _number("十五")
    (30, 30, 120, 15)
    """
    if text.isdecimal():
        return int(text)
    total, last = 0, 0
    for sign in text:
        if sign in _TENS:
            total, last = total + (last or 1) * _TENS[sign], 0
        else:
            last = _DIGITS[sign]
    return total + last
