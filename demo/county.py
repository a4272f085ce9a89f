"""青石县 in an office: its accounts, its facts, one year opened and computed, nothing by hand."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.core.management import call_command
from django.db import connection, transaction

from biaochi import clock
from biaochi.access.models import User
from biaochi.access.scoping import Why
from biaochi.access.shapes import Act, Actor
from biaochi.accounts import passwords, queries
from biaochi.accounts.services import first_run, grants, people
from biaochi.appraisals import queries as appraised
from biaochi.appraisals import services as appraisals
from biaochi.exchange.folder_in import folder_in
from biaochi.findings.services import run_period
from biaochi.packs.loader import builtin, load
from biaochi.registry.planting import plant
from biaochi.registry.queries import actor_with
from biaochi.trail.events import Event
from biaochi.trail.services import record
from demo import cast, keeping, under_way

Say = Callable[[str], None]


def ready(home: Path, facts: Path, *, pack: str, period: str, say: Say) -> None:
    """Make the county where none is in place."""
    if Path(connection.settings_dict["NAME"]).exists():
        return
    say("首次要建立数据库、载入青石县、算一遍 2017 年，约需半分钟……")
    _make(facts, pack=pack, period=period)
    connection.close()
    keeping.keep(home, made_from=keeping.stamp(facts))


def new_passwords() -> dict[str, str]:
    """Give every account a new password and return them by login; none is ever the same again."""
    made = {}
    at = clock.now()
    with transaction.atomic():
        for part in cast.EVERYBODY:
            user = User.objects.unscoped(Why.SETUP).get(login=part.login)
            made[part.login] = passwords.made()
            user.set_password(made[part.login])
            user.awaits = user.must_change = False
            user.opening_code = user.session = ""
            user.version += 1
            user.save()
            record(Event.CREDENTIALS_RESET, actor=first_run.FIRST, at=at, about=user)
    return made


def _make(facts: Path, *, pack: str, period: str) -> None:
    at = clock.now()
    call_command("prepare")
    code, name = cast.COUNTY
    first_run.set_up(
        asked=first_run.FirstRun(
            office=cast.OFFICE, unit_code=code, unit_name=name, unit_type="县",
            admins=tuple(
                first_run.FirstAdmin(admin=p.role, login=p.login, name=p.name) for p in cast.ADMINS
            ),
        ),
        at=at,
    )  # fmt: skip
    plant(code=cast.NEXT[0], name=cast.NEXT[1], type="县", actor=first_run.FIRST, at=at)
    for part in (*cast.STAFF, *cast.OFFICIALS):
        _account(part, at=at)
    _grant(cast.STAFF[0], at=at)  # the officer first: he takes the county in
    officer = _actor(cast.STAFF[0].login)
    folder_in(facts, pack=load(builtin(pack)), actor=officer, at=at, under=code)
    for part in cast.STAFF[1:]:
        _grant(part, at=at)
    officer = _actor(cast.STAFF[0].login)
    digest = appraisals.take_in(actor=officer, at=at, builtin_id=pack)
    opened = appraisals.open_period(unit=code, pack=digest, name=period, actor=officer, at=at)
    run_period({"period": opened}, officer, clock.now(), lambda *_: None)
    under_way.tell(_actor, pack=appraised.packs(officer)[0].ident)


def _account(part: cast.Part, *, at: datetime) -> None:
    person = part.unit if part.role == "self" else ""
    people.add_account(
        login=part.login, name=part.name, person=person, actor=_actor("xitong"), at=at
    )
    security = _actor("anquan")
    people.release(ident=_account_of(part.login), version=1, actor=security, at=at)


def _grant(part: cast.Part, *, at: datetime) -> None:
    said = grants.GrantSaid(
        user=_account_of(part.login), role=part.role, unit=part.unit, from_on=clock.today()
    )
    grants.grant(said=said, reason="演示", actor=_actor("anquan"), at=at)


def _account_of(login: str) -> int:
    rows = queries.accounts(_actor("anquan"), Act.MANAGE_GRANTS)
    return int(rows.get(login=login).pk)


def _actor(login: str) -> Actor:
    ident = User.objects.unscoped(Why.SETUP).get(login=login).pk
    found = actor_with(user=ident, on=clock.today())
    if found is None:
        raise LookupError(login)
    return found
