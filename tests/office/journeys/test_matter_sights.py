"""Who comes to see what of a real matter: from a finding, as a liaison, after it is forgotten."""

import re

from biaochi import clock
from biaochi.access.scoping import Why
from biaochi.findings.models import Finding
from biaochi.trail.models import Entry
from tests.office import casework, periods, runs
from tests.office.casework import step


def text(answer, status=200):
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def test_a_finding_that_was_taken_up_leads_to_a_matter_with_it_chosen(enter, world) -> None:
    run = runs.computed(world, periods.opened(world, pack="demo-qingshi"))
    rows = Finding.objects.unscoped(Why.ABOUT).filter(run=run, person__code="du")
    finding = rows.first()
    an = enter("an")
    page = f"/findings/{finding.pk}/"
    there = f"/people/du/matters/new/?finding={finding.pk}"
    assert there not in text(an.get(page))
    handled = {"act": "taken_up", "reason": "研究", "seen": "0"}
    assert "按“立一件事项”" in text(an.post(f"{page}handle/", handled, follow=True))
    assert there in text(an.get(page))
    assert there not in text(enter("sheng").get(page))
    kinds = text(an.get(there))
    letter = re.search(r'href="(/people/du/matters/new/letter/[^"]+)"', kinds)[1]
    form = text(an.get(letter.replace("&amp;", "&")))
    chosen = rf'name="f_findings" value="{finding.pk}"[^>]*checked'
    assert re.search(chosen, form)


def test_a_liaison_sees_what_was_referred_and_no_more(enter, world) -> None:
    code = casework.opened(world, on=clock.today(), reason="群众反映")
    li = enter("li")
    assert li.get(f"/matters/{code}/").status_code == 404
    step(world, code, "refer", matter="涉嫌收受礼金", body="县纪委")
    desk = text(li.get("/"))
    assert f"/matters/{code}/?do=referral_back" in desk
    page = text(li.get(f"/matters/{code}/"))
    assert "涉嫌收受礼金" in page
    assert [w for w in ("群众反映", "依据", "还没有出具") if w in page] == []
    given = {"seen": "2", "on": f"{clock.today()}", "f_result": "none", "f_reason": "没有发现"}
    done = li.post(f"/matters/{code}/moves/referral_back/", given)
    assert (done.status_code, done["Location"]) == (302, "/")
    assert li.get(f"/matters/{code}/").status_code == 404


def test_what_is_forgotten_is_shown_to_whom_says_why(enter, world) -> None:
    code = casework.opened(world, on=clock.today())
    step(world, code, "withdraw", reason="查无此事")
    an = enter("an")
    assert code not in text(an.get("/matters/"))
    dossier = text(an.get("/people/fan/dossier/"))
    assert code not in dossier
    assert "/people/fan/forgotten/" in dossier
    assert an.get(f"/matters/{code}/")["Location"] == "/people/fan/forgotten/"
    shown = text(an.post("/people/fan/forgotten/", {"reason": " "}), 422)
    assert 'id="id_reason_error"' in shown
    assert code not in shown
    assert code in text(an.post("/people/fan/forgotten/", {"reason": "答复信访"}))
    assert "查无此事" in text(an.get(f"/matters/{code}/"))
    assert enter("sheng").get(f"/matters/{code}/").status_code == 302
    kept = Entry.objects.unscoped(Why.TRAIL).get(event="forgotten_read")
    assert (kept.ident, kept.reason) == ("fan", "答复信访")
    for login in ("rui", "jin", "fan", "xi"):
        assert enter(login).get("/people/fan/forgotten/").status_code == 404


def test_the_official_is_not_told_that_he_was_referred(enter, world) -> None:
    code = casework.to_proposal(world, on=clock.today())
    step(world, code, "refer", matter="涉嫌收受礼金", body="县纪委")
    fan = enter("fan")
    page = text(fan.get(f"/mine/matters/{code}/?do=state"))
    assert [w for w in ("收受礼金", "移送", "县纪委", "回音") if w in page] == []
    assert [w for w in ("收受礼金", "移送") if w in text(fan.get("/mine/"))] == []
    assert [w for w in ("收受礼金", "移送") if w in text(fan.get("/"))] == []
