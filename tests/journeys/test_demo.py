from pathlib import Path

import pytest

from biaochi.batch.assess import assess, open_facts
from biaochi.engine.compile import Asked
from biaochi.packs.loader import builtin, load
from demo.generate import generate, write
from demo.run import main


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "facts"
    write(generate(), folder=folder)
    return folder


def everything(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_the_same_seed_gives_the_same_county_byte_for_byte(county: Path, tmp_path: Path) -> None:
    write(generate(), folder=tmp_path / "again")
    assert everything(tmp_path / "again") == everything(county)


def test_the_cast_is_there_and_the_next_county_is_not(county: Path) -> None:
    people = (county / "people.csv").read_text(encoding="utf-8")
    assert all(name in people for name in ("杜", "范学军", "耿", "韩立新"))
    assert "金海" not in people
    assert "jin," not in people


def test_verdicts_on_the_cast_are_as_the_story_goes(county: Path) -> None:
    pack = load(builtin("demo-qingshi"))
    with open_facts(pack, county) as store:
        result = assess(pack, store, Asked(period="2017"))
    met = {f.subject for f in result.findings if f.verdict == "met"}
    open_ = {f.subject for f in result.findings if f.verdict == "undetermined"}
    assert "fan" in met
    assert "han" in open_
    assert not {"du", "geng"} & {f.subject for f in result.findings if f.opens == "proposal"}


def test_the_demo_prints_ranking_lists_and_one_explanation(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DEMO", "once")
    assert not main()
    shown = capsys.readouterr().out
    assert all(part in shown for part in ("等次分布", "范学军", "接下来"))
