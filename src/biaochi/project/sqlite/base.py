"""The connection: one fair write gate, and an authorizer around the append-only tables."""

from django.db.backends.sqlite3.base import DatabaseWrapper as Plain


class DatabaseWrapper(Plain):
    """Django's connection to SQLite."""
