"""Who is asking: the session's user made an actor, once a request."""

from collections.abc import Callable

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest, HttpResponse

from biaochi.access.models import User
from biaochi.access.queries import user_with
from biaochi.access.shapes import Actor
from biaochi.clock import today
from biaochi.registry.queries import who


class Backend(ModelBackend):
    """Only looks up the user of a session; signing in has its own service."""

    def authenticate(self, *_: object, **__: object) -> None:
        """Refuse: passwords are checked by the service that counts failures."""

    def get_user(self, user_id: int) -> User | None:
        """Return the active user of a session."""
        return user_with(ident=user_id)


class Signed:
    """Puts ``actor`` on the request: an Actor, or None where nobody is signed in."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Work out the actor, then answer."""
        request.actor = acting(request.user)  # type: ignore[attr-defined]  # our own attribute
        return self.answer(request)


def acting(user: object) -> Actor | None:
    """Return who a user is today; None for nobody."""
    if not isinstance(user, User):
        return None
    return who(user, on=today())
