"""Whatever stands in a pack: it loads and can be read aloud, or it is refused in Chinese."""

import json
import random
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from biaochi.errors import Refusal
from biaochi.packs.diff import diff
from biaochi.packs.lint import lint
from biaochi.packs.loader import load
from biaochi.packs.render import render
from biaochi.packs.shapes import Pack
from biaochi.packs.yamltext import compose
from tests.core.packs.packing import HEAD as SMALLEST
from tests.core.packs.packing import loaded, write
from tests.core.packs.test_render import FILES, HEAD, KNOWN, QUANTITIES

ALL = {f"q{i}": f"{{label: 量{i}, {text}}}" for i, text in enumerate(QUANTITIES)}
FULL = {
    **FILES,
    "quantities.yaml": KNOWN + "".join(f"{name}: {text}\n" for name, text in ALL.items()),
    "pack.yaml": SMALLEST + HEAD,
}
TREES = {name: yaml.load(text, Loader=yaml.BaseLoader) for name, text in FULL.items()}  # noqa: S506  texts only
STRANGE: tuple[Any, ...] = (
    "", "x", "-1", "1/0", "％", "'", "(((", "9" * 400, "a.b", "1 years", "true", "甲 且 乙", "\t",
    [], ["x"], {}, {"x": "y"}, {"from": "x", "reading": "window"}, [[]], {"reading": []},
)  # fmt: skip


def places(tree: Any) -> list[tuple[Any, Any]]:
    """Return every container and key of a tree."""
    keys = list(tree) if isinstance(tree, dict) else list(range(len(tree)))
    found = [(tree, key) for key in keys]
    for key in keys:
        if isinstance(tree[key], dict | list):
            found += places(tree[key])
    return found


def spoil(rng: random.Random) -> dict[str, str]:
    """Return the full pack with one to three places replaced, dropped or renamed."""
    trees = json.loads(json.dumps(TREES))
    for _ in range(rng.randint(1, 3)):
        spots = [spot for tree in trees.values() for spot in places(tree)]
        container, key = rng.choice(spots)
        act = rng.choice(("replace", "replace", "drop", "rename"))
        if act == "drop":
            del container[key]
        elif act == "rename" and isinstance(container, dict):
            container[rng.choice(("x", key + "s", "from"))] = container.pop(key)
        else:
            container[key] = rng.choice(STRANGE)
    return {name: json.dumps(tree, ensure_ascii=False) for name, tree in trees.items()}


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return loaded(tmp_path_factory.mktemp("sound"), FULL)


@pytest.mark.parametrize("seed", range(40))
def test_a_spoilt_pack_is_refused_or_can_be_read_aloud(
    tmp_path: Path, sound: Pack, seed: int
) -> None:
    try:
        pack = load(write(tmp_path, spoil(random.Random(seed))))
    except Refusal as refusal:
        said = [str(problem) for problem in refusal.problems]
    else:
        said = [render(pack), *map(str, lint(pack)), *(c.says for c in diff(sound, pack))]
    assert all(said)


ANY_BYTES = st.one_of(
    st.binary(),
    st.text().map(lambda text: text.encode(errors="surrogatepass")),
    st.text("a:-[]{}&*!|>'\"%\n\t #,?@`").map(str.encode),
)


@settings(max_examples=300, deadline=None)
@given(ANY_BYTES)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    said = ["read"]
    try:
        compose(data, file="a.yaml")
    except Refusal as refusal:
        said = [str(problem) for problem in refusal.problems]
    assert said
    assert all(said)
