"""What is shown beside a matter of this room: the letter itself, on what it rests."""

from collections.abc import Iterator, Sequence

from biaochi.access.shapes import Actor
from biaochi.appraisals.items import labels_in
from biaochi.evidence.queries import held_about
from biaochi.findings.grounds import taken_up
from biaochi.letters.worlds import letter_world, observation_world
from biaochi.matters.shapes import MatterLine, Panel
from biaochi.packs.shapes import Pack
from biaochi.procedure import observing
from biaochi.procedure.letter_moves import TYPES
from biaochi.procedure.letters import LetterStanding, fold, rules_of
from biaochi.procedure.observation_moves import VARIANTS
from biaochi.procedure.observing import ObservationStanding
from biaochi.procedure.shapes import Said


def _pieces(line: MatterLine, pack: Pack | None, cited: Sequence[str]) -> Iterator[str]:
    """Yield what each cited piece of evidence is, not only its number."""
    labels = labels_in(pack)
    held = {str(e.code): e for e in held_about(line.person)}
    for code in cited:
        piece = held.get(code)
        if piece is None:
            yield code
        else:
            named = labels.get(piece.item, piece.item)
            yield f"{code}　{piece.occurred_on} {named}（{piece.label}）"


def letter_panels(line: MatterLine, said: tuple[Said, ...], actor: Actor) -> tuple[Panel, ...]:
    """Return the letter, its grounds, and what the pack leaves open."""
    del actor
    if not said:
        return ()
    world = letter_world(line, said, said[-1].on)
    standing = fold(said, world)
    findings = taken_up(line.person)
    content = standing.content
    rows = [("提示", findings.get(f, f)) for f in content.get("findings", ())]
    rows += [("证据", said) for said in _pieces(line, world.pack, content.get("evidence", ()))]
    panels = [
        _letter(standing),
        Panel(title="依据", columns=("种类", "内容"), rows=tuple(rows), empty="没有写明依据"),
    ]
    rules = rules_of(world.pack, world.procedure, on=said[-1].on)
    if standing.wants_reply and not rules.reply and not standing.services:
        panels.append(
            Panel(title="期限", note="规则包没有写回复期限，送达时请填。", tone="warning")
        )
    return tuple(panels)


def own_letter_panels(
    line: MatterLine, said: tuple[Said, ...], actor: Actor
) -> tuple[Panel, ...]:  # fmt: skip
    """Return the letter as it was served; drafts that were changed are nobody's business."""
    del actor
    standing = fold(said, letter_world(line, said, said[-1].on)) if said else None
    return (_letter(standing),) if standing and standing.services else ()


def _letter(standing: LetterStanding) -> Panel:
    content = standing.content
    rows = (
        ("种类", dict(TYPES).get(standing.type, "")), ("事由", content["subject"]),
        ("事实", content["facts"]), ("要求", content["expected"]),
        ("书面回复", "要" if standing.wants_reply else "不要"),
    )  # fmt: skip
    return Panel(title="函件内容", columns=("", ""), rows=rows)


def observation_panels(
    line: MatterLine, said: tuple[Said, ...], actor: Actor
) -> tuple[Panel, ...]:  # fmt: skip
    """Return the period with its goals; and, where people have to look, why."""
    del actor
    standing = _observed(line, said)
    if standing is None:
        return ()
    panels = [_period(standing)]
    if standing.escalates:
        rows = tuple((code,) for code in sorted(standing.news))
        many = standing.failed_talks
        note = f"谈话 {many} 次没有改进，又有新的已核实证据。等待人工决定，不会自动升级。"
        panels.append(
            Panel(title="是否升级，等待人工决定", note=note, columns=("新证据",), rows=rows,
                  tone="warning")
        )  # fmt: skip
    return tuple(panels)


def own_observation_panels(
    line: MatterLine, said: tuple[Said, ...], actor: Actor
) -> tuple[Panel, ...]:  # fmt: skip
    """Return the period with its goals, and when a person looks at how it went."""
    del actor
    standing = _observed(line, said)
    return () if standing is None else (_period(standing),)


def _observed(line: MatterLine, said: tuple[Said, ...]) -> ObservationStanding | None:
    return observing.fold(said, observation_world(line, said, said[-1].on)) if said else None


def _period(standing: ObservationStanding) -> Panel:
    ends = standing.ends
    rows = [("种类", dict(VARIANTS)[standing.variant])]
    rows += [("期限", step) for end in ends for step in end.steps]
    rows += [("目标", goal) for goal in standing.goals]
    rows += [("检查人", standing.checker)] if standing.checker else []
    note = "期满由具名的人评价；到期不产生任何认定。" if ends else "只谈话，不记分。"
    return Panel(title="考察安排", note=note, columns=("", ""), rows=tuple(rows))
