"""What a paper is made from: a matter up to one step, whose it is, under which rules."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from biaochi.documents.shapes import slot
from biaochi.documents.wording import day, listed
from biaochi.matters.shapes import MatterLine
from biaochi.packs.shapes import Pack, Procedure
from biaochi.procedure.shapes import Clock, Move, Said


@dataclass(frozen=True, kw_only=True)
class Head:
    """Who issues: the organ's name, and the characters its numbers begin with; blank: a slot."""

    organ: str = ""
    initials: str = ""


@dataclass(frozen=True, kw_only=True)
class Posting:
    """A post held, for a curriculum."""

    unit: str
    post: str
    from_on: date
    to_on: date | None


@dataclass(frozen=True, kw_only=True)
class Subject:
    """The official a paper is about, as the registry knew him."""

    name: str
    sex: str = ""
    birth_on: date | None = None
    unit: str = ""
    post: str = ""
    tier: str = ""
    grade: str = ""
    postings: tuple[Posting, ...] = ()
    extra: Mapping[str, str] = field(default_factory=dict)
    results: tuple[tuple[str, str], ...] = ()
    measures: tuple[tuple[date, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Cited:
    """A piece of evidence as a paper cites it: its number, its item, its day; never its source."""

    code: str
    item: str
    on: date

    @property
    def said(self) -> str:
        """One line of a list of evidence."""
        return f"{self.code}（{day(self.on)}，{self.item}）"


@dataclass(frozen=True, kw_only=True)
class Material:
    """A matter as it stood after ``said[-1]``, the step the paper belongs to.

    ``words(source, key)`` tells what a key of a choice means; ``evidence`` is what is cited.
    """

    line: MatterLine
    said: tuple[Said, ...]
    moves: Mapping[str, Move]
    standing: Any
    subject: Subject
    head: Head = field(default_factory=Head)
    clocks: tuple[Clock, ...] = ()
    pack: Pack | None = None
    words: Callable[[str, str], str] = lambda _, key: key
    evidence: Mapping[str, Cited] = field(default_factory=dict)

    @property
    def step(self) -> Said:
        """The step the paper belongs to."""
        return self.said[-1]

    @property
    def name(self) -> str:
        """Whose matter it is."""
        return self.subject.name

    @property
    def organ(self) -> str:
        """The issuing organ, or its slot."""
        return self.head.organ or slot("发文机关")

    @property
    def procedure(self) -> Procedure | None:
        """The procedure of the pack this matter follows."""
        return self.pack.procedures.get(self.line.procedure) if self.pack else None

    def last(self, *moves: str) -> Said | None:
        """Return the newest step of one of these moves."""
        return next((s for s in reversed(self.said) if s.move in moves), None)

    def every(self, *moves: str) -> Iterator[Said]:
        """Yield every step of one of these moves, the oldest first."""
        return (s for s in self.said if s.move in moves)

    def text(self, step: Said | None, name: str, label: str) -> str:
        """Return a text somebody gave, or its slot."""
        said = str(step.given.get(name) or "").strip() if step else ""
        return said or slot(label)

    def optional(self, step: Said | None, name: str) -> str:
        """Return a text somebody gave; blank where he gave none."""
        return str(step.given.get(name) or "").strip() if step else ""

    def on(self, step: Said | None, name: str, label: str) -> str:
        """Return a day somebody gave, as documents write it, or its slot."""
        return day(self.date(step, name)) or slot(label)

    def date(self, step: Said | None, name: str) -> date | None:
        """Return a day somebody gave."""
        said = step.given.get(name) if step else None
        return date.fromisoformat(said) if said else None

    def listed(self, step: Said | None, name: str) -> tuple[str, ...]:
        """Return what somebody listed, as it stands."""
        return tuple(map(str, step.given.get(name) or ())) if step else ()

    def chosen(self, step: Said | None, name: str, label: str = "") -> str:
        """Return what somebody chose, in words; a slot where he chose nothing."""
        key = str(step.given.get(name) or "") if step else ""
        if not key or step is None:
            return slot(label) if label else ""
        return self._word(step, name, key)

    def many(self, step: Said | None, name: str) -> tuple[str, ...]:
        """Return everything somebody chose, in words."""
        keys = self.listed(step, name)
        return tuple(self._word(step, name, key) for key in keys) if step else ()

    def cited(self, codes: tuple[str, ...]) -> tuple[str, ...]:
        """Return pieces of evidence as a paper cites them."""
        return tuple(self.evidence[c].said if c in self.evidence else c for c in codes)

    def clock(self, *keys: str) -> Clock | None:
        """Return the first clock whose key begins with one of these."""
        return next((c for c in self.clocks if c.key.startswith(keys)), None)

    def basis(self) -> str:
        """Return the rules the matter follows, as a sentence names them; a slot without a pack."""
        if self.pack is None:
            return slot("依据的文件和条款")
        procedure = self.procedure
        clause = procedure.basis.clause if procedure else ""
        named = procedure.basis.document if procedure else ""
        titles = {d.id: d.title for d in self.pack.documents}
        title = titles.get(named, titles.get(self.pack.id, self.pack.title))
        return f"《{title.strip('《》')}》{clause}"

    def number(self, given: str = "", kind: str = "") -> str:
        """Return the document's number: as entered, else with a visible slot."""
        if given:
            return given
        initials = self.head.initials or slot("机关代字")
        return f"{initials}{kind}〔{self.step.on.year}〕{slot('序号')}号"

    def people(self, *more: str) -> frozenset[str]:
        """Return every name that is known to stand in this matter."""
        names = {self.name, *more, *(s.by.name for s in self.said)}
        for step in self.said:
            move = self.moves.get(step.move)
            for one in move.fields if move else ():
                if one.kind == "names":
                    names |= set(self.listed(step, one.name))
                elif one.name in _NAMED:
                    names.add(self.optional(step, one.name))
        return frozenset(n.strip() for n in names if n.strip())

    def _word(self, step: Said, name: str, key: str) -> str:
        move = self.moves.get(step.move)
        of = next((f for f in move.fields if f.name == name), None) if move else None
        if of is None:
            return key
        return dict(of.choices).get(key, key) if of.choices else self.words(of.source, key)


_NAMED = frozenset({"talked_by", "whom", "by", "owner", "talker"})
"""Fields that hold one name."""


def about(subject: Subject) -> str:
    """Return who somebody is in a line: name, sex, birth, unit, post."""
    born = f"{subject.birth_on.year}年{subject.birth_on.month}月生" if subject.birth_on else ""
    place = f"现任{subject.unit}{subject.post}" if subject.unit or subject.post else ""
    return "，".join(p for p in (subject.name, subject.sex, born, place) if p)


def measures_named(pack: Pack | None) -> Mapping[str, str]:
    """Return the measures of a pack by id."""
    return {m.id: m.label for m in pack.measures} if pack else {}


def joined(parts: tuple[str, ...], label: str) -> str:
    """Return parts in one sentence, or a slot for none."""
    return listed(parts) or slot(label)
