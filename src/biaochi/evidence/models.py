"""Recorded things, their states, answers and attachments; scores, tallies, returns."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from biaochi.access.scoping import Scoped, within
from biaochi.access.shapes import Act, Actor
from biaochi.registry.models import Fact, Person, Unit, about_either, about_person
from biaochi.vocabulary import office

_CODE = 40
_COUNTS = ("id", "retired_at", "batch")


class Subject(Fact):
    """A fact about an official or a unit."""

    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """No table of its own."""

        abstract = True

    @staticmethod
    def visible_q(actor: Actor, act: Act) -> Q:
        """As the official; where there is none, as the unit."""
        return about_either(actor, act)


class Evidence(Subject):
    """One recorded thing.  Never edited: a correction is a row that supersedes it."""

    # Found through the indexes with the day: a second index of each would only be written.
    person = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    unit = models.ForeignKey(
        Unit, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    code = models.CharField("证据编号", max_length=_CODE, unique=True)
    item = models.CharField("目录条目", max_length=80, db_index=True)
    value = models.BigIntegerField("分值（百万分之一）", null=True, blank=True)
    count = models.PositiveBigIntegerField("次数", null=True, blank=True)
    occurred_on = models.DateField("发生日期")
    source = models.CharField("来源", max_length=120, blank=True)
    status = models.CharField(
        "状态", max_length=10, default="reported",
        choices=[(k, v[0]) for k, v in office.EVIDENCE_STATUSES.items()],
    )  # fmt: skip
    supersedes = models.CharField("更正的证据编号", max_length=_CODE, blank=True, db_index=True)
    matter = models.CharField("事项编号", max_length=_CODE, blank=True)
    round = models.PositiveBigIntegerField("第几轮", null=True, blank=True)
    incident = models.CharField("事件编号", max_length=_CODE, blank=True)
    due_on = models.DateField("应办结日期", null=True, blank=True)
    done_on = models.DateField("实际办结日期", null=True, blank=True)
    context = models.CharField("情境", max_length=120, blank=True)
    note = models.TextField("说明", blank=True)
    reported_by = models.PositiveBigIntegerField("填报人", default=0, db_index=True)
    reported_by_name = models.CharField("填报人姓名", max_length=60, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    TABLE: ClassVar[str] = "evidence"
    FACTS: ClassVar[Mapping[str, str]] = {
        "id": "code", "item": "item", "person": "person__code", "unit": "unit__code",
        "value": "value", "count": "count", "occurred_on": "occurred_on",
        "recorded_at": "recorded_at", "source": "source", "status": "status",
        "supersedes": "supersedes", "matter": "matter", "round": "round", "incident": "incident",
        "due_on": "due_on", "done_on": "done_on", "context": "context", "note": "note",
    }  # fmt: skip

    class Meta:
        """Read by official and day, by status for the work list, in the order of days for lists.

        Two columns tell whether a row counts: a list passes over a million staged rows in the
        index alone.
        """

        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["person", "occurred_on"]),
            models.Index(fields=["unit", "occurred_on"]),
            models.Index(fields=["occurred_on", *_COUNTS], name="evidence_by_day"),
            models.Index(fields=["status", *_COUNTS], name="evidence_by_status"),
        ]

    def __str__(self) -> str:
        return self.code


def beside_evidence(actor: Actor, act: Act) -> Q:
    """Return the predicate of rows that hang on a piece of evidence."""
    unit = Q(evidence__person__isnull=True) & within(actor, act, unit="evidence__unit__")
    return about_person(actor, act, through="evidence__person__") | unit


class EvidenceState(models.Model):
    """Who changed the state of a piece of evidence, when and why.  Append-only."""

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="+")
    status = models.CharField("状态", max_length=10)
    before = models.CharField("此前的状态", max_length=10, blank=True)
    reason = models.TextField("理由", blank=True)
    user = models.PositiveBigIntegerField("操作人")
    user_name = models.CharField("操作人姓名", max_length=60)
    at = models.DateTimeField("时刻", db_index=True)

    objects = models.Manager.from_queryset(Scoped)()

    def __str__(self) -> str:
        return self.status

    @staticmethod
    def visible_q(actor: Actor, act: Act) -> Q:
        """As the evidence."""
        return beside_evidence(actor, act)


class Reply(models.Model):
    """What the person says to a piece of evidence, or what the office answers.  Append-only."""

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(
        "种类", max_length=12, choices=[(k, v[0]) for k, v in office.REPLY_KINDS.items()]
    )
    text = models.TextField("内容")
    user = models.PositiveBigIntegerField("作者")
    user_name = models.CharField("作者姓名", max_length=60)
    at = models.DateTimeField("时刻", db_index=True)
    answers = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField("版本", default=1)

    objects = models.Manager.from_queryset(Scoped)()

    def __str__(self) -> str:
        return self.text[:40]

    @staticmethod
    def visible_q(actor: Actor, act: Act) -> Q:
        """As the evidence."""
        return beside_evidence(actor, act)


class Attachment(models.Model):
    """A file beside a piece of evidence or a reply; stored by random name outside the web root."""

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="+")
    reply = models.ForeignKey(Reply, null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField("文件名", max_length=200)
    content_type = models.CharField("类型", max_length=80)
    size = models.PositiveBigIntegerField("字节数")
    digest = models.CharField("摘要", max_length=64)
    stored = models.CharField("存放名", max_length=64, unique=True)
    user = models.PositiveBigIntegerField("上传人")
    user_name = models.CharField("上传人姓名", max_length=60)
    at = models.DateTimeField("时刻")
    version = models.PositiveIntegerField("版本", default=1)

    objects = models.Manager.from_queryset(Scoped)()

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def visible_q(actor: Actor, act: Act) -> Q:
        """As the evidence."""
        return beside_evidence(actor, act)


class Score(Subject):
    """A graded component of a period."""

    component = models.CharField("评分项", max_length=80)
    period = models.CharField("时期", max_length=10)
    value = models.BigIntegerField("分值（百万分之一）", null=True, blank=True)
    label = models.CharField("等次等文字结果", max_length=40, blank=True)
    source = models.CharField("来源", max_length=120, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    TABLE: ClassVar[str] = "scores"
    FACTS: ClassVar[Mapping[str, str]] = {
        "person": "person__code", "unit": "unit__code", "component": "component",
        "period": "period", "value": "value", "label": "label", "source": "source",
        "recorded_at": "recorded_at",
    }  # fmt: skip

    class Meta:
        """Read by official and period."""

        indexes: ClassVar[list[Any]] = [models.Index(fields=["person", "period"])]

    def __str__(self) -> str:
        return f"{self.component} {self.period}"


class Tally(Subject):
    """Votes counted for one option; single ballots never come here."""

    session = models.CharField("测评场次", max_length=_CODE)
    rater_group = models.CharField("评议人类别", max_length=40, blank=True)
    question = models.CharField("测评问题", max_length=80, blank=True)
    option = models.CharField("选项", max_length=40, blank=True)
    votes = models.PositiveBigIntegerField("得票数")
    eligible = models.PositiveBigIntegerField("应参加人数", null=True, blank=True)
    cast = models.PositiveBigIntegerField("收回票数", null=True, blank=True)
    valid = models.PositiveBigIntegerField("有效票数", null=True, blank=True)
    period = models.CharField("时期", max_length=10, blank=True)
    held_on = models.DateField("测评日期", null=True, blank=True)
    subject = models.CharField("被测评的编号", max_length=_CODE)
    version = models.PositiveIntegerField("版本", default=1)

    TABLE: ClassVar[str] = "ballots"
    FACTS: ClassVar[Mapping[str, str]] = {
        "session": "session", "subject": "subject", "rater_group": "rater_group",
        "question": "question", "option": "option", "votes": "votes", "eligible": "eligible",
        "cast": "cast", "valid": "valid", "period": "period", "held_on": "held_on",
        "recorded_at": "recorded_at",
    }  # fmt: skip

    def __str__(self) -> str:
        return f"{self.session} {self.subject} {self.option}"


class Return(Subject):
    """What was due from a unit or an official, and whether it came."""

    kind = models.CharField("日历事项", max_length=80)
    subject = models.CharField("报送的编号", max_length=_CODE)
    period = models.CharField("时期", max_length=10)
    due_on = models.DateField("应报日期", null=True, blank=True)
    done_on = models.DateField("实报日期", null=True, blank=True)
    nil = models.BooleanField("零报告", null=True)
    matter = models.CharField("事项编号", max_length=_CODE, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    TABLE: ClassVar[str] = "events"
    FACTS: ClassVar[Mapping[str, str]] = {
        "kind": "kind", "subject": "subject", "period": "period", "due_on": "due_on",
        "done_on": "done_on", "nil": "nil", "matter": "matter", "recorded_at": "recorded_at",
    }  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} {self.period}"


class Measure(Fact):
    """What was done about an official before: letters, adjustments, sanctions, as history."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    code = models.CharField("措施编号", max_length=_CODE, unique=True)
    measure = models.CharField("措施种类", max_length=80)
    channel = models.CharField("渠道", max_length=80, blank=True)
    on = models.DateField("采取日期")
    rank = models.CharField("采取时的级别", max_length=40, blank=True)
    tier = models.CharField("层次", max_length=40, blank=True)
    post_after = models.CharField("此后职务", max_length=120, blank=True)
    grade_after = models.CharField("此后职级", max_length=40, blank=True)
    ends_on = models.DateField("期满日期", null=True, blank=True)
    ends_known_at = models.DateTimeField("期满日期何时填写", null=True, blank=True)
    note = models.TextField("说明", blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    TABLE: ClassVar[str] = "measures"
    FACTS: ClassVar[Mapping[str, str]] = {
        "id": "code", "person": "person__code", "measure": "measure", "channel": "channel",
        "on": "on", "rank": "rank", "tier": "tier", "post_after": "post_after",
        "grade_after": "grade_after", "ends_on": "ends_on", "note": "note",
        "recorded_at": "recorded_at",
    }  # fmt: skip

    def __str__(self) -> str:
        return self.code

    @staticmethod
    def visible_q(actor: Actor, act: Act) -> Q:
        """As the official."""
        return about_person(actor, act)
