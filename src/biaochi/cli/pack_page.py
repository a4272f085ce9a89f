"""Pages about packs: what a check found, what differs, what there is."""

from collections import Counter
from collections.abc import Iterator, Sequence

from biaochi.batch.checking import Checked, Failure
from biaochi.cli.guard import visible
from biaochi.cli.screen import Screen
from biaochi.cli.tables import Column, table
from biaochi.errors import Level, Problem
from biaochi.packs.diff import Change
from biaochi.packs.shapes import Pack

_LEVELS: dict[Level, tuple[str, str]] = {
    "error": ("错误", "red"),
    "warning": ("注意", "yellow"),
    "question": ("待答", "dim"),
}
_SIGNS = {"added": "＋", "removed": "－", "changed": "～"}


def _is_shown(problem: Problem) -> bool:
    """A gap between bands is a question that the author must see at once."""
    return problem.level != "question" or problem.code == "PACK-GAP"


def checked(found: Checked, on: Screen, *, questions: bool) -> Iterator[str]:
    """Yield what one check found; open questions are counted unless asked for."""
    shown = [p for p in found.problems if questions or _is_shown(p)]
    for problem in shown:
        yield from _problem(problem, on)
    for failure in found.failures:
        yield from _failure(failure, on)
    levels = Counter(p.level for p in found.problems)
    said = [f"{_LEVELS[level][0]} {levels[level]}" for level in _LEVELS if levels[level]]
    if found.runs:
        bad = f"，{len(found.failures)} 处不符" if found.failures else "，全部相符"
        said.append(f"样例核对 {found.runs} 次{bad}")
    verdict, style = ("通过", "green") if found.is_good else ("不通过", "red")
    name = found.pack.id if found.pack else str(found.folder)
    yield f"{name}：{on.paint(verdict, style)}。{'；'.join(said)}"


def _problem(problem: Problem, on: Screen) -> list[str]:
    level, style = _LEVELS[problem.level]
    return on.said(visible(str(problem)), first=f"  {level} ", style=style)


def _failure(failure: Failure, on: Screen) -> list[str]:
    d = failure.difference
    said = f"样例 {d.example}（{failure.engine}）{d.claim}：应为 {d.expected}，实为 {d.found}"
    return on.said(visible(said), first="  不符 ", style="red")


def differences(before: Pack, after: Pack, changes: Sequence[Change], on: Screen) -> Iterator[str]:
    """Yield every change as a sentence with its place."""
    title = f"{before.title}（{before.id}）→ {after.title}（{after.id}）"
    yield from on.said(title, style="bold")
    for change in changes:
        yield from on.said(f"{change.says}　[{change.path}]", first=f"{_SIGNS[change.kind]} ")
    yield f"共 {len(changes)} 处不同。" if changes else "没有不同。"


def listed(packs: Sequence[Pack], on: Screen) -> Iterator[str]:
    """Yield a table of packs."""
    columns = (
        Column(title="编号"), Column(title="名称", gives_way=True), Column(title="施行"),
        Column(title="规则", right=True), Column(title="量", right=True),
        Column(title="口径", right=True),
    )  # fmt: skip
    rows = [
        [p.id, p.title, span(p), str(len(p.rules)), str(len(p.quantities)), str(len(p.readings))]
        for p in packs
    ]
    yield from table(columns, rows, across=on.across)
    yield from on.said("通读：biaochi pack render 编号；指纹等见 --format json。", style="dim")


def span(pack: Pack) -> str:
    """Return since when, and until when, a pack is in force."""
    return f"{pack.in_force.from_ or '…'} 起" + (
        f" 至 {pack.in_force.to}" if pack.in_force.to else ""
    )
