"""What stands in the boxes of a move before anybody writes: only what was decided, or is law."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from biaochi.appraisals.queries import kept_pack
from biaochi.desks.shapes import Offer
from biaochi.matters.shapes import Choices, MatterLine
from biaochi.procedure.casefacts import CaseFile, CaseWorld
from biaochi.procedure.contents import line as text
from biaochi.procedure.serving import remedies_named
from biaochi.procedure.shapes import Standing
from biaochi.remedies.queries import ways_told
from biaochi.remedies.shapes import UNSTATED, OpenWay

_INDENT = "　"


@dataclass(frozen=True, kw_only=True)
class Prefill:
    """The first content of boxes by name, and which of them this matter cannot do without."""

    values: Mapping[str, Any] = field(default_factory=dict)
    needs: frozenset[str] = frozenset()


def begun_with(line: MatterLine, offer: Offer) -> Mapping[str, Any]:
    """Return what the form that opens a matter starts with: the channel its procedure is for."""
    pack = kept_pack(line.pack)
    procedure = pack.procedures.get(line.procedure) if pack else None
    offered = dict(offer.choices.get("channel", ()))
    found = [c for c in procedure.channels if c in offered] if procedure else []
    return {"channel": found[0]} if len(found) == 1 else {}


def prefill(
    line: MatterLine, file: Standing, world: object, *, on: date, offer: Offer
) -> Prefill:  # fmt: skip
    """Return what the form of a move starts with; nothing where nothing is known."""
    if not isinstance(file, CaseFile) or not isinstance(world, CaseWorld) or not file.proposal:
        return Prefill()
    move = offer.move.id
    if move == "serve":
        told = ways_told(line, measure=text(file.proposal, "measure"), on=on)
        said = sentence(told, named=remedies_named(file, world))
        return Prefill(values={"remedy": said})
    if move == "execute_post" and text(file.proposal, "post_after"):
        return _post(file.proposal, offer.choices.get("unit", ()))
    return Prefill()


def sentence(ways: tuple[OpenWay, ...], *, named: tuple[str, ...]) -> str:
    """Return the ways as a notice tells them: the way, to whom, within what time.

    What the notice has to name, and no list of the pack settles, is told without a length.
    """
    told = [_way(way) for way in ways]
    told += [f"{word}：{UNSTATED}" for word in named if not any(word in one for one in told)]
    return f"不服本决定的，{'；'.join(told)}。"


def _way(way: OpenWay) -> str:
    within = f"自收到决定之日起{way.length}内" if way.length else ""
    unsure = "是否属于受理范围由受理机关认定" if way.given == "unsure" else ""
    notes = "；".join(n for n in ("" if way.length else UNSTATED, unsure) if n)
    return f"可以{within}向{way.body}{way.label}" + (f"（{notes}）" if notes else "")


def _post(proposal: Mapping[str, Any], units: Choices) -> Prefill:
    values = {"post": text(proposal, "post_after")}
    unit = _named(proposal, units)
    if unit:
        values["unit"] = unit
    return Prefill(values=values, needs=frozenset({"unit", "post"}))


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
