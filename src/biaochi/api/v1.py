"""The interface for other systems, version 1: evidence in, states, people, results, findings."""

from typing import Any

from django.http import HttpRequest
from ninja import NinjaAPI, Path, Query, Status
from ninja.openapi.schema import OpenAPISchema

from biaochi.access.shapes import Act
from biaochi.api.doors import RATE, Bearer, Rate, add_handlers, allowed
from biaochi.api.matters import router as matters_router
from biaochi.api.results import router
from biaochi.api.shapes import (
    BatchIn,
    Code,
    Errors,
    EvidenceAsked,
    EvidenceIn,
    EvidenceOut,
    EvidencePageOut,
    PersonOut,
)
from biaochi.appraisals.items import items_at
from biaochi.clock import now
from biaochi.evidence import incoming, queries
from biaochi.registry import subjects

_REFUSED = {401: Errors, 404: Errors, 422: Errors, 429: Errors}
_WRITTEN = {**_REFUSED, 400: Errors, 409: Errors, 413: Errors}


class Described(NinjaAPI):
    """An interface that works its description out once: it takes long and is open to everybody."""

    _told: OpenAPISchema | None = None

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """Return the description of every operation (OpenAPI 3.1)."""
        if self._told is None:
            self._told = super().get_openapi_schema(
                path_prefix=path_prefix, path_params=path_params
            )
        return self._told


api = Described(
    title="标尺接口", version="1", urls_namespace="api-1", auth=Bearer(),
    docs_url=None, throttle=[Rate(RATE)],
    description="每个系统一个密钥；看不到的与没有的，回答相同。",
)  # fmt: skip
add_handlers(api)


@api.post("/evidence", response={200: EvidenceOut, 201: EvidenceOut, **_WRITTEN})
def send_evidence(request: HttpRequest, sent: EvidenceIn) -> Status[EvidenceOut]:
    """Report one thing (填报). 201: taken in; 200: this key had been sent before."""
    actor = allowed(request, Act.REPORT_EVIDENCE)
    (got,) = incoming.take([sent.sent()], items_at=items_at, actor=actor, at=now())
    return Status(201 if got.new else 200, EvidenceOut.of(got.line))


@api.post("/evidence/batch", response={200: list[EvidenceOut], **_WRITTEN})
def send_batch(request: HttpRequest, sent: BatchIn) -> list[EvidenceOut]:
    """Report several things (批量填报): all or none."""
    actor = allowed(request, Act.REPORT_EVIDENCE)
    rows = [row.sent() for row in sent.rows]
    return [
        EvidenceOut.of(got.line)
        for got in incoming.take(rows, items_at=items_at, actor=actor, at=now())
    ]


@api.get("/evidence", response={200: EvidencePageOut, **_REFUSED})
def list_evidence(request: HttpRequest, asked: Query[EvidenceAsked]) -> EvidencePageOut:
    """Return evidence within reach (证据), oldest first."""
    actor = allowed(request, Act.SEE_EVIDENCE)
    lines, following = queries.sent_out(
        actor, status=asked.status, after=asked.after, limit=asked.limit, at=now()
    )
    return EvidencePageOut(rows=[EvidenceOut.of(line) for line in lines], next=following)


@api.get("/evidence/{code}", response={200: EvidenceOut, **_REFUSED})
def one_evidence(request: HttpRequest, code: Path[Code]) -> EvidenceOut:
    """Return one thing and its state (证据状态)."""
    actor = allowed(request, Act.SEE_EVIDENCE)
    return EvidenceOut.of(queries.opened(actor, code=code, at=now()).line)


@api.get("/people", response={200: list[PersonOut], **_REFUSED})
def find_people(request: HttpRequest, q: Query[Code]) -> list[PersonOut]:
    """Look officials up by name or code (查人员); the first twenty."""
    actor = allowed(request, Act.SEE_PEOPLE)
    found = subjects.find(actor, Act.SEE_PEOPLE, words=q)
    return [
        PersonOut(code=s.code, name=s.name, unit_name=s.unit) for s in found if s.kind == "person"
    ]


api.add_router("", router)
api.add_router("", matters_router)
