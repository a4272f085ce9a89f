"""The session of a browser: one for each person, ended by idleness, by age, by any change."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login as keep
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from biaochi import clock
from biaochi.access.models import User
from biaochi.access.queries import user_with
from biaochi.accounts.services import signing

ABSOLUTE = timedelta(hours=8)
PROVED = timedelta(minutes=5)
_BACKEND = "biaochi.web.signed.Backend"
_SEEN_EVERY = timedelta(minutes=1)  # not a write at each click
_BEGAN, _SEEN, _PROVED = "began", "seen", "proved"


def enter(request: HttpRequest, *, user: int) -> None:
    """Let somebody in under a new key; his earlier session is over."""
    found = user_with(ident=user)
    if found is not None:
        request.session.flush()
        keep(request, found, backend=_BACKEND)


def _began(request: HttpRequest, user: User, **_: object) -> None:
    """Mark the session whoever opened it; the receiver of Django's own signal."""
    now = clock.now()
    request.session[_BEGAN] = request.session[_SEEN] = _text(now)
    request.session[_PROVED] = _text(now)
    if request.session.session_key is None:
        request.session.create()
    signing.entered(user=user.pk, session=request.session.session_key or "")


user_logged_in.connect(_began, dispatch_uid="biaochi.web.sessions")


def is_alive(request: HttpRequest, user: User, *, at: datetime) -> bool:
    """Tell whether this session still counts; keeps, once a minute, that it was used."""
    session = request.session
    if not signing.is_current(user, session.session_key or ""):
        return False
    began, seen = _moment(session.get(_BEGAN)), _moment(session.get(_SEEN))
    if began is None or seen is None or at - began > ABSOLUTE:
        return False
    if at - seen > timedelta(minutes=settings.IDLE_MINUTES):
        return False
    if at - seen > _SEEN_EVERY:
        session[_SEEN] = _text(at)
    return True


def proved(request: HttpRequest) -> None:
    """Keep that the person just gave his password again."""
    request.session[_PROVED] = _text(clock.now())


def is_proved(request: HttpRequest) -> bool:
    """Tell whether the password was given within the last minutes."""
    when = _moment(request.session.get(_PROVED))
    return when is not None and clock.now() - when <= PROVED


def fresh(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Ask for the password again before this view, below ``page``: grants, exports, decisions."""

    @wraps(view)
    def answer(request: HttpRequest, **given: Any) -> HttpResponse:  # noqa: ANN401 (from the URL)
        if is_proved(request):
            return view(request, **given)
        if request.method != "GET":
            messages.warning(request, "这一步要先确认密码；确认后请再提交一次。")
        return to_confirm(request)

    return answer


def to_confirm(request: HttpRequest) -> HttpResponse:
    """Ask for the password again, then come back to where this was asked for."""
    return HttpResponseRedirect(f"/confirm/?next={quote(_back(request))}")


def _back(request: HttpRequest) -> str:
    """Return the page to come back to: a form is shown again, never sent again by itself."""
    if request.method == "GET":
        return request.get_full_path()
    came = request.headers.get("Referer", "")
    here = f"{request.scheme}://{request.get_host()}"
    return came.removeprefix(here) if came.startswith(f"{here}/") else "/"


def address_of(request: HttpRequest) -> str:
    """Return where a request came from; a proxy is believed only on this machine."""
    direct = str(request.META.get("REMOTE_ADDR", ""))
    told = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2].strip()
    return told if told and direct in {"127.0.0.1", "::1", ""} else direct


def _text(at: datetime) -> str:
    return at.isoformat()


def _moment(text: object) -> datetime | None:
    return datetime.fromisoformat(text) if isinstance(text, str) else None
