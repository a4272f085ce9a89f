"""Addresses of the pages."""

from django.urls import URLPattern

from biaochi.web import evidence, tasks

urlpatterns: list[URLPattern] = [*evidence.urlpatterns, *tasks.urlpatterns]
