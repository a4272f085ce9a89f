"""Opening a matter on screen: on what ground, through which channel, under which name."""

import re

from biaochi import clock
from tests.office import periods
from tests.office.lettering import proven


def text(answer, status=200):
    page = answer.content.decode()
    assert answer.status_code == status, re.sub(r"<[^>]+>|\s+", " ", page)[-3000:]
    return page


def opened(client, way, **said):
    sent = {"seen": "0", "on": f"{clock.today()}", "title": "", **said}
    answer = client.post(way, sent)
    assert answer.status_code == 302, re.sub(r"<[^>]+>|\s+", " ", text(answer, 422))[-2000:]
    return text(client.get(answer["Location"]))


def test_a_letter_without_any_ground_says_so_first_and_where_to_go(enter, world) -> None:
    pack = periods.opened(world, pack="demo-qingshi").pack_id
    way = f"/people/du/matters/new/letter/?way={pack}:"
    page = text(enter("an").get(way))
    assert "没有关于本人的证据，也没有已受理的提示" in page
    assert ('href="/report/?person=du"' in page, "/findings/?who=du" in page) == (True, True)
    assert 'name="f_subject"' not in page
    proven(world)
    page = text(enter("an").get(way))
    assert 'name="f_subject"' in page
    none = re.search(r'class="missing">([^<]+)<a href="([^"]+)">', page)
    assert none.groups() == (
        "没有关于本人、已经受理的提示。先打开一条提示，选“受理”，再回来选。 ", "/findings/?who=du"
    )  # fmt: skip


def test_a_matter_is_named_after_what_it_is_and_what_it_is_about(enter, world) -> None:
    pack = periods.opened(world, pack="demo-qingshi").pack_id
    code, an = proven(world), enter("an")
    way = f"/people/du/matters/new/letter/?way={pack}:"
    said = {
        "f_type": "inquiry", "f_subject": "一月报表迟报", "f_facts": "迟报三日。",
        "f_expected": "说明原因。", "f_evidence": code,
    }  # fmt: skip
    assert "<title>杜文清：函询：一月报表迟报" in opened(an, way, **said)
    named = opened(an, way, **said, title="请说明迟报原因")
    assert "<title>杜文清：请说明迟报原因" in named


def test_a_case_starts_in_the_channel_of_its_procedure_and_is_named_after_it(enter, world) -> None:
    pack = periods.opened(world, pack="demo-qingshi").pack_id
    proven(world)
    an, way = enter("an"), f"/people/du/matters/new/case/?way={pack}:unfit-adjustment"
    page = text(an.get(way))
    assert re.search(r'value="unfit"\s+selected', page)
    box = re.search(r'name="title"[^>]*>', page)[0]
    assert ('value="不适宜担任现职调整"' in box, "函询：" in page) == (True, False)
    said = {"f_channel": "unfit", "f_grounds": "N4", "f_reason": "工作长期落后。"}
    made = opened(an, way, **said, title="不适宜担任现职调整")
    assert re.search(r"<title>杜文清：不适宜担任现职调整：N4 ", made)
    other = text(an.get(f"/people/du/matters/new/case/?way={pack}:accountability"))
    assert 'value="unfit" selected' not in other


def test_a_person_leads_straight_to_a_new_matter(enter, world) -> None:
    page = text(enter("an").get("/people/du/"))
    assert '<a class="button" href="/people/du/matters/new/">立一件事项</a>' in page
    assert "立一件事项" not in text(enter("sheng").get("/people/du/"))
    assert '打开<a href="/people/">一个人</a>' in text(enter("an").get("/matters/"))
