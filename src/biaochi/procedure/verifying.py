"""The motion and the verification of a case."""

from collections.abc import Iterator

from biaochi.errors import Problem
from biaochi.procedure.casefacts import CaseFile, CaseWorld
from biaochi.procedure.contents import carries, grounds_of, line, many, needs_bearing
from biaochi.procedure.shapes import Said


def grounds(file: CaseFile, wanted: Said, world: CaseWorld) -> Iterator[Problem]:
    """A case rests on a finding somebody took up, or on a circumstance with evidence."""
    given = wanted.given
    if not given:
        return
    channel = line(given, "channel")
    if wanted.move == "open" and channel and channel not in world.channels:
        expected = "规则包里“下”的渠道"
        yield Problem(
            "STEP-VALUE", expected, channel, "请从列出的渠道里选。", column_name="channel"
        )
    for finding in many(given, "findings"):
        if finding not in world.taken:
            do = "请先在提示页上受理，再并入。"
            yield Problem(
                "STEP-GUARD", "关于本人、已受理的提示", finding, do, column_name="findings"
            )
    for piece in many(given, "evidence"):
        if piece not in world.pieces:
            do = "请从列出的证据里选。"
            yield Problem("STEP-VALUE", "关于本人的证据", piece, do, column_name="evidence")
    brought = grounds_of(given, world)
    if wanted.move == "open" and not brought:
        do = "请选已受理的提示，或者目录里的情形。"
        yield Problem(
            "STEP-GUARD", "至少一条依据", "没有提示，也没有情形", do, column_name="grounds"
        )
    if wanted.move == "join" and not brought and not many(given, "evidence"):
        do = "请选要并入的提示、情形或证据。"
        yield Problem("STEP-GUARD", "要并入的依据", "什么也没有选", do, column_name="grounds")
    del file


def verifier(file: CaseFile, wanted: Said, world: CaseWorld) -> Iterator[Problem]:
    """Who verifies neither moved the case nor reported the evidence."""
    if wanted.by.is_same(file.opener):
        yield Problem(
            "STEP-APART", "动议人以外的人", wanted.by.seen_as(file.opener), "请由另一人核实。"
        )
    for code in many(wanted.given, "evidence"):
        piece = world.pieces.get(code)
        if piece is not None and wanted.by.is_same(piece.reporter):
            found = f"{wanted.by.seen_as(piece.reporter)} 填报了 {code}"
            yield Problem("STEP-APART", "填报人以外的人", found, "请由另一人核实。",
                          column_name="evidence")  # fmt: skip


def investigators(file: CaseFile, wanted: Said, world: CaseWorld) -> Iterator[Problem]:
    """At least two, neither the official nor the mover nor somebody recused."""
    if not wanted.given:
        return
    named = set(many(wanted.given, "investigators")) - {""}
    if len(named) < 2:
        found, do = "、".join(sorted(named)) or "没有写", "请写明两名以上的核实人员。"
        yield Problem("STEP-GUARD", "两人以上", found, do, column_name="investigators")
    mover = {file.opener.name} if file.opener else set()
    for name in sorted(named & ({world.name} | mover | file.recused_names)):
        do = "请换人核实。"
        expected = "本人、动议人和回避的人以外的人"
        yield Problem("STEP-APART", expected, name, do, column_name="investigators")


def judged(file: CaseFile, wanted: Said, world: CaseWorld) -> Iterator[Problem]:
    """Every ground is upheld or refuted, and none is both."""
    del world
    if not wanted.given:
        return
    upheld, refuted = set(many(wanted.given, "upheld")), set(many(wanted.given, "refuted"))
    for ground in sorted(set(file.grounds) - upheld - refuted):
        do = "请写明它属实还是不属实。"
        yield Problem("STEP-GUARD", "每条情形都有结论", ground, do, column_name="upheld")
    for ground in sorted(upheld & refuted):
        do = "请只选一边。"
        yield Problem("STEP-GUARD", "属实和不属实二者取一", ground, do, column_name="refuted")
    for ground in sorted((upheld | refuted) - set(file.grounds)):
        do = "要加情形的，先「并入另一条依据」。"
        yield Problem("STEP-VALUE", "本件的情形", ground, do, column_name="upheld")


def evidence(file: CaseFile, wanted: Said, world: CaseWorld) -> Iterator[Problem]:
    """Each upheld ground rests on at least one piece of verified evidence."""
    del file
    cited = many(wanted.given, "evidence")
    for code in cited:
        if code not in world.pieces:
            do = "请从列出的证据里选。"
            yield Problem("STEP-VALUE", "关于本人的证据", code, do, column_name="evidence")
    known = [c for c in cited if c in world.pieces]
    for ground in many(wanted.given, "upheld"):
        if not carries(ground, known, world, {"verified"}):
            do = "请先核实关于它的证据，并在凭据里选出；没有凭据的，写为不属实。"
            yield Problem("STEP-GUARD", "每条属实的情形有已核实的证据", ground, do,
                          column_name="evidence")  # fmt: skip
        elif needs_bearing(ground, known, world) and not line(wanted.given, "bearing"):
            do = "请写明选出的凭据怎样说明这一条。"
            found = f"「{ground}」没有关于它本身的证据，凭据都记在别的条目下"
            yield Problem("STEP-GUARD", "凭据与情形的关系", found, do, column_name="bearing")
