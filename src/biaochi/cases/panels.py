"""What is shown beside a case: nothing here acts, and whom a figure comes from is not told."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from biaochi.access.shapes import Actor
from biaochi.cases.gathering import pack_of_case, world
from biaochi.cases.wording import labels_of
from biaochi.evidence.queries import held_about
from biaochi.findings.grounds import cited_about
from biaochi.findings.shapes import Cited
from biaochi.matters.shapes import MatterLine, Panel
from biaochi.packs.shapes import Pack
from biaochi.procedure.casefacts import CaseFile, CaseWorld
from biaochi.procedure.casefile import fold
from biaochi.procedure.contents import is_outlier, likened, replied
from biaochi.procedure.contents import line as text
from biaochi.procedure.notifying import told
from biaochi.procedure.serving import remedies_named, ways_given
from biaochi.procedure.shapes import Said
from biaochi.vocabulary.destinations import DESTINATIONS, DESTINATIONS_BASIS
from biaochi.vocabulary.findings import ReasonClass
from biaochi.vocabulary.words import zh

_DECIDED = (
    ("destination", "安排去向"), ("post_after", "此后职务"), ("grade_after", "此后职级"),
    ("pay", "工资待遇变动"),
)  # fmt: skip
"""What else a decision says of him, as the proposal calls it."""
_UNDONE: Mapping[str, Any] = {
    "note": "这个决定已经由复核、申诉或者异议撤销、变更，不再作数；结果和恢复的情况在那一件里。",
    "tone": "warning",
}  # fmt: skip
_MAY_SPEAK = "您可以陈述申辩，也可以申请有关人员回避；陈述申辩不会加重处理。"
_RESULTS = {
    "exempted": "经研究予以免责，不作组织调整；免责的事以后不再计入。",
    "withdrawn": "这一件已经撤回，不再办理；作过的认定和处理都已收回。",
    "unsubstantiated": "经核实没有属实的情形，不作组织调整。",
    "rejected": "会议没有同意调整，这一件不改变您的职务。",
}
"""How a case ended that changed nothing, in words for him."""
_LATER = "等待答复：作容错审查时专门答复"


def panels(matter: MatterLine, said: tuple[Said, ...], actor: Actor) -> tuple[Panel, ...]:
    """Return what an officer looks at beside a case."""
    del actor
    if not said:
        return ()
    seen, pack = world(matter, said, said[-1].on), pack_of_case(matter)
    return tuple(_panels(matter, fold(said, seen), seen, pack))


def _panels(matter: MatterLine, file: CaseFile, seen: CaseWorld, pack: Pack) -> Iterator[Panel]:
    yield from _protected(seen)
    yield from _of_no_regime(file, seen)
    yield _rests_on(matter, file, pack)
    cited = cited_about(matter.person)
    yield from _not_joined(file, cited)
    yield from _suggested(file, pack, cited)
    yield from _consistency(file, seen)
    if "verification" in file.done and file.confirmed_on is None:
        yield _advice()
    if file.confirmed_on is not None and file.served is None:
        yield _notice(file, seen)


def _protected(seen: CaseWorld) -> Iterator[Panel]:
    if seen.protections:
        yield Panel(
            title="受保护的期间", tone="warning", columns=("状态", "依据", "不得"),
            note="期间之内不研究下列措施；也不因此加重。",
            rows=tuple(
                (p.label, p.basis, "变动职务" if p.blocks == "moving" else "免去、降低职务")
                for p in seen.protections
            ),
        )  # fmt: skip


def _of_no_regime(file: CaseFile, seen: CaseWorld) -> Iterator[Panel]:
    """Nobody said under which law he stands: what depends on it is for people to check."""
    if seen.regime or "verification" not in file.done or file.served is not None:
        return
    named = tuple(
        (m.label, "、".join(m.regimes)) for m in seen.measures.values() if m.regimes
    )  # fmt: skip
    yield Panel(
        title="适用的人事制度", tone="warning", rows=named,
        columns=("措施", "只适用于") if named else (),
        note="没有登记适用的人事制度：措施对他是否适用、能不能依法复核申诉，系统没有核对，"
        "请办理的人核对，并在人员信息里补登“人员身份”。",
    )  # fmt: skip


def _rests_on(matter: MatterLine, file: CaseFile, pack: Pack) -> Panel:
    labels = labels_of(pack)
    pieces = {str(p.code): p for p in held_about(matter.person)}
    words = {**dict.fromkeys(file.upheld, "属实"), **dict.fromkeys(file.refuted, "不属实")}
    rows = [("情形", labels.get(g, g), words.get(g, "待核实")) for g in file.grounds]
    rows += [
        ("证据", f"{c} {labels.get(pieces[c].item, pieces[c].item)}", pieces[c].label)
        for c in file.cited
        if c in pieces
    ]
    return Panel(title="依据", columns=("种类", "内容", "状态"), rows=tuple(rows))


def _not_joined(file: CaseFile, cited: Iterable[Cited]) -> Iterator[Panel]:
    """Findings taken up since: one case about one person, not several side by side."""
    rows = tuple((f.label,) for f in cited if f.taken and f.ident not in file.findings)
    if rows and file.confirmed_on is None and file.is_open:
        yield Panel(
            title="还没有并入的提示", columns=("已受理的提示",), rows=rows, tone="warning",
            note="关于同一个人的，请用“并入另一条依据”合并办理。",
        )  # fmt: skip


def _suggested(file: CaseFile, pack: Pack, cited: Iterable[Cited]) -> Iterator[Panel]:
    """What the pack's own rules suggest on these grounds; advice, for people to choose.

    Where a finding is cited, only what its rule suggests for this person.
    """
    measures = {m.id: m.label for m in pack.measures}
    proposed = {f.rule: f.proposes for f in cited if f.ident in file.findings}
    rows = tuple(
        (rule.label.zh, measures.get(a.measure, a.measure), zh(ReasonClass, a.reason_class),
         a.note or effect.note)
        for rule in pack.rules.values()
        if rule.id in file.grounds
        for effect in rule.effects
        for a in effect.propose
        if a.measure in proposed.get(rule.id, {a.measure})
    )  # fmt: skip
    if rows:
        yield Panel(
            title="规则建议的措施", columns=("规则", "措施", "原因", "说明"), rows=rows,
            note="只是建议；可以另选，写明理由。",
        )  # fmt: skip


def _consistency(file: CaseFile, seen: CaseWorld) -> Iterator[Panel]:
    """How similar circumstances were dealt with; heavier than nearly all of them is flagged."""
    if not seen.similar:
        return
    counts, total = Counter(seen.similar), len(seen.similar)
    order = [m for m in seen.measures if m in counts] + sorted(counts - seen.measures.keys())
    chosen = text(file.proposal or {}, "measure")
    rows = tuple(
        (_label(m, seen), f"{counts[m]}", f"{counts[m]}/{total}",
         "本件方案" if m == chosen else "")
        for m in order
    )  # fmt: skip
    flagged = bool(chosen) and is_outlier(chosen, seen)
    note = "本件方案重于绝大多数同类情形，须有更重的理由。" if flagged else "供比较，轻重由人掌握。"
    unlike = likened(chosen, seen).unlike if chosen else 0
    note += f"其中 {unlike} 件不能比较轻重。" if unlike else ""
    yield Panel(
        title=f"同类情形 {total} 件的措施", columns=("措施", "件数", "占比", ""), rows=rows,
        note=note, tone="warning" if flagged else "info",
    )  # fmt: skip


def _label(measure: str, seen: CaseWorld) -> str:
    found = seen.measures.get(measure)
    return found.label if found else measure


def _advice() -> Panel:
    return Panel(
        title="去向参考", columns=("情况", "可以研究的去向"), rows=DESTINATIONS,
        note=f"依据：{DESTINATIONS_BASIS}。只是参考；可以另选，写明理由。",
    )  # fmt: skip


def _notice(file: CaseFile, seen: CaseWorld) -> Panel:
    words = "、".join(remedies_named(file, seen))
    ways = tuple((told(way),) for way in ways_given(file, seen))
    return Panel(title="送达时要写明", rows=((f"可以提出：{words}",), *ways), columns=("救济途径",))


def own_panels(matter: MatterLine, said: tuple[Said, ...], actor: Actor) -> tuple[Panel, ...]:
    """Return what the official himself is shown: the facts told, his time, the answers."""
    del actor
    if not said:
        return ()
    seen = world(matter, said, said[-1].on)
    return tuple(_own(fold(said, seen), seen, pack_of_case(matter)))


def _own(file: CaseFile, seen: CaseWorld, pack: Pack) -> Iterator[Panel]:
    labels, speaks = labels_of(pack), file.is_open and not file.ending
    if not file.is_open and file.outcome in _RESULTS:
        yield Panel(title="结果", note=_RESULTS[file.outcome])
    told = tuple((labels.get(g, g),) for g in file.upheld if g in file.told)
    if told:
        yield Panel(
            title="告知的情形", columns=("情形",), rows=told, note=_MAY_SPEAK if speaks else ""
        )
    if file.answer_by is not None and file.proposal is None and speaks:
        yield Panel(
            title="陈述申辩的期限", columns=("怎样算出",),
            rows=tuple((step,) for step in file.answer_by.steps),
            note=f"请在 {file.answer_by.due} 以前提出，一条一条写。",
        )  # fmt: skip
    if file.points:
        points = enumerate(file.points, start=1)
        pleas = ((f"请求容错：{p.reason}", p.reply or _LATER) for p in file.pleas)
        yield Panel(
            title="您的意见和答复", columns=("意见", "答复"),
            rows=(*((point, _answer(file, number)) for number, point in points), *pleas),
        )  # fmt: skip
    if file.served is not None:
        decided = file.proposal or {}
        rows = (
            ("措施", _label(text(decided, "measure"), seen)),
            *((label, said) for name, label in _DECIDED if (said := text(decided, name))),
            ("决定日期", text(file.meeting or {}, "held_on")),
            ("救济途径", text(file.served, "remedy")),
        )
        yield Panel(title="决定", columns=("", ""), rows=rows, **_UNDONE if seen.overturned else {})


def _answer(file: CaseFile, number: int) -> str:
    answer = file.answered.get(number)
    if answer is None:
        return "等待答复"
    return "：".join(replied(answer))
