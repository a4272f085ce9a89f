"""Which database, with which settings: SQLite embedded, PostgreSQL by one variable."""

import sqlite3
from typing import Any
from urllib.parse import unquote, urlsplit

from biaochi.project.env import Env, Misconfigured

_FIXED = (3, 51, 3)


def databases(env: Env) -> dict[str, dict[str, Any]]:
    """Return Django's DATABASES; ``owner`` is for migrations, where it was named."""
    found = {"default": _postgres(env.database) if env.database else _sqlite(env)}
    if env.database and env.owner_database:
        found["owner"] = _postgres(env.owner_database)
    return found


def journal_mode(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> str:
    """Return WAL, or TRUNCATE for a library with the WAL-reset bug (before 3.51.3)."""
    return "WAL" if version >= _FIXED else "TRUNCATE"


def _sqlite(env: Env) -> dict[str, Any]:
    env.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    pragmas = (
        f"journal_mode={journal_mode()}", "synchronous=FULL", "foreign_keys=ON",
        "secure_delete=ON", "trusted_schema=OFF", "busy_timeout=20000", "cache_size=-64000",
        "cache_spill=OFF",  # a long transaction must not lock readers out before it commits
    )  # fmt: skip
    return {
        "ENGINE": "biaochi.project.sqlite",
        "NAME": env.home / "office.sqlite3",
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "".join(f"PRAGMA {p};" for p in pragmas),
        },
    }


def _postgres(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        wanted = "postgresql://用户@主机/库名"
        raise Misconfigured(f"BIAOCHI_DATABASE 应为 {wanted}，实为「{parts.scheme}://…」。")
    query = dict(p.split("=", 1) for p in parts.query.split("&") if "=" in p)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or query.get("host", "")),
        "PORT": parts.port or query.get("port", ""),
        "CONN_MAX_AGE": None,
    }
