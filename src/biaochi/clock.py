"""The present moment.  Only doors (web, api, cli, jobs) ask; everyone else is handed the answer."""

from datetime import UTC, date, datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")


def now() -> datetime:
    """Return this moment, with its zone."""
    return datetime.now(UTC)


def today() -> date:
    """Return the day it is in Beijing."""
    return now().astimezone(BEIJING).date()


def local(at: datetime) -> datetime:
    """Return a moment as Beijing clocks show it."""
    return at.astimezone(BEIJING)
