"""Names with rare characters: whole, in one font, with a shape for each character, and listed."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn

from biaochi.documents import fonts, layout, typeset
from biaochi.documents.shapes import Paper, Para
from biaochi.errors import Refusal
from tests.papers import typefaces
from tests.papers.reading import glyphs_of
from tests.papers.specimens import MARK

NAMES = ("王彧", "李喆", "张堃", "赵赟", "王䶮", "周㛃", "李𬀩", "吴祎頔", "欧阳翀")


def paper(*names: str, text: str = "由{}负责办理，杜文清同志配合。") -> Paper:
    return Paper(
        sort="x", format="plain", title=("记录",),
        blocks=tuple(Para(text=text.format(n)) for n in names), dated=date(2018, 1, 5),
        names=frozenset({*names, "杜文清"}),
    )  # fmt: skip


def docx_runs(data: bytes):
    for run in docx.Document(BytesIO(data)).element.body.iter(qn("w:r")):
        text = "".join(t.text or "" for t in run.iter(qn("w:t")))
        family = run.find(qn("w:rPr")).find(qn("w:rFonts")).get(qn("w:eastAsia"))
        yield text, family


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_one_run_in_a_font_that_holds_all_of_it(name: str) -> None:
    found = dict(docx_runs(layout.draw(paper(name)).data))
    assert found[name] in {"仿宋", "宋体", "Noto Serif CJK SC"}
    assert found["负责办理，杜文清同志配合。"] == "仿宋_GB2312"


def test_the_font_follows_the_rarest_character() -> None:
    families = dict(docx_runs(layout.draw(paper("王喆", "周㛃", "李𬀩")).data))
    assert (families["王喆"], families["周㛃"], families["李𬀩"]) == (
        "仿宋", "宋体", "Noto Serif CJK SC",
    )  # fmt: skip


def test_such_names_are_listed_in_the_check_and_ordinary_ones_are_not() -> None:
    told = [d.text for d in layout.doubts(paper("王喆", "李𬀩")) if d.kind == "name"]
    assert told == ["李𬀩：正文字体没有「𬀩」", "王喆：正文字体没有「喆」"]
    assert layout.doubts(paper("程立群")) == ()


def test_a_rare_character_outside_known_names_is_listed_as_such() -> None:
    odd = replace(paper("程立群", text="{}听取赵赟的意见"), names=frozenset({"程立群"}))
    [doubt] = layout.doubts(odd)
    assert (doubt.kind, doubt.text) == ("character", "正文字体没有「赟」")


def test_in_the_pdf_every_name_is_whole_and_every_character_has_a_shape() -> None:
    drawn = typeset.draw(paper(*NAMES), typefaces.found(), MARK)
    glyphs = glyphs_of(drawn.data)
    assert all(g.has_shape for g in glyphs)
    text = "".join(g.text for g in glyphs)
    for name in NAMES:
        at = text.index(name)
        assert len({g.font for g in glyphs[at : at + len(name)]}) == 1


def test_where_the_text_font_lacks_one_character_the_whole_name_changes_font() -> None:
    found = typefaces.found()
    body = found.fonts.base["body"]

    def has(family: str, char: str) -> bool:
        return (family, char) != (body, "喆") and found.fonts.has(family, char)

    cover = ("Noto Sans CJK SC",)
    poor = replace(found.fonts, has=has, covering=dict.fromkeys(found.fonts.base, cover))
    runs = fonts.runs("由王喆和喆办理", "body", names={"王喆"}, fonts=poor)
    assert [(r.text, r.family == body) for r in runs] == [
        ("由", True), ("王喆", False), ("和", True), ("喆", False), ("办理", True),
    ]  # fmt: skip


def test_a_character_no_font_holds_is_refused_with_its_number() -> None:
    with pytest.raises(Refusal) as caught:
        typeset.draw(paper("王\ue123"), typefaces.found(), MARK)
    [problem] = caught.value.problems
    assert problem.code == "PAPER-GLYPH"
    assert "U+E123" in problem.found


def test_without_fonts_the_pdf_is_refused_and_the_packages_are_named(tmp_path) -> None:
    with pytest.raises(Refusal) as caught:
        fonts.found((tmp_path,))
    [problem] = caught.value.problems
    assert problem.code == "PAPER-FONT"
    assert "fonts-noto-cjk" in problem.do
    assert "BIAOCHI_FONTS" in problem.do
