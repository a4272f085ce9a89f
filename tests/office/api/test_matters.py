"""Matters over the interface: systems read, signed-in people move, guards are the same."""

import json

import pytest

from tests.office import reports, systems
from tests.office.lettering import DRAFT, FACT

PATH = "/api/v1/matters"


@pytest.fixture
def send(world, client):
    def sent(login, path="", body=None, **headers):
        if login:
            client.force_login(world.users[login])
        said = {} if body is None else {"data": json.dumps(body, default=str)}
        call = client.get if body is None else client.post
        return call(f"{PATH}{path}", content_type="application/json", **said, **headers)

    return sent


@pytest.fixture
def opening(world):
    shown = reports.verified(world, "an", person="du", occurred_on=FACT)
    given = DRAFT | {"evidence": [shown]}
    return {"kind": "letter", "person": "du", "title": "函询", "on": "2018-01-15", "given": given}


def codes(answer):
    return {e["code"] for e in answer.json()["errors"]}


def test_a_person_opens_and_moves_and_the_other_signs(send, opening):
    made = send("an", body=opening)
    assert made.status_code == 201, made.content.decode()
    code = made.json()["matter"]["code"]
    move = {"move": "approve", "on": "2018-01-15", "seen": 1, "given": {}}
    refused = send("an", f"/{code}/moves", move)
    assert (refused.status_code, codes(refused)) == (422, {"STEP-APART"})
    done = send("cheng", f"/{code}/moves", move)
    assert (done.status_code, done.json()["matter"]["steps"]) == (200, 2)
    again = send("cheng", f"/{code}/moves", move)
    assert (again.status_code, codes(again)) == (409, {"EDIT-CONFLICT"})


def test_a_key_reads_and_never_moves(world, client, send, opening):
    code = send("an", body=opening).json()["matter"]["code"]
    client.logout()
    token = systems.key(world, "reader", roles=("officer",))
    headers = {"headers": {"authorization": f"Bearer {token}"}}
    rows = send("", **headers).json()["rows"]
    assert [r["code"] for r in rows] == [code]
    move = {"move": "approve", "on": "2018-01-15", "seen": 1, "given": {}}
    assert send("", f"/{code}/moves", move, **headers).status_code == 401
    assert send("", body=opening, **headers).status_code == 401


def test_the_neighbour_the_administrators_and_the_person_find_nothing(send, opening):
    code = send("an", body=opening).json()["matter"]["code"]
    for login in ("jin", "xi", "shen", "du"):
        assert send(login, f"/{code}").status_code == 404
