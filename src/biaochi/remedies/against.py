"""What a remedy is against: a matter, a piece of evidence, a finding, a result, one's record."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from biaochi.appraisals.overturning import grades_in, result_with
from biaochi.appraisals.queries import kept_pack
from biaochi.evidence.overturning import hands_on, measures_of
from biaochi.evidence.queries import cited_of, held_about
from biaochi.evidence.shapes import EvidenceLine
from biaochi.findings.overturning import asked
from biaochi.matters import queries
from biaochi.matters.shapes import MatterLine
from biaochi.procedure.remedying import Original, Remedy, fold, served_on
from biaochi.procedure.remedyways import Against
from biaochi.procedure.shapes import Said
from biaochi.remedies.shapes import Hand, Subject
from biaochi.vocabulary.registry import Covered

REMEDY, RECORD = "remedy", "record:"
_SERVICE = ("serve", "inquire_again")
_SERVING = {"expiry": ("confirm",)}
_UNSERVED = frozenset({"observation", "aftercare"})
_REFUSED = frozenset({"refused", "rejected", "declined"})
_MOVING = ("execute_post", "execute_grade", "execute")


def subject_of(about: str, *, person: str) -> Subject | None:
    """Return what a key of the form ``kind:ident`` names, if it is about him and he was told."""
    kind, _, ident = about.partition(":")
    find = _KINDS.get(kind)
    return find(ident, person) if find else None


def _matter(code: str, person: str) -> Subject | None:
    line = queries.with_code(code)
    if line is None or line.person != person or line.told_on is None:
        return None
    said = queries.said_in(line.key)
    return _of_remedy(line, said) if line.kind == REMEDY else _of_matter(line, said)


def _of_matter(line: MatterLine, said: tuple[Said, ...]) -> Subject:
    measures = measures_of(line.code)
    pack = kept_pack(line.pack)
    known = {m.id: m for m in pack.measures} if pack else {}
    last = measures[-1].measure if measures else ""
    served = _served(line, said)
    words = {m.measure for m in measures} | set(_refusal(line))
    lowers = known[last].lowers_post if last in known else bool(last)
    chain = (line, *queries.ancestors(line))
    before = "" if served else "（决定以前的办理）"
    undone = served and not last and queries.is_overturned(line.key)
    gone = "已经由复核、申诉或者异议撤销" if undone else "没有"
    return Subject(
        key=f"matter:{line.code}", label=f"{line.kind_label}「{line.title}」{before}",
        against=Against(
            kind="matter", words=frozenset(words), lowers=lowers, known_on=served
        ),
        original=Original(measure=last, moved=any(s.move in _MOVING for s in said)),
        chain=chain, root=line, evidence=_cited(said, chain[1:], person=line.person),
        facts=(
            ("事项", line.title), ("种类", line.kind_label), ("结果", _ended(line, served=served)),
            ("措施", known[last].label if last in known else last or gone),
            ("送达", f"{served or '还没有送达决定'}"),
        ),
    )  # fmt: skip


def _ended(line: MatterLine, *, served: date | None = None) -> str:
    if line.outcome:
        return line.stage_label
    return "决定已送达，还没有办结" if served else "进行中"


def _refusal(line: MatterLine) -> Iterator[str]:
    if line.kind == "resignation" and line.outcome in _REFUSED:
        yield Covered.REFUSED_RESIGNATION


def _served(line: MatterLine, said: tuple[Said, ...]) -> date | None:
    """Return the day by the receipt; without service, the day he was told where nothing is."""
    for step in reversed(said):
        if step.move in _SERVING.get(line.kind, _SERVICE):
            on = step.given.get("served_on")
            return date.fromisoformat(on) if on else step.on
    return line.told_on if line.kind in _UNSERVED else None


def _cited(
    said: tuple[Said, ...], above: tuple[MatterLine, ...], *, person: str
) -> tuple[str, ...]:  # fmt: skip
    """Return the evidence about him that these steps name, and those of the matters above."""
    own = {str(e.code) for e in cited_of(person)}
    steps = (*said, *(s for line in above for s in queries.said_in(line.key)))
    named = {word for step in steps for word in words_in(step.given)}
    return tuple(sorted(own & named))


def words_in(given: object) -> Iterator[str]:
    """Yield every text in the content of a step, however deep it stands."""
    if isinstance(given, str):
        yield given
    elif isinstance(given, Mapping):
        for value in given.values():
            yield from words_in(value)
    elif isinstance(given, list | tuple):
        for value in given:
            yield from words_in(value)


def _of_remedy(line: MatterLine, said: tuple[Said, ...]) -> Subject | None:
    """What a remedy answered is still what it was against, one way further."""
    now = fold(said)
    inner = subject_of(now.about, person=line.person)
    if inner is None:
        return None
    ended = now.refused.on if now.refused else served_on(now)
    words, lowers = _decided_before(line, now, inner)
    return Subject(
        key=f"matter:{line.code}", label=f"{line.title}的结果",
        against=Against(
            kind=inner.against.kind, words=words, lowers=lowers, known_on=ended,
            after=now.way if ended else "",
        ),
        original=inner.original, chain=(line, *inner.chain), root=inner.root,
        evidence=inner.evidence, hands=inner.hands,
        facts=(("前一次", line.title), ("结果", _ended(line)), *inner.facts),
    )  # fmt: skip


def _decided_before(
    line: MatterLine, now: Remedy, inner: Subject
) -> tuple[frozenset[str], bool | None]:  # fmt: skip
    """Return what was decided before this remedy changed it: that opened the way, and keeps it."""
    moves = {s.said.move: s.at for s in queries.steps(line, {})}
    if inner.root is None or not now.corrects or "serve" not in moves:
        return inner.against.words, inner.against.lowers
    before = [m.measure for m in measures_of(inner.root.code, before=moves["serve"])]
    pack = kept_pack(inner.root.pack)
    known = {m.id: m for m in pack.measures} if pack else {}
    lowered = any(known[m].lowers_post if m in known else True for m in before)
    return inner.against.words | set(before), inner.against.lowers or lowered


def _evidence(code: str, person: str) -> Subject | None:
    line = next((e for e in held_about(person) if e.code == code), None)
    if line is None:
        return None
    value = "" if line.value is None else str(line.value)
    return Subject(
        key=f"evidence:{code}", label=f"{line.occurred_on} {line.item}（{line.label}）",
        against=Against(kind="evidence", words=frozenset({"evidence"})),
        original=Original(value=value), evidence=(code,), facts=tuple(_told(line)),
    )  # fmt: skip


def _told(line: EvidenceLine) -> Iterator[tuple[str, str]]:
    yield "证据", str(line.code)
    yield "条目", line.item
    yield "发生日期", f"{line.occurred_on}"
    yield "分值", "" if line.value is None else str(line.value)
    yield "来源", line.source
    yield "说明", line.note
    yield "状态", line.label


def _finding(ident: str, person: str) -> Subject | None:
    found = asked(int(ident)) if ident.isdecimal() else None
    if found is None or found.person != person:
        return None
    return Subject(
        key=f"finding:{ident}", label=f"提示「{found.label}」的处理",
        against=Against(kind="finding", words=frozenset({"finding"})), evidence=found.evidence,
        hands=tuple(Hand(user=u, name=n, what=w) for u, n, w in found.handlers),
        facts=(("提示", found.label), ("规则", found.rule), ("依据", "、".join(found.evidence))),
    )  # fmt: skip


def _result(ident: str, person: str) -> Subject | None:
    found = result_with(int(ident)) if ident.isdecimal() else None
    if found is None or found.person != person:
        return None
    words = {str(Covered.GRADE)} | ({f"{Covered.GRADE}:{found.label}"} if found.label else set())
    return Subject(
        key=f"result:{ident}", label=found.text,
        against=Against(kind="result", words=frozenset(words)),
        original=Original(grade=found.label, grades=grades_in(found.quantity)),
        facts=(("期间", found.period), ("结果", found.label or found.value)),
    )  # fmt: skip


def _record(ident: str, person: str) -> Subject | None:
    del ident, person
    return Subject(
        key=RECORD, label="本人的记录",
        against=Against(kind="record", words=frozenset({str(Covered.REQUEST)})),
    )  # fmt: skip


_KINDS: Mapping[str, Callable[[str, str], Subject | None]] = {
    "matter": _matter, "evidence": _evidence, "finding": _finding, "result": _result,
    "record": _record,
}  # fmt: skip


def all_hands(subject: Subject) -> Iterator[Hand]:
    """Yield who had a hand in it: steps of its matters, its evidence, its finding.

    Who is only named there, present at a meeting say, has number 0.
    """
    yield from subject.hands
    for hand in hands_on(subject.evidence):
        yield Hand(user=hand.user, name=hand.name, what=hand.what)
    for line in subject.chain:
        for user, name, _ in queries.members_of(line, part="recused"):
            yield Hand(user=user, name=name, what=f"在{line.title}中回避")
        for step in queries.said_in(line.key):
            yield from _stepped(line, step)


def _stepped(line: MatterLine, step: Said) -> Iterator[Hand]:
    done = f"{line.title}：第 {step.number} 步（{step.on}）"
    yield Hand(user=step.by.user, name=step.by.name, person=step.by.person, what=f"办理{done}")
    if "self" not in step.by.roles:
        for word in words_in(step.given):
            yield Hand(user=0, name=word, what=f"记在{done}里")
