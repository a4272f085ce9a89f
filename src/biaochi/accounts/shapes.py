"""What crosses the door of accounts."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Step(StrEnum):
    """What is still wanted of somebody whose password was right."""

    IN = "in"
    FACTOR = "factor"
    OPENING = "opening"


@dataclass(frozen=True, kw_only=True)
class Passed:
    """A password was right; ``user`` may enter at ``Step.IN`` only."""

    user: int
    step: Step


@dataclass(frozen=True, kw_only=True)
class Account:
    """One line of the list of accounts; no business data."""

    ident: int
    login: str
    name: str
    admin: str
    person: str
    system: bool
    active: bool
    awaits: bool
    must_change: bool
    has_factor: bool
    created_at: datetime
    last_login: datetime | None
    version: int

    @property
    def state(self) -> str:
        """The word for what can be done with it."""
        if not self.active:
            return "停用"
        return "待开通" if self.awaits else "启用"


@dataclass(frozen=True, kw_only=True)
class GrantLine:
    """A role somebody holds."""

    ident: int
    user: int
    login: str
    name: str
    role: str
    unit: str
    unit_name: str
    tiers: tuple[str, ...]
    from_on: date
    to_on: date | None
    by: str
    at: datetime
    revoked_at: datetime | None
    version: int


@dataclass(frozen=True, kw_only=True)
class TokenLine:
    """The key of another system, without the key."""

    ident: int
    login: str
    name: str
    label: str
    created_at: datetime
    expires_on: date | None
    revoked_at: datetime | None
    version: int


@dataclass(frozen=True)
class NamedUnit:
    """Of a unit, what a grant needs to name it."""

    code: str
    name: str
    depth: int


@dataclass(frozen=True, kw_only=True)
class Holder:
    """Somebody with a role, as others who work on the same thing name him."""

    user: int
    name: str
    person: str = ""
