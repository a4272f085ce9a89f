"""Keys of other systems: shown once, kept as a hash, found by that hash."""

from datetime import date
from hashlib import sha256
from secrets import token_urlsafe

from django.db.models import Q

from biaochi.access.models import Token, User
from biaochi.access.scoping import Why

_BYTES = 32
_LONGEST = 200
PREFIX = "bc_"


def new_token() -> str:
    """Return a key nobody can guess; its prefix lets a scanner find one that got out."""
    return PREFIX + token_urlsafe(_BYTES)


def digest_of(token: str) -> str:
    """Return what is kept of a key.  It is random and long, so a plain hash is enough."""
    return sha256(token.encode("utf-8", "replace")).hexdigest()


def user_with_token(token: str, *, on: date) -> User | None:
    """Return the system whose key this is; None if it was revoked, ran out or is none."""
    if not token or len(token) > _LONGEST:
        return None
    valid = Q(expires_on__isnull=True) | Q(expires_on__gte=on)
    rows = Token.objects.unscoped(Why.LOGIN).filter(
        valid, digest=digest_of(token), revoked_at=None, user__is_active=True, user__system=True
    )
    row = rows.select_related("user").first()
    return None if row is None else row.user
