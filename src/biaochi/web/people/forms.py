"""Forms about officials: what was typed becomes what a service is told."""

from collections.abc import Sequence
from typing import Any

from django import forms

from biaochi.registry.shapes import (
    AbsenceRow,
    AbsenceSaid,
    Choice,
    LinkSaid,
    PersonSaid,
    PersonSheet,
    PostRow,
    PostSaid,
)
from biaochi.vocabulary import office
from biaochi.web.boxes import choice, day, words

SEXES = (("男", "男"), ("女", "女"))
MAIN = (("yes", "是"), ("no", "否"))
_ROLES = tuple((k, v[0]) for k, v in office.POST_ROLES.items())
_PAIR = "每行一项，写成“名称=值”，名称用规则包声明的列。"


class Versioned(forms.Form):
    """A form that knows which version of a thing it was opened on."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)


class PersonForm(Versioned):
    """What is said about an official himself."""

    name = words("姓名", longest=60, required=True)
    sex = choice("性别", SEXES)
    birth_on = day("出生日期")
    id_number = forms.CharField(
        label="身份证号", required=False, max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    extra = forms.CharField(
        label="其他属性", required=False, help_text=_PAIR, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean_extra(self) -> dict[str, str]:
        """Return the attributes line by line."""
        return pairs(self.cleaned_data["extra"])

    def said(self) -> PersonSaid:
        """Return what was typed; an empty number leaves the one that is kept."""
        d = self.cleaned_data
        number: str | None = d["id_number"]
        if not number:
            number = "" if d.get("no_number") else None
        return PersonSaid(
            name=d["name"], sex=d["sex"], birth_on=d["birth_on"], id_number=number,
            extra=d["extra"],
        )  # fmt: skip


class NewPersonForm(PersonForm):
    """An official who is not in the registry yet."""

    unit = choice("所在单位", (), required=True)
    code = words("编号", longest=40, hint="留空由系统编。")

    field_order = ("name", "sex", "birth_on", "id_number", "unit", "code", "extra", "version")

    def __init__(self, *args: Any, units: Sequence[Choice], **more: Any) -> None:  # noqa: ANN401 (Django's own)
        super().__init__(*args, **more)
        offered(self, "unit", units)


class ChangedPersonForm(PersonForm):
    """An official who is there."""

    no_number = forms.BooleanField(label="删去已存的身份证号", required=False)
    reason = words("理由", longest=200, hint="如“按证件更正”。")

    field_order = (
        "name", "sex", "birth_on", "id_number", "no_number", "extra", "reason", "version",
    )  # fmt: skip

    def __init__(self, *args: Any, has_number: str, **more: Any) -> None:  # noqa: ANN401 (Django's own)
        super().__init__(*args, **more)
        if not has_number:
            del self.fields["no_number"]


class PostForm(Versioned):
    """An appointment."""

    unit = choice("任职单位", (), required=True)
    post = words("职务", longest=120, required=True)
    from_on = day("任职首日", required=True)
    to_on = day("任职末日", hint="当天仍在任；现任留空。")
    role = choice("角色", _ROLES)
    tier = words("层次", longest=40, hint="如“正科”，按它划分比较范围和管理权限。")
    level = words("级别", longest=40, hint="领导职务层次。")
    grade = words("职级", longest=40, hint="如“四级调研员”；与级别分别登记。")
    line_of = choice("分管单位", ())
    main = choice("主职", MAIN, hint="兼任几个职务时，指明哪个是主职。")
    order = forms.IntegerField(
        label="班子排序", required=False, min_value=0, max_value=9999, help_text="小的在前。"
    )

    def __init__(self, *args: Any, units: Sequence[Choice], **more: Any) -> None:  # noqa: ANN401 (Django's own)
        super().__init__(*args, **more)
        offered(self, "unit", units)
        offered(self, "line_of", units)

    def said(self) -> PostSaid:
        """Return what was typed."""
        d = self.cleaned_data
        return PostSaid(
            unit=d["unit"], post=d["post"], from_on=d["from_on"], to_on=d["to_on"],
            role=d["role"], tier=d["tier"], level=d["level"], grade=d["grade"],
            line_of=d["line_of"], main={"yes": True, "no": False}.get(d["main"]),
            order=d["order"] or 0,
        )  # fmt: skip


class CorrectedPostForm(PostForm):
    """An appointment in the place of another."""

    reason = words("理由", longest=200, required=True, hint="依据的文件或证件。")


class EndForm(Versioned):
    """The last day of a post or a relation."""

    last_on = day("末日", required=True, hint="当天仍算在内。")
    reason = words("理由", longest=200, required=True, hint="依据的文件。")


class AbsenceForm(Versioned):
    """An absence."""

    kind = words("缺勤种类", longest=40, required=True, hint="如挂职、病假、停职、试用。")
    from_on = day("首日", required=True)
    to_on = day("末日", hint="未结束留空。")

    def said(self) -> AbsenceSaid:
        """Return what was typed."""
        d = self.cleaned_data
        return AbsenceSaid(kind=d["kind"], from_on=d["from_on"], to_on=d["to_on"])


class CorrectedAbsenceForm(AbsenceForm):
    """An absence in the place of another."""

    reason = words("理由", longest=200, required=True)


class LinkForm(Versioned):
    """A relation from this official to somebody or something."""

    kind = words("关系种类", longest=40, required=True, hint="规则包里的关系名，如 nominator。")
    to_code = forms.CharField(
        label="终点编号", max_length=40, help_text="人员、单位或事项的编号；输入姓名可以选。",
        widget=forms.TextInput(attrs={
            "list": "codes-found", "hx-get": "/search/suggest/?as=code&box=to_code",
            "hx-trigger": "input changed delay:200ms", "hx-target": "#codes-found",
        }),
    )  # fmt: skip
    from_on = day("首日")
    to_on = day("末日")

    def said(self, code: str) -> LinkSaid:
        """Return what was typed; it starts at this official."""
        d = self.cleaned_data
        return LinkSaid(
            kind=d["kind"], from_code=code, to_code=d["to_code"], from_on=d["from_on"],
            to_on=d["to_on"],
        )  # fmt: skip


class ReasonForm(forms.Form):
    """Why somebody wants to see the whole id number."""

    reason = words("理由", longest=200, required=True, hint="理由和您的姓名、时间一起留痕。")


def of_person(sheet: PersonSheet) -> dict[str, Any]:
    """Return what the form of an official starts with."""
    extra = "\n".join(f"{k}={v}" for k, v in sorted(sheet.extra.items()))
    return {
        "version": sheet.version, "name": sheet.name, "sex": sheet.sex,
        "birth_on": sheet.birth_on, "extra": extra,
    }  # fmt: skip


def of_post(row: PostRow) -> dict[str, Any]:
    """Return what the form of an appointment starts with."""
    main = {True: "yes", False: "no", None: ""}[row.main]
    same = ("version", "unit", "post", "from_on", "to_on", "role", "tier", "level", "grade",
            "line_of", "order")  # fmt: skip
    return {"main": main, **{name: getattr(row, name) for name in same}}


def of_absence(row: AbsenceRow) -> dict[str, Any]:
    """Return what the form of an absence starts with."""
    return {n: getattr(row, n) for n in ("version", "kind", "from_on", "to_on")}


def offered(form: forms.Form, name: str, units: Sequence[Choice]) -> None:
    """Put units into a list of the form; one that is already chosen stays in it."""
    box = form.fields[name]
    assert isinstance(box, forms.ChoiceField)  # noqa: S101 (told to the type checker)
    options = [
        ("", "（请选择）" if box.required else "（无）"),
        *((u.code, u.label) for u in units),
    ]
    chosen = str(form.initial.get(name) or "")
    if chosen and chosen not in dict(options):
        options.append((chosen, str(form.initial.get(f"{name}_name") or chosen)))
    box.choices = options


def pairs(text: str) -> dict[str, str]:
    """Return the lines "name=value" of a text; ValidationError names a line that is not one."""
    found: dict[str, str] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        name, sign, value = line.replace("＝", "=").partition("=")
        if not sign or not name.strip():
            raise forms.ValidationError(f"应为“名称=值”，实为「{line}」。请改正这一行。")
        found[name.strip()] = value.strip()
    return found
