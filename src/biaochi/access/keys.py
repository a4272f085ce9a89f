"""Keys of this office: made once, kept in files only the service may read."""

import os
from pathlib import Path
from secrets import token_urlsafe

_OURS = 0o600
_FOLDER = 0o700


def secret_key(home: Path) -> str:
    """Return the key Django signs with; made on first use."""
    return key(home, "signing")


def key(home: Path, name: str) -> str:
    """Return the key of this name, making it on first use; never overwrites one."""
    folder = home / "keys"
    home.mkdir(parents=True, exist_ok=True, mode=_FOLDER)
    folder.mkdir(exist_ok=True, mode=_FOLDER)
    path = folder / f"{name}.key"
    if not path.exists():
        _write_new(path, token_urlsafe(48))
    return path.read_text(encoding="ascii").strip()


def _write_new(path: Path, text: str) -> None:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OURS)
    except FileExistsError:  # another process of this office was first
        return
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text)
