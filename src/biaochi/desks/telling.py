"""What of a matter one reader is told, and in which words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from biaochi.access.shapes import Act, Actor
from biaochi.appraisals.queries import kept_pack
from biaochi.desks.shapes import Content, StepShown
from biaochi.matters.services import by_of
from biaochi.matters.shapes import Choices, ClockLine, Desk, MatterLine, Offering, Panel, StepLine
from biaochi.packs.shapes import Pack
from biaochi.procedure.contents import replied
from biaochi.procedure.shapes import Field, Kind, Move, Said
from biaochi.registry.subjects import unit_name
from biaochi.vocabulary import office

_TOLD_PARTS = frozenset({"handler", "panel"})
_HIS = "本人"
_HIS_KINDS = frozenset({"observation", "resignation", "expiry", "remedy", "aftercare"})
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
    _offering: dict[int, Offering] = field(default_factory=dict)
    _offered: dict[tuple[str, int], Choices] = field(default_factory=dict)
    _named: dict[str, Mapping[str, str]] = field(default_factory=dict)

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
                Content(label=plain(f.label), lines=self._lines(f, said.given[f.name]),
                        long=f.kind in _LONG)
                for f in fields
                if _holds(said.given.get(f.name)) and self._reads(f)
            ),
        )  # fmt: skip

    def _reads(self, of: Field) -> bool:
        if self.act == Act.SEE_OWN:
            return of.own
        return of.is_read_by(by_of(self.actor, act=self.act, about=self.line).roles)

    def _lines(self, of: Field, value: Any) -> tuple[str, ...]:  # noqa: ANN401 (plain JSON)
        if of.kind == "choice":
            return (self._word(of, value),)
        if of.kind == "many":
            return tuple(self._word(of, one) for one in value)
        said = _PLAIN.get(of.kind)
        return said(value) if said else tuple(str(value).splitlines())

    def choices(self, move: Move) -> dict[str, Choices]:
        """Return what the fields of a move offer now."""
        return {
            f.name: f.choices or self._offers(f.source, self.said)
            for f in move.fields
            if f.choices or f.source
        }

    def _offers(self, source: str, said: tuple[Said, ...]) -> Choices:
        key = (source, len(said))
        if key not in self._offered:
            if len(said) not in self._offering:
                self._offering[len(said)] = self.desk.choices(self.line, said, self.actor)
            self._offered[key] = self._offering[len(said)](source)
        return self._offered[key]

    def _word(self, of: Field, key: str) -> str:
        """Return what a key is called; what was offered before anything was said offers most."""
        if of.choices:
            return dict(of.choices).get(key, key)
        known = self._called(of.source, key)
        if known:
            return known
        for said in ((), self.said):
            label = dict(self._offers(of.source, said)).get(key)
            if label is not None:
                return label
        return key

    @cached_property
    def _pack(self) -> Pack | None:
        """The pack of the matter, asked for once for a page."""
        return kept_pack(self.line.pack)

    def _called(self, source: str, key: str) -> str:
        """Return what the registry or the pack calls a key."""
        if source not in _OF_PACK:
            return called(source, key, pack=self.line.pack)
        if source not in self._named:
            self._named[source] = _names(self._pack, source) if self._pack else {}
        return self._named[source].get(key, "")


def plain(label: str) -> str:
    """Return a label without what it says about how to fill the box in."""
    return label.split("（每行", maxsplit=1)[0]


def is_his(clock: ClockLine) -> bool:
    """Tell whether the official is shown what is due: what he owes, and what is owed to him."""
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


def called(source: str, key: str, *, pack: int | None) -> str:
    """Return what the registry or the pack of a matter calls a key; blank if they do not know."""
    if source == "units":
        return unit_name(key)
    known = kept_pack(pack) if source in _OF_PACK else None
    return _names(known, source).get(key, "") if known else ""


_OF_PACK = frozenset({"measures", "channels", "discoveries", "items", "grounds"})


def _names(pack: Pack, source: str) -> Mapping[str, str]:
    if source == "measures":
        return {m.id: m.label for m in pack.measures}
    if source in {"channels", "discoveries"}:
        return {c.id: c.label for c in pack.channels}
    items = (i for c in pack.catalogues.values() for i in c.items)
    rules = {r.id: r.label.zh for r in pack.rules.values()}
    return rules | {i.code: f"{i.code} {i.label}".rstrip() for i in items}


def _referring(move: Move) -> bool:
    return "liaison" in move.roles or move.id.startswith("refer")


def _holds(value: object) -> bool:
    return value not in ("", None, [], {})


def _votes(value: Mapping[str, int]) -> tuple[str, ...]:
    return (f"赞成 {value['for']}，反对 {value['against']}，弃权 {value['abstained']}",)


def _answers(value: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    said = ((a["point"], *replied(a)) for a in value)
    return tuple(f"第 {point} 条（{word}）：{why}" for point, word, why in said)


_PLAIN: Mapping[str, Callable[[Any], tuple[str, ...]]] = {
    "flag": lambda value: ("是" if value else "否",),
    "votes": _votes,
    "answers": _answers,
    "points": lambda value: tuple(f"{n}. {one}" for n, one in enumerate(value, start=1)),
    "names": lambda value: ("、".join(value),),
}
