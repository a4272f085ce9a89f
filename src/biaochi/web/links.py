"""Addresses of pages of other areas, by name."""

from django.urls import NoReverseMatch, reverse

from biaochi.findings.shapes import FindingLine


def link(view: str, **given: object) -> str:
    """Return the address of a page; blank where this office has no such page."""
    try:
        return reverse(view, kwargs=given)
    except NoReverseMatch:
        return ""


def explanation(*, run: int, kind: str, code: str, what: str) -> str:
    """Return where a figure or a finding of a run is explained."""
    there = link("explanation", run=run, kind=kind, code=code)
    return f"{there}?what={what}" if there else ""


def finding(line: FindingLine) -> str:
    """Return where a finding is explained."""
    return explanation(run=line.run, kind=line.kind, code=line.code, what=line.rule)


def evidence(code: str) -> str:
    """Return the page of a piece of evidence."""
    return link("evidence", code=code)
