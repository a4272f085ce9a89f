"""What the keyboard does."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path

from biaochi.access.shapes import Act
from biaochi.web.doors import Asked, page


@page(Act.OWN_ACCOUNT)
def keys(request: Asked) -> HttpResponse:
    """List the keys, those of the menu as this actor has it."""
    return render(request, "web/desk/keys.html")


urlpatterns: list[URLPattern] = [path("help/keys/", keys, name="keys")]
