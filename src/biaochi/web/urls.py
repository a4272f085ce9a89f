"""Addresses of the pages."""

from django.urls import URLPattern

from biaochi.web import signing, watermark

urlpatterns: list[URLPattern] = [
    *signing.urlpatterns,
    *watermark.urlpatterns,
]
