"""What crosses the door of evidence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, NewType

from biaochi.vocabulary import office

EvidenceCode = NewType("EvidenceCode", str)
Status = Literal["reported", "verified", "withdrawn", "exempted"]


@dataclass(frozen=True, kw_only=True)
class Item:
    """An item of a catalogue on which something may be recorded."""

    code: str
    label: str
    catalogue: str
    sign: Literal["takes", "adds", "either"] = "either"
    published: bool = True
    negative_only: bool = False
    places: int = 2
    largest: int = 1_000_000


Items = Mapping[str, Item]


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What somebody reports: about one official or one unit."""

    person: str = ""
    unit: str = ""
    item: str
    value: Decimal | None = None
    count: int | None = None
    occurred_on: date
    source: str = ""
    matter: str = ""
    round: int | None = None
    incident: str = ""
    due_on: date | None = None
    done_on: date | None = None
    context: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Citable:
    """A piece of evidence as far as a case asks; ``status`` says if another took its place."""

    code: str
    item: str
    status: str
    reporter: int
    reporter_name: str


@dataclass(frozen=True, kw_only=True)
class EvidenceLine:
    """One row of a list."""

    code: EvidenceCode
    item: str
    person: str
    person_name: str
    unit: str
    unit_name: str
    value: Decimal | None
    count: int | None
    occurred_on: date
    source: str
    status: str
    supersedes: str
    superseded_by: str
    reported_by: int
    reported_by_name: str
    recorded_at: datetime | None
    version: int
    matter: str = ""
    round: int | None = None
    incident: str = ""
    due_on: date | None = None
    done_on: date | None = None
    context: str = ""
    note: str = ""

    @property
    def label(self) -> str:
        """The status in Chinese; a row that was corrected no longer counts whatever it says."""
        said = office.chinese(office.EVIDENCE_STATUSES, self.status)
        return f"已更正（原{said}）" if self.superseded_by else said

    @property
    def counts(self) -> bool:
        """Tell whether an appraisal reckons with it."""
        return self.status == "verified" and not self.superseded_by

    @property
    def draft(self) -> Draft:
        """Return what was reported, to start a correction from."""
        return Draft(
            person=self.person, unit="" if self.person else self.unit, item=self.item,
            value=self.value, count=self.count, occurred_on=self.occurred_on, source=self.source,
            matter=self.matter, round=self.round, incident=self.incident, due_on=self.due_on,
            done_on=self.done_on, context=self.context, note=self.note,
        )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class StateLine:
    """One change of state."""

    status: str
    reason: str
    by: str
    at: datetime

    @property
    def label(self) -> str:
        """The status in Chinese."""
        return office.chinese(office.EVIDENCE_STATUSES, self.status)


@dataclass(frozen=True, kw_only=True)
class AttachmentLine:
    """A file beside a piece of evidence."""

    ident: int
    name: str
    content_type: str
    size: int
    by: str
    at: datetime
    reply: int | None


@dataclass(frozen=True, kw_only=True)
class ReplyLine:
    """What somebody wrote beside a piece of evidence."""

    ident: int
    kind: str
    text: str
    by: str
    at: datetime
    answers: int | None

    @property
    def label(self) -> str:
        """The kind in Chinese."""
        return office.chinese(office.REPLY_KINDS, self.kind)


@dataclass(frozen=True, kw_only=True)
class EvidencePage:
    """Everything about one piece of evidence."""

    line: EvidenceLine
    states: tuple[StateLine, ...]
    replies: tuple[ReplyLine, ...]
    attachments: tuple[AttachmentLine, ...]
    own: bool

    @property
    def unanswered(self) -> tuple[ReplyLine, ...]:
        """What the person wrote and nobody has answered yet."""
        answered = {r.answers for r in self.replies}
        return tuple(
            r for r in self.replies if r.answers is None and r.ident not in answered
        )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Stored:
    """An attachment and where its bytes are."""

    line: AttachmentLine
    path: str
    code: EvidenceCode


@dataclass(frozen=True, kw_only=True)
class ReturnLine:
    """What was due, and whether it came."""

    kind: str
    subject: str
    subject_name: str
    period: str
    due_on: date | None
    done_on: date | None
    nil: bool | None
    version: int


@dataclass(frozen=True, kw_only=True)
class Edit:
    """Which piece of evidence somebody looked at, in which version, and why he changes it."""

    code: str
    version: int
    reason: str = ""
