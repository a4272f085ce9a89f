"""Fields nobody may read in a copy of the database: AES-256-GCM (NIST SP 800-38D), bound to a row.

A sealed value is ``key number ‖ nonce ‖ ciphertext``; a new key file ``sealing-2.key`` seals what
comes after it and the old one still opens what came before.  Looking up by value goes through a
keyed hash, never a plain one.
"""

import hmac
import os
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from biaochi.access.keys import key

_NONCE = 12
_HEAD = 1 + _NONCE
_BYTES = 32
_KEYS = range(1, 256)


def seal(plain: bytes, *, place: str) -> bytes:
    """Encrypt; ``place`` names table, column and row, and opening it elsewhere fails."""
    number = _newest(settings.HOME)
    nonce = os.urandom(_NONCE)
    sealed = _cipher(settings.HOME, number).encrypt(nonce, plain, place.encode())
    return bytes([number]) + nonce + sealed


def unseal(sealed: bytes, *, place: str) -> bytes:
    """Decrypt; ValueError for what was moved, changed, or sealed under a key that is gone."""
    broken = ValueError(f"cannot be opened at {place}")
    if len(sealed) <= _HEAD or sealed[0] not in _there(settings.HOME):
        raise broken
    cipher = _cipher(settings.HOME, sealed[0])
    try:
        return cipher.decrypt(sealed[1:_HEAD], sealed[_HEAD:], place.encode())
    except InvalidTag:
        raise broken from None


def digest(text: str, *, what: str) -> str:
    """Return the keyed hash a value is looked up by; ``what`` keeps kinds of values apart."""
    lookup = _derived(settings.HOME, "lookup", what)
    return hmac.new(lookup, text.encode(), sha256).hexdigest()


def _newest(home: Path) -> int:
    return max(_there(home), default=_KEYS[0])


def _there(home: Path) -> tuple[int, ...]:
    names = {path.stem for path in (home / "keys").glob("sealing-*.key")}
    return tuple(n for n in _KEYS if _file(n) in names)


def _file(number: int) -> str:
    return f"sealing-{number}"


def _cipher(home: Path, number: int) -> AESGCM:
    return AESGCM(_derived(home, _file(number), "sealing"))


@lru_cache(maxsize=32)
def _derived(home: Path, file: str, purpose: str) -> bytes:
    """Return a key for one purpose; kept, since thousands of rows are looked up in a row."""
    text = key(home, file).encode("ascii")
    info = f"biaochi {purpose}".encode()
    return HKDF(algorithm=SHA256(), length=_BYTES, salt=None, info=info).derive(text)
