"""One table: what is to be done outside the request, and how far it is."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from biaochi.access.scoping import Scoped
from biaochi.access.shapes import Act, Actor
from biaochi.vocabulary import office


class Task(models.Model):
    """A piece of long work; a worker holds it by a lease and renews the lease as it goes."""

    kind = models.CharField("种类", max_length=30)
    title = models.CharField("内容", max_length=120)
    asked = models.JSONField("参数", default=dict)
    user = models.PositiveBigIntegerField("提交人", db_index=True)
    user_name = models.CharField("提交人姓名", max_length=60)
    state = models.CharField(
        "状态", max_length=10, default="waiting",
        choices=[(k, v[0]) for k, v in office.TASK_STATES.items()],
    )  # fmt: skip
    done = models.PositiveBigIntegerField("已完成", default=0)
    total = models.PositiveBigIntegerField("总数", default=0)
    note = models.CharField("正在做", max_length=120, blank=True)
    result = models.JSONField("结果", default=dict)
    problems = models.JSONField("问题", default=list)
    created_at = models.DateTimeField("提交时刻")
    started_at = models.DateTimeField("开始时刻", null=True)
    finished_at = models.DateTimeField("结束时刻", null=True)
    leased_until = models.DateTimeField("租约到", null=True)
    holder = models.CharField("执行者", max_length=60, blank=True)
    attempts = models.PositiveSmallIntegerField("次数", default=0)

    objects = models.Manager.from_queryset(Scoped)()

    class Meta:
        """The worker looks for the oldest that waits."""

        indexes: ClassVar[list[Any]] = [models.Index(fields=["state", "id"])]

    def __str__(self) -> str:
        return self.title

    @staticmethod
    def visible_q(actor: Actor, act: Act) -> Q:  # noqa: ARG004 (the same for every act)
        """Who asked for it sees it; nobody else."""
        return Q(user=actor.user)
