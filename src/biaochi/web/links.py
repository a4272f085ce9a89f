"""Addresses of pages of other areas, by name."""

from urllib.parse import urlencode

from django.urls import reverse

from biaochi.access.policy import may
from biaochi.access.shapes import Act, Actor
from biaochi.desks.queries import kinds_to_open
from biaochi.findings.shapes import FindingLine


def link(view: str, **given: object) -> str:
    """Return the address of a page."""
    return reverse(view, kwargs=given)


def explanation(*, run: int, kind: str, code: str, what: str) -> str:
    """Return where a figure or a finding of a run is explained."""
    return f"{link('explanation', run=run, kind=kind, code=code)}?{urlencode({'what': what})}"


def finding(line: FindingLine) -> str:
    """Return where a finding is explained."""
    return explanation(run=line.run, kind=line.kind, code=line.code, what=line.rule)


def evidence(code: str) -> str:
    """Return the page of a piece of evidence."""
    return link("evidence", code=code)


def opening(actor: Actor, person: str, **given: object) -> str:
    """Return where a matter about an official is opened; blank for whom this is not."""
    if not may(actor, Act.MOVE_MATTERS) or actor.person == person or not kinds_to_open(actor):
        return ""
    asked = urlencode(given)
    return link("matter_kinds", code=person) + (f"?{asked}" if asked else "")
