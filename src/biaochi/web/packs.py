"""Policy packs: which there are, what one says, what differs between two."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse

from biaochi import clock
from biaochi.access.policy import may
from biaochi.access.shapes import Act
from biaochi.appraisals import queries, services
from biaochi.appraisals.shapes import PackLine
from biaochi.errors import CODES, Level, Problem, Refusal
from biaochi.exchange import packs_in
from biaochi.packs.diff import diff
from biaochi.packs.loader import builtin_ids
from biaochi.packs.render import render as on_paper
from biaochi.packs.shapes import Pack
from biaochi.web import markdown
from biaochi.web.cells import Column
from biaochi.web.doors import Asked, page
from biaochi.web.listing import Listing, answer

_LEVELS: Mapping[Level, str] = {"warning": "要注意", "question": "待答"}
_KINDS = {"added": "新增", "removed": "删除", "changed": "改动"}
_TONES = {"added": "ok", "removed": "bad", "changed": "warn"}


class Taking(forms.Form):
    """Which of the packs that come with the program to take in."""

    builtin = forms.ChoiceField(label="随程序提供的规则包")


class Bringing(forms.Form):
    """A pack of one's own."""

    file = forms.FileField(
        label="自编的规则包", widget=forms.FileInput(attrs={"accept": ".zip"}),
        help_text="规则包文件夹压缩成的 .zip，不超过 5 MiB。先检查，有错的不载入。",
    )  # fmt: skip


def _rows(found: Sequence[PackLine]) -> list[Mapping[str, Any]]:
    return [
        {
            "title": p.title, "href": reverse("pack", kwargs={"ident": p.ident}), "code": p.code,
            "digest": p.digest.removeprefix("sha256:")[:12], "by": p.added_by, "at": p.added_at,
        }
        for p in found
    ]  # fmt: skip


PACKS = Listing(
    name="packs", title="规则包",
    columns=(
        Column(key="title", label="名称", kind="link", href="href"),
        Column(key="code", label="编号"), Column(key="digest", label="指纹"),
        Column(key="by", label="载入人"), Column(key="at", label="载入时刻", kind="moment"),
    ),
    about="规则包是把文件写成数据：条款、口径、参数和规则。载入之后不再改变，修改就是另一个版本。",
    empty="还没有规则包", todo="由组织部干部载入随程序提供的，或上传自编的。", shape=_rows,
)  # fmt: skip


@page(Act.SEE_PACKS)
def packs(request: Asked) -> HttpResponse:
    """Every pack that was taken in."""
    return _listed(request, Bringing())


def _listed(
    request: Asked, bringing: Bringing, problems: Sequence[Problem] = ()
) -> HttpResponse:  # fmt: skip
    form = Taking()
    form.fields["builtin"].choices = [(i, i) for i in builtin_ids()]  # type: ignore[attr-defined]  # a choice field
    context = {
        "form": form if may(request.actor, Act.RUN_APPRAISALS) else None, "bringing": bringing,
        "problems": [(p, CODES[p.code].says) for p in problems if p.level == "error"],
    }  # fmt: skip
    found = queries.packs(request.actor)
    return answer(request, PACKS, rows=found, template="web/packs/list.html", context=context)


@page(Act.RUN_APPRAISALS, methods=("POST",))
def pack_take(request: Asked) -> HttpResponse:
    """Take in a pack that comes with the program."""
    chosen = request.POST.get("builtin", "")
    services.take_in(actor=request.actor, at=clock.now(), builtin_id=chosen)
    messages.success(request, "规则包已载入。")
    return HttpResponseRedirect(reverse("packs"))


@page(Act.RUN_APPRAISALS, methods=("POST",))
def pack_bring(request: Asked) -> HttpResponse:
    """Take in a pack of one's own; what is amiss is listed by file and line."""
    form = Bringing(request.POST, request.FILES)
    problems: tuple[Problem, ...] = ()
    if form.is_valid():
        file = packs_in.Brought(
            name=form.cleaned_data["file"].name, chunks=form.cleaned_data["file"].chunks()
        )
        try:
            taken = packs_in.bring(file, actor=request.actor, at=clock.now())
        except Refusal as refusal:
            problems = refusal.problems
            form.add_error("file", "没有载入，请改正后再上传。")
        else:
            return _taken(request, taken)
    response = _listed(request, form, problems)
    response.status_code = 422
    return response


def _taken(request: Asked, taken: packs_in.Taken) -> HttpResponse:
    levels = Counter(p.level for p in taken.remarks)
    said = "".join(f"，{_LEVELS[level]} {levels[level]} 处" for level in _LEVELS if levels[level])
    messages.success(request, f"规则包检查通过{said}，已载入；样例请用 biaochi pack check 核对。")
    [ident] = [p.ident for p in queries.packs(request.actor) if p.digest == taken.digest]
    return HttpResponseRedirect(reverse("pack", kwargs={"ident": ident}))


@page(Act.SEE_PACKS)
def pack(request: Asked, ident: int) -> HttpResponse:
    """One pack as a document."""
    line, content = queries.pack(request.actor, ident)
    text = on_paper(content)
    versions = [p for p in queries.packs(request.actor) if p.ident != ident]
    context = {
        "pack": line, "document": markdown.html(_without_title(text)), "facts": _facts(content),
        "contents": markdown.contents(text), "versions": versions,
    }  # fmt: skip
    return render(request, "web/packs/pack.html", context)


def _without_title(text: str) -> str:
    """The page has its own heading."""
    first, _, rest = text.partition("\n")
    return rest if first.startswith("# ") else text


def _facts(content: Pack) -> list[tuple[str, str]]:
    until = f" 至 {content.in_force.to}" if content.in_force.to else ""
    return [
        ("编号", content.id), ("制定机关", content.authority),
        ("施行", f"{content.in_force.from_ or '…'} 起{until}"),
        ("规则", f"{len(content.rules)} 条"), ("量", f"{len(content.quantities)} 个"),
        ("口径", f"{len(content.readings)} 个"), ("指纹", content.digest),
    ]  # fmt: skip


@page(Act.SEE_PACKS)
def pack_diff(request: Asked, ident: int, other: int) -> HttpResponse:
    """What differs between two packs or two versions of one."""
    before, old = queries.pack(request.actor, ident)
    after, new = queries.pack(request.actor, other)
    changes = [(_KINDS[c.kind], _TONES[c.kind], c.says, c.path) for c in diff(old, new)]
    context = {"before": before, "after": after, "changes": changes}
    return render(request, "web/packs/diff.html", context)


urlpatterns: list[URLPattern] = [
    path("packs/", packs, name="packs"),
    path("packs/take/", pack_take, name="pack_take"),
    path("packs/bring/", pack_bring, name="pack_bring"),
    path("packs/<int:ident>/", pack, name="pack"),
    path("packs/<int:ident>/diff/<int:other>/", pack_diff, name="pack_diff"),
]
