"""Addresses of the pages."""

from django.urls import URLPattern

from biaochi.web import calendar, people, search, signing, tasks, units, watermark

urlpatterns: list[URLPattern] = [
    *signing.urlpatterns,
    *people.urlpatterns,
    *units.urlpatterns,
    *search.urlpatterns,
    *calendar.urlpatterns,
    *tasks.urlpatterns,
    *watermark.urlpatterns,
]
