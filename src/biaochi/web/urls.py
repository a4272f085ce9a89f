"""Addresses of the pages."""

from django.urls import URLPattern

from biaochi.web import calendar, people, search, signing, tasks, units, watermark
from biaochi.web import desk, dossier, evidence, keys, mine, signing, tasks, team, watermark

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
