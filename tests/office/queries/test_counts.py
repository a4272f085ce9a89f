"""How many queries each page costs: written down, and the same for ten people as for hundreds.

A page that needs more has to say why: change the figure in ``counts.toml`` and the reason there.
"""

import tomllib
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.office import periods, runs
from tests.office.crowd import crowd

FILE = Path(__file__).with_name("counts.toml")
COUNTED = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")
FEW, MANY = 10, 200


def written():
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


@pytest.fixture
def clients(world, settings, tmp_path):
    settings.HOME = tmp_path
    made = {login: Client() for login in written()}
    for login, client in made.items():
        client.force_login(world.users[login])
    return made


def cost(client, address) -> int:
    client.get(address)  # what is read once a process and kept
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    assert answer.status_code == 200, address
    return sum(q["sql"].lstrip("( ").startswith(COUNTED) for q in asked)


def costs(clients, **there):
    return {
        f"{login} {address}": cost(clients[login], address.format(**there))
        for login, addresses in written().items()
        for address in addresses
    }


@pytest.mark.once
@pytest.mark.slow
def test_pages_cost_what_is_written_however_many_people_there_are(world, clients) -> None:
    expected = {f"{login} {a}": n for login, those in written().items() for a, n in those.items()}
    period = periods.opened(world)
    crowd(world, 0, FEW)
    found = [runs.computed(world, period) for _ in range(2)]
    few = costs(clients, run=found[-1], period=period.pk)
    crowd(world, FEW, MANY)
    many = costs(clients, run=runs.computed(world, period), period=period.pk)
    assert few == expected
    assert many == expected
