"""What stands in the way of a move of a case, whatever a pack says and whoever asks.

One table; each guard says all it finds.  Guards of content look only at what was filled in, so
that a move probed without its fields meets what no form can mend.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from biaochi.errors import Problem
from biaochi.procedure import apart, deciding, hearing, order, proposing, serving, verifying
from biaochi.procedure.adjusting import MOVES
from biaochi.procedure.casefacts import CaseFile, CaseWorld
from biaochi.procedure.shapes import Said
from biaochi.procedure.transitions import fitting

Check = Callable[[CaseFile, Said, CaseWorld], Iterator[Problem]]


@dataclass(frozen=True)
class Guard:
    """One condition; ``moves``: those it looks at, none named: all."""

    id: str
    check: Check
    moves: frozenset[str] = frozenset()


def _of(*moves: str) -> frozenset[str]:
    return frozenset(moves)


_DECLARED = _of("verify", "assess", "propose", "meet", "confirm")
_CHANGES = _of("execute_post", "execute_grade", "execute_pay")
_ONWARD = _of("assess", "propose", "meet", "confirm", "serve") | _CHANGES
_STRIKES = _of("propose", "meet", "confirm") | _CHANGES
_WORK = _ONWARD | _of("verify", "tell", "answer", "pass")

GUARDS: tuple[Guard, ...] = (
    Guard("closed", order.closed),
    Guard("self", apart.self_only),
    Guard("recused", apart.recused),
    Guard("relatives", apart.relatives),
    Guard("declared", apart.declared, _DECLARED),
    Guard("asked", apart.asked, _WORK),
    Guard("recusal-answered", apart.answer_recusal, _of("answer_recusal")),
    Guard("recusal-asked", apart.ask_recusal, _of("ask_recusal")),
    Guard("ending", order.ending),
    Guard("order", order.in_order),
    Guard("decided", order.not_after_decision),
    Guard("overturned", order.overturned, _WORK | {"join"}),
    Guard("pass", order.passing, _of("pass")),
    Guard("referral", order.referral, _ONWARD),
    Guard("referral-back", order.referral_back, _of("refer", "referral_back")),
    Guard("protected", order.protected, _STRIKES),
    Guard("grounds", verifying.grounds, _of("open", "join")),
    Guard("verifier", verifying.verifier, _of("verify")),
    Guard("investigators", verifying.investigators, _of("verify")),
    Guard("judged", verifying.judged, _of("verify")),
    Guard("evidence", verifying.evidence, _of("verify")),
    Guard("told", hearing.told, _of("state", "waive", "ask_recusal")),
    Guard("telling", hearing.telling, _of("tell")),
    Guard("in-time", hearing.in_time, _of("state")),
    Guard("waiving", hearing.waiving, _of("waive")),
    Guard("answers", hearing.answers, _of("answer")),
    Guard("assessor", proposing.assessor, _of("assess")),
    Guard("pleaded", proposing.pleaded, _of("assess")),
    Guard("exemption", proposing.exemption, _of("assess")),
    Guard("reasons", proposing.reasons, _of("propose")),
    Guard("violation", proposing.violation, _of("propose")),
    Guard("legal", proposing.legal, _of("propose")),
    Guard("still-legal", proposing.still_legal, _of("meet", "confirm")),
    Guard("pay", proposing.pay, _of("propose")),
    Guard("law-review", proposing.law_review, _of("propose")),
    Guard("heavier", proposing.heavier, _of("propose")),
    Guard("not-for-speaking", proposing.not_for_speaking, _of("propose")),
    Guard("once", proposing.once, _of("propose", "meet", "confirm")),
    Guard("prior", proposing.prior, _of("propose")),
    Guard("meeting", deciding.meeting, _of("meet")),
    Guard("people", deciding.people, _of("meet")),
    Guard("quorum", deciding.quorum, _of("meet")),
    Guard("votes", deciding.votes, _of("meet")),
    Guard("record", deciding.record, _of("confirm")),
    Guard("confirmer", deciding.confirmer, _of("confirm")),
    Guard("remedy", serving.remedy, _of("serve")),
    Guard("served-on", serving.served_on, _of("serve")),
    Guard("served", serving.served, _CHANGES),
    Guard("decided-change", serving.decided_change, _CHANGES),
    Guard("as-decided", serving.as_decided, _CHANGES),
    Guard("withdrawing", serving.withdrawing, _of("withdraw")),
    Guard("closing", serving.closing, _of("close")),
)


def lacks(file: CaseFile, wanted: Said, world: CaseWorld) -> tuple[Problem, ...]:
    """Return everything that stands in the way of a move of a case."""
    fit = replace(wanted, given=fitting(MOVES[wanted.move], wanted.given))
    looking = (g for g in GUARDS if not g.moves or wanted.move in g.moves)
    return tuple(problem for guard in looking for problem in guard.check(file, fit, world))
