"""A form made from the fields of a move; refusals go beside the boxes they are about."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms

from biaochi.desks.shapes import Offer
from biaochi.desks.telling import plain
from biaochi.errors import CODES, Problem, Refusal
from biaochi.matters.shapes import Choices
from biaochi.procedure.shapes import Field
from biaochi.web.boxes import DayBox
from biaochi.web.matters.boxes import Answers, Day, Files, Lines, Picks, Votes

_FEW = 6
"""Up to so many choices are all shown at once."""
_MANY = 4
"""So many boxes that may stay blank are folded away."""
_MOST_FILES = 10
LONGEST_NAME = 60
ON, SEEN, SURE, FILES = "on", "seen", "sure", "files"
_OURS = frozenset({ON, SEEN, SURE, FILES})
_FILE_PROBLEMS = ("FILE-",)
_YES_NO = (("yes", "是"), ("no", "否"))


class MoveForm(forms.Form):
    """What a move asks for; ``given`` is what it says as plain JSON."""

    def __init__(
        self, offer: Offer, data: Any = None, files: Any = None, *, today: date,  # noqa: ANN401 (a request's)
        own: bool = False, seen: int = 0,
    ) -> None:  # fmt: skip
        begun = {f"f_{name}": value for name, value in offer.filled.items()}
        initial = {SEEN: seen, **begun}
        super().__init__(data, files, auto_id=f"{offer.move.id}_%s", initial=initial)
        self.offer = offer
        self.today = today
        self.asks = tuple(
            replace(
                of, required=of.required or of.name in offer.needs,
                help=offer.notes.get(of.name, of.help),
            )
            for of in offer.move.fields if of.name not in offer.hides
        )  # fmt: skip
        for of in self.asks:
            self.fields[f"f_{of.name}"] = _box(of, offer.choices.get(of.name, of.choices))
        if not own:
            self.fields[ON] = DayBox(
                label="办理日期", initial=today, help_text="补登以前办的，填当时的日期。",
                widget=_day_input(latest=today),
            )  # fmt: skip
        self.fields[FILES] = Files(
            label="随附文件", required=False,
            help_text="PDF、PNG、JPEG、Word 或 Excel（不带宏），每个不超过 10 MB；可以一次选几个。",
        )  # fmt: skip
        if offer.warns:
            self.fields[SURE] = forms.BooleanField(
                label=f"我已核对。{offer.warns}",
                error_messages={"required": "请先核对，再勾选这一项。"},
            )  # fmt: skip
        self.fields[SEEN] = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    @property
    def usual(self) -> list[forms.BoundField]:
        """What nearly everybody fills in."""
        left_out = {f.name for f in self.seldom}
        ours = {ON, FILES, SURE}
        return [f for f in self.visible_fields() if f.name not in left_out | ours]

    @property
    def settled(self) -> list[tuple[str, str]]:
        """What nobody fills in because it is settled: its label and what holds."""
        notes, hides = self.offer.notes, self.offer.hides
        fields = self.offer.move.fields
        return [(f.label, notes[f.name]) for f in fields if f.name in hides and f.name in notes]

    @property
    def seldom(self) -> list[forms.BoundField]:
        """Boxes that may stay blank, where there are many of them beside some that may not."""
        if not any(of.required for of in self.asks):
            return []
        found = [self[f"f_{of.name}"] for of in self.asks if _may_wait(of)]
        return found if len(found) >= _MANY else []

    @property
    def seldom_opened(self) -> bool:
        """Tell whether something of the seldom needed is filled in or wrong."""
        return any(f.errors or f.value() not in (None, "", False) for f in self.seldom)

    @property
    def last(self) -> list[forms.BoundField]:
        """The day, the files, the word that it was looked over."""
        return [self[name] for name in (ON, FILES, SURE) if name in self.fields]

    @property
    def on(self) -> date:
        """The day the move is made."""
        day: date = self.cleaned_data.get(ON) or self.today
        return day

    @property
    def seen(self) -> int:
        """How many steps the page showed."""
        return int(self.cleaned_data[SEEN])

    @property
    def given(self) -> dict[str, Any]:
        """What was filled in, as the plain JSON of each field; blanks are left out."""
        found: dict[str, Any] = {}
        for of in self.offer.move.fields:
            value = self.cleaned_data.get(f"f_{of.name}")
            if of.kind == "flag":
                value = value == "yes" if isinstance(value, str) and value else value or None
            if value not in ("", None, [], {}):
                found[of.name] = value
        return found

    @property
    def files_given(self) -> tuple[tuple[str, bytes], ...]:
        """The files that came along, read."""
        return tuple((f.name, f.read()) for f in self.cleaned_data.get(FILES) or ())

    def clean_files(self) -> list[Any]:
        """Refuse more files than anybody reads."""
        came: list[Any] = self.cleaned_data[FILES]
        if len(came) > _MOST_FILES:
            raise forms.ValidationError(f"一次最多 {_MOST_FILES} 个文件，请合并后再传。")
        return came

    def refuse(self, refusal: Refusal) -> None:
        """Put each problem beside its box; what belongs to no box stands above the form."""
        for problem in refusal.problems:
            self.add_error(self._name(problem), sentence(problem))

    def _name(self, problem: Problem) -> str | None:
        about = problem.column_name
        if problem.code.startswith(_FILE_PROBLEMS):
            return FILES
        name = about if about in _OURS else f"f_{about}"
        return name if about and name in self.fields else None


def sentence(problem: Problem) -> str:
    """Return a problem as a sentence beside a box."""
    says = CODES[problem.code].says
    return f"{says}。应为：{problem.expected}；现在：{problem.found}。{problem.do}"


def typed(form: MoveForm) -> list[tuple[str, str]]:
    """Return what somebody typed, label and text, so that no text is lost where no form fits it."""
    found = []
    for name, box in form.fields.items():
        value = form[name].value() if name not in {SEEN, FILES, SURE, ON} else None
        if value and isinstance(value, str):
            found.append((str(box.label), value))
        elif isinstance(value, Mapping):
            words = [v["answer"] if isinstance(v, Mapping) else v for v in value.values()]
            found.append((str(box.label), "\n".join(w for w in words if w)))
    return found


def _may_wait(of: Field) -> bool:
    return not of.required and of.kind in {"line", "text", "day", "number", "flag", "choice"}


def _box(of: Field, choices: Choices) -> forms.Field:
    named: dict[str, Any] = {
        "label": plain(of.label), "required": of.required, "help_text": of.help,
        "error_messages": {"required": "请填写。"},
    }  # fmt: skip
    if of.kind in {"line", "text"}:
        area = forms.Textarea(attrs={"rows": 4}) if of.kind == "text" else forms.TextInput()
        return forms.CharField(max_length=of.longest, widget=area, **named)
    if of.kind in {"names", "points"}:
        hint = of.help or ("一行写一条。" if of.kind == "points" else "一行写一个人。")
        return Lines(**{**named, "help_text": hint, "widget": forms.Textarea(attrs={"rows": 4})})
    if of.kind == "answers":
        return Answers(choices, **named)
    if of.kind == "many":
        return forms.MultipleChoiceField(choices=choices, widget=Picks, **named)
    if of.kind in {"choice", "flag"}:
        return _one_of(of, choices, named)
    simple = {"day": Day, "number": forms.IntegerField, "votes": Votes}
    if of.kind == "day":
        named["widget"] = _day_input()
    if of.kind == "number":
        named["min_value"] = 0
    made: forms.Field = simple[of.kind](**named)
    return made


def _one_of(of: Field, choices: Choices, named: dict[str, Any]) -> forms.Field:
    if of.kind == "flag" and not of.required:
        return forms.BooleanField(**named)
    offered = _YES_NO if of.kind == "flag" else choices
    if of.required and len(offered) <= _FEW:
        if len(offered) == 1:
            named["initial"] = offered[0][0]
        return forms.ChoiceField(choices=offered, widget=forms.RadioSelect, **named)
    blank = "（请选择）" if of.required else "（不填）"
    return forms.ChoiceField(choices=[("", blank), *offered], **named)


def _day_input(*, latest: date | None = None) -> forms.DateInput:
    attrs = {"type": "date"} | ({"max": latest.isoformat()} if latest else {})
    return forms.DateInput(attrs=attrs, format="%Y-%m-%d")
