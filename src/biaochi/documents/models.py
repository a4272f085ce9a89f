"""Papers that were made (append-only), templates of organs, and who issues."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from biaochi.access.scoping import Scoped, within
from biaochi.access.shapes import Act, Actor
from biaochi.matters.models import Matter, seen_matters
from biaochi.registry.models import Unit

FORMS = (("docx", "Word 文书"), ("pdf", "PDF"))
_SORT, _DIGEST = 40, 64


class Letterhead(models.Model):
    """Who issues papers about officials of a unit and everything below it."""

    unit = models.OneToOneField(Unit, on_delete=models.PROTECT, related_name="+")
    organ = models.CharField("发文机关", max_length=60)
    initials = models.CharField("机关代字", max_length=20, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    objects = models.Manager.from_queryset(Scoped)()

    def __str__(self) -> str:
        return self.organ

    @staticmethod
    def visible_q(actor: Actor, act: Act) -> Q:
        """As the unit."""
        return within(actor, act, unit="unit__")


class Template(models.Model):
    """An organ's own .docx for a sort of paper; ``marks`` is what it asks to be filled in."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    sort = models.CharField("文书种类", max_length=_SORT)
    name = models.CharField("文件名", max_length=200)
    digest = models.CharField("摘要", max_length=_DIGEST)
    stored = models.CharField("存放名", max_length=_DIGEST, unique=True)
    marks = models.JSONField("标记", default=list)
    user = models.PositiveBigIntegerField("上传人")
    user_name = models.CharField("上传人姓名", max_length=60)
    at = models.DateTimeField("上传时刻")
    retired_at = models.DateTimeField("停用时刻", null=True)
    version = models.PositiveIntegerField("版本", default=1)

    objects = models.Manager.from_queryset(Scoped)()

    class Meta:
        """Looked up by sort among the units above."""

        indexes: ClassVar[list[Any]] = [models.Index(fields=["sort", "retired_at"])]

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def visible_q(actor: Actor, act: Act) -> Q:
        """As the unit."""
        return within(actor, act, unit="unit__")


class Paper(models.Model):
    """A paper as it was made for a step: its content, its bytes without anybody's mark."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="+")
    step = models.PositiveIntegerField("第几步")
    sort = models.CharField("文书种类", max_length=_SORT)
    form = models.CharField("形式", max_length=4, choices=FORMS)
    content = models.JSONField("内容")
    template = models.ForeignKey(Template, null=True, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField("摘要", max_length=_DIGEST)
    stored = models.CharField("存放名", max_length=_DIGEST, unique=True)
    size = models.PositiveBigIntegerField("字节数")
    missing = models.JSONField("待填", default=list)
    user = models.PositiveBigIntegerField("出具人")
    user_name = models.CharField("出具人姓名", max_length=60)
    made_at = models.DateTimeField("出具时刻")

    objects = models.Manager.from_queryset(Scoped)()

    class Meta:
        """The newest of a step, sort and form is looked for."""

        indexes: ClassVar[list[Any]] = [models.Index(fields=["matter", "step", "sort", "form"])]

    def __str__(self) -> str:
        return f"{self.sort} {self.step}"

    @staticmethod
    def visible_q(actor: Actor, act: Act) -> Q:
        """As the matter."""
        return seen_matters(actor, act, through="matter__")
