"""What a run asks about somebody, who took it up, and what a named person determined."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from biaochi.access.scoping import Scoped, within
from biaochi.access.shapes import Act, Actor
from biaochi.appraisals.models import Run
from biaochi.evidence.models import Subject
from biaochi.registry.models import Person, Unit, about_either, about_person
from biaochi.vocabulary import office

_CODE = 40


class Finding(models.Model):
    """A machine's finding of one run, as the engine said it.  Append-only; it opens a question."""

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField("对象编号", max_length=_CODE)
    rule = models.CharField("规则", max_length=120, db_index=True)
    label = models.CharField("规则名称", max_length=120)
    verdict = models.CharField("结论", max_length=14)
    opens = models.CharField("开启", max_length=40, blank=True)
    content = models.JSONField("内容", default=dict)
    digest = models.CharField("内容摘要", max_length=64)

    objects = models.Manager.from_queryset(Scoped)()

    class Meta:
        """Lists are read by run and verdict, a dossier by subject."""

        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["run", "verdict", "rule"]),
            models.Index(fields=["subject", "rule"]),
        ]

    def __str__(self) -> str:
        return self.label

    @staticmethod
    def visible_q(actor: Actor, act: Act) -> Q:
        """As the official; where there is none, as the unit."""
        return about_either(actor, act)


class Handling(models.Model):
    """What a named person did with a finding, and why.  Append-only."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="+")
    act = models.CharField(
        "处理", max_length=16, choices=[(k, v[0]) for k, v in office.HANDLINGS.items()]
    )
    reason = models.TextField("理由")
    user = models.PositiveBigIntegerField("处理人")
    user_name = models.CharField("处理人姓名", max_length=60)
    at = models.DateTimeField("时刻")
    version = models.PositiveIntegerField("版本", default=1)

    objects = models.Manager.from_queryset(Scoped)()

    def __str__(self) -> str:
        return self.act

    @staticmethod
    def visible_q(actor: Actor, act: Act) -> Q:
        """As the finding."""
        unit = Q(finding__person__isnull=True) & within(actor, act, unit="finding__unit__")
        return about_person(actor, act, through="finding__person__") | unit


class Determination(Subject):
    """What a named person found to be so (认定)."""

    code = models.CharField("认定编号", max_length=_CODE, unique=True)
    subject = models.CharField("对象编号", max_length=_CODE)
    rule = models.CharField("规则", max_length=120, blank=True)
    item = models.CharField("目录条目", max_length=80, blank=True)
    outcome = models.CharField("认定结果", max_length=80)
    on = models.DateField("认定日期")
    by = models.CharField("认定人", max_length=60, blank=True)
    note = models.TextField("说明", blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    TABLE: ClassVar[str] = "determinations"
    FACTS: ClassVar[Mapping[str, str]] = {
        "id": "code", "subject": "subject", "rule": "rule", "item": "item", "outcome": "outcome",
        "on": "on", "by": "by", "note": "note", "recorded_at": "recorded_at",
    }  # fmt: skip

    def __str__(self) -> str:
        return self.code
