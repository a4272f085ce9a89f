"""Forms of evidence: what was typed becomes a draft; refusals go beside their fields."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django import forms

from biaochi.errors import CODES, Problem, Refusal
from biaochi.evidence.judging import LONGEST
from biaochi.evidence.shapes import Draft, EvidenceLine, Item, Items
from biaochi.web.boxes import DayBox

_PLACES = {
    "目录条目": "item", "分值": "value", "次数": "count", "发生日期": "occurred_on",
    "来源": "source", "事项编号": "matter", "第几轮": "round", "事件编号": "incident",
    "应办结日期": "due_on", "实际办结日期": "done_on", "情境": "context", "说明": "note",
    "理由": "reason", "内容": "text", "附件": "file", "时期": "period", "事项": "kind",
    "实报日期": "done_on",
}  # fmt: skip
_SELDOM = ("matter", "round", "incident", "due_on", "done_on", "context")
_NO_FORM = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT})
_REPORTED = ("count", "occurred_on", "source", "matter", "round", "incident", "due_on", "done_on",
             "context", "note")  # fmt: skip


class Choices(forms.TextInput):
    """A box that suggests: a list the browser itself narrows while one types."""

    template_name = "web/evidence/choices.html"
    choices: tuple[tuple[str, str], ...] = ()

    def get_context(
        self, name: str, value: Any, attrs: dict[str, Any] | None  # noqa: ANN401 (Django's own)
    ) -> dict[str, Any]:  # fmt: skip
        """Add what is suggested."""
        return super().get_context(name, value, attrs) | {"choices": self.choices}


def _day(label: str, *, required: bool = False) -> DayBox:
    return DayBox(label=label, required=required, widget=forms.DateInput(attrs={"type": "date"}))


def _words(label: str, name: str) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=LONGEST[name])


class ReportForm(forms.Form):
    """One recorded thing."""

    item = forms.CharField(
        label="目录条目", max_length=160, widget=Choices,
        help_text="输入编号或条目里的字，从提示里选；也可以只输入编号。",
    )  # fmt: skip
    value = forms.DecimalField(
        label="分值", required=False, max_digits=18, decimal_places=6,
        help_text="扣分写负数；留空则取条目分值乘次数。",
    )  # fmt: skip
    count = forms.IntegerField(label="次数", required=False, min_value=0, help_text="空为 1")
    occurred_on = _day("发生日期", required=True)
    source = _words("来源", "source")
    note = forms.CharField(
        label="说明", required=False, max_length=LONGEST["note"],
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    matter = _words("事项编号", "matter")
    round = forms.IntegerField(label="第几轮", required=False, min_value=0)
    incident = _words("事件编号", "incident")
    due_on = _day("应办结日期")
    done_on = _day("实际办结日期")
    context = _words("情境", "context")

    def __init__(self, *given: Any, items: Items, **named: Any) -> None:  # noqa: ANN401 (Django's own)
        super().__init__(*given, **named)
        self.items = items
        box = self.fields["item"].widget
        box.choices = tuple((i.code, said(i)) for i in items.values())

    def clean_item(self) -> str:
        """Return the code of what was typed: a code, a suggestion, or a part only one has."""
        typed = str(self.cleaned_data["item"]).strip()
        first = typed.split()[0] if typed else ""
        for code in (typed, first):
            if code in self.items:
                return code
        near = [i for i in self.items.values() if typed in said(i)]
        if len(near) == 1:
            return near[0].code
        shown = "；".join(said(i)[:40] for i in near[:8])
        hint = f"有 {len(near)} 条符合：{shown}" if near else "目录里没有这样的条目"
        raise forms.ValidationError(f"{hint}。请写编号。")

    @property
    def usual(self) -> list[forms.BoundField]:
        """What nearly every report needs."""
        return [f for f in self.visible_fields() if f.name not in _SELDOM]

    @property
    def seldom(self) -> list[forms.BoundField]:
        """What is only needed where things are counted by matter or have a deadline."""
        return [self[name] for name in _SELDOM]

    @property
    def opened(self) -> bool:
        """Tell whether something of the seldom needed is filled in or wrong."""
        return any(f.errors or f.value() not in (None, "") for f in self.seldom)

    def draft(self, *, person: str, unit: str) -> Draft:
        """Return what was typed, about somebody."""
        given = {name: self.cleaned_data[name] for name in _REPORTED}
        return Draft(
            person=person, unit=unit, item=self.cleaned_data["item"],
            value=self.cleaned_data["value"], **given,
        )  # fmt: skip


class CorrectForm(ReportForm):
    """What takes the place of a piece of evidence, and why."""

    reason = forms.CharField(
        label="更正的理由", max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class ReasonForm(forms.Form):
    """A change of state."""

    reason = forms.CharField(
        label="理由", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31)


class TextForm(forms.Form):
    """What somebody writes beside evidence."""

    text = forms.CharField(label="内容", max_length=4000, widget=forms.Textarea(attrs={"rows": 5}))


class ReplyForm(TextForm):
    """What the person says."""

    kind = forms.ChoiceField(
        label="种类", choices=[("reply", "说明情况"), ("correction", "请求更正")],
        widget=forms.RadioSelect, initial="reply",
    )  # fmt: skip
    field_order = ("kind", "text")


class FileForm(forms.Form):
    """A file beside evidence."""

    file = forms.FileField(
        label="文件", help_text="PDF、PNG、JPEG、Word 或 Excel（不带宏），不超过 10 MB。"
    )


class ReturnForm(forms.Form):
    """A return that was made."""

    kind = forms.ChoiceField(label="事项")
    subject = forms.CharField(label="报送的单位或人员编号", max_length=40)
    period = forms.CharField(
        label="时期", max_length=10, help_text="2026、2026Q3、2026H1 或 2026-03"
    )
    due_on = _day("应报日期")
    done_on = _day("实报日期", required=True)
    nil = forms.BooleanField(label="零报告：这一期没有要报的事", required=False)

    def __init__(self, *given: Any, kinds: Mapping[str, str], **named: Any) -> None:  # noqa: ANN401
        super().__init__(*given, **named)
        self.fields["kind"].choices = list(kinds.items())  # type: ignore[attr-defined]


def said(item: Item) -> str:
    """Return how an item is shown in a list."""
    label = item.label or "（原文未公布）"
    return f"{item.code} {label}（{item.catalogue}）"


def started(line: EvidenceLine) -> dict[str, Any]:
    """Return what a correction starts from."""
    return {name: getattr(line, name) for name in (*_REPORTED, "item", "value")}


def beside(form: forms.Form, refusal: Refusal) -> None:
    """Put each problem beside its field; raise again what belongs to no form."""
    if any(CODES[p.code].status in _NO_FORM for p in refusal.problems):
        raise refusal
    for problem in refusal.problems:
        field = _PLACES.get(problem.column_name)
        form.add_error(field if field in form.fields else None, _words_of(problem))


def _words_of(problem: Problem) -> str:
    says = CODES[problem.code].says
    return f"{says}。应为：{problem.expected}；实为：{problem.found}。{problem.do}"
