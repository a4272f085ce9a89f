"""Who is asking: the session's user made an actor, once a request."""

from collections.abc import Callable

from django.contrib.auth import logout
from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from biaochi.access.models import User
from biaochi.access.queries import user_with
from biaochi.access.shapes import Actor
from biaochi.accounts.factors import wanted_of
from biaochi.clock import now, today
from biaochi.registry.queries import who
from biaochi.web.sessions import is_alive

_PASSWORD, _FACTOR = "/account/password/", "/account/second-factor/"
_ALWAYS = ("/logout/", "/static/", "/watermark.svg")


class Backend(ModelBackend):
    """Only looks up the user of a session; signing in has its own service."""

    def authenticate(self, *_: object, **__: object) -> None:
        """Refuse: passwords are checked by the service that counts failures."""

    def get_user(self, user_id: int) -> User | None:
        """Return the active user of a session."""
        return user_with(ident=user_id)


class Signed:
    """Puts ``actor`` on the request: an Actor, or None where nobody is signed in.

    Who has to change his password or has no second factor yet gets no further than there.
    """

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Work out the actor, then answer."""
        user = request.user
        if isinstance(user, User) and not is_alive(request, user, at=now()):
            logout(request)
            user = request.user
        actor = acting(user)
        request.actor = actor  # type: ignore[attr-defined]  # our own attribute
        first = _first(user, request.path) if isinstance(user, User) else ""
        return HttpResponseRedirect(first) if first else self.answer(request)


def acting(user: object) -> Actor | None:
    """Return who a user is today; None for nobody."""
    if not isinstance(user, User):
        return None
    return who(user, on=today())


def _first(user: User, path: str) -> str:
    """Return where the user has to go first; blank where he may go on."""
    if path.startswith(_ALWAYS):
        return ""
    if user.must_change:
        return "" if path == _PASSWORD else _PASSWORD
    if not user.second_factor and wanted_of(user):
        return "" if path.startswith((_FACTOR, _PASSWORD)) else _FACTOR
    return ""
