"""More people of the office than the cast has, and packs taken in."""

from datetime import date

from biaochi.access.models import Grant, User
from tests.office import cast, periods


def hired(world, login, name, role, unit="qs"):
    """Give somebody an account and a role; returns who he is."""
    user = User(login=login, name=name, created_at=cast.AT)
    user.set_unusable_password()
    user.save()
    Grant.objects.create(
        user=user, role=role, unit=unit, from_on=date(2015, 1, 1), granted_by=user,
        granted_at=cast.AT,
    )  # fmt: skip
    world.users[login] = user
    return world.actor(login)


def pack(world, name="demo-qingshi"):
    """Take in a pack that comes with the program; returns its number."""
    return periods.opened(world, pack=name).pack_id
