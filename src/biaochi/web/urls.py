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
