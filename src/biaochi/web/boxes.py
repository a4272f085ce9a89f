"""Refusals beside the boxes they are about, and the second editor's page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from biaochi.errors import CODES, Problem, Refusal
from biaochi.timeline import EARLIEST, LATEST

Given = TypeVar("Given")
_BEYOND = f"应为：{EARLIEST} 至 {LATEST} 之间的日期。请改正。"


@dataclass(frozen=True)
class Differs:
    """A box of a form that somebody else filled meanwhile: what it says now, what was typed."""

    label: str
    now: str
    typed: str


@dataclass(frozen=True)
class Outcome:
    """What came of a form: where it was accepted, or the conflict that came first."""

    done: object = None
    conflict: str = ""

    @property
    def accepted(self) -> bool:
        """Tell whether the service took what was typed."""
        return self.done is not None


def put(form: forms.Form, act: Callable[[], Given]) -> Outcome:
    """Ask a service with what a valid form holds; refusals go beside the boxes.

    Whatever was not found stays a refusal: the page must not differ from one that is not there.
    """
    try:
        return Outcome(done=act() or True)
    except Refusal as refusal:
        if any(p.code == "NOT-FOUND" for p in refusal.problems):
            raise
        conflict = next((p for p in refusal.problems if p.code == "EDIT-CONFLICT"), None)
        if conflict is not None:
            return Outcome(conflict=conflict.found)
        for problem in refusal.problems:
            form.add_error(_box(form, problem), _sentence(problem))
        return Outcome()


def differs(form: forms.Form, fresh: forms.Form) -> tuple[Differs, ...]:
    """Return the boxes in which what was typed is not what is there now."""
    found = []
    for name, box in fresh.fields.items():
        if name == "version" or name not in fresh.initial:
            continue
        now, typed = _shown(fresh.initial[name]), _shown(form.data.get(form.add_prefix(name)))
        if now != typed:
            found.append(Differs(str(box.label or name), now, typed))
    return tuple(found)


class DayBox(forms.DateField):
    """A day that may be said: whatever is counted from it is still a day."""

    default_validators = (
        MinValueValidator(EARLIEST, message=_BEYOND), MaxValueValidator(LATEST, message=_BEYOND),
    )  # type: ignore[assignment]  # Django goes through them and changes none  # fmt: skip


def day(label: str, *, required: bool = False, hint: str = "") -> DayBox:
    """Return a box for a day."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return DayBox(label=label, required=required, widget=widget, help_text=hint)


def words(label: str, *, longest: int, required: bool = False, hint: str = "") -> forms.CharField:
    """Return a box for a line of text."""
    return forms.CharField(
        label=label, max_length=longest, required=required, help_text=hint, strip=True
    )


def choice(
    label: str, options: Sequence[tuple[str, str]], *, required: bool = False, hint: str = ""
) -> forms.ChoiceField:  # fmt: skip
    """Return a box with a list, a blank line first."""
    return forms.ChoiceField(
        label=label, choices=[("", "（请选择）" if required else "（无）"), *options],
        required=required, help_text=hint,
    )  # fmt: skip


def _box(form: forms.Form, problem: Problem) -> str | None:
    """Return the box a problem names, or whose longer name ends like it (末日, 任职末日)."""
    names = {str(box.label): name for name, box in form.fields.items()}
    about = problem.column_name
    like = (name for label, name in names.items() if about and label.endswith(about))
    return names.get(about) or next(like, None)


def _sentence(problem: Problem) -> str:
    says = CODES[problem.code].says
    return f"{says}：应为{problem.expected}，实为{problem.found}。{problem.do}"


def _shown(value: object) -> str:
    return "" if value is None else str(value).strip().replace("\r\n", "\n")
