"""Uploaded files on disk: random names, nobody else's eyes, never under the web root."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from secrets import token_hex

from django.conf import settings

from biaochi.exchange.doors.shapes import MIB, Limits
from biaochi.exchange.doors.wording import refusal

_FOLDER, _OURS = 0o700, 0o600


@dataclass(frozen=True)
class Stored:
    """A file that was kept: its random name, and the hash of its bytes."""

    token: str
    digest: str


def keep(chunks: Iterable[bytes], *, limits: Limits | None = None) -> Stored:
    """Keep the bytes of an upload; refuses as soon as they are too many."""
    most = (limits or Limits()).most_bytes
    token, digest, size = token_hex(16), sha256(), 0
    path = path_of(token)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OURS), "wb") as file:
            for chunk in chunks:
                size += len(chunk)
                _within(size, most)
                digest.update(chunk)
                file.write(chunk)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return Stored(token, digest.hexdigest())


def _within(size: int, most: int) -> None:
    if size > most:
        raise refusal("FILE-SIZE", f"不超过 {most // MIB} MiB", "更大", "请分成几个文件上传。")


def path_of(token: str, *, ending: str = "") -> Path:
    """Return where a kept file is, or something made from it."""
    folder = Path(settings.HOME) / "uploads"
    folder.mkdir(mode=_FOLDER, parents=True, exist_ok=True)
    return folder / f"{token}{ending}"


def beside(token: str, *, ending: str) -> Path:
    """Return where something made from a kept file goes: a new, empty file only we may read."""
    path = path_of(token, ending=ending)
    path.unlink(missing_ok=True)
    path.touch(mode=_OURS)
    return path


def drop(token: str) -> None:
    """Forget a kept file and everything made from it."""
    if token:
        for path in path_of(token).parent.glob(f"{token}*"):
            path.unlink(missing_ok=True)
