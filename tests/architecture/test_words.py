"""The tree speaks of itself alone: no folder of somebody's machine, no host of a registry."""

import re
from collections.abc import Iterator

import pytest

from tests.architecture.tree import ROOT, files, named

# Put together from pieces, because this file is read too.
PATHS = ("/wo" + "rk/", "/ro" + "ot/", "/op" + "t/py", "/op" + "t/wheels", "C:" + "\\Users\\")
HOSTS = (
    "py" + "pi.org",
    "python" + "hosted.org",
    "npm" + "js.org",
    "npm" + "js.com",
    "deb." + "debian.org",
    "proxy." + "golang.org",
    "static." + "crates.io",
)
FORBIDDEN = re.compile(
    "|".join(map(re.escape, PATHS + HOSTS)) + "|/ho" + r"me/[a-z]\w*/", re.IGNORECASE
)


def telling(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if found := FORBIDDEN.search(line):
            yield number, found[0]


def test_no_file_names_a_machine_or_a_registry() -> None:
    bad = []
    for path in files(ROOT):
        content = path.read_bytes()
        if b"\0" not in content:
            text = content.decode("utf-8", errors="replace")
            bad += [f"{named(path)}:{line}: {what}" for line, what in telling(text)]
    assert not bad


@pytest.mark.parametrize("text", [PATHS[0] + "main", "x\n--index-url " + HOSTS[0], HOSTS[1]])
def test_a_telling_word_is_seen(text: str) -> None:
    assert list(telling(text))


def test_an_ordinary_path_passes() -> None:
    assert not list(telling("packs/changshan-2017/rules/listing.yaml\n/usr/share/doc"))
