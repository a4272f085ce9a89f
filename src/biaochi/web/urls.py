"""Addresses of the pages."""

from django.urls import URLPattern

from biaochi.web import evidence, signing, tasks, watermark

urlpatterns: list[URLPattern] = [
    *evidence.urlpatterns,
    *signing.urlpatterns,
    *tasks.urlpatterns,
    *watermark.urlpatterns,
]
