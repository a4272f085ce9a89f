"""The tolerance gate and the proposal of a case."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from biaochi.errors import Problem
from biaochi.packs.shapes import Measure, Pack
from biaochi.procedure.adjusting import DISTINCTIONS, EFFECTS
from biaochi.procedure.casefacts import CaseFile, CaseWorld, Piece
from biaochi.procedure.contents import (
    Given,
    carriers,
    is_outlier,
    likened,
    line,
    many,
)
from biaochi.procedure.shapes import Said
from biaochi.procedure.weighing import order

_KINDS = frozenset({"adjustment", "handling"})
_SPEECH = ("陈述", "申辩", "辩解", "不服", "态度")


def assessor(file: CaseFile, wanted: Said, world: CaseWorld) -> Iterator[Problem]:
    """Tolerance is assessed by somebody else than the mover, nor by who reported the evidence."""
    if wanted.by.is_same(file.opener):
        yield Problem(
            "STEP-APART", "动议人以外的人", wanted.by.seen_as(file.opener), "请由另一人审查。"
        )
    for code in many(wanted.given, "exempted"):
        piece = world.pieces.get(code)
        if piece is not None and wanted.by.is_same(piece.reporter):
            found = f"{wanted.by.seen_as(piece.reporter)} 填报了 {code}"
            yield Problem("STEP-APART", "填报人以外的人", found, "请由另一人审查。",
                          column_name="exempted")  # fmt: skip


def pleaded(file: CaseFile, wanted: Said, world: CaseWorld) -> Iterator[Problem]:
    """He who asked for tolerance gets an answer of his own; nobody else gets one."""
    del world
    reply = line(wanted.given, "reply")
    if file.open_pleas and wanted.given and not reply:
        do = "本人请求容错，请专门答复：采纳不采纳、为什么。"
        yield Problem("STEP-GUARD", "对本人容错请求的答复", "空", do, column_name="reply")
    elif reply and not file.pleas:
        do = "本人没有请求的，不写答复；要说的写在理由里。"
        yield Problem("STEP-GUARD", "本人的容错请求", "没有", do, column_name="reply")


def exemption(file: CaseFile, wanted: Said, world: CaseWorld) -> Iterator[Problem]:
    """Exempted takes all three distinctions, names the evidence and has all four effects."""
    given = wanted.given
    if not given:
        return
    cited = set(many(given, "exempted"))
    if line(given, "conclusion") != "exempted":
        if cited or many(given, "effects"):
            do = "不免责的，不选免责的证据和效果。"
            yield Problem("STEP-GUARD", "与结论一致", "选了免责的证据或效果", do,
                          column_name="exempted")  # fmt: skip
        return
    yield from _conditions(given)
    able = {c for c in file.cited if c in world.pieces and world.pieces[c].status == "verified"}
    if not cited:
        do = "请选出免责的证据，以后的规则不再计它。"
        yield Problem("STEP-GUARD", "免责的证据", "没有选", do, column_name="exempted")
    for code in sorted(cited - able):
        do = "请只选本件已核实的证据。"
        yield Problem("STEP-VALUE", "本件已核实的证据", code, do, column_name="exempted")


def _conditions(given: Given) -> Iterator[Problem]:
    if line(given, "nature") == "wild":
        do = "乱作为不在容错之内。"
        yield Problem("STEP-GUARD", "敢作为中的失误", "乱作为", do, column_name="nature")
    for key, label in DISTINCTIONS:
        if key not in many(given, "distinctions"):
            do = "三个区分都符合才能免责；不都符合的，可以从轻。"
            yield Problem("STEP-GUARD", "符合三个区分", f"没有选「{label}」", do,
                          column_name="distinctions")  # fmt: skip
    for key, label in EFFECTS:
        if key not in many(given, "effects"):
            do = "免责的四项效果都要写明。"
            yield Problem("STEP-GUARD", "四项效果", f"没有选「{label}」", do,
                          column_name="effects")  # fmt: skip


def reasons(file: CaseFile, wanted: Said, world: CaseWorld) -> Iterator[Problem]:
    """Not fitting needs a destination; the wish of the official himself is a way of its own."""
    del file, world
    chosen = line(wanted.given, "reason_class")
    if chosen == "fit" and not line(wanted.given, "destination"):
        do = "人岗不相适不是过错，请先写明合适的去向。"
        yield Problem("STEP-GUARD", "安排去向", "空", do, column_name="destination")
    if chosen == "voluntary":
        do = "请由本人在自己的页面提出「自愿辞职」。"
        yield Problem("STEP-GUARD", "组织研究的调整", "本人自愿", do, column_name="reason_class")


def violation(file: CaseFile, wanted: Said, world: CaseWorld) -> Iterator[Problem]:
    """A suspected violation goes to those who judge violations, first."""
    del world
    if wanted.given.get("violation") is True and file.referral not in {"none", "handled"}:
        do = "请先「移送纪检监察」，有了结果再提方案。"
        yield Problem("STEP-REFERRED", "先移送", "涉嫌违纪违法", do, column_name="violation")


def legal(file: CaseFile, wanted: Said, world: CaseWorld) -> Iterator[Problem]:
    """Only a measure of the pack, in force that day, for his regime, of a kind decided here.

    Where nobody said under which law he stands nothing is ruled out; the page of the case says so.
    """
    del file
    chosen = line(wanted.given, "measure")
    if chosen:
        yield from _legal(chosen, wanted.on, _law(world))


def still_legal(file: CaseFile, wanted: Said, world: CaseWorld) -> Iterator[Problem]:
    """What was lawful when proposed is lawful when decided."""
    if file.proposal is not None:
        yield from _legal(line(file.proposal, "measure"), wanted.on, _law(world))


@dataclass(frozen=True, kw_only=True)
class Law:
    """What makes a measure lawful: those of the pack, the regime, what its rules propose."""

    measures: Mapping[str, Measure]
    regime: str
    proposable: frozenset[str]


def lawful(pack: Pack, *, regime: str, on: date) -> frozenset[str]:
    """Return the measures of a pack that may be proposed about officials of a regime on a day."""
    measures = {m.id: m for m in pack.measures}
    law = Law(measures=measures, regime=regime, proposable=proposed_by(pack))
    return frozenset(m for m in measures if not any(_legal(m, on, law)))


def proposed_by(pack: Pack) -> frozenset[str]:
    """Return the measures some rule of a pack proposes."""
    effects = (e for rule in pack.rules.values() for e in rule.effects)
    return frozenset(alternative.measure for e in effects for alternative in e.propose)


def _law(world: CaseWorld) -> Law:
    return Law(measures=world.measures, regime=world.regime, proposable=world.proposable)


def _legal(chosen: str, day: date, law: Law) -> Iterator[Problem]:
    measure = law.measures.get(chosen)
    on = f"{day}"
    if measure is None:
        yield _illegal("规则包里的措施", chosen, "请从列出的措施里选。")
        return
    span = measure.in_force
    if span is not None and ((span.from_ and on < span.from_) or (span.to and on > span.to)):
        later = law.measures.get(measure.becomes)
        do = f"请改用「{later.label}」。" if later else "请从现行的措施里选。"
        yield _illegal(f"{on} 有效的措施", f"{measure.label}（{_span(measure)}）", do)
    if measure.regimes and law.regime and law.regime not in measure.regimes:
        expected = f"适用于{law.regime}的措施"
        found = f"{measure.label}（适用于{'、'.join(measure.regimes)}）"
        yield _illegal(expected, found, "请另选措施。")
    if measure.kind not in _KINDS and chosen not in law.proposable:
        do = "提醒、函询、诫勉另走程序；处分由有权机关作出，这里只登记。"
        yield _illegal("组织调整的措施", measure.label, do)


def _illegal(expected: str, found: str, do: str) -> Problem:
    return Problem("STEP-LEGAL", expected, found, do, column_name="measure")


def _span(measure: Measure) -> str:
    span = measure.in_force
    return f"{span.from_ or '不限'} 至 {span.to or '现在'}" if span else ""


def pay(file: CaseFile, wanted: Said, world: CaseWorld) -> Iterator[Problem]:
    """No change of pay without the law that allows it."""
    del file, world
    if line(wanted.given, "pay") and not line(wanted.given, "pay_basis"):
        do = "没有法律依据的，请去掉工资变动。"
        yield Problem("STEP-GUARD", "工资变动的法律依据", "空", do, column_name="pay_basis")


def law_review(file: CaseFile, wanted: Said, world: CaseWorld) -> Iterator[Problem]:
    """A rule under review of its legality needs an opinion on it before it leads anywhere."""
    if not wanted.given or line(wanted.given, "law_review"):
        return
    for ground in file.upheld:
        if ground in world.reviewed:
            do = "请写明合法性审查的意见；这类规则只能形成建议。"
            yield Problem("STEP-GUARD", "合法性审查意见", f"情形「{ground}」没有审查意见", do,
                          column_name="law_review")  # fmt: skip


def heavier(file: CaseFile, wanted: Said, world: CaseWorld) -> Iterator[Problem]:
    """Heavier than in similar cases needs reasons."""
    del file
    chosen = line(wanted.given, "measure")
    if chosen and is_outlier(chosen, world) and not line(wanted.given, "heavier"):
        like = likened(chosen, world)
        do = "请写明为什么更重，或者改用与同类情形相当的措施。"
        apart = f"，另有 {like.unlike} 件不能比较" if like.unlike else ""
        found = f"同类 {like.of} 件里有 {like.lighter} 件更轻{apart}"
        yield Problem("STEP-GUARD", "比同类情形更重的理由", found, do, column_name="heavier")


def not_for_speaking(file: CaseFile, wanted: Said, world: CaseWorld) -> Iterator[Problem]:
    """What he said in his defence makes nothing heavier.

    What cannot be compared is not heavier: else nothing else could be chosen once he was heard.
    """
    for word in _SPEECH:
        if word in line(wanted.given, "heavier"):
            do = "更重的理由只能来自认定属实的情形。"
            yield Problem("STEP-GUARD", "不因陈述申辩加重", f"理由里写到「{word}」", do,
                          column_name="heavier")  # fmt: skip
            return
    before = line(file.opposed or {}, "measure")
    was, now = world.weights.get(before), world.weights.get(line(wanted.given, "measure"))
    if was is not None and now is not None and order(was, now) == "heavier":
        do = "情形没有增加的，不能比他陈述申辩时的方案更重。"
        found = f"当时是「{world.measures[before].label}」"
        yield Problem("STEP-GUARD", "不因陈述申辩加重", found, do, column_name="measure")


def once(file: CaseFile, wanted: Said, world: CaseWorld) -> Iterator[Problem]:
    """One act leads to one decision: what rests on nothing new wants its reasons.

    A return or a rejection by the meeting decides nothing twice.
    """
    given = wanted.given if wanted.move == "propose" else file.proposal or {}
    leads_on = wanted.move != "meet" or line(wanted.given, "outcome") == "adopted"
    if not given or not leads_on or line(given, "again"):
        return
    verified = {c for c in file.cited if c in world.pieces and _is_verified(world.pieces[c])}
    for ground in file.upheld:
        rests = carriers(ground, world) & verified
        before = [one for one in world.decided if ground in one.upheld]
        if before and rests <= {code for one in before for code in one.cited}:
            found = f"「{ground}」：{before[-1].on} 的决定凭同样的证据认定过"
            do = "请并入新的证据，或者在方案里写明为什么不是重复处理；都不能的，请撤回。"
            yield Problem("STEP-TWICE", "没有凭同样的证据决定过的情形", found, do,
                          column_name="again")  # fmt: skip


def _is_verified(piece: Piece) -> bool:
    return piece.status == "verified"


def prior(file: CaseFile, wanted: Said, world: CaseWorld) -> Iterator[Problem]:
    """Where the pack asks for an earlier reminder, there has to be one."""
    del file, wanted
    if world.prior_missing:
        do = "这份办法要求先提醒、函询、诫勉或列入考察期；请先办理。"
        yield Problem("STEP-GUARD", "此前的提醒函询诫勉或考察期", "没有", do)
