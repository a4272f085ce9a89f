"""The faint lines across every page: who looks, and when."""

from django.http import HttpResponse
from django.urls import path
from django.utils.html import escape

from biaochi import clock
from biaochi.access.shapes import Act
from biaochi.web.doors import Asked, page

_TILE = """<svg xmlns="http://www.w3.org/2000/svg" width="360" height="220" viewBox="0 0 360 220">
<g transform="rotate(-24 180 110)" fill="#000" fill-opacity="0.07" font-family="sans-serif"
 font-size="15" text-anchor="middle"><text x="180" y="104">{who}</text><text x="180" y="126"
 font-size="12">{when}</text></g></svg>"""


@page(Act.OWN_ACCOUNT)
def watermark(request: Asked) -> HttpResponse:
    """One tile with name, login and the minute."""
    who = escape(f"{request.actor.name} {request.actor.login}")
    drawn = _TILE.format(who=who, when=f"{clock.local(clock.now()):%Y-%m-%d %H:%M}")
    return HttpResponse(drawn, content_type="image/svg+xml")


urlpatterns = [path("watermark.svg", watermark, name="watermark")]
