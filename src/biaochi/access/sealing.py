"""Fields nobody may read in a copy of the database: AES-256-GCM, bound to table, column and row.

A sealed value is ``key number ‖ nonce ‖ ciphertext``; moved to another row it does not open.
Looking up by value goes through a keyed hash, never a plain one.
"""

import hmac
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from secrets import token_bytes

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from biaochi.access.keys import key

_NONCE = 12
_BITS = 32
_KEYS = range(1, 256)


class Broken(RuntimeError):
    """A sealed value does not open: changed, moved from another row, or its key is gone."""


@dataclass(frozen=True)
class Place:
    """Where a value is kept; sealed with it."""

    table: str
    column: str
    row: str

    @property
    def bound(self) -> bytes:
        """Return the associated data; the parts cannot run into each other."""
        return "\x1f".join((self.table, self.column, self.row)).encode()


def seal(text: str, *, place: Place, home: Path) -> bytes:
    """Return the text sealed for one place with the newest key."""
    number = _newest(home)
    nonce = token_bytes(_NONCE)
    return (
        bytes([number]) + nonce + _cipher(home, number).encrypt(nonce, text.encode(), place.bound)
    )


def opened(sealed: bytes, *, place: Place, home: Path) -> str:
    """Return the text; Broken where it is not what was sealed for this place."""
    sealed = bytes(sealed)
    if len(sealed) <= 1 + _NONCE or not _path(home, sealed[0]).exists():
        raise Broken(f"{place.table}.{place.column}")
    nonce, body = sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :]
    try:
        return _cipher(home, sealed[0]).decrypt(nonce, body, place.bound).decode()
    except InvalidTag as reason:
        raise Broken(f"{place.table}.{place.column}") from reason


def digest(text: str, *, what: str, home: Path) -> str:
    """Return the keyed hash a value is looked up by; ``what`` keeps kinds of values apart."""
    return hmac.new(_derived(home, "lookup", what), text.encode(), sha256).hexdigest()


def _newest(home: Path) -> int:
    there = [n for n in _KEYS if _path(home, n).exists()]
    return max(there, default=_KEYS[0])


def _path(home: Path, number: int) -> Path:
    return home / "keys" / f"{_file(number)}.key"


def _file(number: int) -> str:
    return f"sealing-{number}"


def _cipher(home: Path, number: int) -> AESGCM:
    return AESGCM(_derived(home, _file(number), "sealing"))


@lru_cache(maxsize=32)
def _derived(home: Path, file: str, purpose: str) -> bytes:
    hkdf = HKDF(algorithm=SHA256(), length=_BITS, salt=None, info=f"biaochi {purpose}".encode())
    return hkdf.derive(key(home, file).encode("ascii"))
