"""What crosses the door of the registry: what was said about somebody, what is shown of him."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

Extra = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class UnitSaid:
    """What a form or a file says about a unit; ``parent`` by code."""

    name: str
    parent: str = ""
    type: str = ""
    kind: str = ""
    order: int = 0
    closed_on: date | None = None
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class PersonSaid:
    """What a form or a file says about an official; an id number of None stays as it is."""

    name: str
    sex: str = ""
    birth_on: date | None = None
    id_number: str | None = None
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class PostSaid:
    """What a form or a file says about an appointment; units by code."""

    unit: str
    post: str
    from_on: date
    to_on: date | None = None
    role: str = ""
    tier: str = ""
    level: str = ""
    grade: str = ""
    line_of: str = ""
    main: bool | None = None
    order: int = 0


@dataclass(frozen=True, kw_only=True)
class GradeSaid:
    """A grade held from a day, in the post that is held already."""

    grade: str
    from_on: date


@dataclass(frozen=True, kw_only=True)
class AbsenceSaid:
    """What a form says about an absence."""

    kind: str
    from_on: date
    to_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class LinkSaid:
    """What a form says about a relation; both ends by code."""

    kind: str
    from_code: str
    to_code: str
    from_on: date | None = None
    to_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class UnitRow:
    """A unit in the tree; ``people`` counts the officials who belong to it and who are seen."""

    code: str
    name: str
    parent: str
    parent_name: str
    type: str
    kind: str
    order: int
    depth: int
    closed_on: date | None
    people: int = 0
    version: int = 1
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class PersonRow:
    """An official in a list; ``pinyin`` holds the first letters."""

    code: str
    name: str
    pinyin: str
    sex: str
    birth_on: date | None
    unit: str
    unit_name: str
    tier: str
    post: str


@dataclass(frozen=True, kw_only=True)
class PersonSheet(PersonRow):
    """Everything an official's page shows of himself; the id number masked."""

    id_masked: str
    extra: Extra
    version: int


@dataclass(frozen=True, kw_only=True)
class PostRow:
    """An appointment as shown; ``current`` on the day that was asked about."""

    ident: int
    person: str
    unit: str
    unit_name: str
    post: str
    from_on: date
    to_on: date | None
    role: str
    tier: str
    level: str
    grade: str
    line_of: str
    line_of_name: str
    main: bool | None
    order: int
    current: bool
    retired: bool
    recorded_at: datetime | None
    version: int


@dataclass(frozen=True, kw_only=True)
class AbsenceRow:
    """An absence as shown."""

    ident: int
    person: str
    kind: str
    from_on: date
    to_on: date | None
    retired: bool
    version: int


@dataclass(frozen=True, kw_only=True)
class LinkRow:
    """A relation as shown."""

    ident: int
    kind: str
    from_code: str
    to_code: str
    from_on: date | None
    to_on: date | None
    retired: bool
    version: int


@dataclass(frozen=True, kw_only=True)
class PersonStanding:
    """What a procedure asks of an official on a day; ``post`` is the row of his main post."""

    code: str
    name: str
    unit: str
    tier: str
    extra: Extra
    post: int
    post_version: int
    post_name: str
    role: str
    level: str
    grade: str
    since: date | None
    absences: tuple[tuple[str, date], ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    sex: str = ""
    birth_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One line of a list to choose from."""

    code: str
    label: str
    note: str = ""
