"""Bring the database to what this version of the program wants, and grant what it may do there."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connections

from biaochi.trail.append_only import HEAD, TABLES

_OWNER = "owner"


class Command(BaseCommand):
    """Used by ``biaochi init`` and ``biaochi upgrade``."""

    help = __doc__ or ""

    def handle(self, *_: Any, **__: Any) -> None:  # noqa: ANN401 (Django's own shape)
        """Migrate as the owner, if there is one; the application gets no more than it needs."""
        alias = _OWNER if _OWNER in connections.databases else "default"
        call_command("migrate", database=alias, interactive=False, verbosity=0)
        if alias == _OWNER:
            with connections[alias].cursor() as cursor:
                for statement in grants(str(settings.DATABASES["default"]["USER"])):
                    cursor.execute(statement)


def grants(role: str) -> list[str]:
    """Return the statements that leave the application's role no way to rewrite what is kept.

    >>> grants("office")[0]
    'GRANT USAGE ON SCHEMA public TO "office"'
    """
    who = '"' + role.replace('"', '""') + '"'
    kept = ", ".join(f'"{table}"' for table in sorted(TABLES) if table != HEAD)
    return [
        f"GRANT USAGE ON SCHEMA public TO {who}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {who}",
        f"REVOKE UPDATE, DELETE, TRUNCATE, TRIGGER ON {kept} FROM {who}",
        f'REVOKE DELETE, TRUNCATE, TRIGGER ON "{HEAD}" FROM {who}',
        f'REVOKE INSERT, UPDATE, DELETE ON "django_migrations" FROM {who}',
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {who}",
    ]
