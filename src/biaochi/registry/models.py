"""Units in one tree, officials, their appointments and absences, relations, the calendar."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from biaochi.access.policy import OWN
from biaochi.access.scoping import Scoped, anybody, nobody, within
from biaochi.access.shapes import Act, Actor
from biaochi.trail.models import COMMITTED, Batch

_CODE = 40


class Fact(models.Model):
    """A row that entered once: known from one moment, until another row took its place.

    ``FACTS`` of a model maps the columns of its table in the facts folder to its own columns.
    """

    recorded_at = models.DateTimeField("得知时刻", null=True, db_index=True)
    retired_at = models.DateTimeField("被替换的时刻", null=True)
    batch = models.ForeignKey(Batch, null=True, on_delete=models.PROTECT, related_name="+")
    extra = models.JSONField("规则包声明的列", default=dict, blank=True)

    objects = models.Manager.from_queryset(Scoped)()

    TABLE: ClassVar[str]
    FACTS: ClassVar[Mapping[str, str]]

    class Meta:
        """No table of its own."""

        abstract = True

    @classmethod
    def counted(cls) -> Q:
        """Return the predicate "in force and visible": committed, not replaced."""
        return COMMITTED & Q(retired_at__isnull=True)


class Unit(models.Model):
    """An organ or a unit; ``first`` to ``last`` number it and everything below it."""

    code = models.CharField("单位编号", max_length=_CODE, unique=True)
    name = models.CharField("名称", max_length=120)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    type = models.CharField("单位类型", max_length=40, blank=True)
    kind = models.CharField("单位性质", max_length=40, blank=True)
    order = models.PositiveIntegerField("排序", default=0)
    closed_on = models.DateField("撤销日", null=True, blank=True)
    extra = models.JSONField("规则包声明的列", default=dict, blank=True)
    first = models.PositiveIntegerField(default=0, db_index=True)
    last = models.PositiveIntegerField(default=0)
    depth = models.PositiveSmallIntegerField(default=0)
    py_full = models.CharField(max_length=400, blank=True)
    py_initials = models.CharField(max_length=120, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    objects = models.Manager.from_queryset(Scoped)()
    derived: ClassVar[tuple[str, ...]] = ("first", "last", "depth", "py_full", "py_initials")
    TABLE: ClassVar[str] = "units"
    FACTS: ClassVar[Mapping[str, str]] = {
        "unit": "code", "name": "name", "parent": "parent__code", "type": "type", "kind": "kind",
    }  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def visible_q(actor: Actor, act: Act) -> Q:
        """A unit within reach."""
        return within(actor, act)


class Person(models.Model):
    """An official.  ``home`` and ``tier`` follow his main post of today; names carry sort keys."""

    code = models.CharField("人员编号", max_length=_CODE, unique=True)
    name = models.CharField("姓名", max_length=60)
    sex = models.CharField("性别", max_length=4, blank=True)
    birth_on = models.DateField("出生日期", null=True, blank=True)
    id_number = models.BinaryField("身份证号（加密）", blank=True, default=bytes)
    id_digest = models.CharField("身份证号（查找用）", max_length=64, blank=True, db_index=True)
    id_tail = models.CharField("身份证号末四位（查找用）", max_length=64, blank=True, db_index=True)
    extra = models.JSONField("规则包声明的列", default=dict, blank=True)
    home = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    tier = models.CharField("层次", max_length=40, blank=True, db_index=True)
    post = models.CharField("现任职务", max_length=120, blank=True)
    sort_post = models.CharField(max_length=8, blank=True)
    sort_stroke = models.CharField(max_length=120, blank=True, db_index=True)
    sort_pinyin = models.CharField(max_length=120, blank=True, db_index=True)
    py_full = models.CharField(max_length=120, blank=True, db_index=True)
    py_initials = models.CharField(max_length=20, blank=True, db_index=True)
    matching = models.CharField(max_length=120, blank=True, db_index=True)
    version = models.PositiveIntegerField("版本", default=1)

    objects = models.Manager.from_queryset(Scoped)()
    derived: ClassVar[tuple[str, ...]] = (
        "home", "tier", "post", "sort_post", "sort_stroke", "sort_pinyin", "py_full", "py_initials",
        "matching",
    )  # fmt: skip
    TABLE: ClassVar[str] = "people"
    FACTS: ClassVar[Mapping[str, str]] = {
        "person": "code", "name": "name", "sex": "sex", "birth_on": "birth_on",
    }  # fmt: skip

    class Meta:
        """Lists are read in the order of the tree."""

        indexes: ClassVar[list[Any]] = [models.Index(fields=["name"])]

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def visible_q(actor: Actor, act: Act) -> Q:
        """An official whose unit and tier are within reach; oneself for what is one's own."""
        if act in OWN:
            return Q(code=actor.person) if actor.person else nobody()
        return within(actor, act, unit="home__", tier="tier")


