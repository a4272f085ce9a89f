"""My tasks: how far long work is, how it ended, where its result is."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse

from biaochi.access.shapes import Act
from biaochi.tasks import queries
from biaochi.tasks.shapes import TaskState
from biaochi.web.doors import Asked, page


@dataclass(frozen=True)
class Shown:
    """Where the result of a kind of task is: words of the link, view, argument → key of result."""

    words: str
    view: str
    given: Mapping[str, str]


RESULTS: Mapping[str, Shown] = {
    "run": Shown("查看结果", "run", {"ident": "run"}),
    "what_if": Shown("查看测算", "what_if", {"ident": "run"}),
    "import_check": Shown("看检查结果", "import", {"ident": "batch"}),
    "facts_export": Shown("下载", "facts_file", {"token": "token"}),
}


@page(Act.SEE_TASKS)
def tasks(request: Asked) -> HttpResponse:
    """Everything I asked for."""
    return render(request, "web/tasks/list.html", {"tasks": queries.mine(request.actor)})


@page(Act.SEE_TASKS)
def task(request: Asked, ident: int) -> HttpResponse:
    """One task; without a script the page asks again by itself."""
    state = queries.one(request.actor, ident=ident)
    return render(request, "web/tasks/task.html", _shown(state))


@page(Act.SEE_TASKS)
def task_state(request: Asked, ident: int) -> HttpResponse:
    """Return the part of the page that changes; once it is over it asks no more."""
    state = queries.one(request.actor, ident=ident)
    return render(request, "web/tasks/state.html", _shown(state))


def _shown(state: TaskState) -> dict[str, object]:
    shown = RESULTS.get(state.kind)
    link = ""
    if shown is not None and state.state == "done":
        given = {name: state.result[key] for name, key in shown.given.items()}
        link = reverse(shown.view, kwargs=given)
    return {"task": state, "link": link, "words": shown.words if shown else ""}


urlpatterns: list[URLPattern] = [
    path("tasks/", tasks, name="tasks"),
    path("tasks/<int:ident>/", task, name="task"),
    path("tasks/<int:ident>/state/", task_state, name="task_state"),
]
