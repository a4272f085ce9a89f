"""The command line run in this process, on a small pack and the fixed cast."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from biaochi.cli.main import main
from biaochi.packs.scaffold import new

PEOPLE = """\
person,name,birth_on
P1,杜明,1970-01-01
P2,范成,1971-02-03
P3,耿直,1972-03-04
"""
EVIDENCE = """\
id,item,person,value,occurred_on,recorded_at,status
E1,K1,P1,-8,2024-03-01,2024-03-05,verified
E2,K2,P2,-8.5,2024-05-01,2024-05-02,verified
E3,K1,P3,,2024-06-01,2024-06-03,
E4,K2,P1,-1,2024-07-01,2024-07-02,reported
E5,K2,P3,-8,2023-10-01,2023-10-09,
"""


@dataclass(frozen=True)
class Outcome:
    code: int
    out: str
    err: str


Run = Callable[..., Outcome]


@pytest.fixture
def biaochi(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command as typed; eighty columns, no colours."""
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("BIAOCHI_DEBUG", raising=False)

    def run(*words: object) -> Outcome:
        code = main([str(w) for w in words])
        said = capsys.readouterr()
        return Outcome(code, said.out, said.err)

    return run


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return new(tmp_path / "pack", id="qingshi-2024", title="青石县试行办法")


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    return written(tmp_path / "facts", people=PEOPLE, evidence=EVIDENCE)


@pytest.fixture
def assess(biaochi: Run, pack: Path, facts: Path) -> Run:
    def run(*more: object, **other: Any) -> Outcome:
        where = {"pack": pack, "facts": facts, "period": "2024", **other}
        given = [word for name, value in where.items() for word in (f"--{name}", value)]
        return biaochi("assess", *given, *more)

    return run


def written(folder: Path, **tables: str | bytes) -> Path:
    folder.mkdir(exist_ok=True)
    for name, content in tables.items():
        data = content if isinstance(content, bytes) else content.encode()
        (folder / f"{name}.csv").write_bytes(data)
    return folder
