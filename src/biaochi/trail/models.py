"""The chained record of acts and reads, the versions it commits to, batches of imported rows."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from biaochi.access.scoping import Scoped, anybody, nobody
from biaochi.access.shapes import Act, Actor, Admin
from biaochi.vocabulary import office


class Head(models.Model):
    """The end of the chain, so that the next entry need not look for it; one row."""

    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")

    def __str__(self) -> str:
        return f"#{self.seq}"


class Entry(models.Model):
    """One act or one sensitive read.  Append-only in the database itself."""

    seq = models.PositiveBigIntegerField("序号", primary_key=True)
    at = models.DateTimeField("时刻", db_index=True)
    event = models.CharField("事项", max_length=40, db_index=True)
    user = models.PositiveBigIntegerField("操作人", db_index=True)
    user_name = models.CharField("操作人姓名", max_length=60)
    roles = models.CharField("当时的角色", max_length=120, blank=True)
    kind = models.CharField("对象种类", max_length=30)
    ident = models.CharField("对象编号", max_length=80)
    version = models.PositiveIntegerField("对象版本", default=0)
    reason = models.TextField("理由", blank=True)
    detail = models.JSONField("细节", default=dict)
    commitment = models.CharField("内容承诺", max_length=64, blank=True)
    previous = models.CharField("前一条的摘要", max_length=64)
    hash = models.CharField("本条摘要", max_length=64)

    objects = models.Manager.from_queryset(Scoped)()

    class Meta:
        """Looked up by object for histories and conflicts."""

        indexes: ClassVar[list[Any]] = [models.Index(fields=["kind", "ident", "seq"])]

    def __str__(self) -> str:
        return f"#{self.seq} {self.event}"

    @staticmethod
    def visible_q(actor: Actor, act: Act) -> Q:
        """The audit administrator reads the trail; everybody sees his own acts."""
        if act == Act.READ_TRAIL:
            return anybody() if actor.admin == Admin.AUDIT else nobody()
        return Q(user=actor.user)


class Version(models.Model):
    """All columns of one version of a protected row, with the salt of its commitment.

    Append-only; taking the salt away later makes the commitment mute without breaking the chain.
    """

    entry = models.OneToOneField(
        Entry, primary_key=True, on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(max_length=30)
    ident = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    salt = models.CharField(max_length=64)
    content = models.TextField()

    objects = models.Manager.from_queryset(Scoped)()

    class Meta:
        """Looked up by object and version when two people edit the same thing."""

        indexes: ClassVar[list[Any]] = [models.Index(fields=["kind", "ident", "version"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.ident} v{self.version}"

    @staticmethod
    def visible_q(actor: Actor, act: Act) -> Q:  # noqa: ARG004 (read through what it is about)
        """Nobody lists versions; they are read through the object they belong to."""
        return nobody()


class Batch(models.Model):
    """Imported rows that become visible together, by one change of ``state``."""

    kind = models.CharField("表", max_length=30)
    file_name = models.CharField("文件名", max_length=200)
    digest = models.CharField("文件摘要", max_length=64, db_index=True)
    rows_digest = models.CharField("内容摘要", max_length=64, blank=True)
    state = models.CharField(
        "状态", max_length=10, default="staged",
        choices=[(k, v[0]) for k, v in office.BATCH_STATES.items()],
    )  # fmt: skip
    rows = models.PositiveBigIntegerField("行数", default=0)
    user = models.PositiveBigIntegerField("提交人")
    user_name = models.CharField("提交人姓名", max_length=60)
    created_at = models.DateTimeField("建立时刻")
    committed_at = models.DateTimeField("入库时刻", null=True)
    version = models.PositiveIntegerField("版本", default=1)

    objects = models.Manager.from_queryset(Scoped)()

    class Meta:
        """A file is taken once: no two committed batches of a table from the same file."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["kind", "digest"], condition=Q(state="committed"), name="a_file_counts_once"
            )
        ]

    def __str__(self) -> str:
        return self.file_name

    @staticmethod
    def visible_q(actor: Actor, act: Act) -> Q:  # noqa: ARG004 (the same for every act)
        """Who brought the file sees the batch."""
        return Q(user=actor.user)


COMMITTED = ~Q(batch__in=Batch.objects.exclude(state="committed").values("pk"))
"""What has to hold of a row that may come from a batch before anybody sees it.

Told by the row itself, before anything is joined to it: a million staged rows are passed over in
a fraction of a second.
"""
