"""Addresses of the pages."""

from django.urls import URLPattern

from biaochi.web import desk, dossier, keys, mine, tasks, team

urlpatterns: list[URLPattern] = [
    *desk.urlpatterns,
    *dossier.urlpatterns,
    *team.urlpatterns,
    *mine.urlpatterns,
    *keys.urlpatterns,
    *tasks.urlpatterns,
from biaochi.web import evidence, tasks

urlpatterns: list[URLPattern] = [*evidence.urlpatterns, *tasks.urlpatterns]
from biaochi.web import signing, tasks, watermark

urlpatterns: list[URLPattern] = [
    *signing.urlpatterns,
    *tasks.urlpatterns,
    *watermark.urlpatterns,
]
