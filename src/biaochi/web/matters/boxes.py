"""Boxes for the kinds of field a move knows; each gives back the plain JSON of its kind."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from biaochi.web.boxes import DayBox

NOTHING = "没有可选的。"
_SEARCHED = 20
"""From so many choices on, a list of boxes can be searched."""


class Lines(forms.CharField):
    """Several things, one on each line."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]  # noqa: ANN401 (as typed)
        """Return the lines that say something."""
        text = super().to_python(value) or ""
        return [line.strip() for line in text.splitlines() if line.strip()]

    def validate(self, value: Any) -> None:  # noqa: ANN401 (our own list)
        """Ask for one line at least."""
        if self.required and not value:
            raise forms.ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:  # noqa: ANN401 (our own list)
        """Lines are judged one by one where the step is judged."""

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401 (as kept or as typed)
        """Show a kept list as lines."""
        return "\n".join(value) if isinstance(value, list | tuple) else value


class Day(DayBox):
    """A day, written as in the record."""

    def clean(self, value: Any) -> str:  # noqa: ANN401 (as typed)
        """Return the day in ISO form; blank for none."""
        day = super().clean(value)
        return day.isoformat() if day else ""


class Picks(forms.CheckboxSelectMultiple):
    """Boxes to tick; a long list can be narrowed by typing."""

    template_name = "web/matters/picks.html"
    empty: str = NOTHING

    def get_context(
        self, name: str, value: Any, attrs: dict[str, Any] | None  # noqa: ANN401 (Django's own)
    ) -> dict[str, Any]:  # fmt: skip
        """Say whether there is enough to search in."""
        context = super().get_context(name, value, attrs)
        many = len(list(self.choices))
        context["widget"] |= {"many": many, "searched": many > _SEARCHED, "empty": self.empty}
        return context


class AnswersBox(forms.Widget):
    """For each point: taken up or not, and what is answered."""

    template_name = "web/matters/answers.html"
    use_fieldset = True

    def __init__(self, points: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.points = tuple(points)

    def get_context(
        self, name: str, value: Any, attrs: dict[str, Any] | None  # noqa: ANN401 (Django's own)
    ) -> dict[str, Any]:  # fmt: skip
        """Add what is asked of each point."""
        kept: Mapping[str, Any] = value if isinstance(value, Mapping) else {}
        context = super().get_context(name, value, attrs)
        rows = [
            {"key": key, "point": point, "accepted": kept.get(key, {}).get("accepted", ""),
             "answer": kept.get(key, {}).get("answer", "")}
            for key, point in self.points
        ]  # fmt: skip
        context["widget"]["rows"] = rows
        return context

    def value_from_datadict(
        self, data: Mapping[str, Any], files: object, name: str  # noqa: ARG002 (Django's own)
    ) -> dict[str, dict[str, str]]:  # fmt: skip
        """Return what was typed, by point."""
        return {
            key: {"accepted": data.get(f"{name}-{key}-accepted", ""),
                  "answer": data.get(f"{name}-{key}-answer", "").strip()}
            for key, _ in self.points
        }  # fmt: skip

    def value_omitted_from_data(self, data: object, files: object, name: str) -> bool:  # noqa: ARG002
        """A group of boxes is never left out."""
        return False

    def id_for_label(self, id_: str) -> str:  # noqa: ARG002 (Django's own)
        """The legend names the group."""
        return ""


class Answers(forms.Field):
    """An answer to each of the points."""

    def __init__(self, points: Sequence[tuple[str, str]], **named: Any) -> None:  # noqa: ANN401
        super().__init__(widget=AnswersBox(points), **named)

    def clean(self, value: Mapping[str, Mapping[str, str]]) -> list[dict[str, Any]]:
        """Return the answers in order; every point needs both parts."""
        short = [key for key, said in value.items() if not (said["accepted"] and said["answer"])]
        if self.required and short:
            says = f"第 {'、'.join(short)} 条还没有答复完：选是否采纳，并写明理由。"
            raise forms.ValidationError(says, code="required")
        return [
            {"point": int(key), "accepted": said["accepted"] == "yes", "answer": said["answer"]}
            for key, said in value.items()
            if said["accepted"] and said["answer"]
        ]


class VotesBox(forms.Widget):
    """Three numbers: for, against, abstained."""

    template_name = "web/matters/votes.html"
    use_fieldset = True
    counts = (("for", "赞成"), ("against", "反对"), ("abstained", "弃权"))

    def get_context(
        self, name: str, value: Any, attrs: dict[str, Any] | None  # noqa: ANN401 (Django's own)
    ) -> dict[str, Any]:  # fmt: skip
        """Add the three boxes."""
        kept = value if isinstance(value, Mapping) else {}
        context = super().get_context(name, value, attrs)
        context["widget"]["rows"] = [(k, label, kept.get(k, "")) for k, label in self.counts]
        return context

    def value_from_datadict(
        self, data: Mapping[str, Any], files: object, name: str  # noqa: ARG002 (Django's own)
    ) -> dict[str, str]:  # fmt: skip
        """Return what was typed."""
        return {key: data.get(f"{name}-{key}", "").strip() for key, _ in self.counts}

    def value_omitted_from_data(self, data: object, files: object, name: str) -> bool:  # noqa: ARG002
        """A group of boxes is never left out."""
        return False

    def id_for_label(self, id_: str) -> str:  # noqa: ARG002 (Django's own)
        """The legend names the group."""
        return ""


class Votes(forms.Field):
    """A count of votes."""

    widget = VotesBox

    def clean(self, value: Mapping[str, str]) -> dict[str, int]:
        """Return the three counts; all or none."""
        if not any(value.values()):
            if self.required:
                raise forms.ValidationError("请填写三个票数，没有的填 0。", code="required")
            return {}
        if not all(v.isdecimal() and v.isascii() for v in value.values()):
            raise forms.ValidationError("票数填不小于 0 的整数，没有的填 0。", code="invalid")
        return {key: int(v) for key, v in value.items()}


class FilesBox(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class Files(forms.FileField):
    """Files handed in with a step."""

    widget = FilesBox

    def clean(self, data: Any, initial: Any = None) -> list[Any]:  # noqa: ANN401 (Django's own)
        """Return the files that came, none if none did."""
        came = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(Files, self).clean(one, initial) for one in came]
