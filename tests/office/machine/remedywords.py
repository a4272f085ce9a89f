"""How remedies go: whoever knows the way, and what is written in each move."""

from datetime import timedelta

from tests.office.machine.ground import ROLES

JUDGES = ("pan", "pei", "peng", "pu", "rui", "zhou")
"""All who have a seat; two of them have worked on cases as well."""
APART = ("she", "sheng", "yan", "an", "rui")
_OUTCOMES = ("revoke", "alter", "alter", "uphold", "remand")


def known_remedy_way(random, now, world, *, office):
    """Return (who, move, content) of the next step; no content: what is usually written."""
    officer = random.choice(("an", "yan"))
    if now.accepted_on is None:
        return random.choice(APART), random.choice(("accept",) * 9 + ("refuse",)), {}
    if now.challenged or now.request:
        return random.choice(APART), "answer_recusal" if now.challenged else "answer_request", {}
    if now.decision is None:
        return _towards_decision(random, now, world, office=office)
    if now.served is None and not now.is_signed:
        return _login(random, now.panel, office), "confirm", {}
    if now.served is None:
        return officer, "serve", {}
    return officer, _after(random, now, world), {}


def _towards_decision(random, now, world, *, office):
    if len(now.panel) < 3 or len(now.panel) % 2 == 0:
        return random.choice(APART), "form_panel", _members(random, now, world)
    silent = [u for u in now.panel if u not in now.declared]
    if silent:
        return _login(random, silent, office), "declare", {}
    if not now.heard:
        return _login(random, now.panel, office), "hear", {}
    return _login(random, now.panel, office), "decide", {}


def _members(random, now, world):
    """Mostly people nothing speaks against."""
    able = [u for u in world.reviewers if u not in world.conflicts and u not in now.recused]
    able = able if random.random() < 0.8 else sorted(world.reviewers)
    kept = [u for u in now.panel if u in able]
    others = [u for u in able if u not in kept]
    wanted = max(3 - len(kept), 0)
    chosen = [*kept, *random.sample(others, min(wanted, len(others)))]
    return {"members": [str(u) for u in chosen]}


def _after(random, now, world):
    if now.is_remanded:
        return random.choice(("drop", "drop", "redo"))
    if now.corrects and not now.named:
        return "restore_name"
    if now.corrects and world.original.moved and not now.restored:
        return random.choice(("restore", "arrange"))
    return "close"


def _login(random, users, office):
    known = [office.ground.logins[u] for u in users if u in office.ground.logins]
    return random.choice([n for n in known if n in ROLES] or list(JUDGES))


def _decide(random, now, world, on):
    del on
    outcome = random.choice(_OUTCOMES)
    given = {
        "outcome": outcome, "text": "经审理", "answers": _answers(now),
        "votes": {"for": len(now.panel), "against": 0, "abstained": 0},
    }  # fmt: skip
    if outcome == "alter" or random.random() < 0.05:
        given["measure"] = random.choice(sorted(world.measures) or ["removal"])
    return given


def _answers(now):
    return [{"point": n, "accepted": True, "answer": "看过"} for n in range(1, len(now.points) + 1)]


def _whom(random, now):
    return str(random.choice(now.panel)) if now.panel else "1"


REMEDY_WORDS = {
    "state": lambda *_: {"points": ["还有"]}, "accept": lambda *_: {"note": "符合条件"},
    "refuse": lambda random, *_: {
        "ground": random.choice(("late", "scope", "other")), "reason": "不符", "remedy": "申诉",
    },
    "form_panel": lambda random, now, world, _: _members(random, now, world),
    "declare": lambda random, *_: {
        "relation": random.choice(("none",) * 6 + ("interest",)), "note": "密言",
    },
    "ask_recusal": lambda random, now, *_: {"whom": _whom(random, now), "reason": "不公"},
    "answer_recusal": lambda random, now, *_: {
        "whom": str(random.choice(sorted(now.challenged) or [1])), "reason": "答复",
        "granted": random.random() < 0.5,
    },
    "ask_file": lambda *_: {"what": "原卷"},
    "hear": lambda random, now, world, on: {
        "held_on": f"{on}", "way_of": "oral", "record": "听取",
    },
    "waive": lambda *_: {"paper": "不再陈述"}, "extend": lambda *_: {"reason": "复杂"},
    "decide": _decide, "confirm": lambda *_: {},
    "answer_request": lambda random, now, *_: {
        "outcome": "granted", "text": "同意", "answers": _answers(now),
    },
    "serve": lambda random, now, world, on: {
        "served_on": f"{on}", "means": "talk", "receipt": "签收", "remedy": "可以申诉",
    },
    "restore": lambda random, now, world, on: {
        "effective_on": f"{on}", "last_on": f"{on - timedelta(days=1)}", "unit": "qs-fin",
        "post": "副局长",
    },
    "arrange": lambda *_: {"reason": "另作安排"},
    "restore_name": lambda random, now, world, _: {
        "recipients": sorted(world.recipients), "text": "说明",
    },
    "redo": lambda random, now, world, _: {
        "matter": random.choice(sorted(world.redone) or [""]), "note": "重新处理",
    },
    "drop": lambda *_: {"reason": "不再处理"}, "withdraw": lambda *_: {"reason": "撤回"},
    "close": lambda *_: {"note": "办结"},
}  # fmt: skip
