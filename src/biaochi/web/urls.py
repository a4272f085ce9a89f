"""Addresses of the pages."""

from django.urls import URLPattern

from biaochi.web import (
    desk,
    dossier,
    evidence,
    exchange,
    keys,
    mine,
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
    *exchange.urlpatterns,
    *signing.urlpatterns,
    *tasks.urlpatterns,
    *watermark.urlpatterns,
]
