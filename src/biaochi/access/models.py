"""Users, what they were granted, and tokens of other systems."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from biaochi.access.scoping import Scoped, anybody, nobody
from biaochi.access.shapes import Act, Actor, Admin, Role
from biaochi.vocabulary import office


class Users(BaseUserManager["User"].from_queryset(Scoped)):  # type: ignore[misc]  # Django builds this base at run time
    """Users, to be asked for like all rows; by login only where nobody is known yet."""


class User(AbstractBaseUser):
    """Somebody who signs in, or another system that calls (``system``)."""

    login = models.CharField("登录名", max_length=40, unique=True)
    name = models.CharField("姓名", max_length=60)
    person = models.CharField("本人的人员编号", max_length=40, blank=True, db_index=True)
    admin = models.CharField(
        "管理员", max_length=10, blank=True, choices=[(k, v[0]) for k, v in office.ADMINS.items()]
    )
    system = models.BooleanField("外部系统", default=False)
    is_active = models.BooleanField("启用", default=True)
    must_change = models.BooleanField("须改密码", default=False)
    password_at = models.DateTimeField("改密码的时刻", null=True)
    second_factor = models.BinaryField("第二因子（加密）", blank=True, default=bytes)
    factor_step = models.PositiveBigIntegerField("最近用过的动态码时段", default=0)
    awaits = models.BooleanField("待安全管理员开通", default=False)
    opening_code = models.CharField("开通码的摘要", max_length=128, blank=True)
    session = models.CharField("当前会话", max_length=64, blank=True)
    created_at = models.DateTimeField("建立时刻")
    version = models.PositiveIntegerField("版本", default=1)

    objects = Users()

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    volatile: ClassVar[tuple[str, ...]] = ("last_login", "factor_step", "session")
    digested: ClassVar[tuple[str, ...]] = ("password", "second_factor", "opening_code")

    class Meta:
        """Nobody is administrator and official of a record at once."""

        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(admin="") | Q(person="", system=False), name="admin_has_no_business"
            ),
            models.CheckConstraint(
                condition=Q(admin__in=["", *map(str, Admin)]), name="admin_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def visible_q(actor: Actor, act: Act) -> Q:
        """Administrators of accounts and grants see all accounts; others none."""
        wanted = {Act.MANAGE_ACCOUNTS: Admin.SYSTEM, Act.MANAGE_GRANTS: Admin.SECURITY}
        return anybody() if actor.admin and actor.admin == wanted.get(act) else nobody()


class Grant(models.Model):
    """A role somebody holds for a unit and everything below it, for some tiers, from a day."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    role = models.CharField("角色", max_length=12, choices=[(r, r) for r in map(str, Role)])
    unit = models.CharField("单位编号", max_length=40)
    tiers = models.JSONField("层次", default=list, blank=True)
    from_on = models.DateField("生效日")
    to_on = models.DateField("末日（含）", null=True, blank=True)
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField("授予时刻")
    revoked_at = models.DateTimeField("收回时刻", null=True, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    objects = models.Manager.from_queryset(Scoped)()

    class Meta:
        """Looked up by user at each request."""

        indexes: ClassVar[list[Any]] = [models.Index(fields=["user", "from_on"])]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.unit}"

    @staticmethod
    def visible_q(actor: Actor, act: Act) -> Q:
        """The security administrator sees grants."""
        seen = act == Act.MANAGE_GRANTS and actor.admin == Admin.SECURITY
        return anybody() if seen else nobody()


class Token(models.Model):
    """The key of another system; only its hash is kept."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    label = models.CharField("用途", max_length=80)
    digest = models.CharField("摘要", max_length=64, unique=True)
    created_at = models.DateTimeField("建立时刻")
    expires_on = models.DateField("到期日", null=True, blank=True)
    revoked_at = models.DateTimeField("收回时刻", null=True, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    objects = models.Manager.from_queryset(Scoped)()

    def __str__(self) -> str:
        return self.label

    @staticmethod
    def visible_q(actor: Actor, act: Act) -> Q:
        """The system administrator sees which systems have a key."""
        seen = act == Act.MANAGE_ACCOUNTS and actor.admin == Admin.SYSTEM
        return anybody() if seen else nobody()


class FormerPassword(models.Model):
    """Hash of a password somebody had, so that it is not taken again."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    hash = models.CharField("摘要", max_length=128)
    at = models.DateTimeField("设定时刻")

    objects = models.Manager.from_queryset(Scoped)()

    def __str__(self) -> str:
        return f"{self.user_id} {self.at:%F}"

    @staticmethod
    def visible_q(actor: Actor, act: Act) -> Q:  # noqa: ARG004 (nobody ever)
        """Nobody lists hashes."""
        return nobody()


class Attempt(models.Model):
    """How often somebody failed to sign in, by name typed and by address; a name need not exist."""

    key = models.CharField("依据", max_length=80, unique=True)
    failures = models.PositiveIntegerField("连续失败次数", default=0)
    failed_at = models.DateTimeField("上次失败", db_index=True)

    objects = models.Manager.from_queryset(Scoped)()

    def __str__(self) -> str:
        return self.key

    @staticmethod
    def visible_q(actor: Actor, act: Act) -> Q:  # noqa: ARG004 (nobody ever)
        """Nobody lists attempts; refusals are in the trail."""
        return nobody()


class Office(models.Model):
    """The office this installation belongs to; one row, made by the first run."""

    name = models.CharField("机关名称", max_length=120)
    set_up_at = models.DateTimeField("建立时刻")
    version = models.PositiveIntegerField("版本", default=1)

    objects = models.Manager.from_queryset(Scoped)()

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def visible_q(actor: Actor, act: Act) -> Q:  # noqa: ARG004 (its name is on every page)
        """Everybody knows where he is."""
        return anybody()
