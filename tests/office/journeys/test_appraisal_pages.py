"""An officer opens an appraisal, computes it, reads why, handles a finding."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from biaochi import clock
from biaochi.access.scoping import Why
from biaochi.appraisals import opened, services, storing
from biaochi.appraisals import queries as appraisals
from biaochi.findings import queries
from biaochi.findings.models import Finding
from biaochi.findings.services import run_period
from biaochi.jobs.handlers import HANDLERS
from biaochi.registry.models import Unit
from biaochi.tasks.models import Task
from biaochi.trail.models import Entry
from biaochi.trail.queries import taken_out
from biaochi.web.appraisals import explaining
from tests.office import county


@pytest.fixture
def county_loaded(world, at):
    top = Unit.objects.create(code="all", name="青石县各单位", parent=world.units["qs"])
    county.load(county.few(), under=top, at=at)
    return world


@pytest.fixture
def period(county_loaded, at) -> int:
    actor = county_loaded.actor("an")
    digest = services.take_in(actor=actor, at=at, builtin_id="demo-qingshi")
    return services.open_period(unit="all", pack=digest, name="2017", actor=actor, at=at)


@pytest.fixture
def run(county_loaded, period, at) -> int:
    actor = county_loaded.actor("an")
    later = at + timedelta(hours=2)
    return run_period({"period": period}, actor, later, lambda *_: None)["run"]


def as_(world, login: str):
    client = Client()
    client.force_login(world.users[login])
    return client


def text(response) -> str:
    assert response.status_code == 200, response.content.decode()[:2000]
    return response.content.decode()


def pages(run: int, period: int) -> list[str]:
    finding = Finding.objects.unscoped(Why.RUN).filter(run=run).order_by("pk").first()
    return [
        reverse("periods"), reverse("period", args=[period]), reverse("run", args=[run]),
        reverse("ranking", args=[run]), reverse("spread", args=[run]),
        reverse("run_questions", args=[run]), reverse("what_if", args=[run]),
        reverse("explanation", args=[run, "person", "fan"]),
        reverse("explanation", args=[run, "unit", "T01"]), reverse("findings"),
        reverse("finding", args=[finding.pk]), reverse("packs"),
    ]  # fmt: skip


def test_an_officer_opens_a_period_and_puts_a_run_in_the_queue(county_loaded) -> None:
    an = as_(county_loaded, "an")
    said = {"unit": "all", "pack": "builtin:demo-qingshi", "name": "2017", "as_of": ""}
    answer = an.post(reverse("period_new"), said)
    assert answer.status_code == 302, answer.content.decode()
    page = text(an.get(answer.headers["Location"]))
    assert "哪个单位还欠什么" in page
    assert "还没有计算结果" in page
    line = appraisals.periods(county_loaded.actor("an"))[0]
    started = an.post(reverse("period_run", args=[line.ident]))
    task = Task.objects.unscoped(Why.TASK).get(kind="run")
    assert started.headers["Location"] == reverse("task", args=[task.pk])
    done = HANDLERS["run"].run(task.asked, county_loaded.actor("an"), clock.now(), lambda *_: None)
    assert "第 1 次计算" in text(an.get(reverse("run", args=[done["run"]])))


def test_what_is_wrong_with_a_new_period_is_said_beside_the_form(county_loaded) -> None:
    an = as_(county_loaded, "an")
    said = {"unit": "all", "pack": "builtin:demo-qingshi", "name": "二零一七", "as_of": ""}
    answer = an.post(reverse("period_new"), said)
    assert answer.status_code == 422
    assert "考核期间写法不对" in answer.content.decode()


def test_every_page_of_a_run_opens_for_the_officer(county_loaded, period, run) -> None:
    an = as_(county_loaded, "an")
    for address in pages(run, period):
        text(an.get(address))


def test_a_neighbour_finds_no_page_of_a_run(county_loaded, period, run) -> None:
    for login in ("jin", "rui", "du", "li", "ning", "pan", "xi", "shen"):
        them = as_(county_loaded, login)
        for address in pages(run, period):
            answer = them.get(address)
            if answer.status_code == 200:
                said = answer.content.decode()
                assert "范守义" not in said, (login, address)
                assert "青石县各单位" not in said, (login, address)
            else:
                assert answer.status_code == 404, (login, address)


def test_an_explanation_leads_to_the_evidence_and_leaves_a_trail(county_loaded, run) -> None:
    an = as_(county_loaded, "an")
    address = reverse("explanation", args=[run, "person", "geng"]) + "?what=points-over-line"
    page = text(an.get(address))
    assert "先行先试" in page or "容错" in page
    assert reverse("evidence", args=["E00001"])[:-7] in page
    assert Entry.objects.unscoped(Why.TRAIL).filter(event="explanation_read", ident="geng").exists()


def test_the_official_reads_why_and_only_about_himself(county_loaded, run) -> None:
    fan = as_(county_loaded, "fan")
    page = text(fan.get(reverse("explanation", args=[run, "person", "fan"])))
    assert "比较所用的他人情况不列出" in page
    assert fan.get(reverse("explanation", args=[run, "person", "du"])).status_code == 404


def test_a_ranking_lists_the_undetermined_apart_and_exports(county_loaded, run) -> None:
    an = as_(county_loaded, "an")
    page = text(an.get(reverse("ranking", args=[run]) + "?name=total&group=class_peers&size=100"))
    assert "尚不能定或没有记录，不排名" in page
    apart = text(an.get(reverse("ranking", args=[run]) + "?name=total&state=undetermined"))
    assert "不排名" in apart
    book = an.get(reverse("ranking", args=[run]) + "?name=total&format=xlsx")
    assert book.status_code == 200
    assert "spreadsheetml" in book.headers["Content-Type"]


@pytest.mark.parametrize("place", ["findings/", "runs/{run}/ranking/?name=total&"])
def test_a_list_of_results_that_is_taken_out_keeps_whom_it_held(county_loaded, run, place) -> None:
    found = Finding.objects.unscoped(Why.RUN).filter(run=run, person__isnull=False).first()
    there = f"/{place.format(run=run)}" + ("format=xlsx" if "?" in place else "?format=xlsx")
    assert as_(county_loaded, "an").get(there).status_code == 200
    [taken] = taken_out(found.subject, since=clock.now() - timedelta(minutes=5))
    assert taken.user == county_loaded.users["an"].pk


def test_a_finding_is_handled_on_its_page_and_the_second_is_told(county_loaded, run) -> None:
    an = as_(county_loaded, "an")
    row = queries.rows(county_loaded.actor("an"), run=run).filter(verdict="met").first()
    address = reverse("finding_handle", args=[row.pk])
    empty = an.post(address, {"act": "taken_up", "reason": "", "seen": "0"})
    assert empty.status_code == 422
    assert "没有写明理由" in empty.content.decode()
    assert an.post(address, {"act": "taken_up", "reason": "核对", "seen": "0"}).status_code == 302
    second = an.post(address, {"act": "set_aside", "reason": "不属实", "seen": "0"})
    assert second.status_code == 409
    assert "安静仪 已受理：核对" in second.content.decode()
    assert "不属实" in second.content.decode()
    assert "受理" in text(an.get(reverse("finding", args=[row.pk])))


def test_a_finding_says_what_must_be_written_and_what_the_law_has_to_look_at(
    county_loaded, run
) -> None:
    an = as_(county_loaded, "an")
    row = queries.rows(county_loaded.actor("an"), run=run).filter(verdict="met").first()
    address = reverse("finding", args=[row.pk])
    answer = an.get(address)
    shown = answer.content.decode()
    assert '<label for="id_reason">理由 <span class="must">必填</span></label>' in shown
    assert "法律审核" not in shown
    told = queries.one(county_loaded.actor("an"), row.pk)
    reviewed = replace(told, content={**told.content, "legal_review": True})
    page = render_to_string(
        "web/findings/finding.html", {"told": reviewed, "line": told.line},
        request=answer.wsgi_request,
    )  # fmt: skip
    assert "以这一条为依据作出处理之前，须经法律审核" in page


def test_a_what_if_is_a_task_and_shows_who_changes(county_loaded, run) -> None:
    an = as_(county_loaded, "an")
    address = reverse("what_if", args=[run])
    assert an.post(address, {"parameter": "", "value": "", "reading": ""}).status_code == 422
    said = {"parameter": "excellent_line", "value": "70", "reading": ""}
    assert an.post(address, said).status_code == 302
    task = Task.objects.unscoped(Why.TASK).get(kind="what_if")
    task.result = HANDLERS["what_if"].run(
        task.asked, county_loaded.actor("an"), clock.now(), lambda *_: None
    )
    task.state = "done"
    task.save()
    page = text(an.get(address))
    assert "优秀线" in page
    assert "90 → 70" in page
    assert "数值的变化" in page


def test_packs_are_read_as_documents_and_compared(county_loaded, at) -> None:
    an = as_(county_loaded, "an")
    for builtin in ("demo-qingshi", "changshan-2017"):
        assert an.post(reverse("pack_take"), {"builtin": builtin}).status_code == 302
    first, second = appraisals.packs(county_loaded.actor("an"))
    page = text(an.get(reverse("pack", args=[first.ident])))
    assert "第一章" in page
    assert text(an.get(reverse("pack_diff", args=[first.ident, second.ident])))
    assert as_(county_loaded, "bai").post(reverse("pack_take")).status_code == 404


@pytest.mark.parametrize("page", ["findings", "ranking", "periods", "run"])
def test_a_longer_list_asks_the_database_no_more(county_loaded, run, page) -> None:
    an = as_(county_loaded, "an")
    address = reverse(page, args=[run] if page in {"ranking", "run"} else [])
    counts = []
    for size in ("20", "100"):
        an.get(address, {"size": size})
        with CaptureQueriesContext(connection) as asked:
            text(an.get(address, {"size": size}))
        counts.append(len(asked))
    assert counts[0] == counts[1] < 40


def test_a_page_that_waits_for_many_facts_says_so_and_asks_again(
    county_loaded, period, at, monkeypatch
) -> None:  # fmt: skip
    monkeypatch.setattr(storing, "_LAID_OPEN", 1)
    monkeypatch.setattr(explaining, "_PATIENCE", 0)
    later, actor = at + timedelta(hours=2), county_loaded.actor("an")
    made = run_period({"period": period}, actor, later, lambda *_: None)["run"]
    an, address = as_(county_loaded, "an"), reverse("explanation", args=[made, "person", "fan"])
    opened.forget()
    waiting = text(an.get(f"{address}?what=total"))
    assert f'hx-get="{address}?what=total"' in waiting
    assert not Entry.objects.unscoped(Why.TRAIL).filter(event="explanation_read").exists()
    assert as_(county_loaded, "jin").get(address).status_code == 404
    monkeypatch.setattr(explaining, "_PATIENCE", 60)
    assert "范守义：为什么是这个结果" in text(an.get(address))
    opened.forget()
