"""One parameter or reading changed on the facts of a run: who changes, and why."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse

from biaochi import clock
from biaochi.access.shapes import Act, Actor
from biaochi.appraisals import queries
from biaochi.appraisals.asking import names_of
from biaochi.appraisals.shapes import RunLine
from biaochi.packs.shapes import Pack
from biaochi.tasks import queries as tasks
from biaochi.tasks.services import ask
from biaochi.tasks.shapes import TaskState
from biaochi.web.doors import Asked, page

KIND = "what_if"
_SHOWN = 200
_EARLIER = 8


class Asking(forms.Form):
    """What is changed: the value of one parameter, or one reading."""

    parameter = forms.ChoiceField(label="参数", required=False)
    value = forms.CharField(
        label="改为", max_length=40, required=False,
        help_text="照规则包的写法：数、百分数或分数，如 8、20%、1/3。",
    )  # fmt: skip
    reading = forms.ChoiceField(label="或者另一种口径", required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for exactly one change."""
        said = super().clean() or {}
        if bool(said.get("parameter")) == bool(said.get("reading")):
            raise forms.ValidationError("请只改一处：选一个参数并填新的值，或选一种口径。")
        if said.get("parameter") and not said.get("value"):
            self.add_error("value", "请填写改成多少。")
        return said


def _asking(pack: Pack, data: Any = None, *, reading: str = "") -> Asking:  # noqa: ANN401 (posted)
    form = Asking(data, initial={"reading": reading})
    parameters = [
        (n, f"{p.label or n}（现为 {p.value or '未填写'}{p.unit if p.value else ''}）")
        for n, p in pack.parameters.items()
    ]
    readings = [
        (f"{n}={o}", f"{r.asks}——{text}")
        for n, r in pack.readings.items()
        for o, text in r.options.items()
        if o != r.chosen
    ]
    form.fields["parameter"].choices = [("", "不改参数"), *parameters]  # type: ignore[attr-defined]
    form.fields["reading"].choices = [("", "不改口径"), *readings]  # type: ignore[attr-defined]
    return form


@page(Act.RUN_APPRAISALS, methods=("GET", "POST"))
def what_if(request: Asked, ident: int) -> HttpResponse:
    """Ask, and see what the last question brought."""
    run = queries.run(request.actor, ident, act=Act.RUN_APPRAISALS)
    pack = queries.pack(request.actor, run.period.pack.ident)[1]
    form = _asking(pack, request.POST or None, reading=request.GET.get("reading", ""))
    if request.method == "POST" and form.is_valid():
        task = ask(
            kind=KIND, title=f"测算：{run.period.title}", asked=_asked(run, form.cleaned_data),
            actor=request.actor, at=clock.now(),
        )  # fmt: skip
        return HttpResponseRedirect(reverse("task", kwargs={"ident": task}))
    mine = [t for t in tasks.mine(request.actor) if t.kind == KIND and t.state == "done"]
    mine = [t for t in mine if t.result.get("run") == ident][:_EARLIER]
    chosen = next(
        (t for t in mine if str(t.ident) == request.GET.get("task")), mine[0] if mine else None
    )
    context = {"run": run, "form": form, "earlier": mine, "answer": _answer(request.actor, chosen)}
    status = 422 if form.errors else 200
    return render(request, "web/appraisals/what_if.html", context, status=status)


def _asked(run: RunLine, said: Mapping[str, str]) -> dict[str, Any]:
    name, _, option = said["reading"].partition("=")
    return {
        "run": run.ident,
        "parameters": {said["parameter"]: said["value"]} if said["parameter"] else {},
        "readings": {name: option} if option else {},
    }


def _answer(actor: Actor, task: TaskState | None) -> Mapping[str, Any] | None:
    """Show the changes of those of whom the actor may see results now."""
    if task is None:
        return None
    changes = task.result["changes"]
    names = names_of(actor, {c["code"] for c in changes})
    seen = [{**c, "person": names[c["code"]]} for c in changes if c["code"] in names]
    verdicts = [c for c in seen if c["what"] == "finding"]
    figures = [c for c in seen if c["what"] == "quantity"]
    return {
        "task": task, "said": task.result, "verdicts": verdicts[:_SHOWN],
        "figures": figures[:_SHOWN], "verdict_count": len(verdicts), "figure_count": len(figures),
        "counts": _counts(task.result["counts"]),
    }  # fmt: skip


def _counts(counts: Mapping[str, int]) -> list[tuple[str, str, int]]:
    words = {"finding": "结论", "quantity": "数值"}
    found = [(words[k.partition(":")[0]], k.partition(":")[2], n) for k, n in counts.items()]
    return sorted(found, key=lambda c: (c[0] != "结论", -c[2]))


urlpatterns: list[URLPattern] = [path("runs/<int:ident>/what-if/", what_if, name="what_if")]
