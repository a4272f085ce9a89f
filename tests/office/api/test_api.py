import json
from datetime import date
from decimal import Decimal

import pytest

from biaochi.access.scoping import Why
from biaochi.evidence.models import Evidence
from biaochi.trail.models import Entry
from tests.office import periods, runs, systems
from tests.office.reports import reported, verified

ROW = {"key": "k1", "person": "du", "item": "T-1", "value": "-0.5", "occurred_on": "2026-03-01"}


@pytest.fixture
def call(world, client):
    periods.opened(world)
    systems.key(world, "neighbour", unit="nx", roles=("reporter", "officer"))
    token = systems.key(world, "sender", roles=("reporter", "officer"))

    def called(method, path, body=None, key=token):
        said = {} if body is None else {"data": json.dumps(body)}
        headers = {"authorization": f"Bearer {key}"} if key else {}
        return getattr(client, method)(
            f"/api/v1/{path}", content_type="application/json", headers=headers, **said
        )

    return called


def codes(answer):
    return {e["code"] for e in answer.json()["errors"]}


def count():
    return Evidence.objects.unscoped(Why.ABOUT).count()


def test_what_is_sent_twice_is_taken_once(call) -> None:
    first, again = call("post", "evidence", ROW), call("post", "evidence", ROW)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert first.json() | {"status": "reported", "counts": False} == first.json()
    assert count() == 1
    other = call("post", "evidence", ROW | {"value": "-1"})
    assert (other.status_code, codes(other)) == (409, {"EVIDENCE-KEY"})


def test_a_batch_is_taken_whole_or_not_at_all(call) -> None:
    rows = [ROW | {"key": f"k{n}"} for n in range(5)]
    wrong = [*rows, ROW | {"key": "x", "item": "T-99"}, ROW | {"key": "y", "person": "zhu"}]
    answer = call("post", "evidence/batch", {"rows": wrong})
    assert answer.status_code == 422
    assert [(e["row"], e["code"]) for e in answer.json()["errors"]] == [
        (6, "FACT-ITEM"), (7, "FACT-REFERENCE"),
    ]  # fmt: skip
    assert count() == 0
    assert call("post", "evidence/batch", {"rows": rows}).status_code == 200
    assert call("post", "evidence/batch", {"rows": rows}).status_code == 200
    assert count() == 5


def test_somebody_out_of_reach_and_nobody_are_answered_alike(call) -> None:
    there = call("post", "evidence", ROW | {"person": "zhu"}).content
    nobody = call("post", "evidence", ROW | {"person": "zhy"}).content
    assert there.replace(b"zhu", b"") == nobody.replace(b"zhy", b"")


def test_without_a_key_nothing_is_said(call, world) -> None:
    late = systems.key(world, "late", expires_on=date(2020, 1, 1))
    gone = systems.key(world, "gone", revoked_at=periods.AT)
    for key in ("", "bc_wrong", late, gone):
        answer = call("get", "evidence", key=key)
        assert (answer.status_code, codes(answer)) == (401, {"API-KEY"})


def test_the_state_of_a_row_is_told_to_who_sees_it(call, world) -> None:
    code = verified(world)
    answer = call("get", f"evidence/{code}")
    assert (answer.json()["status"], answer.json()["counts"]) == ("verified", True)
    other = systems.key(world, "other", unit="nx", roles=("officer",))
    there = call("get", f"evidence/{code}", key=other)
    assert there.status_code == 404
    assert there.content == call("get", "evidence/none", key=other).content


def test_rows_are_listed_page_by_page_and_the_export_is_on_the_trail(call, world) -> None:
    made = [reported(world) for _ in range(5)]
    seen, after = [], ""
    while after is not None:
        page = call("get", f"evidence?limit=2&after={after}").json()
        seen += [r["code"] for r in page["rows"]]
        after = page["next"]
    assert seen == made
    assert Entry.objects.unscoped(Why.TRAIL).filter(event="exported").count() == 3


def test_people_are_found_within_reach(call) -> None:
    assert [p["code"] for p in call("get", "people?q=杜").json()] == ["du"]
    assert call("get", "people?q=祝").json() == []


def test_results_and_findings_go_out_to_who_sees_them(call, world, settings, tmp_path) -> None:
    settings.HOME = tmp_path
    verified(world, value=Decimal(-12))
    run = runs.computed(world)
    (period,) = call("get", "periods").json()[:1]
    assert [r["id"] for r in call("get", f"periods/{period['id']}/runs").json()] in ([], [run])
    found = call("get", f"runs/{run}/findings?verdict=met").json()["rows"]
    assert ("du", "points-over-ten") in {(f["subject"], f["rule"]) for f in found}
    first = call("get", f"runs/{run}/results?limit=3").json()
    rest = call("get", f"runs/{run}/results?limit=500&after={first['next']}").json()
    assert (len(first["rows"]), rest["next"]) == (3, None)
    assert {r["subject"] for r in rest["rows"]} <= {"du", "fan", "geng", "han", "qs-fin", "qs-edu"}
    kinds = Entry.objects.unscoped(Why.TRAIL).filter(kind="run").order_by("seq")
    assert [e.event for e in kinds][-3:] == ["findings_read", "results_read", "results_read"]


def test_a_run_of_the_neighbour_is_not_there(call, world, settings, tmp_path) -> None:
    settings.HOME = tmp_path
    run = runs.computed(world)
    other = systems.key(world, "other", unit="nx", roles=("officer",))
    for what in ("results", "findings"):
        there = call("get", f"runs/{run}/{what}", key=other)
        assert there.status_code == 404
        assert there.content == call("get", f"runs/987654/{what}", key=other).content


def test_a_system_does_only_what_it_was_granted(call, world) -> None:
    blind = systems.key(world, "blind", roles=())
    assert call("get", "evidence", key=blind).status_code == 404
    assert call("post", "evidence", ROW, key=blind).status_code == 404


def test_unreadable_and_large_requests_are_refused_in_the_same_form(call, client, settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 200
    large = call("post", "evidence", ROW | {"note": "x" * 300})
    assert (large.status_code, codes(large)) == (413, {"API-SIZE"})
    for body in (None, [], {"key": 1}, ROW | {"secret": 1}, ROW | {"value": 0.5}):
        answer = call("post", "evidence", body)
        assert answer.status_code in {400, 422}
        assert codes(answer) <= {"API-VALUE", "API-BODY"}


def test_odd_texts_break_nothing(call) -> None:
    for odd in ("\x00", "\ud800", "\u202e", "-0", "1e5", " ", "长" * 300):
        for field in ("key", "person", "item", "value", "occurred_on", "note", "matter"):
            assert call("post", "evidence", ROW | {field: odd}).status_code < 500


def test_a_code_that_is_an_address_for_sending_is_not_there_either(call) -> None:
    assert call("get", "evidence/batch").status_code == 404
    assert call("get", "evidence/batch", key="").status_code == 401


def test_its_description_is_there(call) -> None:
    answer = call("get", "openapi.json", key="")
    assert "/api/v1/evidence/batch" in answer.json()["paths"]