def about_person(actor: Actor, act: Act, *, through: str = "person__") -> Q:
    """Return the predicate of rows about an official, by the predicate of the official."""
    if act in OWN:
        return Q(**{f"{through}code": actor.person}) if actor.person else nobody()
    return within(actor, act, unit=f"{through}home__", tier=f"{through}tier")


def about_either(actor: Actor, act: Act) -> Q:
    """Return the predicate of rows about an official or, without one, about a unit."""
    unit = Q(person__isnull=True) & within(actor, act, unit="unit__")
    return about_person(actor, act) | unit


class Appointment(Fact):
    """A post held from a day; leadership level and grade apart."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    post = models.CharField("职务", max_length=120)
    from_on = models.DateField("任职首日")
    to_on = models.DateField("任职末日（含）", null=True, blank=True)
    role = models.CharField("角色", max_length=10, blank=True)
    tier = models.CharField("层次", max_length=40, blank=True)
    level = models.CharField("级别", max_length=40, blank=True)
    grade = models.CharField("职级", max_length=40, blank=True)
    line_of = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    main = models.BooleanField("主职", null=True)
    order = models.PositiveIntegerField("班子排序", default=0)
    version = models.PositiveIntegerField("版本", default=1)

    TABLE: ClassVar[str] = "posts"
    FACTS: ClassVar[Mapping[str, str]] = {
        "person": "person__code", "unit": "unit__code", "post": "post", "from": "from_on",
        "to": "to_on", "role": "role", "tier": "tier", "level": "level", "grade": "grade",
        "line_of": "line_of__code", "main": "main", "recorded_at": "recorded_at",
    }  # fmt: skip

    def __str__(self) -> str:
        return self.post

    @staticmethod
    def visible_q(actor: Actor, act: Act) -> Q:
        """As the official."""
        return about_person(actor, act)


class Absence(Fact):
    """Leave, secondment, suspension, probation."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("缺勤种类", max_length=40)
    from_on = models.DateField("首日")
    to_on = models.DateField("末日（含）", null=True, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    TABLE: ClassVar[str] = "absences"
    FACTS: ClassVar[Mapping[str, str]] = {
        "person": "person__code", "kind": "kind", "from": "from_on", "to": "to_on",
        "recorded_at": "recorded_at",
    }  # fmt: skip

    def __str__(self) -> str:
        return self.kind

    @staticmethod
    def visible_q(actor: Actor, act: Act) -> Q:
        """As the official."""
        return about_person(actor, act)


class Link(Fact):
    """Another relation between officials, units and matters; ``place``: whose relation it is."""

    kind = models.CharField("关系种类", max_length=40)
    from_code = models.CharField("起点编号", max_length=_CODE)
    to_code = models.CharField("终点编号", max_length=_CODE)
    from_on = models.DateField("首日", null=True, blank=True)
    to_on = models.DateField("末日（含）", null=True, blank=True)
    place = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField("版本", default=1)

    TABLE: ClassVar[str] = "links"
    FACTS: ClassVar[Mapping[str, str]] = {
        "kind": "kind", "from": "from_code", "to": "to_code", "from_on": "from_on",
        "to_on": "to_on", "recorded_at": "recorded_at",
    }  # fmt: skip

    def __str__(self) -> str:
        return f"{self.from_code} {self.kind} {self.to_code}"

    @staticmethod
    def visible_q(actor: Actor, act: Act) -> Q:
        """As the unit it belongs to."""
        return within(actor, act, unit="place__")


class CalendarDay(models.Model):
    """A holiday, or a weekend day that is worked."""

    date = models.DateField("日期", unique=True)
    kind = models.CharField("种类", max_length=10)
    source = models.CharField("来源", max_length=120, blank=True)

    objects = models.Manager.from_queryset(Scoped)()
    TABLE: ClassVar[str] = "calendar"
    FACTS: ClassVar[Mapping[str, str]] = {"date": "date", "kind": "kind", "source": "source"}

    def __str__(self) -> str:
        return f"{self.date} {self.kind}"

    @staticmethod
    def visible_q(actor: Actor, act: Act) -> Q:  # noqa: ARG004 (holidays are public)
        """Everybody who is signed in sees the calendar."""
        return anybody()


class CalendarYear(models.Model):
    """A year whose holidays a named person confirmed; others are provisional."""

    year = models.PositiveSmallIntegerField("年份", unique=True)
    document = models.CharField("文件", max_length=120)
    confirmed_by = models.CharField("确认人", max_length=60)
    confirmed_at = models.DateTimeField("确认时刻")
    version = models.PositiveIntegerField("版本", default=1)

    objects = models.Manager.from_queryset(Scoped)()

    def __str__(self) -> str:
        return str(self.year)

    @staticmethod
    def visible_q(actor: Actor, act: Act) -> Q:  # noqa: ARG004 (holidays are public)
        """Everybody who is signed in sees the calendar."""
        return anybody()
