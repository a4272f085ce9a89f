"""Papers in a real browser: checked, downloaded, a template brought; his own on a phone."""

from io import BytesIO
from pathlib import Path

import docx
import pytest

from tests.office import casework
from tests.office.browser.conftest import PHONE, playwright
from tests.office.browser.test_frame import violations
from tests.papers.test_filling import template

pytestmark = [pytest.mark.slow, pytest.mark.once]


def told(world):
    evidence = casework.piece(world)
    code = casework.opened(world)
    casework.declared(world, code)
    casework.verified(world, code, evidence=[evidence])
    casework.heard(world, code)
    return code


def test_a_paper_is_checked_and_taken_and_then_his(visit, office, picture, tmp_path) -> None:
    code = told(office[1])
    page = visit("an", f"/matters/{code}/")
    page.get_by_role("link", name="文书", exact=True).click()
    picture(page, "papers-list")
    assert violations(page) == []
    row = page.get_by_role("row").filter(has_text="事先告知书")
    row.get_by_role("link", name="检查并下载").click()
    picture(page, "papers-check")
    assert violations(page) == []
    with page.expect_download() as download:
        page.get_by_role("button", name="下载 DOCX").click()
    path = Path(tmp_path) / "paper.docx"
    download.value.save_as(path)
    document = docx.Document(BytesIO(path.read_bytes()))
    assert "范守义同志：" in [p.text for p in document.paragraphs]
    assert page.complaints == []
    own = visit("fan", f"/mine/matters/{code}/", size=PHONE)
    own.get_by_role("link", name="给您的文书").click()
    picture(own, "papers-own")
    assert violations(own) == []
    wide = own.evaluate("document.documentElement.scrollWidth")
    assert wide <= PHONE[0]
    with own.expect_download() as download:
        own.get_by_role("row").filter(has_text="事先告知书").get_by_role("button").first.click()
    assert download.value.suggested_filename.startswith("事先告知书-范守义-")
    assert own.complaints == []


def test_a_template_is_brought_and_a_wrong_mark_is_told_beside_the_box(
    visit, office, picture, tmp_path
) -> None:
    path = Path(tmp_path) / "动议表.docx"
    path.write_bytes(template("{{本人姓名}}"))
    page = visit("an", "/templates/")
    page.get_by_label("文书种类").select_option("motion")
    page.get_by_label("文件").set_input_files(path)
    page.get_by_role("button", name="上传并启用").click()
    page.get_by_text("模板里有不认识的标记").first.wait_for()
    picture(page, "papers-templates")
    assert violations(page) == []
    path.write_bytes(template("{{本人}}"))
    page.get_by_label("文书种类").select_option("motion")
    page.get_by_label("文件").set_input_files(path)
    page.get_by_role("button", name="上传并启用").click()
    brought = page.get_by_role("row").filter(has_text="动议表.docx")
    playwright.expect(brought).to_have_count(1)
