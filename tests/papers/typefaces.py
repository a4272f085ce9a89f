"""The free fonts of this machine; without them nothing can be set, and the tests say so."""

from functools import lru_cache
from pathlib import Path

import pytest

from biaochi.documents import fonts
from biaochi.errors import Refusal
from biaochi.project.env import read

TOLD = "没有可用的中文字体：apt-get install fonts-noto-cjk fonts-lxgw-wenkai fonts-liberation2"


@lru_cache(maxsize=1)
def folders() -> tuple[Path, ...]:
    return read({}).fonts


def found() -> fonts.Found:
    try:
        return fonts.found(folders())
    except Refusal:
        pytest.skip(TOLD)
