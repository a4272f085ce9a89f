"""What of a matter one reader is told, and in which words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from biaochi.access.shapes import Act, Actor
from biaochi.desks.shapes import Content, StepShown
from biaochi.matters.shapes import ClockLine, Desk, MatterLine, Panel, StepLine
from biaochi.procedure.shapes import Field, Kind, Move, Said
from biaochi.vocabulary import office

_TOLD_PARTS = frozenset({"handler", "panel"})
_HIS = "本人"
_HIS_KINDS = frozenset({"remedy", "resignation"})
_LONG = frozenset({"text", "points", "answers"})


@dataclass(frozen=True)
class Telling:
    """One reader of one matter.  The official is told what was told to him, and what he said."""

    desk: Desk
    kind: Kind
    line: MatterLine
    said: tuple[Said, ...]
    actor: Actor
    act: Act
    _offered: dict[str, Mapping[str, str]] = field(default_factory=dict)

    def shows(self, said: Said) -> bool:
        """Tell whether this reader is shown a step at all."""
        move = self.kind.moves.get(said.move)
        if self.act == Act.SEE_OWN:
            return move is not None and (move.tells or "self" in said.by.roles)
        if self.act == Act.ANSWER_REFERRALS:
            return move is not None and _referring(move)
        return True

    def clock(self, clock: ClockLine) -> bool:
        """Tell whether this reader is shown what is due: the official, what is due from him."""
        if self.act == Act.SEE_OWN:
            return is_his(clock)
        return self.act != Act.ANSWER_REFERRALS or clock.key.startswith("refer")

    def panels(self) -> tuple[Panel, ...]:
        """Return what is shown beside the matter."""
        if self.act == Act.ANSWER_REFERRALS:
            return ()
        beside = self.desk.own_panels if self.act == Act.SEE_OWN else self.desk.panels
        return tuple(beside(self.line, self.said, self.actor))

    def step(self, line: StepLine) -> StepShown:
        """Return a step in words; fields that are not for the official are left out for him."""
        said = line.said
        move = self.kind.moves.get(said.move)
        fields = () if move is None else move.fields
        return StepShown(
            number=said.number, move=said.move, label=line.label, on=said.on, at=line.at,
            by=said.by.name, files=line.files,
            contents=tuple(
                Content(label=f.label, lines=self._lines(f, said.given[f.name]),
                        long=f.kind in _LONG)
                for f in fields
                if _holds(said.given.get(f.name)) and self._reads(f)
            ),
        )  # fmt: skip

    def _reads(self, of: Field) -> bool:
        if self.act == Act.SEE_OWN:
            return of.own
        return of.is_read_by(frozenset(map(str, self.actor.roles)))

    def _lines(self, of: Field, value: Any) -> tuple[str, ...]:  # noqa: ANN401 (plain JSON)
        if of.kind == "choice":
            return (self._word(of, value),)
        if of.kind == "many":
            return tuple(self._word(of, one) for one in value)
        said = _PLAIN.get(of.kind)
        return said(value) if said else tuple(str(value).splitlines())

    def _word(self, of: Field, key: str) -> str:
        if of.choices:
            return dict(of.choices).get(key, key)
        if of.source not in self._offered:
            offered = self.desk.choices(of.source, self.line, self.said, self.actor)
            self._offered[of.source] = dict(offered)
        return self._offered[of.source].get(key, key)


def is_his(clock: ClockLine) -> bool:
    """Tell whether the official is shown what is due: what he owes, what is owed to him."""
    return _HIS in clock.owner or clock.matter.kind in _HIS_KINDS


def members_shown(
    members: Sequence[tuple[int, str, str]], *, act: Act
) -> tuple[tuple[str, str], ...]:
    """Return (name, part) of who works on a matter; the official learns whom he may object to."""
    return tuple(
        (name, office.chinese(office.PARTS, part))
        for _, name, part in members
        if act != Act.SEE_OWN or part in _TOLD_PARTS
    )


def warning(move: Move) -> str:
    """Return what follows a move and cannot be taken back; blank where nothing of the sort does."""
    if move.warns:
        return move.warns
    return "这一步会结束这件事项，此后不能再办理。" if move.closes else ""


def _referring(move: Move) -> bool:
    return "liaison" in move.roles or move.id.startswith("refer")


def _holds(value: object) -> bool:
    return value not in ("", None, [], {})


def _votes(value: Mapping[str, int]) -> tuple[str, ...]:
    return (f"赞成 {value['for']}，反对 {value['against']}，弃权 {value['abstained']}",)


def _answers(value: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    return tuple(
        f"第 {a['point']} 条（{'采纳' if a['accepted'] else '不采纳'}）：{a['answer']}"
        for a in value
    )


_PLAIN: Mapping[str, Callable[[Any], tuple[str, ...]]] = {
    "flag": lambda value: ("是" if value else "否",),
    "votes": _votes,
    "answers": _answers,
    "points": lambda value: tuple(f"{n}. {one}" for n, one in enumerate(value, start=1)),
    "names": lambda value: ("、".join(value),),
}
