"""Acts on one piece of evidence: each a form, one service, and back to the page."""

from collections.abc import Callable
from typing import Literal, cast

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from biaochi.access.shapes import Act
from biaochi.clock import now
from biaochi.errors import Refusal
from biaochi.evidence import attaching, queries, replying, services
from biaochi.evidence.attaching import Upload
from biaochi.evidence.shapes import Edit
from biaochi.web.doors import Asked, page
from biaochi.web.evidence.forms import FileForm, ReasonForm, ReplyForm, TextForm, beside

_BOTH = ("GET", "POST")


@page(Act.VERIFY_EVIDENCE, methods=_BOTH)
def verify(request: Asked, code: str) -> HttpResponse:
    """Say that it is so."""
    return _turned(request, code, services.verify, "核实", "已核实，从现在起计入。")


@page(Act.VERIFY_EVIDENCE, Act.REPORT_EVIDENCE, methods=_BOTH)
def withdraw(request: Asked, code: str) -> HttpResponse:
    """Take it back."""
    return _turned(request, code, services.withdraw, "撤回", "已撤回，不再计入。")


@page(Act.VERIFY_EVIDENCE, methods=_BOTH)
def exempt(request: Asked, code: str) -> HttpResponse:
    """Say that it is not to be held against anybody."""
    return _turned(request, code, services.exempt, "免责", "已免责，不计入。")


@page(Act.REPLY_EVIDENCE, methods=_BOTH)
def reply(request: Asked, code: str) -> HttpResponse:
    """Let the person answer what is held about him."""

    def act(form: Form) -> None:
        kind = cast('Literal["reply", "correction"]', form.cleaned_data["kind"])
        text = form.cleaned_data["text"]
        replying.reply(code, kind=kind, text=text, actor=request.actor, at=now())

    form = ReplyForm(request.POST or None)
    return _form(request, code, form, act, "写说明", "已记下，组织部会在这里答复。")


@page(Act.ANSWER_EVIDENCE, methods=("POST",))
def answer(request: Asked, ident: int) -> HttpResponse:
    """Answer what the person wrote."""
    form = TextForm(request.POST)
    text = form.cleaned_data["text"] if form.is_valid() else ""
    code = replying.evidence_of(request.actor, ident=ident)
    replying.answer(ident, text=text, actor=request.actor, at=now())
    messages.success(request, "已答复。需要更正的，请接着按“更正”。")
    return _back(code)


@page(Act.REPORT_EVIDENCE, Act.REPLY_EVIDENCE, methods=_BOTH)
def attach(request: Asked, code: str) -> HttpResponse:
    """Put a file beside it."""

    def act(form: Form) -> None:
        file = form.cleaned_data["file"]
        upload = Upload(file.name, file.read())
        attaching.attach_either(code, upload=upload, actor=request.actor, at=now())

    form = FileForm(request.POST or None, request.FILES or None)
    return _form(request, code, form, act, "上传附件", "附件已上传。")


def _turned(
    request: Asked, code: str, service: Callable[..., None], words: str, done: str
) -> HttpResponse:
    def act(form: Form) -> None:
        said = form.cleaned_data
        edit = Edit(code=code, version=said["version"], reason=said["reason"])
        service(edit, actor=request.actor, at=now())

    line = queries.state(request.actor, code=code)
    form = ReasonForm(request.POST or None, initial={"version": line.version})
    return _form(request, code, form, act, words, done)


def _form(
    request: Asked, code: str, form: Form, act: Callable[[Form], None], words: str, done: str
) -> HttpResponse:
    """Show a form, or do what it says and go back to the page."""
    if request.method == "POST" and form.is_valid():
        try:
            act(form)
        except Refusal as refusal:
            beside(form, refusal)
        else:
            messages.success(request, done)
            return _back(code)
    line = queries.state(request.actor, code=code)
    given = {"form": form, "line": line, "words": words, "files": form.is_multipart()}
    return render(request, "web/evidence/form.html", given, status=422 if form.errors else 200)


def _back(code: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("evidence", kwargs={"code": code}))
