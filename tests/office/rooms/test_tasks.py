from datetime import UTC, datetime, timedelta

import pytest

from biaochi import clock
from biaochi.access.models import User
from biaochi.access.scoping import Why
from biaochi.errors import Problem, Refusal
from biaochi.jobs.handlers import Handler
from biaochi.jobs.worker import work_once
from biaochi.tasks import queries, services
from biaochi.tasks.shapes import Progress

AT = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
LATER = AT + services.LEASE + timedelta(seconds=1)


def asked(world, login="an", kind="count", **given):
    actor = world.actor(login)
    return services.ask(kind=kind, title="数一数", asked=given, actor=actor, at=AT)


def take(holder="w1", at=AT, restartable=("count",)):
    return services.take(holder=holder, restartable=restartable, at=at)


def state(world, ident, login="an"):
    return queries.one(world.actor(login), ident=ident)


def test_the_oldest_task_is_taken_first_and_only_once(world) -> None:
    first, second = asked(world), asked(world)
    assert take().ident == first
    assert take("w2").ident == second
    assert take("w3") is None


def test_only_who_asked_sees_a_task(world) -> None:
    ident = asked(world)
    assert [t.ident for t in queries.mine(world.actor("an"))] == [ident]
    for login in ("jin", "bai", "xi", "du"):
        assert queries.mine(world.actor(login)) == []
        with pytest.raises(Refusal, match="NOT-FOUND"):
            state(world, ident, login)


def test_a_task_whose_worker_is_gone_is_taken_again_three_times_in_all(world) -> None:
    ident = asked(world)
    at = AT
    for attempt in (1, 2, 3):
        assert take(f"w{attempt}", at).attempt == attempt
        at += services.LEASE + timedelta(seconds=1)
    assert take("w4", at) is None
    ended = state(world, ident)
    assert (ended.state, ended.attempts) == ("failed", 3)
    assert "可以重新提交" in ended.problems[0]["says"]


def test_what_cannot_be_done_twice_is_given_up_and_the_next_task_goes_on(world) -> None:
    ident, following = asked(world, kind="once"), asked(world)
    assert take().kind == "once"
    assert take("w2", LATER).ident == following
    assert state(world, ident).state == "failed"


def test_a_worker_that_comes_back_changes_nothing(world) -> None:
    ident = asked(world)
    old = take("w1")
    new = take("w2", LATER)
    assert not services.renew(old, progress=Progress(done=1), at=LATER)
    assert not services.finish(old, result={"by": "old"}, at=LATER)
    assert services.finish(new, result={"by": "new"}, at=LATER)
    assert not services.fail(new, sentence="x", at=LATER)
    assert state(world, ident).result == {"by": "new"}


def test_a_renewed_lease_is_not_taken_away(world) -> None:
    asked(world)
    claim = take()
    assert services.renew(claim, progress=Progress(done=3, total=6, note="一半"), at=LATER)
    assert take("w2", LATER) is None
    shown = state(world, claim.ident)
    assert (shown.percent, shown.progress.note, shown.label) == (50, "一半", "进行中")


def test_tasks_of_workers_known_to_be_gone_are_freed_at_once(world) -> None:
    asked(world)
    take("dead")
    assert services.forsake(gone=lambda name: name == "other", at=AT) == 0
    assert services.forsake(gone=lambda name: name == "dead", at=AT) == 1
    assert take("w2").attempt == 2


def test_the_work_runs_with_the_rights_its_owner_has_now(world) -> None:
    met = []

    def run(given, actor, at, report):
        report(1, 2, "半路")
        met.append((given, actor.login, actor.roles))
        return {"counted": 2}

    ident = asked(world, up_to=2)
    assert work_once({"count": Handler(run=run, restartable=True)}, name="w")
    assert met == [({"up_to": 2}, "an", world.actor("an").roles)]
    assert state(world, ident).result == {"counted": 2}
    assert not work_once({}, name="w")


def test_a_refusal_is_kept_problem_by_problem(world) -> None:
    def run(*_):
        raise Refusal((Problem("FACT-DATE", "日期", "昨天", "改成 2026-01-02", "表.xlsx", 7),))

    ident = asked(world)
    work_once({"count": Handler(run=run, restartable=True)}, name="w")
    ended = state(world, ident)
    assert ended.state == "refused"
    assert ended.problems[0]["line"] == 7
    assert ended.problems[0]["says"] == "日期不对"


def test_a_fault_ends_the_task_in_plain_words(world, caplog) -> None:
    ident = asked(world)
    work_once({"count": Handler(run=lambda *_: 1 / 0, restartable=True)}, name="w")
    ended = state(world, ident)
    assert ended.state == "failed"
    assert "ZeroDivision" not in str(ended.problems)
    assert "ZeroDivision" in caplog.text


def test_the_task_of_somebody_who_left_is_refused(world) -> None:
    ident = asked(world)
    User.objects.unscoped(Why.ACTOR).filter(login="an").update(is_active=False)
    work_once({"count": Handler(run=lambda *_: {}, restartable=True)}, name="w")
    assert state(world, ident).problems[0]["code"] == "TASK-OWNER"


def test_an_unknown_kind_of_task_is_refused(world) -> None:
    ident = asked(world)
    work_once({}, name="w")
    assert state(world, ident).problems[0]["code"] == "TASK-KIND"


def test_the_page_of_a_task_asks_again_until_it_is_over(world, client) -> None:
    client.force_login(world.users["an"])
    ident = asked(world)
    claim = take(at=clock.now())
    running = client.get(f"/tasks/{ident}/").content.decode()
    assert 'hx-trigger="every 1s"' in running
    assert "http-equiv" in running
    services.finish(claim, result={}, at=clock.now())
    over = client.get(f"/tasks/{ident}/state/").content.decode()
    assert "已完成" in over
    assert "hx-trigger" not in over
    assert "数一数" in client.get("/tasks/").content.decode()


def test_the_page_of_another_ones_task_is_not_there(world, client) -> None:
    ident = asked(world)
    client.force_login(world.users["jin"])
    for address in (f"/tasks/{ident}/", f"/tasks/{ident}/state/", "/tasks/999/"):
        answer = client.get(address)
        assert answer.status_code == 404
        assert "数一数" not in answer.content.decode()
