"""Addresses of the pages."""

from django.urls import URLPattern

from biaochi.web import tasks

urlpatterns: list[URLPattern] = [*tasks.urlpatterns]
