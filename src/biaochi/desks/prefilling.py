"""What stands in the boxes of a move before anybody writes: only what was decided, or is law."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from biaochi.appraisals.queries import kept_pack
from biaochi.cases.tolerating import conditions
from biaochi.desks.beside import asked
from biaochi.desks.shapes import Offer
from biaochi.matters.shapes import Choices, MatterLine
from biaochi.procedure.casefacts import CaseFile, CaseWorld
from biaochi.procedure.contents import line as text
from biaochi.procedure.deadlines import spoken
from biaochi.procedure.letter_moves import ADMONITION, INQUIRY
from biaochi.procedure.letters import LetterStanding, LetterWorld, rules_of
from biaochi.procedure.notifying import worded
from biaochi.procedure.remedying import Original, Remedy, World
from biaochi.procedure.resigning import Resignation, ground_of_remedy
from biaochi.procedure.resigning import remedies_named as resigning_named
from biaochi.procedure.serving import remedies_named
from biaochi.procedure.shapes import Said, Standing
from biaochi.remedies.against import subject_of
from biaochi.remedies.queries import way_following, ways_told
from biaochi.remedies.shapes import UNSTATED, OpenWay
from biaochi.remedies.showing import posts_before

_HIS_WISH = "voluntary"
_TOLERATING = frozenset({"assess", "state"})
_HANDING = frozenset({"serve", "inquire_again"})
_NO_MORE = "没有下一步法定途径；不服的，仍可以提出内部异议。"
_INDENT = "　"


def begun_with(line: MatterLine, offer: Offer) -> Mapping[str, Any]:
    """Return what the form that opens a matter starts with: the channel its procedure is for."""
    offered = dict(offer.choices.get("channel", ()))
    pack = kept_pack(line.pack) if offered else None
    procedure = pack.procedures.get(line.procedure) if pack else None
    found = [c for c in procedure.channels if c in offered] if procedure else []
    return {"channel": found[0]} if len(found) == 1 else {}


def prefilled(
    offer: Offer, line: MatterLine, said: Sequence[Said], file: Standing, world: object, *,
    on: date,
) -> Offer:  # fmt: skip
    """Return a move with what its form starts with; as it was where nothing is known."""
    move = offer.move.id
    if move == "answer_recusal":
        return _challenged(offer, asked(said, file))
    if isinstance(file, CaseFile) and move != "serve":
        return _in_case(offer, line, file)
    if isinstance(file, LetterStanding) and isinstance(world, LetterWorld):
        return _handing(offer, file, world, on=on) if move in _HANDING else offer
    if isinstance(file, Remedy) and isinstance(world, World):
        return _in_remedy(offer, line, file, world)
    if move == "serve":
        return _serving(offer, line, file, world, on=on)
    return offer


def _in_case(offer: Offer, line: MatterLine, file: CaseFile) -> Offer:
    """Start the moves of a case but its notice."""
    move, proposal = offer.move.id, file.proposal
    if move in _TOLERATING:
        return _tolerating(offer, line, file)
    if move == "propose":
        return _proposing(offer)
    if move == "execute_post" and proposal and text(proposal, "post_after"):
        return _post(offer, proposal)
    return offer


def _proposing(offer: Offer) -> Offer:
    """Leave out what no proposal may rest on: who wants to go says so himself."""
    name = "reason_class"
    left = tuple(one for one in offer.choices.get(name, ()) if one[0] != _HIS_WISH)
    notes = {**offer.notes, name: "本人愿意辞职的，由他在自己的页面提出“自愿辞职”，不走这一步。"}
    return replace(offer, choices={**offer.choices, name: left}, notes=notes)


def _tolerating(offer: Offer, line: MatterLine, file: CaseFile) -> Offer:
    """Say what an exemption takes and what follows; ask for an answer where he asked for one."""
    pack = kept_pack(line.pack)
    told = conditions(pack) if pack else ()
    if offer.move.id == "state":
        return replace(offer, panels=told)
    hides = frozenset() if file.pleas else frozenset({"reply"})
    needs = frozenset({"reply"}) if file.open_pleas else frozenset()
    return replace(offer, panels=told, hides=hides, needs=needs)


def _serving(
    offer: Offer, line: MatterLine, file: Standing, world: object, *, on: date
) -> Offer:  # fmt: skip
    """Start a notice with the ways open against what it tells."""
    if isinstance(file, Resignation):
        measure, named = ground_of_remedy(file), resigning_named(file)
    elif isinstance(file, CaseFile) and isinstance(world, CaseWorld) and file.proposal:
        measure, named = text(file.proposal, "measure"), remedies_named(file, world)
    else:
        return offer
    told = ways_told(line, measure=measure, on=on)
    return replace(offer, filled={"remedy": sentence(told, named=named)})


def _unaltered(original: Original) -> frozenset[str]:
    """Return the boxes of an alteration that mean nothing here: what is not there to be lighter."""
    held = {"measure": original.measure, "value": original.value, "grade": original.grade}
    return frozenset(name for name, value in held.items() if not value)


def _in_remedy(offer: Offer, line: MatterLine, remedy: Remedy, world: World) -> Offer:
    """Start the moves of a remedy."""
    if offer.move.id == "restore":
        return _restoring(offer, line, remedy)
    if offer.move.id == "decide":
        offer = replace(offer, hides=_unaltered(world.original))
    return _answering(offer, remedy, world) if "remedy" in _boxes(offer) else offer


def _answering(offer: Offer, remedy: Remedy, world: World) -> Offer:
    """Start the answer to a remedy with the way that follows it."""
    following = way_following(remedy, world)
    told = f"不服的，{_way(following)}。" if following else _NO_MORE
    return replace(offer, filled={"remedy": told})


def _restoring(offer: Offer, line: MatterLine, remedy: Remedy) -> Offer:
    """Start with the post he held before, where it was one, as far as it is on record."""
    subject = subject_of(remedy.about, person=line.person)
    before = posts_before(line, subject) if subject else ()
    if len(before) != 1:
        return offer
    [(_, held)] = before
    offered = dict(offer.choices.get("unit", ()))
    values = {
        "unit": held.unit if held.unit in offered else "", "post": held.post_name,
        "post_role": held.role, "tier": held.tier, "level": held.level, "grade": held.grade,
    }  # fmt: skip
    return replace(offer, filled={name: value for name, value in values.items() if value})


def _challenged(offer: Offer, asks: Sequence[Said]) -> Offer:
    """Name the person asked for, where it is one: by his account, or by name."""
    if not asks:
        return offer
    whom, box = text(asks[0].given, "whom"), next(b for b in ("user", "whom") if b in _boxes(offer))
    offered = offer.choices.get(box, ())
    found = [key for key, name in offered if whom == key or (name and name in whom)]
    return replace(offer, filled={box: found[0]}) if len(found) == 1 else offer


def _boxes(offer: Offer) -> frozenset[str]:
    return frozenset(f.name for f in offer.move.fields)


def _handing(offer: Offer, letter: LetterStanding, world: LetterWorld, *, on: date) -> Offer:
    """Leave what belongs to another type of letter out; tell the lengths the pack states."""
    rules = rules_of(world.pack, world.procedure, on=on)
    hides, notes = set[str](), dict[str, str]()
    if letter.type == INQUIRY:
        hides.add("talked_by")
    if letter.type != ADMONITION:
        hides.add("rectify_months")
    elif rules.rectify:
        hides.add("rectify_months")
        notes["rectify_months"] = _stated(rules.rectify)
    if not letter.wants_reply and offer.move.id == "serve":
        hides.add("reply_days")
    elif rules.reply:
        notes["reply_days"] = f"{_stated(rules.reply)}。不用填；要给得更长的才填。"
    else:
        notes["reply_days"] = "规则包没有写期限，请填。"
    needs = set() if rules.reply else {"reply_days"} - hides
    return replace(offer, hides=frozenset(hides), notes=notes, needs=frozenset(needs))


def _stated(length: str) -> str:
    return f"按规则包：{spoken(length)}"


def sentence(ways: tuple[OpenWay, ...], *, named: tuple[str, ...]) -> str:
    """Return the ways as a notice tells them: the way, to whom, within what time.

    What the notice has to name, and no list of the pack settles, is told without a length.
    """
    told = [_way(way) for way in ways]
    told += [f"{word}：{UNSTATED}" for word in named if not any(word in one for one in told)]
    return f"不服本决定的，{'；'.join(told)}。"


def _way(way: OpenWay) -> str:
    unsure = "是否属于受理范围由受理机关认定" if way.given == "unsure" else ""
    notes = "；".join(n for n in ("" if way.length else way.unstated, unsure) if n)
    return worded(way.label, way.body, way.length) + (f"（{notes}）" if notes else "")


def _post(offer: Offer, proposal: Mapping[str, Any]) -> Offer:
    values = {"post": text(proposal, "post_after")}
    unit = _named(proposal, offer.choices.get("unit", ()))
    if unit:
        values["unit"] = unit
    return replace(offer, filled=values, needs=frozenset({"unit", "post"}))


def _named(proposal: Mapping[str, Any], units: Choices) -> str:
    """Return the unit the decision names, in full or without its county; blank in doubt."""
    to, post = text(proposal, "destination"), text(proposal, "post_after")
    names = {key: label.strip(_INDENT) for key, label in units}
    above = {n for n in names.values() if any(o != n and o.startswith(n) for o in names.values())}
    for found in (
        [key for key, name in names.items() if name == to],
        [key for key, name in names.items() if to and name.endswith(to)],
        [key for key, name in names.items() if name not in above and post.startswith(name)],
    ):
        if len(found) == 1:
            return found[0]
    return ""
