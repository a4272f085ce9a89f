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
from biaochi.web import accounts, grants, health, signing, tasks, trail_pages, watermark

urlpatterns: list[URLPattern] = [
    *accounts.urlpatterns,
    *grants.urlpatterns,
    *health.urlpatterns,
    *signing.urlpatterns,
    *people.urlpatterns,
    *units.urlpatterns,
    *search.urlpatterns,
    *calendar.urlpatterns,
    *tasks.urlpatterns,
    *trail_pages.urlpatterns,
    *watermark.urlpatterns,
]
