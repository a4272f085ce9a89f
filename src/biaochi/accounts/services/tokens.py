"""Keys of other systems 接口密钥: shown once, kept as a hash."""

from datetime import date, datetime

from django.db import transaction

from biaochi.access.models import Token, User
from biaochi.access.shapes import Act, Actor
from biaochi.access.tokens import digest_of, new_token
from biaochi.clock import local
from biaochi.errors import refusal
from biaochi.trail.editing import locked
from biaochi.trail.events import Event
from biaochi.trail.services import record


@transaction.atomic
def add_token(*, user: int, label: str, expires_on: date | None, actor: Actor, at: datetime) -> str:
    """Make a key for another system 发放; returns it, shown once."""
    rows = User.objects.visible_to(actor, Act.MANAGE_ACCOUNTS)
    owner = locked(rows.filter(pk=user, system=True, is_active=True), what="外部系统")
    if not label.strip():
        raise refusal("ACCOUNT-FORM", expected="这个密钥的用途", found="没有填", do="请填写。")
    if expires_on is not None and expires_on <= local(at).date():
        found = str(expires_on)
        raise refusal("ACCOUNT-FORM", expected="今天以后的到期日", found=found, do="请改正。")
    word = new_token()
    token = Token(
        user=owner,
        label=label.strip(),
        digest=digest_of(word),
        created_at=at,
        expires_on=expires_on,
    )
    token.save(force_insert=True)
    record(Event.TOKEN_ADDED, actor=actor, at=at, about=token)
    return word


@transaction.atomic
def revoke_token(*, ident: int, version: int, actor: Actor, at: datetime) -> None:
    """Take a key back 收回, at once."""
    rows = Token.objects.visible_to(actor, Act.MANAGE_ACCOUNTS)
    token = locked(rows.filter(pk=ident, revoked_at=None), what="接口密钥", version=version)
    token.revoked_at = at
    token.version += 1
    token.save()
    record(Event.TOKEN_REVOKED, actor=actor, at=at, about=token)
