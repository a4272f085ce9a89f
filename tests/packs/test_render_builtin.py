import re

import pytest

from biaochi.packs.lint import lint
from biaochi.packs.loader import builtin, builtin_ids, load
from biaochi.packs.render import render

LATIN = re.compile(r"[A-Za-z]+_[A-Za-z_]+|[a-z]+-[a-z-]+|[a-z]{4,}")


@pytest.mark.parametrize("pack_id", builtin_ids())
def test_no_identifier_reaches_the_prose_of_a_built_in_pack(pack_id: str) -> None:
    pack = load(builtin(pack_id))
    text = render(pack).replace(pack.digest, "")
    found = LATIN.findall(text)
    assert found == []


@pytest.mark.parametrize("pack_id", builtin_ids())
def test_a_built_in_pack_has_no_error(pack_id: str) -> None:
    pack = load(builtin(pack_id))
    assert pack.id == pack_id
    assert [str(p) for p in lint(pack) if p.level == "error"] == []
