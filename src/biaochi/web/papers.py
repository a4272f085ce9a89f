"""Papers of a matter to check and take, one's own to take, and an organ's templates."""

from typing import Any
from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path

from biaochi.access.policy import may
from biaochi.access.shapes import Act
from biaochi.clock import now
from biaochi.desks.queries import looking
from biaochi.documents import queries, services, templates
from biaochi.documents.catalogue import SORTS
from biaochi.documents.models import FORMS
from biaochi.documents.shapes import Ask, Copy, Doubt, Form
from biaochi.evidence.sniffing import TYPES
from biaochi.registry.queries import unit_choices
from biaochi.web.boxes import put, words
from biaochi.web.doors import Asked, page
from biaochi.web.people.forms import Versioned

_READERS = (Act.SEE_MATTERS, Act.JUDGE_REMEDIES)
_HEAD, _FILE = "head_%s", "file_%s"
_WRONG, _CONFLICT = 422, 409


_ORGAN = "发文机关"


class TemplateForm(forms.Form):
    """Which unit, for which sort of paper, and the file."""

    unit = forms.ChoiceField(label="单位", help_text="这个单位和下级单位的人的文书都用这份模板。")
    sort = forms.ChoiceField(
        label="文书种类", choices=[(name, s.label) for name, s in SORTS.items()]
    )
    file = forms.FileField(
        label="文件", help_text="Word 文档（.docx），要填的地方写标记，如 {{本人}}、{{正文}}。",
        widget=forms.FileInput(attrs={"accept": ".docx"}),
    )  # fmt: skip


class HeadForm(Versioned):
    """Who issues papers about officials of a unit."""

    unit = forms.ChoiceField(label="单位", help_text="这个单位和下级单位的人的文书由谁发。")
    organ = words(_ORGAN, longest=60, required=True, hint="全称或规范化简称。")
    initials = words("机关代字", longest=20, hint="文号开头的字，如“青组”；不填就留空位。")


@page(*_READERS)
def papers(request: Asked, code: str) -> HttpResponse:
    """Every paper of a matter: which step calls for it, whether it was made."""
    line, _ = looking(request.actor, code)
    found = queries.papers_of(request.actor, code)
    lacking = [p for p in found if p.lacking]
    context = {"line": line, "papers": found, "lacking": lacking, "forms": FORMS}
    return render(request, "web/papers/list.html", context)


@page(*_READERS)
def check(request: Asked, code: str, step: int, sort: str) -> HttpResponse:
    """What to look at before a paper goes out; both forms to take."""
    line, _ = looking(request.actor, code)
    found = [
        (form, label, services.check(code, _ask(step, sort, form), actor=request.actor))
        for form, label in FORMS
    ]
    context = {
        "line": line, "step": step, "sort": sort, "found": found,
        "label": queries.called(line, step=step, sort=sort),
        "no_organ": any(_is_organ(d) for _, _, doubts in found for d in doubts),
        "may_enter": may(request.actor, Act.MANAGE_TEMPLATES),
    }  # fmt: skip
    return render(request, "web/papers/check.html", context)


def _is_organ(doubt: Doubt) -> bool:
    return doubt.kind == "missing" and doubt.text.startswith(_ORGAN)


@page(*_READERS, methods=("POST",))
def paper(request: Asked, code: str, step: int, sort: str, form: str) -> HttpResponse:
    """Make a paper and hand it out."""
    ask = _ask(step, sort, form)
    return _handed(services.produce(code, ask, actor=request.actor, at=now()))


@page(Act.SEE_OWN)
def own_papers(request: Asked, code: str) -> HttpResponse:
    """The papers of one's own matter that were made and are one's own to have."""
    line, _ = looking(request.actor, code, own=True)
    found = queries.papers_of(request.actor, code, own=True)
    return render(request, "web/papers/own.html", {"line": line, "papers": found})


@page(Act.SEE_OWN, methods=("POST",))
def own_paper(request: Asked, code: str, step: int, sort: str, form: str) -> HttpResponse:
    """Hand out a copy of one's own paper."""
    ask = _ask(step, sort, form)
    return _handed(services.produce(code, ask, actor=request.actor, at=now(), own=True))


@page(Act.MANAGE_TEMPLATES, methods=("GET", "POST"))
def own_templates(request: Asked) -> HttpResponse:
    """Templates in use and who issues; a new template is checked when it comes."""
    form = _file_form(request)
    if request.method == "POST" and form.is_valid():
        said, file = form.cleaned_data, form.cleaned_data["file"]
        outcome = put(
            form,
            lambda: templates.add(
                unit=said["unit"], sort=said["sort"], name=file.name, data=file.read(),
                actor=request.actor, at=now(),
            ),
        )  # fmt: skip
        if outcome.accepted:
            messages.success(request, f"已启用“{SORTS[said['sort']].label}”的模板。")
            return redirect("templates")
    return _templates(request, form=form)


