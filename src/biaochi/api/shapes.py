"""What other systems send and get, as JSON.  Numbers of facts are exact decimals in text."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal

from ninja import Schema
from pydantic import ConfigDict, Field

from biaochi.evidence.incoming import Sent
from biaochi.evidence.shapes import Draft, EvidenceLine

_PRINTED = r"^[^\u0000-\u001f\u007f]*$"
Code = Annotated[str, Field(min_length=1, max_length=40, pattern=_PRINTED)]
Text = Annotated[str, Field(max_length=120, pattern=_PRINTED)]
Number = Annotated[str, Field(pattern=r"^-?[0-9]{1,12}(\.[0-9]{1,6})?$", max_length=20)]
Count = Annotated[int, Field(ge=0, le=10**12 - 1)]
ROWS = 500


class Strict(Schema):
    """A body in which nothing unknown is overlooked."""

    model_config = ConfigDict(extra="forbid")


class Error(Schema):
    """One problem, as the office says it everywhere."""

    code: str
    says: str
    expected: str = ""
    found: str = ""
    do: str = ""
    row: int = 0
    field: str = ""


class Errors(Schema):
    """Why a request was refused."""

    errors: list[Error]


class EvidenceIn(Strict):
    """One recorded thing; ``key`` is the sender's own, and makes sending it again harmless."""

    key: Annotated[str, Field(min_length=1, max_length=100, pattern=_PRINTED)]
    person: Code | None = None
    unit: Code | None = None
    item: Code
    value: Number | None = None
    count: Count | None = None
    occurred_on: date
    source: Text = ""
    matter: Annotated[str, Field(max_length=40, pattern=_PRINTED)] = ""
    round: Count | None = None
    incident: Annotated[str, Field(max_length=40, pattern=_PRINTED)] = ""
    due_on: date | None = None
    done_on: date | None = None
    context: Text = ""
    note: Annotated[str, Field(max_length=2000)] = ""

    def sent(self) -> Sent:
        """Return it as the office takes it."""
        said = self.model_dump(exclude={"key", "value", "person", "unit"})
        draft = Draft(
            person=self.person or "", unit=self.unit or "",
            value=None if self.value is None else Decimal(self.value), **said,
        )  # fmt: skip
        return Sent(self.key, draft)


class BatchIn(Strict):
    """Several recorded things: all of them are taken, or none."""

    rows: Annotated[list[EvidenceIn], Field(min_length=1, max_length=ROWS)]


class EvidenceAsked(Strict):
    """Which rows are asked for."""

    status: Literal["", "reported", "verified", "withdrawn", "exempted"] = ""
    after: Annotated[str, Field(max_length=40, pattern=_PRINTED)] = ""
    limit: Annotated[int, Field(ge=1, le=ROWS)] = 100


class EvidenceOut(Schema):
    """One recorded thing as it stands."""

    code: str
    item: str
    person: str | None
    unit: str | None
    value: str | None
    count: int | None
    occurred_on: date
    status: str
    counts: bool
    supersedes: str | None
    superseded_by: str | None
    source: str
    note: str
    recorded_at: datetime | None

    @staticmethod
    def of(line: EvidenceLine) -> "EvidenceOut":
        """Return a line for other systems."""
        return EvidenceOut(
            code=line.code, item=line.item, person=line.person or None, unit=line.unit or None,
            value=None if line.value is None else f"{line.value:f}", count=line.count,
            occurred_on=line.occurred_on, status=line.status, counts=line.counts,
            supersedes=line.supersedes or None, superseded_by=line.superseded_by or None,
            source=line.source, note=line.note, recorded_at=line.recorded_at,
        )  # fmt: skip


class EvidencePageOut(Schema):
    """Some rows; ``next`` goes into ``after`` for those that follow."""

    rows: list[EvidenceOut]
    next: str | None


class PersonOut(Schema):
    """As much of an official as one needs to name him."""

    code: str
    name: str
    unit_name: str
