"""Addresses of the pages."""

from django.urls import URLPattern

from biaochi.web import (
    accounts,
    calendar,
    desk,
    dossier,
    evidence,
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

urlpatterns: list[URLPattern] = [
    *accounts.urlpatterns,
    *calendar.urlpatterns,
    *desk.urlpatterns,
    *dossier.urlpatterns,
    *evidence.urlpatterns,
    *grants.urlpatterns,
    *health.urlpatterns,
    *keys.urlpatterns,
    *mine.urlpatterns,
    *people.urlpatterns,
    *search.urlpatterns,
    *signing.urlpatterns,
    *tasks.urlpatterns,
    *team.urlpatterns,
    *trail_pages.urlpatterns,
    *units.urlpatterns,
    *watermark.urlpatterns,
]
