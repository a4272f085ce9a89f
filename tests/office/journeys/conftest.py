"""The pages as whoever signs in opens them."""

import pytest
from django.test import Client


@pytest.fixture
def enter(world, settings, tmp_path):
    settings.HOME = tmp_path

    def entered(login):
        client = Client()
        client.force_login(world.users[login])
        return client

    return entered
