"""What crosses the door of access: who acts, as what, how far."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody is in the business of the office; scoped by unit and tier."""

    OFFICER = "officer"
    VERIFIER = "verifier"
    REPORTER = "reporter"
    LIAISON = "liaison"
    NOMINATOR = "nominator"
    DECIDER = "decider"
    SUPERVISOR = "supervisor"
    PANEL = "panel"
    SELF = "self"


class Admin(StrEnum):
    """The three administrators; none of them has a role, and nobody is two of them."""

    SYSTEM = "system"
    SECURITY = "security"
    AUDIT = "audit"


class Act(StrEnum):
    """What can be asked for.  A view, a service or an endpoint names exactly one."""

    SEE_UNITS = "see_units"
    EDIT_UNITS = "edit_units"
    SEE_PEOPLE = "see_people"
    EDIT_PEOPLE = "edit_people"
    SEE_ID_NUMBER = "see_id_number"
    EDIT_CALENDAR = "edit_calendar"
    SEE_EVIDENCE = "see_evidence"
    REPORT_EVIDENCE = "report_evidence"
    VERIFY_EVIDENCE = "verify_evidence"
    REPLY_EVIDENCE = "reply_evidence"
    ANSWER_EVIDENCE = "answer_evidence"
    IMPORT = "import"
    EXPORT = "export"
    SEE_PACKS = "see_packs"
    SEE_APPRAISALS = "see_appraisals"
    RUN_APPRAISALS = "run_appraisals"
    SEE_RESULTS = "see_results"
    SEE_FINDINGS = "see_findings"
    HANDLE_FINDINGS = "handle_findings"
    SEE_MATTERS = "see_matters"
    MOVE_MATTERS = "move_matters"
    ANSWER_REFERRALS = "answer_referrals"
    JUDGE_REMEDIES = "judge_remedies"
    SEE_OWN = "see_own"
    MOVE_OWN = "move_own"
    MANAGE_TEMPLATES = "manage_templates"
    SEE_EXPLANATIONS = "see_explanations"
    SEE_TASKS = "see_tasks"
    MANAGE_ACCOUNTS = "manage_accounts"
    MANAGE_GRANTS = "manage_grants"
    READ_TRAIL = "read_trail"
    SEE_HEALTH = "see_health"
    OWN_ACCOUNT = "own_account"


@dataclass(frozen=True)
class Span:
    """A unit with everything below it: first and last number in the order of the organ tree."""

    first: int
    last: int


@dataclass(frozen=True, kw_only=True)
class Reach:
    """One role as far as it goes: a part of the organ tree, some tiers (none named: all).

    ``span`` is where the unit stood when the request came; queries ask where it stands now.
    """

    role: Role
    span: Span
    unit: str = ""
    tiers: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Who acts.  Built afresh for each request, so that a change of grants works at once."""

    user: int
    login: str
    name: str
    person: str = ""
    admin: Admin | None = None
    reaches: tuple[Reach, ...] = ()
    system: bool = False

    @property
    def roles(self) -> frozenset[Role]:
        """Every role held somewhere, the official's own included."""
        own = {Role.SELF} if self.person else set()
        return frozenset({r.role for r in self.reaches} | own)
