import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from biaochi.access.scoping import Why
from biaochi.appraisals import queries as appraisals
from biaochi.appraisals.services import take_in
from biaochi.batch.assess import open_facts
from biaochi.evidence.models import Evidence
from biaochi.packs.loader import load, locate
from biaochi.trail.models import Entry
from tests.office.exchange.corpus import HEADER, book
from tests.office.working import work

RIGHT, WRONG = ("杜文清", "N1", "2017-03-15", "-1"), ("祝远山", "N1", "2017-03-15", "-1")


@pytest.fixture
def enter(world, at, client, settings, tmp_path):
    settings.HOME = tmp_path
    take_in(actor=world.actor("an"), at=at, builtin_id="demo-qingshi")

    def entered(login):
        client.logout()
        client.force_login(world.users[login])
        return client

    return entered


@pytest.fixture
def pack(world, enter) -> int:
    return appraisals.packs(world.actor("rui"))[0].ident


def text(answer):
    return answer.content.decode()


def uploaded(client, data, pack, name="报送.xlsx", form="evidence"):
    file = SimpleUploadedFile(name, data)
    return client.post("/import/", {"form": form, "pack": pack, "file": file}, follow=True)


def test_a_reporter_uploads_sees_the_errors_repairs_and_imports(enter, pack) -> None:
    rui = enter("rui")
    assert "还没有上传过文件" in text(rui.get("/import/"))
    first = uploaded(rui, book((HEADER, RIGHT, WRONG)), pack)
    assert "排队中" in text(first)
    work()
    where = first.redirect_chain[-1][0]
    shown = text(rui.get(where))
    assert "共 2 行，正确 1 行，错误 1 行" in shown
    assert "您报送范围内的人员或单位" in shown
    back = load_workbook(io.BytesIO(b"".join(rui.get(f"{where}answer/").streaming_content)))
    assert "查无此人或单位" in back["数据"].cell(3, 5).value
    assert "查无此人或单位" in text(rui.get(f"{where}errors/"))
    second = uploaded(rui, book((HEADER, RIGHT)), pack)
    work()
    where = second.redirect_chain[-1][0]
    assert "全部导入" in text(rui.get(f"{where}state/"))
    done = rui.post(f"{where}decide/", {"answer": "all", "version": 1}, follow=True)
    assert "已导入 1 行，等核实后计入" in text(done)
    assert Evidence.objects.unscoped(Why.RUN).filter(Evidence.counted()).count() == 1


def test_a_hostile_upload_is_explained_and_can_be_given_up(enter, pack) -> None:
    rui = enter("rui")
    assert "文件含有宏" in text(uploaded(rui, b"x", pack, "a.xlsm"))
    found = uploaded(rui, b"\xff\xfe" + "姓名".encode("utf-16-le"), pack, "a.csv")
    work()
    where = found.redirect_chain[-1][0]
    assert "UTF-16" in text(rui.get(where))
    given_up = rui.post(f"{where}decide/", {"answer": "discard", "version": 1}, follow=True)
    assert "没有导入任何内容" in text(given_up)


def test_two_windows_the_second_is_told_that_it_is_decided(enter, pack) -> None:
    rui = enter("rui")
    where = uploaded(rui, book((HEADER, RIGHT)), pack).redirect_chain[-1][0]
    work()
    assert rui.post(f"{where}decide/", {"answer": "all", "version": 1}).status_code == 302
    late = rui.post(f"{where}decide/", {"answer": "discard", "version": 1})
    assert late.status_code == 409


def test_others_find_neither_the_import_nor_its_answer(enter, pack) -> None:
    where = uploaded(enter("rui"), book((HEADER, RIGHT, WRONG)), pack).redirect_chain[-1][0]
    work()
    for login in ("an", "jin", "li", "du", "bai", "xi"):
        other = enter(login)
        for page in ("", "state/", "answer/", "errors/"):
            assert other.get(where + page).status_code == 404, (login, page)
        assert other.post(f"{where}decide/", {"answer": "all", "version": 1}).status_code == 404


def test_a_template_is_named_in_chinese_and_opens(enter, pack) -> None:
    found = enter("rui").get(f"/import/template/evidence/{pack}/")
    assert "filename*=utf-8''%E8%AF%81%E6%8D%AE" in found["Content-Disposition"]
    assert "数据" in load_workbook(io.BytesIO(found.content)).sheetnames
    assert enter("rui").get("/import/template/nothing/1/").status_code == 404
    assert enter("du").get(f"/import/template/evidence/{pack}/").status_code == 404


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_an_officer_takes_the_facts_of_his_county_out(form, enter, tmp_path) -> None:
    an = enter("an")
    asked = an.post("/export/facts/", {"unit": "qs", "form": form}, follow=True)
    where = asked.redirect_chain[-1][0]
    work()
    shown = text(an.get(where))
    link = shown.split('href="/export/facts/')[-1].split('"')[0]
    data = b"".join(an.get(f"/export/facts/{link}").streaming_content)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(tmp_path / "facts")
    with open_facts(load(locate("demo-qingshi")), tmp_path / "facts") as store:
        assert (store.counts["people"], store.counts["units"]) == (4, 2)
    assert Entry.objects.unscoped(Why.TRAIL).filter(event="exported").count() == 1
    for login in ("jin", "rui", "xi"):
        assert enter(login).get(f"/export/facts/{link}").status_code == 404


def test_facts_of_another_county_are_not_there_to_take(enter) -> None:
    assert enter("an").post("/export/facts/", {"unit": "nx", "form": "csv"}).status_code == 422
    assert enter("rui").get("/export/facts/").status_code == 404
