"""Which steps somebody has before him while he fills in a form about them."""

from collections.abc import Mapping, Sequence

from biaochi.procedure.casefacts import CaseFile
from biaochi.procedure.remedying import Remedy
from biaochi.procedure.shapes import Said, Standing

_LAST: Mapping[str, frozenset[str]] = {
    "confirm": frozenset({"meet", "decide", "arrange"}),
    "referral_back": frozenset({"refer"}),
    "judge": frozenset({"reply"}),
    "judge_rectification": frozenset({"report"}),
    "state": frozenset({"tell"}),
}
"""The move → of which moves the last step is looked at."""
_ASKS, _ANSWERS, _PLEA = "ask_recusal", "answer_recusal", "tolerance"


def looked_at(move: str, said: Sequence[Said], standing: Standing) -> frozenset[int]:
    """Return the numbers of the steps a move is about; none for most moves."""
    if move == _ANSWERS:
        return frozenset(step.number for step in asked(said, standing))
    if move == "assess" and isinstance(standing, CaseFile):
        return frozenset(step.number for step in said if step.given.get(_PLEA))
    wanted = _LAST.get(move, frozenset())
    found = [step.number for step in said if step.move in wanted]
    return frozenset(found[-1:])


def asked(said: Sequence[Said], standing: Standing) -> tuple[Said, ...]:
    """Return the requests for recusal that wait for an answer, the first first."""
    asks = [step for step in said if step.move == _ASKS]
    if isinstance(standing, CaseFile):
        waits = zip(asks, standing.asks, strict=True)
        return tuple(step for step, ask in waits if not ask.answered)
    if isinstance(standing, Remedy):
        challenged = {str(user) for user in standing.challenged}
        return tuple(step for step in asks if step.given.get("whom") in challenged)
    return ()
