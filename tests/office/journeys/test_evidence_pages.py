import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from biaochi import clock
from biaochi.access.scoping import Why
from biaochi.evidence.models import Evidence
from biaochi.trail.models import Entry
from biaochi.trail.queries import taken_out
from tests.office import periods
from tests.office.reports import reported, verified

SAID = {"item": "T-1", "value": "-0.5", "occurred_on": "2026-03-01", "note": "迟到三次"}


@pytest.fixture
def enter(world, client, settings, tmp_path):
    settings.HOME = tmp_path
    periods.opened(world)

    def entered(login):
        client.logout()
        client.force_login(world.users[login])
        return client

    return entered


def plain(answer) -> str:
    """The page without the token that is another one each time."""
    return re.sub(r'value="[A-Za-z0-9]{64}"', "", text(answer))


def text(answer):
    return re.sub('"[A-Za-z0-9]{64}"', '"csrf"', answer.content.decode())


def post(client, address, said, version=None):
    return client.post(address, said | ({"version": version} if version else {}), follow=True)


def status(code):
    return Evidence.objects.unscoped(Why.ABOUT).get(code=code).status


def entry(event):
    return Entry.objects.unscoped(Why.TRAIL).get(event=event).ident


def test_a_reporter_finds_a_person_and_reports(world, enter) -> None:
    rui = enter("rui")
    assert "填报：先选是谁" in text(rui.get("/report/"))
    assert "/report/?person=du" in text(rui.get("/report/?q=杜"))
    assert "T-1 思想政治" in text(rui.get("/report/?person=du"))
    shown = text(post(rui, "/report/?person=du", SAID | {"item": "思想政治素质"}))
    assert "等另一位核实人员核实后计入" in shown
    assert "迟到三次" in shown
    (row,) = Evidence.objects.unscoped(Why.ABOUT).all()
    assert (row.item, row.value, row.reported_by_name) == ("T-1", -500_000, "芮填报")


def test_what_is_wrong_is_said_beside_its_field(world, enter) -> None:
    rui = enter("rui")
    wrong = SAID | {"item": "扣分", "occurred_on": "2099-01-01", "value": "0.123"}
    shown = rui.post("/report/?person=du", wrong)
    assert shown.status_code == 422
    assert "条符合" in text(shown)
    shown = text(rui.post("/report/?person=du", wrong | {"item": "T-1"}))
    assert "不能记录还没有发生的事" in shown
    assert 'id="id_occurred_on_error"' in shown


def test_a_verifier_verifies_what_he_chose(world, enter) -> None:
    codes = [reported(world) for _ in range(3)]
    bai = enter("bai")
    listed = text(bai.get("/verify/"))
    assert all(code in listed for code in codes)
    chosen = [f"1:{code}" for code in codes[:2]]
    shown = text(post(bai, "/verify/", {"chosen": chosen}))
    assert "已核实 2 条" in shown
    assert [status(c) for c in codes] == ["verified", "verified", "reported"]


def test_two_verifiers_the_second_is_told(world, enter) -> None:
    code = reported(world)
    bai = enter("bai")
    post(bai, f"/verify/{code}/", {}, 1)
    late = bai.post(f"/withdraw/{code}/", {"reason": "记错", "version": 1})
    assert late.status_code == 409
    assert "白景明" in text(late)
    assert status(code) == "verified"


def test_states_change_with_reasons_on_the_page(world, enter) -> None:
    code = verified(world)
    bai = enter("bai")
    missing = bai.post(f"/exempt/{code}/", {"reason": "", "version": 2})
    assert (missing.status_code, "一句理由" in text(missing)) == (422, True)
    shown = text(post(bai, f"/exempt/{code}/", {"reason": "探索中的失误"}, 2))
    assert "已免责，不计入" in shown
    assert "探索中的失误" in shown


def test_the_official_replies_and_the_officer_corrects(world, enter) -> None:
    code = verified(world)
    du = enter("du")
    assert "我要说明" in text(du.get(f"/evidence/{code}/"))
    post(du, f"/reply/{code}/", {"kind": "correction", "text": "那天在请假"})
    an = enter("an")
    assert code in text(an.get("/replies/"))
    assert "已答复" in text(post(an, f"/answer/{entry('replied')}/", {"text": "假条属实"}))
    assert code not in text(an.get("/replies/"))
    start = text(an.get(f"/correct/{code}/"))
    assert 'value="T-1"' in start
    assert "原来写的" in start
    shown = text(post(an, f"/correct/{code}/", SAID | {"reason": "假条属实", "value": "0"}, 2))
    assert "更正了" in shown
    assert f"/evidence/{code}/" in shown


def test_a_file_is_attached_and_handed_out_to_be_saved(world, enter) -> None:
    code = reported(world)
    file = SimpleUploadedFile("会议记录.pdf", b"%PDF-1.7 body")
    rui = enter("rui")
    assert "附件已上传" in text(rui.post(f"/attach/{code}/", {"file": file}, follow=True))
    ident = entry("attachment_added")
    answer = enter("an").get(f"/attachments/{ident}/")
    assert answer.content == b"%PDF-1.7 body"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert enter("jin").get(f"/attachments/{ident}/").status_code == 404
    assert entry("attachment_read") == ident


def test_a_neighbour_finds_nothing_and_cannot_tell(world, enter) -> None:
    code = reported(world)
    jin = enter("jin")
    for address in ("evidence", "withdraw", "correct"):
        there, nothing = (jin.get(f"/{address}/{c}/") for c in (code, "no-such"))
        assert there.status_code == 404
        assert plain(there) == plain(nothing)
    assert code not in text(jin.get("/evidence/"))
    assert "杜文清" not in text(jin.get("/report/?q=杜"))
    assert jin.get("/report/?person=du").status_code == 404
    assert jin.post("/report/?person=du", SAID).status_code == 404


def test_the_list_is_exported_as_it_is_shown(world, enter) -> None:
    code = reported(world)
    answer = enter("an").get("/evidence/?format=xlsx")
    cells = [c.value for row in load_workbook(BytesIO(answer.content)).active for c in row]
    assert code in cells
    [taken] = taken_out("du", since=clock.now() - timedelta(minutes=5))
    assert taken.user == world.users["an"].pk


def test_a_nil_return_is_filed(world, enter) -> None:
    said = {"subject": "qs-fin", "period": "2026Q3", "done_on": "2026-10-05", "nil": "on"}
    rui = enter("rui")
    form = text(rui.get("/returns/new/"))
    kind = form.split('<option value="')[1].split('"')[0]
    assert "已登记报送" in text(post(rui, "/returns/new/", said | {"kind": kind}))
    shown = text(rui.get("/returns/"))
    assert "青石县财政局" in shown
    assert rui.post("/returns/new/", said | {"kind": kind, "subject": "nx"}).status_code == 404


def test_a_nul_in_an_address_is_not_found(world, enter) -> None:
    rui = enter("rui")
    for address in ("/evidence/a%00b/", "/report/?q=%00", "/evidence/?name=%00"):
        assert rui.get(address).status_code == 404
