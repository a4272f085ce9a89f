"""Addresses of the pages."""

from django.urls import URLPattern

from biaochi.web import (
    accounts,
    aftercare,
    appraisals,
    calendar,
    desk,
    dossier,
    evidence,
    exchange,
    findings,
    grants,
    health,
    keys,
    letters,
    matters,
    mine,
    packs,
    papers,
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
    accounts, appraisals, calendar, desk, dossier, evidence, exchange, findings, grants, health,
    keys, letters, matters, mine, packs, people, search, signing, tasks, team, trail_pages, units,
    accounts, aftercare, appraisals, calendar, desk, dossier, evidence, exchange, findings, grants,
    health, keys, matters, mine, packs, people, search, signing, tasks, team, trail_pages, units,
    watermark,
    keys, matters, mine, packs, papers, people, search, signing, tasks, team, trail_pages,
    units, watermark,
)  # fmt: skip
urlpatterns: list[URLPattern] = [p for area in _AREAS for p in area.urlpatterns]
