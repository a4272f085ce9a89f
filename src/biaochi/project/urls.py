"""Addresses: pages, and the interface for other systems."""

from django.urls import include, path

from biaochi.api.v1 import api

urlpatterns = [
    path("api/v1/", api.urls),
    path("", include("biaochi.web.urls")),
]
handler404 = "biaochi.web.doors.not_found"
handler500 = "biaochi.web.doors.broken"
handler403 = "biaochi.web.doors.not_found"
handler400 = "biaochi.web.doors.not_found"
