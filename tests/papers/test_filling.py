"""An organ's own template: marks become text, also when a mark is spread over runs; no more."""

from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from docx.oxml.ns import qn

from biaochi.documents import filling
from biaochi.documents.catalogue import SORTS, made
from tests.papers.specimens import MARK, SPECIMENS, of_case


def template(*paragraphs, table=()) -> bytes:
    document = docx.Document()
    for runs in paragraphs:
        paragraph = document.add_paragraph()
        for run in [runs] if isinstance(runs, str) else runs:
            paragraph.add_run(run)
    if table:
        cells = document.add_table(rows=1, cols=len(table)).rows[0].cells
        for cell, text in zip(cells, table, strict=True):
            cell.text = text
    made_ = BytesIO()
    document.save(made_)
    return made_.getvalue()


def filled(data: bytes, values, name="advance-notice", mark=None):
    paper = made(*SPECIMENS[name])
    return docx.Document(BytesIO(filling.fill(data, values, paper, mark)))


def texts(document) -> list[str]:
    return [p.text for p in document.paragraphs]


def test_marks_become_text_also_over_several_runs_and_in_tables() -> None:
    data = template(["致{{本", "人}}", "同志：{{ 单位 }}"], table=("姓名", "{{本人}}"))
    found = filled(data, {"本人": "杜文清", "单位": "财政局"})
    assert texts(found)[0] == "致杜文清同志：财政局"
    assert found.tables[0].rows[0].cells[1].text == "杜文清"


def test_a_mark_alone_in_its_paragraph_becomes_paragraphs_like_it() -> None:
    found = filled(template("前", "{{正文}}", "后"), {"正文": "第一段\n第二段\n第三段"})
    assert texts(found) == ["前", "第一段", "第二段", "第三段", "后"]


def test_data_is_never_taken_for_a_mark_or_markup() -> None:
    values = {"本人": "{{单位}}", "单位": "<b>&R{{本人}}#x"}
    assert texts(filled(template("{{本人}}与{{单位}}"), values)) == ["{{单位}}与<b>&R{{本人}}#x"]
    assert texts(filled(template("{{正文}}"), {"正文": "{{本人}}\n{{单位}}"})) == [
        "{{本人}}", "{{单位}}",
    ]  # fmt: skip


def test_what_is_not_known_becomes_nothing() -> None:
    assert texts(filled(template("甲{{没有}}乙"), {})) == ["甲乙"]


def test_a_name_with_a_rare_character_is_covered_whole() -> None:
    data = filling.fill(
        template("由{{经办人}}办理"), {"经办人": "王喆"}, made("minutes", of_case(8))
    )
    runs = docx.Document(BytesIO(data)).element.body.iter(qn("w:r"))
    said = {}
    for run in runs:
        text = "".join(t.text or "" for t in run.iter(qn("w:t")))
        fonts = run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
        said[text] = None if fonts is None else fonts.get(qn("w:eastAsia"))
    assert said["王喆"] is None or said["王喆"] == "仿宋"


def test_values_come_from_the_paper_the_person_and_the_steps() -> None:
    sort, matter = SPECIMENS["advance-notice"]
    values = filling.values(made(sort, matter), matter, his=SORTS[sort].his)
    assert values["本人"] == "杜文清"
    assert values["送达日期"] == "2018年2月1日"
    assert values["告知的事实和理由"].startswith("经核实")
    assert values["正文"].startswith("根据《")


def test_a_paper_for_the_official_has_no_marks_of_what_is_not_his() -> None:
    sort, matter = SPECIMENS["advance-notice"]
    values = filling.values(made(sort, matter), matter, his=True)
    hidden = {f.label for m in matter.moves.values() for f in m.fields if not f.own}
    assert not hidden & set(values) - {"发现途径"} - {f.label for m in matter.moves.values()
                                                     for f in m.fields if f.own}  # fmt: skip
    assert not hidden & set(filling.marks_of(matter.moves, his=True)) - {
        f.label for m in matter.moves.values() for f in m.fields if f.own
    }


@pytest.mark.parametrize("mark", [None, MARK])
def test_the_same_template_and_values_give_the_same_bytes(mark) -> None:
    paper, data = made(*SPECIMENS["advance-notice"]), template("{{本人}}")
    first = filling.fill(data, {"本人": "杜文清"}, paper, mark)
    assert first == filling.fill(data, {"本人": "杜文清"}, paper, mark)
    with ZipFile(BytesIO(first)) as archive:
        everything = "".join(
            archive.read(n).decode() for n in archive.namelist() if n.endswith(".xml")
        )
    assert ("00000042" in everything) is (mark is not None)
