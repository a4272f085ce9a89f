"""Addresses of the pages."""

from django.urls import URLPattern

from biaochi.web import (
    appraisals,
    desk,
    dossier,
    evidence,
    findings,
    keys,
    mine,
    packs,
    signing,
    tasks,
    team,
    watermark,
)

urlpatterns: list[URLPattern] = [
    *desk.urlpatterns,
    *dossier.urlpatterns,
    *team.urlpatterns,
    *mine.urlpatterns,
    *keys.urlpatterns,
    *evidence.urlpatterns,
    *appraisals.urlpatterns,
    *findings.urlpatterns,
    *packs.urlpatterns,
    *signing.urlpatterns,
    *tasks.urlpatterns,
    *watermark.urlpatterns,
]
    accounts,
    calendar,
    desk,
    dossier,
    evidence,
    exchange,
    grants,
    health,
    keys,
    mine,
    people,
    search,
    signing,
    tasks,
    team,
    trail_pages,
    units,
    watermark,
)

_AREAS = (
    accounts, calendar, desk, dossier, evidence, exchange, grants, health, keys, mine, people,
    search, signing, tasks, team, trail_pages, units, watermark,
)  # fmt: skip
urlpatterns: list[URLPattern] = [p for area in _AREAS for p in area.urlpatterns]
