"""Every operation with whatever its description allows, and with what it does not."""

from collections import Counter

import pytest

schemathesis = pytest.importorskip("schemathesis")

from django.core.signals import request_finished, request_started  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import close_old_connections  # noqa: E402
from hypothesis import HealthCheck, Phase, given, settings  # noqa: E402 (comes with schemathesis)
from schemathesis import GenerationMode  # noqa: E402
from schemathesis.checks import not_a_server_error  # noqa: E402
from schemathesis.specs.openapi.checks import (  # noqa: E402
    response_schema_conformance,
    status_code_conformance,
)

from tests.office import periods, systems  # noqa: E402
from tests.office.reports import reported, verified  # noqa: E402

KNOWN = {"person": "du", "unit": None, "item": "T-1", "value": "-0.5", "q": "杜"}
EXAMPLES = 25
CHECKS = [not_a_server_error, status_code_conformance, response_schema_conformance]
HURRY = settings(
    max_examples=EXAMPLES, deadline=None, derandomize=True, database=None,
    phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck),
)  # fmt: skip


def nearer(case, number):
    """Every other case speaks of somebody who is there."""
    rows = case.body.get("rows", [case.body]) if isinstance(case.body, dict) else []
    if number % 2 and isinstance(rows, list):
        for row in rows:
            if isinstance(row, dict):
                row.update({k: v for k, v in KNOWN.items() if k in row or k == "person"})
    return case


@pytest.fixture
def application():
    """The office as a server would call it, on the connection of this test as Django's client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield get_wsgi_application()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.slow
@pytest.mark.long
def test_no_operation_breaks_or_answers_what_it_did_not_describe(world, told, application) -> None:
    periods.opened(world)
    reported(world)
    known = verified(world)
    token = systems.key(world, "fuzzer", roles=("officer", "reporter", "verifier"))
    headers = {"Authorization": f"Bearer {token}"}
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    statuses = Counter()

    for operation in (found.ok() for found in schema.get_all_operations()):
        for mode in GenerationMode:

            @HURRY
            @given(operation.as_strategy(generation_mode=mode))
            def every(case) -> None:
                asked = statuses.total()
                if asked % 4 == 1 and "code" in (case.path_parameters or {}):
                    case.path_parameters["code"] = known
                answer = nearer(case, asked).call_and_validate(checks=CHECKS, headers=headers)
                statuses[answer.status_code] += 1

            every()
    told(f"API: {statuses.total()} requests, {dict(statuses)}")
    assert {200, 201, 401, 404, 422} <= set(statuses)
