"""Papers on screen: what a step lacks, the check, the download; the organ's own templates."""

from io import BytesIO

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.office import casework
from tests.papers.test_filling import template


@pytest.fixture
def pages(world):
    made = {}
    for login in ("an", "fan", "jin"):
        made[login] = Client()
        made[login].force_login(world.users[login])
    return made


def text(answer) -> str:
    return answer.content.decode()


def told(world):
    code = casework.opened(world)
    evidence = casework.piece(world)
    casework.declared(world, code)
    casework.verified(world, code, evidence=[evidence])
    casework.heard(world, code)
    return code


def test_a_paper_is_checked_taken_and_then_on_the_official_s_page(world, pages) -> None:
    code = told(world)
    assert f"/matters/{code}/papers/" in text(pages["an"].get(f"/matters/{code}/"))
    shown = text(pages["an"].get(f"/matters/{code}/papers/"))
    assert "第 6 步 事先告知书" in shown
    assert "没有出" in shown
    to_check = f"/matters/{code}/papers/6/advance_notice/"
    checked = text(pages["an"].get(to_check))
    assert "发文机关 没有填" in checked
    assert '<a href="/templates/">到“文书模板和发文机关”登记</a>' in checked
    taken = pages["an"].post(f"/matters/{code}/papers/6/advance_notice/docx/")
    assert taken.status_code == 200
    assert "attachment" in taken["Content-Disposition"]
    assert "范守义同志：" in [p.text for p in docx.Document(BytesIO(taken.content)).paragraphs]
    assert "第 6 步 事先告知书" not in text(pages["an"].get(f"/matters/{code}/papers/"))
    own = text(pages["fan"].get(f"/mine/matters/{code}/papers/"))
    assert "事先告知书" in own
    copy = pages["fan"].post(f"/mine/matters/{code}/papers/6/advance_notice/docx/")
    assert copy.content.startswith(b"PK")
    assert pages["jin"].get(f"/matters/{code}/papers/").status_code == 404
    assert pages["jin"].post(f"/matters/{code}/papers/6/advance_notice/docx/").status_code == 404


def upload(client, data: bytes, sort: str = "motion"):
    file = SimpleUploadedFile("动议表.docx", data)
    return client.post("/templates/", {"unit": "qs", "sort": sort, "file": file}, follow=True)


def test_a_template_is_checked_beside_its_box_and_then_in_use(world, pages) -> None:
    refused = upload(pages["an"], template("{{本人姓名}}"))
    assert refused.status_code == 422
    assert "{{本人姓名}}" in text(refused)
    assert "模板里有不认识的标记" in text(refused)
    assert "动议表.docx" in text(upload(pages["an"], template("{{本人}}")))
    assert "{{动议理由}}" in text(pages["an"].get("/templates/marks/motion/"))
    assert "还没有自己的模板" in text(pages["jin"].get("/templates/"))


def test_who_issues_is_set_once_and_a_second_editor_is_told(world, pages) -> None:
    given = {"unit": "qs", "organ": "中共青石县委组织部", "initials": "青组", "version": ""}
    assert pages["an"].post("/templates/head/", given).status_code == 302
    assert "中共青石县委组织部" in text(pages["an"].get("/templates/"))
    assert pages["an"].post("/templates/head/", given).status_code == 409
    changed = {**given, "organ": "中共青石县委组织部办公室", "version": "1"}
    assert pages["an"].post("/templates/head/", changed).status_code == 302
    assert pages["an"].post("/templates/head/", {**given, "organ": ""}).status_code == 422
