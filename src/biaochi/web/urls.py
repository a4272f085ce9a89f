"""Addresses of the pages."""

from django.urls import URLPattern

from biaochi.web import (
    calendar,
    desk,
    dossier,
    evidence,
    keys,
    mine,
    people,
    search,
    signing,
    tasks,
    team,
    units,
    watermark,
)

urlpatterns: list[URLPattern] = [
    *desk.urlpatterns,
    *dossier.urlpatterns,
    *team.urlpatterns,
    *mine.urlpatterns,
    *keys.urlpatterns,
    *evidence.urlpatterns,
    *signing.urlpatterns,
    *people.urlpatterns,
    *units.urlpatterns,
    *search.urlpatterns,
    *calendar.urlpatterns,
    *tasks.urlpatterns,
    *watermark.urlpatterns,
]
