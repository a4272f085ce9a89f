"""Another system with its key, as the system administrator would set it up."""

from datetime import UTC, date, datetime

from biaochi.access.models import Grant, Token, User
from biaochi.access.tokens import digest_of, new_token

AT = datetime(2026, 1, 4, 1, 0, tzinfo=UTC)


def key(world, login, unit="qs", roles=("reporter",), **more):
    """Make a system with these roles and return its key."""
    user = User(login=login, name=f"系统 {login}", system=True, created_at=AT)
    user.set_unusable_password()
    user.save()
    for role in roles:
        Grant.objects.create(
            user=user, role=role, unit=unit, from_on=date(2015, 1, 1), granted_by=user,
            granted_at=AT,
        )  # fmt: skip
    token = new_token()
    Token.objects.create(user=user, label="测试", digest=digest_of(token), created_at=AT, **more)
    world.users[login] = user
    return token
