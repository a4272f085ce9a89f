"""The office keeps the floors too: keys point downwards, the yardstick needs no Django."""

import os
import subprocess
import sys
import tomllib

import pytest

from tests.architecture.tree import ROOT

FIRST = "import django; django.setup()"
KEYS = """
from django.apps import apps
for model in apps.get_models():
    for field in model._meta.concrete_fields:
        if field.is_relation:
            print(model.__module__, field.name, field.related_model.__module__)
"""


def python(code: str, **environment: str) -> str:
    command = [sys.executable, "-c", code]
    env = {**os.environ, **environment}
    return subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout


def floors() -> dict[str, int]:
    """Return the number of each room's floor, counted from below."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = contracts["tool"]["importlinter"]["contracts"][0]["layers"]
    return {
        name.strip(" ()"): number
        for number, layer in enumerate(reversed(layers))
        for name in layer.split("|")
    }


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> list[list[str]]:
    pytest.importorskip("django")
    settings = {
        "DJANGO_SETTINGS_MODULE": "biaochi.project.settings",
        "BIAOCHI_HOME": str(tmp_path_factory.mktemp("home")),
    }
    return [line.split() for line in python(FIRST + KEYS, **settings).splitlines()]


def test_foreign_keys_point_downwards(keys: list[list[str]]) -> None:
    number = floors()
    ours = [(*key, *(m.split(".")[1] for m in key[::2])) for key in keys if "biaochi" in key[0]]
    assert ours
    upward = [
        (model, field, other)
        for model, field, other, room, far in ours
        if "biaochi" in other and room != far and number[room] <= number[far]
    ]
    assert not upward


def test_the_yardstick_starts_without_django() -> None:
    code = "import sys, biaochi.cli.main; print('django' in sys.modules)"
    assert python(code).strip() == "False"
