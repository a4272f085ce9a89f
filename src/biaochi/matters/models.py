"""Matters, their steps (append-only), who works on them, what is due."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q

from biaochi.access.scoping import Scoped, nobody
from biaochi.access.shapes import Act, Actor
from biaochi.appraisals.models import PackVersion
from biaochi.registry.models import Person, about_person
from biaochi.vocabulary import office

_CODE = 40
_REMEDIES_IN_A_ROW = 3


class Matter(models.Model):
    """Something under way about an official.  Its steps say everything; the rest is their fold."""

    code = models.CharField("编号", max_length=_CODE, unique=True)
    kind = models.CharField(
        "种类", max_length=16, choices=[(k, v[0]) for k, v in office.MATTERS.items()]
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    pack = models.ForeignKey(PackVersion, null=True, on_delete=models.PROTECT, related_name="+")
    procedure = models.CharField("程序", max_length=80, blank=True)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    title = models.CharField("名称", max_length=120)
    opened_on = models.DateField("立项日")
    stage = models.CharField("阶段", max_length=40, db_index=True)
    stage_label = models.CharField("阶段名称", max_length=80)
    stage_on = models.DateField("进入阶段的日期", null=True)
    waits = models.JSONField("等着办的", default=list)
    is_open = models.BooleanField("进行中", default=True, db_index=True)
    outcome = models.CharField("结果", max_length=20, blank=True)
    told_on = models.DateField("告知本人的日期", null=True)
    referred = models.BooleanField("已移送未回音", default=False)
    closed_on = models.DateField("办结日", null=True)
    version = models.PositiveIntegerField("版本", default=1)

    objects = models.Manager.from_queryset(Scoped)()

    class Meta:
        """Boards read by kind and stage, a dossier by official."""

        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["kind", "is_open", "stage"]),
            models.Index(fields=["person", "kind"]),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @staticmethod
    def visible_q(actor: Actor, act: Act) -> Q:
        """As the official, but never for himself or somebody recused; own ones once told."""
        return seen_matters(actor, act, through="")


def seen_matters(actor: Actor, act: Act, *, through: str) -> Q:
    """Return the predicate of matters, or of rows that hang on one (``through`` = ``matter__``)."""
    if act in {Act.SEE_OWN, Act.MOVE_OWN}:
        own = Q(**{f"{through}person__code": actor.person, f"{through}told_on__isnull": False})
        return own if actor.person else nobody()
    mine = Member.objects.filter(matter=OuterRef(f"{through}pk"), user=actor.user)
    if act == Act.JUDGE_REMEDIES:
        return _judged(actor, through=through)
    found = about_person(actor, act, through=f"{through}person__")
    if act == Act.ANSWER_REFERRALS:
        found &= Q(**{f"{through}referred": True})
    if actor.person:
        found &= ~Q(**{f"{through}person__code": actor.person})
    return found & Q(~Exists(mine.filter(part="recused")))


def _judged(actor: Actor, *, through: str) -> Q:
    """A panel sees its remedy and, to read, what the remedy is against, up to the first matter."""
    remedies = Matter.objects.filter(kind="remedy")
    sits = Member.objects.filter(user=actor.user, part="panel", matter=OuterRef("pk"))
    left = Member.objects.filter(user=actor.user, part="recused", matter=OuterRef("pk"))
    mine = remedies.filter(Exists(sits), ~Exists(left))
    found = Q(**{f"{through}pk__in": mine.values("pk")})
    path = "parent"
    for _ in range(_REMEDIES_IN_A_ROW):
        found |= Q(**{f"{through}pk__in": mine.values(path)})
        path += "__parent"
    return found


class Step(models.Model):
    """One move made in a matter.  Append-only."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField("第几步")
    move = models.CharField("动作", max_length=40)
    on = models.DateField("日期")
    at = models.DateTimeField("登记时刻")
    user = models.PositiveBigIntegerField("办理人")
    user_name = models.CharField("办理人姓名", max_length=60)
    person = models.CharField("办理人的人员编号", max_length=_CODE, blank=True)
    roles = models.CharField("当时的角色", max_length=120, blank=True)
    given = models.JSONField("内容", default=dict)

    objects = models.Manager.from_queryset(Scoped)()

    class Meta:
        """Steps of a matter are numbered without gaps or doubles."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["matter", "number"], name="a_step_has_its_number")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.move}"

    @staticmethod
    def visible_q(actor: Actor, act: Act) -> Q:
        """As the matter."""
        return seen_matters(actor, act, through="matter__")


class Member(models.Model):
    """Who works on a matter, or may not: handler, verifier, panel, recused."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="+")
    user = models.PositiveBigIntegerField("用户")
    user_name = models.CharField("姓名", max_length=60)
    part = models.CharField("身份", max_length=12)
    step = models.PositiveIntegerField("由哪一步")

    objects = models.Manager.from_queryset(Scoped)()

    class Meta:
        """Nobody is the same thing twice."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["matter", "user", "part"], name="one_part_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_name} {self.part}"

    @staticmethod
    def visible_q(actor: Actor, act: Act) -> Q:
        """As the matter."""
        return seen_matters(actor, act, through="matter__")


class DueClock(models.Model):
    """What is due in a matter; worked out anew after each step and each change of the calendar."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="+")
    key = models.CharField("时限", max_length=60)
    label = models.CharField("名称", max_length=120)
    owner = models.CharField("由谁办", max_length=60)
    start_on = models.DateField("起算")
    due_on = models.DateField("到期", db_index=True)
    length = models.CharField("期限", max_length=40)
    steps = models.JSONField("算法", default=list)
    then = models.CharField("到期未办", max_length=200)
    provisional = models.BooleanField("暂定", default=False)
    met_on = models.DateField("办理日", null=True)

    objects = models.Manager.from_queryset(Scoped)()

    def __str__(self) -> str:
        return f"{self.label} {self.due_on}"

    @staticmethod
    def visible_q(actor: Actor, act: Act) -> Q:
        """As the matter."""
        return seen_matters(actor, act, through="matter__")


class StepFile(models.Model):
    """A file handed in with a step; stored by random name outside the web root."""

    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="+")
    name = models.CharField("文件名", max_length=200)
    content_type = models.CharField("类型", max_length=80)
    size = models.PositiveBigIntegerField("字节数")
    digest = models.CharField("摘要", max_length=64)
    stored = models.CharField("存放名", max_length=64, unique=True)

    objects = models.Manager.from_queryset(Scoped)()

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def visible_q(actor: Actor, act: Act) -> Q:
        """As the matter."""
        return seen_matters(actor, act, through="step__matter__")
