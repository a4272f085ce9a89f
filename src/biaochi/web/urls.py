"""Addresses of the pages."""

from django.urls import URLPattern

from biaochi.web import signing, tasks, watermark

urlpatterns: list[URLPattern] = [
    *signing.urlpatterns,
    *tasks.urlpatterns,
    *watermark.urlpatterns,
]
