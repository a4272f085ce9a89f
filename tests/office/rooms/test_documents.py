"""Papers in the office: made with the rights of the matter, kept, numbered, the same each time."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import docx
import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.utils import DatabaseError

from biaochi.access.scoping import Why
from biaochi.desks.kinds import DESKS
from biaochi.documents import queries, services, templates
from biaochi.documents.catalogue import BESIDE, SORTS
from biaochi.documents.models import Paper
from biaochi.documents.shapes import Ask
from biaochi.errors import Refusal
from biaochi.evidence import attaching
from biaochi.trail.events import Event
from biaochi.trail.models import Entry
from tests.office import casework
from tests.office.lettering import drafted, step
from tests.papers.test_filling import template

LETTER = Ask(step=1, sort="letter")
TOLD = Ask(step=6, sort="advance_notice")
DECIDING = ("proposal", "appointment_form", "minutes", "decision")


def codes(caught):
    return [p.code for p in caught.value.problems]


def text_of(copy) -> str:
    document = docx.Document(BytesIO(copy.data))
    cells = (c.text for t in document.tables for r in t.rows for c in r.cells)
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def heard(world):
    """A case of which the official has been told, and his view heard."""
    evidence = casework.piece(world)
    code = casework.opened(world)
    casework.declared(world, code)
    casework.verified(world, code, evidence=[evidence])
    casework.heard(world, code)
    return code, evidence


def made(world, at, code, ask, who="an", own=False):
    return services.produce(code, ask, actor=world.actor(who), at=at, own=own)


def test_every_paper_a_move_calls_for_is_in_the_catalogue() -> None:
    named = {
        (kind, move.id, sort)
        for kind, desk in DESKS.items() for move in desk.kind.moves.values()
        for sort in (*move.papers, *BESIDE.get((kind, move.id), ()))
    }  # fmt: skip
    assert named
    assert {sort for _, _, sort in named} <= set(SORTS)
    known = {(kind, move) for kind, desk in DESKS.items() for move in desk.kind.moves}
    assert {k for k in BESIDE if k[0] in DESKS} <= known


def test_a_paper_says_what_was_said_in_the_case(world, at) -> None:
    code, evidence = heard(world)
    templates.set_head(
        unit="qs", organ="中共青石县委组织部", initials="青组", version=0,
        actor=world.actor("an"), at=at,
    )  # fmt: skip
    said = text_of(made(world, at, code, TOLD))
    assert "范守义同志：" in said
    assert "青组函〔2018〕【待填：序号】号" in said
    assert "认定的事实和依据" in said
    assert "不服从组织安排" in said
    assert evidence in said
    assert "谈话记录" not in said


def test_the_same_step_is_kept_once_and_each_copy_has_its_own_number(world, at) -> None:
    code, _ = heard(world)
    first = made(world, at, code, TOLD)
    casework.assessed(world, code)
    later = made(world, at + timedelta(hours=1), code, TOLD)
    assert first.digest == later.digest
    assert first.number != later.number
    assert first.data != later.data
    [row] = Paper.objects.unscoped(Why.ABOUT)
    assert (row.sort, row.form, row.step, row.digest) == ("advance_notice", "docx", 6, first.digest)
    assert attaching.place(row.stored).read_bytes() != first.data
    assert first.number.lstrip("0") == str(
        Entry.objects.unscoped(Why.TRAIL).filter(event=Event.EXPORTED).order_by("seq").first().seq
    )
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE documents_paper SET sort = 'x'")


def test_the_export_is_on_the_trail_with_what_was_taken(world, at) -> None:
    code, _ = heard(world)
    copy = made(world, at, code, TOLD)
    entry = Entry.objects.unscoped(Why.TRAIL).get(seq=int(copy.number))
    assert (entry.event, entry.kind, entry.user_name) == ("exported", "paper", "安静仪")
    assert entry.detail["matter"] == code
    assert entry.detail["digest"] == copy.digest
    assert copy.number.encode() in _parts(copy)
    assert "青石县　安静仪".encode() in _parts(copy)


def _parts(copy) -> bytes:
    from zipfile import ZipFile  # noqa: PLC0415

    with ZipFile(BytesIO(copy.data)) as archive:
        return b"".join(archive.read(n) for n in archive.namelist() if "footer" in n)


def test_who_may_not_see_the_matter_gets_no_paper(world, at) -> None:
    code, _ = heard(world)
    for login in ("jin", "xi", "ouyang", "shen", "rui", "li", "pan", "ning", "du"):
        with pytest.raises(Refusal) as caught:
            made(world, at, code, TOLD, who=login)
        assert codes(caught) == ["NOT-FOUND"], login
    with pytest.raises(Refusal):
        made(world, at, code, TOLD, who="du", own=True)
    assert not Paper.objects.unscoped(Why.ABOUT).exists()


def test_the_official_gets_a_copy_of_what_was_made_of_what_is_his(world, at) -> None:
    code, _ = heard(world)
    with pytest.raises(Refusal) as caught:
        made(world, at, code, TOLD, who="fan", own=True)
    assert codes(caught) == ["NOT-FOUND"]
    first = made(world, at, code, TOLD)
    made(world, at, code, Ask(step=5, sort="verification"))
    copy = made(world, at, code, TOLD, who="fan", own=True)
    assert copy.digest == first.digest
    assert "范守义".encode() in _parts(copy)
    mine = queries.papers_of(world.actor("fan"), code, own=True)
    assert [(p.step, p.sort) for p in mine] == [(6, "advance_notice"), (7, "hearing")]
    with pytest.raises(Refusal) as caught:
        made(world, at, code, Ask(step=5, sort="verification"), who="fan", own=True)
    assert codes(caught) == ["NOT-FOUND"]


def test_the_paper_of_a_step_he_made_himself_is_his_without_the_office(world, at) -> None:
    code, _ = heard(world)
    ask = Ask(step=7, sort="hearing")
    copy = made(world, at, code, ask, who="fan", own=True)
    assert "工作有客观困难" in text_of(copy)
    assert copy.digest == made(world, at, code, ask).digest


def test_what_a_step_lacks_is_listed_until_it_is_made(world, at) -> None:
    code, _ = heard(world)
    lacking = [(p.step, p.sort) for p in queries.lacking(world.actor("an"), code)]
    assert lacking == [(1, "motion"), (5, "verification"), (6, "advance_notice"), (7, "hearing")]
    made(world, at, code, TOLD)
    lacking = [p.sort for p in queries.lacking(world.actor("bai"), code)]
    assert lacking == ["motion", "verification", "hearing"]
    shown = {p.sort: p for p in queries.papers_of(world.actor("an"), code)}
    [line] = shown["advance_notice"].made
    assert (line.form, line.by) == ("docx", "安静仪")
    assert "序号" in line.missing


def test_a_paper_a_step_has_not_is_refused(world, at) -> None:
    code, _ = heard(world)
    for ask in (Ask(step=1, sort="decision"), Ask(step=99, sort="motion"), Ask(step=1, sort="x")):
        with pytest.raises(Refusal) as caught:
            made(world, at, code, ask)
        assert codes(caught) == ["PAPER-STEP"]


def test_a_pdf_is_made_where_there_are_fonts_and_refused_where_not(world, at, settings) -> None:
    code, _ = heard(world)
    ask = replace(TOLD, form="pdf")
    if settings.FONTS:
        copy = made(world, at, code, ask)
        assert copy.data.startswith(b"%PDF")
        assert copy.digest == made(world, at, code, ask).digest
    settings.FONTS = ()
    with pytest.raises(Refusal) as caught:
        made(world, at, code, ask)
    assert codes(caught) == ["PAPER-FONT"]
    assert [d.kind for d in services.check(code, ask, actor=world.actor("an"))] == ["font"]
    assert made(world, at, code, TOLD).data


def test_a_letter_is_a_paper_of_its_type(world, at) -> None:
    code = drafted(world, at)
    said = text_of(made(world, at, code, LETTER))
    assert "函询通知书" in said
    assert "一月报表迟报三日" in said
    step(world, at, code, "approve", who="cheng", document="青组函〔2018〕5号")
    step(
        world, at, code, "serve", reply_days=15, served_on="2018-01-15", means="talk",
        receipt="杜文清", talked_by="安静仪",
    )  # fmt: skip
    said = text_of(made(world, at, code, Ask(step=3, sort="letter")))
    assert "青组函〔2018〕5号" in said
    assert "请在2018年2月5日（暂定）之前书面回复" in said
    assert "送 达 回 证" in said
    assert "谈话记录" in text_of(made(world, at, code, Ask(step=3, sort="letter_talk")))


def test_an_organ_brings_its_own_template_and_gives_it_up_again(world, at) -> None:
    code, _ = heard(world)
    given = {"actor": world.actor("an"), "at": at}
    data = template("青石县专用", "致{{本人}}同志", "{{告知的事实和理由}}")
    ident = templates.add(unit="qs", sort="advance_notice", name="告知书.docx", data=data, **given)
    said = text_of(made(world, at, code, TOLD))
    assert said.split("\n")[:3] == ["青石县专用", "致范守义同志", "认定的事实和依据"]
    copy = made(world, at, code, TOLD, who="fan", own=True)
    assert "致范守义同志" in text_of(copy)
    assert "范守义".encode() in _parts(copy)
    name, shown = templates.preview(world.actor("an"), ident=ident)
    assert name == "预览-告知书.docx"
    assert "致〔本人〕同志" in [p.text for p in docx.Document(BytesIO(shown)).paragraphs]
    [line] = templates.templates(world.actor("an"))
    assert line.marks == ("本人", "告知的事实和理由")
    templates.retire(ident, version=line.version, **given)
    assert "事先告知书" in text_of(made(world, at, code, TOLD))
    assert templates.templates(world.actor("an")) == []


def test_an_unknown_mark_is_named_with_what_may_have_been_meant(world, at) -> None:
    data = template("{{本人姓名}}", "{{送达日其}}", "{{本人}}")
    with pytest.raises(Refusal) as caught:
        templates.add(
            unit="qs", sort="advance_notice", name="a.docx", data=data,
            actor=world.actor("an"), at=at,
        )  # fmt: skip
    found = {p.found: p.do for p in caught.value.problems}
    assert set(found) == {"{{本人姓名}}", "{{送达日其}}"}
    assert "{{送达日期}}" in found["{{送达日其}}"]
    assert codes(caught) == ["TEMPLATE-MARK"] * 2


@pytest.mark.parametrize("login", ["jin", "bai", "cheng", "rui", "xi", "du"])
def test_templates_are_the_officers_of_the_county(world, at, login) -> None:
    given = {"actor": world.actor(login), "at": at}
    with pytest.raises(Refusal) as caught:
        templates.add(
            unit="qs", sort="motion", name="a.docx", data=template("{{本人}}"), **given
        )  # fmt: skip
    assert codes(caught) == ["NOT-FOUND"]
    with pytest.raises(Refusal) as caught:
        templates.set_head(unit="qs", organ="甲", initials="", version=0, **given)
    assert codes(caught) == ["NOT-FOUND"]


def test_the_nearest_letterhead_issues_and_a_second_editor_is_told(world, at) -> None:
    given = {"actor": world.actor("an"), "at": at}
    templates.set_head(unit="qs", organ="中共青石县委组织部", initials="青组", version=0, **given)
    templates.set_head(unit="qs-fin", organ="青石县财政局党组", initials="", version=0, **given)
    code, _ = heard(world)
    assert "青石县财政局党组" in text_of(made(world, at, code, TOLD))
    with pytest.raises(Refusal) as caught:
        templates.set_head(unit="qs", organ="乙", initials="", version=0, **given)
    assert codes(caught) == ["EDIT-CONFLICT"]
    templates.set_head(unit="qs", organ="乙", initials="", version=1, **given)
    assert [h.organ for h in templates.heads(world.actor("an"))] == ["乙", "青石县财政局党组"]


def test_a_file_that_is_no_word_document_is_refused(world, at) -> None:
    for name, data in (("a.doc", b"x"), ("a.docx", b"PK\x03\x04kaputt"), ("a.docx", b"")):
        with pytest.raises(Refusal):
            templates.add(
                unit="qs", sort="motion", name=name, data=data, actor=world.actor("an"), at=at
            )
    with pytest.raises(Refusal) as caught:
        templates.add(
            unit="qs", sort="motion", name="a.docx", data=template("没有标记"),
            actor=world.actor("an"), at=at,
        )  # fmt: skip
    assert codes(caught) == ["TEMPLATE-EMPTY"]


def test_the_check_names_what_is_missing_before_anything_is_handed_out(world, at) -> None:
    code, _ = heard(world)
    found = services.check(code, TOLD, actor=world.actor("an"))
    assert {d.text for d in found if d.kind == "missing"} >= {"发文机关 没有填", "序号 没有填"}
    assert not Entry.objects.unscoped(Why.TRAIL).filter(event=Event.EXPORTED).exists()


def test_the_settings_know_the_fonts_folder() -> None:
    assert isinstance(settings.FONTS, tuple)


def test_papers_of_a_decision_name_the_post_before_it_even_when_it_took_effect_that_day(
    world, at
) -> None:
    code = casework.to_proposal(world)
    casework.decided(world, code, "transfer", post_after="资料室主任", destination="县教育局")
    casework.served(world, code)
    day = casework.DAY
    casework.step(
        world, code, "execute_post", effective_on=f"{day}", last_on=f"{day - timedelta(days=1)}",
        unit="qs-edu", post="资料室主任", post_role="staff",
    )  # fmt: skip
    papers = [p for p in queries.papers_of(world.actor("an"), code) if p.sort in DECIDING]
    assert {p.sort for p in papers} == set(DECIDING)
    for paper in papers:
        said = text_of(made(world, at, code, Ask(step=paper.step, sort=paper.sort)))
        assert "教育局资料室主任" not in said, paper.sort
        assert "财政局" in said, paper.sort
