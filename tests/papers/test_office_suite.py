"""The .docx opened by LibreOffice: the lines, the characters, the numbers where they were meant."""

import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from biaochi.documents import layout
from biaochi.documents.catalogue import made
from biaochi.documents.shapes import Paper, Para
from tests.papers.afterwards import MORE
from tests.papers.reading import glyphs_of, lines_on
from tests.papers.specimens import MARK
from tests.papers.specimens import SPECIMENS as FIRST

SPECIMENS = {**FIRST, **MORE}
PITCH = 225 / 22
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not shutil.which("soffice"), reason="没有 LibreOffice：apt-get install libreoffice-writer"
    ),
]


@pytest.fixture(scope="module")
def opened(tmp_path_factory) -> dict[str, bytes]:
    """Every paper opened and printed by LibreOffice, in a profile of its own."""
    folder = tmp_path_factory.mktemp("office")
    papers = {name: made(*given) for name, given in SPECIMENS.items()}
    text = "一二三四五六七八九十" * 14
    papers["grid"] = Paper(
        sort="x", format="plain", title=(), blocks=tuple(Para(text=text) for _ in range(40)),
        dated=date(2018, 1, 5),
    )  # fmt: skip
    for name, paper in papers.items():
        (folder / f"{name}.docx").write_bytes(layout.draw(paper, MARK).data)
    command = [
        "soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless",
        "--convert-to", "pdf", "--outdir", str(folder), *map(str, sorted(folder.glob("*.docx"))),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return {p.stem: p.read_bytes() for p in Path(folder).glob("*.pdf")}


def test_every_paper_opens_and_nothing_is_a_box(opened) -> None:
    assert set(opened) == {*SPECIMENS, "grid"}
    for name, pdf in opened.items():
        glyphs = glyphs_of(pdf)
        assert glyphs, name
        assert all(g.has_shape for g in glyphs if g.text.strip()), name


def test_a_page_holds_22_lines_of_28_characters(opened) -> None:
    lines = [g for g in lines_on(glyphs_of(opened["grid"]), 2) if g[0].base > 35]
    assert [len(line) for line in lines] == [28, 28, 2] + [26, 28, 28, 28, 28, 2] * 3 + [26]
    assert lines[0][0].left == pytest.approx(28, abs=0.4)
    assert max(line[-1].right for line in lines) == pytest.approx(210 - 26, abs=0.6)
    assert lines[0][0].base - lines[-1][0].base == pytest.approx(21 * PITCH, abs=0.5)
    assert lines[0][0].base == pytest.approx(297 - 37 - 0.7 * PITCH, abs=2)


def test_numbers_stand_below_the_text_right_and_left_by_turns(opened) -> None:
    glyphs = glyphs_of(opened["grid"])
    for page in (1, 2, 3):
        [foot] = [line for line in lines_on(glyphs, page) if line[0].base < 35]
        assert "".join(g.text for g in foot).replace(" ", "") == f"—{page}—"
        assert foot[0].base == pytest.approx(35 - 7 - 1.5, abs=2.5)
        edge = foot[-1].right if page % 2 else foot[0].left
        assert edge == pytest.approx(210 - 26 - 5 if page % 2 else 28 + 5, abs=1.5)


def test_a_letter_begins_30_mm_below_the_edge_and_its_first_page_has_no_number(opened) -> None:
    glyphs = [g for g in glyphs_of(opened["inquiry"]) if g.page == 1]
    mark = [g for g in glyphs if g.size > 30]
    assert "".join(g.text for g in mark) == "中共青石县委组织部"
    top = max(g.base + 0.86 * g.size * 25.4 / 72 for g in mark)
    assert 297 - top == pytest.approx(30, abs=3)
    assert "— 1 —" not in "".join(g.text for g in glyphs)


def test_the_form_is_two_pages(opened) -> None:
    assert max(g.page for g in glyphs_of(opened["appointment-form"])) == 2


def test_the_ending_stands_at_the_foot_of_the_last_page(opened) -> None:
    glyphs = glyphs_of(opened["decision"])
    last = max(g.page for g in glyphs)
    foot = next(line for line in lines_on(glyphs, last) if line[-1].text == "发")
    assert foot[0].base == pytest.approx(37, abs=4)
