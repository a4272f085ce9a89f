"""Whatever stands in a pack: it loads and can be read aloud, or it is refused in Chinese."""

import json
from pathlib import Path
from random import Random
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


SMALL_HEAD = tuple(yaml.load(SMALLEST, Loader=yaml.BaseLoader))  # noqa: S506  texts only
FEW = 3
# A case is a pack with one to three spoilt places, or the bytes of one file.
PACKS, WHOLE, TEXTS = 2_400, 20, 2_400
Trees = dict[str, Any]


def small(rng: Random) -> Trees:
    """Return a few lines of the full head and one more file of it, which load in little time."""
    head = TREES["pack.yaml"]
    more = rng.sample([key for key in head if key not in SMALL_HEAD], FEW)
    name = rng.choice(list(TREES))
    those = TREES[name]
    if name == "quantities.yaml":
        those = {key: those[key] for key in rng.sample(list(those), FEW)}
    return {name: those, "pack.yaml": {key: head[key] for key in (*SMALL_HEAD, *more)}}


def places(tree: Any) -> list[tuple[Any, Any]]:
    """Return every container and key of a tree."""
    keys = list(tree) if isinstance(tree, dict) else list(range(len(tree)))
    found = [(tree, key) for key in keys]
    for key in keys:
        if isinstance(tree[key], dict | list):
            found += places(tree[key])
    return found


def spoilt(sound: Trees, rng: Random) -> Trees:
    """Return the pack with one to three places replaced, dropped or renamed."""
    trees = json.loads(json.dumps(sound))
    for _ in range(rng.randint(1, 3)):
        container, key = rng.choice([spot for tree in trees.values() for spot in places(tree)])
        act = rng.choice(("replace", "replace", "drop", "rename"))
        if act == "drop":
            del container[key]
        elif act == "rename" and isinstance(container, dict):
            container[rng.choice(("x", key + "s", "from"))] = container.pop(key)
        else:
            container[key] = rng.choice(STRANGE)
    return trees


def put(folder: Path, trees: Trees) -> Path:
    """Write a pack over the one that was there before."""
    texts = {name: json.dumps(tree, ensure_ascii=False) for name, tree in trees.items()}
    for old in folder.rglob("*.yaml"):
        if old.relative_to(folder).as_posix() not in texts:
            old.unlink()
    return write(folder, texts)


def said_of(folder: Path, sound: Pack) -> list[str]:
    """Return what is said of a pack: why it is refused, or the whole of it read aloud."""
    try:
        pack = load(folder)
    except Refusal as refusal:
        return [str(problem) for problem in refusal.problems]
    return [render(pack), *map(str, lint(pack)), *(c.says for c in diff(sound, pack))]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return loaded(tmp_path_factory.mktemp("sound"), FULL)


def test_a_spoilt_whole_pack_is_refused_or_can_be_read_aloud(tmp_path: Path, sound: Pack) -> None:
    for seed in range(WHOLE):
        said = said_of(put(tmp_path, spoilt(TREES, Random(seed))), sound)
        assert said, seed
        assert all(said), seed


@pytest.mark.slow
def test_any_spoilt_small_pack_is_refused_or_can_be_read_aloud(tmp_path: Path) -> None:
    seen = set()
    aloud = refused = 0
    for seed in range(PACKS):
        rng = Random(seed)
        whole = small(rng)
        trees = spoilt(whole, rng)
        said = said_of(put(tmp_path / "spoilt", trees), load(put(tmp_path / "whole", whole)))
        assert said, seed
        assert all(said), seed
        seen.add(json.dumps(trees))
        refused += said[0].startswith("[")
        aloud += not said[0].startswith("[")
    assert len(seen) >= 2_000
    assert min(refused, aloud) > 200


ANY_BYTES = st.one_of(
    st.binary(),
    st.text().map(lambda text: text.encode(errors="surrogatepass")),
    st.text("a:-[]{}&*!|>'\"%\n\t #,?@`").map(str.encode),
)


@pytest.mark.slow
def test_any_bytes_are_read_or_refused() -> None:
    seen: set[bytes] = set()

    @settings(max_examples=TEXTS, deadline=None)
    @given(ANY_BYTES)
    def look(data: bytes) -> None:
        seen.add(data)
        said = ["read"]
        try:
            compose(data, file="a.yaml")
        except Refusal as refusal:
            said = [str(problem) for problem in refusal.problems]
        assert said
        assert all(said)

    look()
    assert len(seen) >= 2_000
