"""Small secrets at rest: AES-256-GCM (NIST SP 800-38D) bound to the row they belong to."""

import os
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from biaochi.access.keys import key

_NONCE = 12


def seal(plain: bytes, *, place: str) -> bytes:
    """Encrypt; ``place`` names table, column and row, and opening it elsewhere fails."""
    nonce = os.urandom(_NONCE)
    return nonce + _cipher().encrypt(nonce, plain, place.encode())


def unseal(sealed: bytes, *, place: str) -> bytes:
    """Decrypt; ValueError for what was moved, changed, or sealed under another key."""
    try:
        return _cipher().decrypt(sealed[:_NONCE], sealed[_NONCE:], place.encode())
    except InvalidTag:
        raise ValueError(f"cannot be opened at {place}") from None


def _cipher() -> AESGCM:
    return AESGCM(sha256(key(settings.HOME, "sealing").encode()).digest())
