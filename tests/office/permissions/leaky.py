"""Addresses with a fault each, as somebody might write them one day; the crawl has to find all."""

from io import BytesIO

from django.http import Http404, HttpResponse, HttpResponseForbidden
from django.urls import path
from xlsxwriter import Workbook

from biaochi.access.scoping import Why
from biaochi.access.shapes import Act
from biaochi.evidence.models import Attachment, Evidence
from biaochi.registry.models import Person
from biaochi.web.doors import page, public

_KEPT = {}


def _every():
    return Evidence.objects.unscoped(Why.ABOUT).select_related("person").order_by("pk")


def _people():
    return Person.objects.unscoped(Why.ABOUT).order_by("pk")


def _safe(text):
    return HttpResponse(text, headers={"Cache-Control": "no-store"})


@page(Act.SEE_EVIDENCE, Act.SEE_OWN)
def foreign_page(request, code):
    row = _every().filter(code=code).first()
    if row is None:
        raise Http404
    return _safe(row.note)


@page(Act.SEE_EVIDENCE)
def comment(request):
    return _safe("<!-- " + " ".join(p.name for p in _people()) + " -->")


@page(Act.SEE_EVIDENCE)
def header(request):
    answer = _safe("ok")
    answer["X-Found"] = ",".join(r.note for r in _every()).encode().decode("latin-1")
    return answer


@page(Act.SEE_EVIDENCE)
def export(request):
    made = BytesIO()
    book = Workbook(made, {"in_memory": True})
    sheet = book.add_worksheet()
    for line, row in enumerate(_every()):
        sheet.write_string(line, 0, row.note)
    book.close()
    return _safe(made.getvalue())


@page(Act.SEE_PEOPLE)
def search(request):
    return _safe(" ".join(p.name for p in _people().filter(name__contains=request.GET["q"])))


@page(Act.SEE_EVIDENCE, Act.SEE_OWN)
def forbidden(request, code):
    rows = Evidence.objects.visible_to(request.actor, Act.SEE_EVIDENCE).filter(code=code)
    if rows.exists():
        return _safe("ok")
    if _every().filter(code=code).exists():
        return HttpResponseForbidden("不得查看", headers={"Cache-Control": "no-store"})
    raise Http404


@public
def file(request, ident):
    row = Attachment.objects.unscoped(Why.ABOUT).filter(pk=ident).first()
    if row is None:
        raise Http404
    return _safe(row.name)


@page(Act.SEE_EVIDENCE)
def shared(request):
    visible = Evidence.objects.visible_to(request.actor, Act.SEE_EVIDENCE).order_by("pk")
    return _safe(_KEPT.setdefault("page", " ".join(r.note for r in visible)))


@page(Act.SEE_EVIDENCE)
def kept(request):
    return HttpResponse("ok", headers={"Cache-Control": "max-age=60"})


@page(Act.OWN_ACCOUNT)
def open_door(request):
    return _safe("审计")


@page(Act.OWN_ACCOUNT, methods=("GET", "POST"))
def writes(request, code):
    raise Http404 if request.method == "GET" else ValueError(code)


def not_found(request, exception=None):
    return HttpResponse("没有", status=404, headers={"Cache-Control": "no-store"})


urlpatterns = [
    path("foreign/<path:code>/", foreign_page), path("comment/", comment),
    path("header/", header), path("export/", export), path("search/", search),
    path("forbidden/<path:code>/", forbidden), path("file/<int:ident>/", file),
    path("shared/", shared), path("kept/", kept), path("open/", open_door),
    path("writes/<path:code>/", writes),
]  # fmt: skip
handler404 = not_found