@page(Act.MANAGE_TEMPLATES, methods=("POST",))
def head(request: Asked) -> HttpResponse:
    """Say who issues papers about officials of a unit."""
    form = _head_form(request)
    if form.is_valid():
        said = form.cleaned_data
        outcome = put(
            form,
            lambda: templates.set_head(
                unit=said["unit"], organ=said["organ"], initials=said["initials"],
                version=said["version"] or 0, actor=request.actor, at=now(),
            ),
        )  # fmt: skip
        if outcome.accepted:
            messages.success(request, f"已设置发文机关“{said['organ']}”。")
            return redirect("templates")
        return _templates(request, head=form, conflict=outcome.conflict)
    return _templates(request, head=form)


@page(Act.MANAGE_TEMPLATES, methods=("POST",))
def retire(request: Asked, ident: int) -> HttpResponse:
    """Give a template up."""
    said = request.POST.get("version", "")
    version = int(said) if said.isascii() and said.isdecimal() else 0
    templates.retire(ident, version=version, actor=request.actor, at=now())
    messages.success(request, "已停用，改用内置的格式。")
    return redirect("templates")


@page(Act.MANAGE_TEMPLATES)
def preview(request: Asked, ident: int) -> HttpResponse:
    """Hand out a template with its marks shown in their places."""
    name, data = templates.preview(request.actor, ident=ident)
    return _file(name, TYPES["docx"], data)


@page(Act.MANAGE_TEMPLATES)
def marks(request: Asked, sort: str) -> HttpResponse:
    """The marks of a sort of paper, and what each becomes."""
    if sort not in SORTS:
        raise Http404
    found = templates.marks_for(sort)
    context = {"label": SORTS[sort].label, "marks": found}
    return render(request, "web/papers/marks.html", context)


def _ask(step: int, sort: str, form: str) -> Ask:
    known: dict[str, Form] = {"docx": "docx", "pdf": "pdf"}
    if form not in known or sort not in SORTS:
        raise Http404
    return Ask(step=step, sort=sort, form=known[form])


def _handed(copy: Copy) -> HttpResponse:
    return _file(copy.name, copy.content_type, copy.data)


def _file(name: str, content_type: str, data: bytes) -> HttpResponse:
    """Hand out a file, to be saved and never to be shown by the browser itself."""
    answer = HttpResponse(data, content_type=content_type)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    return answer


def _file_form(request: Asked, *, sent: bool = True) -> TemplateForm:
    came = sent and request.method == "POST"
    form = TemplateForm(
        request.POST if came else None, request.FILES if came else None, auto_id=_FILE
    )
    _units(form, request)
    return form


def _head_form(request: Asked, *, sent: bool = True) -> HeadForm:
    known = {h.unit: h for h in templates.heads(request.actor)}
    chosen = known.get(request.GET.get("unit", ""))
    initial: dict[str, Any] = {}
    if chosen is not None:
        initial = {
            "unit": chosen.unit, "organ": chosen.organ, "initials": chosen.initials,
            "version": chosen.version,
        }  # fmt: skip
    form = HeadForm(request.POST if sent else None, initial=initial, auto_id=_HEAD)
    _units(form, request)
    return form


def _units(form: forms.Form, request: Asked) -> None:
    choices = [(c.code, c.label) for c in unit_choices(request.actor, Act.MANAGE_TEMPLATES)]
    form.fields["unit"].choices = choices  # type: ignore[attr-defined]  # of a choice field


def _templates(
    request: Asked, *, form: TemplateForm | None = None, head: HeadForm | None = None,
    conflict: str = "",
) -> HttpResponse:  # fmt: skip
    form = form or _file_form(request, sent=False)
    head = head if head and not conflict else _head_form(request, sent=False)
    context = {
        "form": form, "head": head, "conflict": conflict, "sorts": SORTS.items(),
        "templates": templates.templates(request.actor), "heads": templates.heads(request.actor),
    }  # fmt: skip
    wrong = form.errors or head.errors
    status = _CONFLICT if conflict else _WRONG if wrong else 200
    return render(request, "web/papers/templates.html", context, status=status)


urlpatterns: list[URLPattern] = [
    path("matters/<str:code>/papers/", papers, name="papers"),
    path("matters/<str:code>/papers/<int:step>/<str:sort>/", check, name="paper_check"),
    path("matters/<str:code>/papers/<int:step>/<str:sort>/<str:form>/", paper, name="paper"),
    path("mine/matters/<str:code>/papers/", own_papers, name="mine_papers"),
    path(
        "mine/matters/<str:code>/papers/<int:step>/<str:sort>/<str:form>/", own_paper,
        name="mine_paper",
    ),
    path("templates/", own_templates, name="templates"),
    path("templates/head/", head, name="template_head"),
    path("templates/marks/<str:sort>/", marks, name="template_marks"),
    path("templates/<int:ident>/preview/", preview, name="template_preview"),
    path("templates/<int:ident>/retire/", retire, name="template_retire"),
]  # fmt: skip
