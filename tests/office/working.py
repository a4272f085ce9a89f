"""The worker without its second thread: it sees what the test has not committed."""

from biaochi import clock
from biaochi.errors import Refusal
from biaochi.jobs.handlers import HANDLERS
from biaochi.registry.queries import actor_with
from biaochi.tasks import services


def work() -> None:
    """Do every task that waits."""
    while claim := services.take(holder="test", restartable=sorted(HANDLERS), at=clock.now()):
        actor = actor_with(user=claim.user, on=clock.today())
        assert actor is not None
        try:
            result = HANDLERS[claim.kind].run(claim.asked, actor, clock.now(), lambda *_: None)
        except Refusal as refusal:
            services.refuse(claim, problems=refusal.problems, at=clock.now())
        else:
            services.finish(claim, result=result, at=clock.now())
