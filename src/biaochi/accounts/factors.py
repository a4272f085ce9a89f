"""The second factor: time-based one-time passwords (RFC 6238), each used once."""

import secrets
from base64 import b32encode
from datetime import datetime

import pyotp
from django.conf import settings

from biaochi.access.models import Grant, User
from biaochi.access.scoping import Why
from biaochi.access.sealing import seal, unseal

_STEP = 30
_BYTES = 20
_ISSUER = "标尺"


def made() -> str:
    """Return a new secret."""
    return b32encode(secrets.token_bytes(_BYTES)).decode()


def address(secret: str, *, login: str) -> str:
    """Return what the picture says that an authenticator reads."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=_ISSUER)


def step_of(code: str, *, secret: str, at: datetime, after: int) -> int | None:
    """Return the half-minute a code belongs to, the neighbours included; None where it is wrong.

    A half-minute not later than ``after`` was used before and does not count again.
    """
    moment = int(at.timestamp()) // _STEP
    for step in (moment, moment - 1, moment + 1):
        if step > after and secrets.compare_digest(_code(secret, step), code.strip()):
            return step
    return None


def _code(secret: str, step: int) -> str:
    return pyotp.TOTP(secret).at(step * _STEP)


def kept(user: User, *, secret: str) -> bytes:
    """Return the secret as it is stored, bound to its user."""
    return seal(secret.encode(), place=_place(user))


def secret_of(user: User) -> str:
    """Return the secret of a user; blank where there is none."""
    sealed = bytes(user.second_factor)
    return unseal(sealed, place=_place(user)).decode() if sealed else ""


def wanted_of(user: User) -> bool:
    """Tell whether this office wants a second factor of somebody like this."""
    rule = settings.SECOND_FACTOR
    if rule == "off" or user.system:
        return False
    if user.admin:
        return True
    held = Grant.objects.unscoped(Why.LOGIN).filter(user=user.pk, revoked_at=None)
    return rule == "staff" and held.exists()


def _place(user: User) -> str:
    return f"access_user/second_factor/{user.pk}"
