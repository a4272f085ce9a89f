"""Addresses of the pages."""

from django.urls import URLPattern

from biaochi.web import accounts, grants, health, signing, tasks, trail_pages, watermark

urlpatterns: list[URLPattern] = [
    *accounts.urlpatterns,
    *grants.urlpatterns,
    *health.urlpatterns,
    *signing.urlpatterns,
    *tasks.urlpatterns,
    *trail_pages.urlpatterns,
    *watermark.urlpatterns,
]
