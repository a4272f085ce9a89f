"""One quarter in a real browser: a return is repaired, verified, counted, explained, answered."""

import io

import pytest
from openpyxl import load_workbook

from biaochi.appraisals.services import open_period, take_in
from tests.office import cast
from tests.office.browser.conftest import PHONE
from tests.office.exchange.corpus import HEADER, book
from tests.office.working import work

ITEM = "A01"
GOOD = ("杜文清", ITEM, "2017-03-15", "-1")
ROWS = (
    HEADER, GOOD, ("祝远山", ITEM, "2017-03-16", "-1"),
    ("范守义", "没有的条目", "2017-03-17", "-1"), ("范守义", ITEM, "2017-13-45", "-1"),
)  # fmt: skip
NAMES = ("杜文清", "范守义", "青石县财政局")


@pytest.fixture
def year(office, settings, tmp_path):
    """2017 is open for 青石县 under the invented measure."""
    settings.HOME = tmp_path
    an = office[1].actor("an")
    pack = take_in(actor=an, at=cast.AT, builtin_id="demo-qingshi")
    return open_period(unit="qs", pack=pack, name="2017", actor=an, at=cast.AT)


def upload(page, data: bytes) -> None:
    page.goto("/import/")
    page.set_input_files("input[type=file]", {
        "name": "一季度.xlsx", "mimeType": "application/octet-stream", "buffer": data,
    })  # fmt: skip
    page.click("text=上传并检查")
    work()
    page.reload()


def repaired(data: bytes) -> bytes:
    """What the reporter makes of the workbook that came back: each coloured cell put right."""
    made = load_workbook(io.BytesIO(data))
    sheet = made["数据"]
    for row, cells in {3: {1: "范守义"}, 4: {2: ITEM}, 5: {3: "2017-03-18"}}.items():
        assert sheet.cell(row, len(HEADER) + 1).value, row
        for column, value in cells.items():
            assert sheet.cell(row, column).fill.fgColor.rgb != "00000000", (row, column)
            sheet.cell(row, column).value = value
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def filed(visit, picture) -> None:
    """The reporter brings three wrong rows, gets them back coloured, repairs and imports them."""
    rui = visit("rui", "/")
    upload(rui, book(ROWS))
    rui.get_by_text("共 4 行，正确 1 行，错误 3 行").wait_for()
    picture(rui, "import-errors")
    with rui.expect_download() as came:
        rui.click("text=下载标出错误的工作簿")
    upload(rui, repaired(came.value.path().read_bytes()))
    rui.get_by_text("共 4 行，正确 4 行，错误 0 行").wait_for()
    rui.click("button:has-text('全部导入')")
    rui.get_by_text("已导入 4 行").first.wait_for()
    assert rui.complaints == []


def verified(visit, picture) -> None:
    bai = visit("bai", "/verify/")
    picture(bai, "verify")
    for box in bai.query_selector_all("tbody input[type=checkbox]"):
        box.check()
    bai.click("button:has-text('核实所选')")
    bai.get_by_text("已核实").first.wait_for()
    picture(bai, "verified")
    assert bai.query_selector("tbody input[type=checkbox]") is None


def counted(visit, picture) -> None:
    """The officer runs the year and walks from a finding's number down to the evidence row."""
    an = visit("an", "/appraisals/")
    an.click("main tbody a")
    an.click("button:has-text('计算')")
    an.wait_for_url("**/tasks/*/")
    work()
    an.goto("/appraisals/")
    an.click("main tbody a")
    an.click("text=第 1 次")
    picture(an, "run")
    address = an.url.replace("http://", "").split("/", 1)[1]
    an.goto(f"/{address}explain/person/du/?what=points_q1")
    picture(an, "explanation")
    an.click("ol.reasons .more a")
    an.get_by_text("2017-03-15").first.wait_for()
    an.get_by_text("杜文清").first.wait_for()
    picture(an, "evidence")
    assert an.complaints == []


def answered(visit, picture) -> None:
    """The official answers on a phone, and the officer sees it."""
    du = visit("du", "/mine/", size=PHONE)
    du.click("a.button:has-text('说明')")
    du.fill("textarea", "当日在外开会，已请假。")
    du.click("main button:has-text('提交')")
    du.get_by_text("当日在外开会，已请假。").first.wait_for()
    picture(du, "mine-phone")
    an = visit("an", "/replies/")
    an.click("main tbody a")
    an.get_by_text("当日在外开会，已请假。").first.wait_for()


def test_a_quarter_from_the_workbook_to_the_answer(visit, picture, year) -> None:
    filed(visit, picture)
    verified(visit, picture)
    counted(visit, picture)
    answered(visit, picture)
    jin = visit("jin", "/")
    for path in ("/people/", "/evidence/", "/findings/", "/appraisals/", "/search/?q=杜文清"):
        jin.goto(path)
        words = jin.inner_text("main").replace("杜文清", "", 1) if "q=" in path else ""
        words = words or jin.inner_text("main")
        assert not [name for name in NAMES if name in words], path
    for path in ("/people/du/", "/people/du/dossier/", "/runs/1/"):
        assert jin.goto(path).status == 404, path
