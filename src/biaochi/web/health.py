"""Whether the office is well: the start-up checks again, counts, the end of the chain."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core import checks
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path

from biaochi.access.shapes import Act
from biaochi.trail.reading import chain_end
from biaochi.web.doors import Asked, page

_LITTLE = 2 * 1024**3


@dataclass(frozen=True)
class Fact:
    """One line: what, how it stands, and its tone."""

    label: str
    says: str
    tone: str = ""


@page(Act.SEE_HEALTH)
def health(request: Asked) -> HttpResponse:
    """The state of the installation; no business data."""
    found = checks.run_checks(tags=["office"], databases=["default"])
    faults = [(str(e.obj), e.msg, e.hint or "") for e in found if e.level >= checks.ERROR]
    warnings = [e.msg for e in found if e.level < checks.ERROR]
    return render(
        request, "web/health/page.html",
        {"facts": _facts(), "faults": faults, "warnings": warnings},
    )  # fmt: skip


def _facts() -> list[Fact]:
    end = chain_end()
    free = shutil.disk_usage(settings.HOME).free
    return [
        Fact("数据库", _database()),
        Fact("数据库大小", _size(_bytes())),
        Fact("磁盘剩余", _size(free), "bad" if free < _LITTLE else "ok"),
        Fact("留痕末条", f"第 {end.seq} 条"),
        Fact("末条摘要", end.hash),
    ]


def _database() -> str:
    version = ".".join(map(str, connection.get_database_version()))
    return f"{connection.display_name} {version}"


def _bytes() -> int:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            return int(cursor.fetchone()[0])
    path_of = Path(str(connection.settings_dict["NAME"]))
    return path_of.stat().st_size if path_of.is_file() else 0


def _size(count: int) -> str:
    return f"{count / 1024**2:,.0f} MB"


urlpatterns: list[URLPattern] = [path("health/", health, name="health")]
