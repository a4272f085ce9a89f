"""Packs as they were used, periods opened under them, runs and their figures."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from biaochi.access.policy import may, reaches
from biaochi.access.scoping import Scoped, anybody, nobody, within
from biaochi.access.shapes import Act, Actor
from biaochi.evidence.models import Subject
from biaochi.registry.models import Person, Unit, about_either
from biaochi.tasks.models import Task
from biaochi.vocabulary import office

_CODE = 40
_LOOKING = frozenset({Act.SEE_APPRAISALS, Act.SEE_RESULTS, Act.SEE_FINDINGS})


class PackVersion(models.Model):
    """A policy pack, file for file, as it was when it was taken in."""

    digest = models.CharField("摘要", max_length=80, unique=True)
    code = models.CharField("规则包编号", max_length=80, db_index=True)
    title = models.CharField("名称", max_length=200)
    files = models.JSONField("文件", default=dict)
    added_by = models.CharField("载入人", max_length=60)
    added_at = models.DateTimeField("载入时刻")
    version = models.PositiveIntegerField("版本", default=1)

    objects = models.Manager.from_queryset(Scoped)()

    def __str__(self) -> str:
        return self.title

    @staticmethod
    def visible_q(actor: Actor, act: Act) -> Q:
        """Measures are public inside the office."""
        return anybody() if may(actor, act) else nobody()


class Period(models.Model):
    """An appraisal of one part of the tree over one span, under one version of a pack."""

    name = models.CharField("期间", max_length=10)
    title = models.CharField("名称", max_length=120)
    pack = models.ForeignKey(PackVersion, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    as_of = models.DateField("截止日", null=True, blank=True)
    state = models.CharField(
        "状态", max_length=10, default="open",
        choices=[(k, v[0]) for k, v in office.PERIOD_STATES.items()],
    )  # fmt: skip
    opened_by = models.CharField("开启人", max_length=60)
    opened_at = models.DateTimeField("开启时刻")
    version = models.PositiveIntegerField("版本", default=1)

    objects = models.Manager.from_queryset(Scoped)()

    def __str__(self) -> str:
        return self.title

    @staticmethod
    def visible_q(actor: Actor, act: Act) -> Q:
        """A period of a unit within reach, or of a unit above one's own."""
        return around(actor, act, unit="unit__")


def around(actor: Actor, act: Act, *, unit: str) -> Q:
    """Return "within reach"; for who only looks, also "of a unit above one's own".

    What is said about people in there has its own predicate.
    """
    found = within(actor, act, unit=unit)
    if act in _LOOKING:
        for reach in reaches(actor, act):
            here = reach.span.first
            found |= Q(**{f"{unit}first__lte": here, f"{unit}last__gte": here})
    return found


class Run(models.Model):
    """One computation: the pack, the facts, the day, and digests of what came out."""

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="+")
    task = models.ForeignKey(Task, null=True, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField("第几次")
    as_of = models.DateField("截止日")
    known_by = models.DateTimeField("得知时刻的界限")
    facts_digest = models.CharField("事实摘要", max_length=80)
    results_digest = models.CharField("结果摘要", max_length=80)
    engine = models.CharField("引擎", max_length=20)
    people = models.PositiveIntegerField("人数", default=0)
    columns = models.JSONField("列", default=list)
    monitors = models.JSONField("监测", default=list)
    questions = models.JSONField("待定的问题", default=list)
    warnings = models.JSONField("提醒", default=list)
    by = models.CharField("计算人", max_length=60)
    at = models.DateTimeField("完成时刻")
    done = models.BooleanField("完整", default=False)
    version = models.PositiveIntegerField("版本", default=1)

    objects = models.Manager.from_queryset(Scoped)()

    class Meta:
        """Runs of a period are counted."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["period", "number"], name="runs_are_counted")
        ]

    def __str__(self) -> str:
        return f"{self.period_id} #{self.number}"

    @staticmethod
    def visible_q(actor: Actor, act: Act) -> Q:
        """As its period."""
        return around(actor, act, unit="period__unit__")


class Figure(models.Model):
    """One quantity of one subject in one run; ``number`` orders, ``value`` is what is shown."""

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField("对象编号", max_length=_CODE)
    name = models.CharField("量", max_length=80)
    value = models.CharField("值", max_length=60, null=True)  # noqa: DJ001 (no value is not "")
    number = models.BigIntegerField("排序用", null=True)

    objects = models.Manager.from_queryset(Scoped)()

    class Meta:
        """A table is read by quantity, a dossier by subject."""

        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["run", "name", "number"]),
            models.Index(fields=["run", "subject"]),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.name}"

    @staticmethod
    def visible_q(actor: Actor, act: Act) -> Q:
        """As the official; where there is none, as the unit."""
        return about_either(actor, act)


class PastResult(Subject):
    """A decided result of an earlier year."""

    period = models.CharField("时期", max_length=10)
    quantity = models.CharField("量", max_length=80)
    value = models.BigIntegerField("值（百万分之一）", null=True, blank=True)
    label = models.CharField("文字结果", max_length=40, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    TABLE: ClassVar[str] = "results"
    FACTS: ClassVar[Mapping[str, str]] = {
        "person": "person__code", "unit": "unit__code", "period": "period", "quantity": "quantity",
        "value": "value", "label": "label", "recorded_at": "recorded_at",
    }  # fmt: skip

    def __str__(self) -> str:
        return f"{self.quantity} {self.period}"
