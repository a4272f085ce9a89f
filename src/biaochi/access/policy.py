"""Which role may do which act, as one table.  Everything else is refused as not found."""

from collections.abc import Mapping

from biaochi.access.shapes import Act, Actor, Admin, Reach, Role

_R = Role
_LOOKERS = frozenset({_R.OFFICER, _R.VERIFIER, _R.DECIDER, _R.SUPERVISOR})
_OFFICE = frozenset({_R.OFFICER})

ROLES: Mapping[Act, frozenset[Role]] = {
    Act.SEE_UNITS: _LOOKERS | {_R.REPORTER, _R.LIAISON},
    Act.EDIT_UNITS: _OFFICE,
    Act.SEE_PEOPLE: _LOOKERS | {_R.REPORTER, _R.LIAISON},
    Act.EDIT_PEOPLE: _OFFICE,
    Act.SEE_ID_NUMBER: _OFFICE,
    Act.EDIT_CALENDAR: _OFFICE,
    Act.SEE_EVIDENCE: _LOOKERS | {_R.REPORTER, _R.LIAISON},
    Act.REPORT_EVIDENCE: frozenset({_R.OFFICER, _R.REPORTER, _R.LIAISON}),
    Act.VERIFY_EVIDENCE: frozenset({_R.VERIFIER}),
    Act.REPLY_EVIDENCE: frozenset(),
    Act.ANSWER_EVIDENCE: _OFFICE,
    Act.IMPORT: frozenset({_R.OFFICER, _R.REPORTER, _R.LIAISON}),
    Act.EXPORT: frozenset({_R.OFFICER, _R.SUPERVISOR}),
    Act.SEE_PACKS: _LOOKERS | {_R.REPORTER, _R.LIAISON, _R.SELF, _R.PANEL, _R.NOMINATOR},
    Act.SEE_APPRAISALS: _LOOKERS | {_R.REPORTER},
    Act.RUN_APPRAISALS: _OFFICE,
    Act.SEE_RESULTS: _LOOKERS,
    Act.SEE_FINDINGS: _LOOKERS,
    Act.HANDLE_FINDINGS: _OFFICE,
    Act.SEE_MATTERS: _LOOKERS,
    Act.MOVE_MATTERS: frozenset({_R.OFFICER, _R.VERIFIER, _R.DECIDER, _R.SUPERVISOR}),
    Act.ANSWER_REFERRALS: frozenset({_R.LIAISON}),
    Act.JUDGE_REMEDIES: frozenset({_R.PANEL}),
    Act.SEE_OWN: frozenset({_R.SELF}),
    Act.MOVE_OWN: frozenset(),
    Act.MANAGE_TEMPLATES: _OFFICE,
    Act.SEE_EXPLANATIONS: _LOOKERS | {_R.SELF},
    Act.SEE_TASKS: _LOOKERS | {_R.REPORTER, _R.LIAISON},
}
"""Acts on the records of others, by role."""

OWN = frozenset({Act.SEE_OWN, Act.REPLY_EVIDENCE, Act.MOVE_OWN})
"""Acts a person may do on what is held about himself."""

ADMINS: Mapping[Act, frozenset[Admin]] = {
    Act.MANAGE_ACCOUNTS: frozenset({Admin.SYSTEM}),
    Act.SEE_HEALTH: frozenset({Admin.SYSTEM, Admin.SECURITY}),
    Act.MANAGE_GRANTS: frozenset({Admin.SECURITY}),
    Act.READ_TRAIL: frozenset({Admin.AUDIT}),
}
"""Acts without business data, by administrator."""


EVERYBODY = frozenset({Act.OWN_ACCOUNT})
"""Acts of whoever has signed in: his password, his second factor, the way out."""


def may(actor: Actor, act: Act) -> bool:
    """Tell whether the actor may do this act anywhere at all."""
    if act in EVERYBODY:
        return not actor.system
    if act in ADMINS:
        return actor.admin in ADMINS[act]
    if act in OWN:
        return bool(actor.person)
    return bool(actor.roles & ROLES[act])


def reaches(actor: Actor, act: Act) -> tuple[Reach, ...]:
    """Return how far the actor may do this act; nothing for administrators."""
    if actor.admin is not None:
        return ()
    return tuple(r for r in actor.reaches if r.role in ROLES.get(act, frozenset()))
