"""Rules, exceptions, monitors and statistics."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from biaochi.packs.shapes.base import (
    AmountText,
    Basis,
    DurationText,
    Formula,
    Label,
    Span,
    Strict,
    SubjectName,
)


@dataclass(frozen=True, kw_only=True)
class Requires:
    """What must be there beside the condition before the finding stands."""

    __pydantic_config__: ClassVar[Any] = Strict
    prior_intervention: Formula | None = None
    confirmation: Formula | None = None
    legal_review: bool = False


@dataclass(frozen=True, kw_only=True)
class Alternative:
    """One measure among several, for whom (``when``, blank: everyone)."""

    __pydantic_config__: ClassVar[Any] = Strict
    measure: str
    when: Formula | None = None
    reason_class: Literal["", "fault", "fit", "health", "voluntary"] = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Effect:
    """A consequence a finding suggests; ``kind`` from the closed list, ``what`` its object.

    Written in YAML as one key: ``{bar: promotion, from: decided_on, lasts: 1 years}``.
    ``amount`` × ``base`` gives money; ``from`` + ``lasts`` gives days.  Nothing here acts.
    """

    __pydantic_config__: ClassVar[Any] = Strict
    kind: Literal[
        "list", "reminder", "inquiry", "admonition", "criticism", "talk", "verification",
        "observation", "grade_cap", "grade_fixed", "grade_choice", "bar", "bonus_cancelled",
        "pay_share", "awards_lost", "trial_post", "propose", "unit_consequence", "referral",
        "dismissal_procedure", "priority", "task", "suppress", "recall", "publish", "training",
    ]  # fmt: skip
    what: str = ""
    choices: tuple[str, ...] = ()
    propose: tuple[Alternative, ...] = ()
    amount: Formula | None = None
    base: Formula | None = None
    from_: Formula | None = None
    lasts: DurationText | None = None
    blocked_by: tuple[str, ...] = ()
    when: Formula | None = None
    authority: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One rule a file.  Met means: this question is open.  It never moves a post."""

    __pydantic_config__: ClassVar[Any] = Strict
    id: str
    label: Label
    basis: Basis
    when: Formula
    opens: Literal[
        "lead", "verification", "research_session", "reminder", "inquiry", "admonition",
        "talk", "observation", "proposal", "task", "advice", "record", "referral",
    ]  # fmt: skip
    of: SubjectName = "person"
    subject: str = ""
    unless: tuple[str, ...] = ()
    requires: Requires = Requires()
    effects: tuple[Effect, ...] = ()
    channel: str = ""
    in_force: Span | None = None
    owner: str = ""
    requirement: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class ExceptionRule:
    """A labelled exception (tolerance, protection) that rules name in ``unless``."""

    __pydantic_config__: ClassVar[Any] = Strict
    id: str
    label: Label
    basis: Basis
    when: Formula
    of: SubjectName = "person"
    suppresses: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Pool:
    """The order in which people are shown for human study."""

    __pydantic_config__: ClassVar[Any] = Strict
    by: str
    order: Literal["asc", "desc"]
    where: Formula | None = None


@dataclass(frozen=True, kw_only=True)
class Monitor:
    """A reference share beside the actual one.  It opens nothing and selects nobody."""

    __pydantic_config__: ClassVar[Any] = Strict
    label: Label
    basis: Basis
    within: str
    share: AmountText
    of: SubjectName = "person"
    base: str = "members"
    actual: Formula | None = None
    pool: Pool | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Statistic:
    """Published or counted totals with their remainder, never a person's score.

    ``total`` and ``parts`` are figures (parameters or formulas over ``count`` of measures);
    what the parts leave is shown as ``remainder``; ``cross_cuts`` are not summands.
    """

    __pydantic_config__: ClassVar[Any] = Strict
    label: Label
    basis: Basis
    counts: Literal["persons", "person_times", "units"]
    total: str
    parts: Mapping[str, str]
    cross_cuts: Mapping[str, str] = field(default_factory=dict)
    must_reconcile: bool = False
    remainder: str = "未细分"
    note: str = ""
