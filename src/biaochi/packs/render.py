"""The whole pack as a Chinese document."""

from collections.abc import Iterable

from biaochi.packs.lint import lint
from biaochi.packs.rendering import catalogues, closing, opening, rules
from biaochi.packs.rendering.names import Names
from biaochi.packs.rendering.paper import numbered
from biaochi.packs.shapes import Pack

_STATUS = "> 本文由规则包生成，供阅读和校核。{status}规则包指纹：{digest}。"


def render(pack: Pack) -> str:
    """Return the yardstick on paper: Markdown in numbered chapters and articles."""
    names = Names(pack)
    questions = _questions(pack)
    status = f"尚有 {len(questions)} 个问题待答复，见附录一。" if questions else ""
    lines = [f"# {pack.title}", "", _STATUS.format(status=status, digest=pack.digest), ""]
    lines += numbered((
        *opening.chapters(names),
        *catalogues.chapters(names),
        *rules.chapters(names),
        *closing.chapters(names),
    ))  # fmt: skip
    lines += _appendix("附录一　待答复的问题", entries=questions)
    lines += _appendix("附录二　原文未公布的内容", entries=_unpublished(names))
    return "\n".join(lines).rstrip() + "\n"


def _questions(pack: Pack) -> list[str]:
    """Return what someone has to answer, as sentences."""
    asked = [p for p in lint(pack) if p.level == "question" and p.code != "PACK-LIFE"]
    return [f"{p.found}（应为：{p.expected}）。{p.do}" for p in asked]


def _unpublished(names: Names) -> list[str]:
    pack = names.pack
    found = []
    for catalogue in pack.catalogues.values():
        codes = [item.code for item in catalogue.items if not item.published]
        if codes:
            shown = codes[0] if len(codes) == 1 else f"{codes[0]} 至 {codes[-1]}"
            found.append(f"目录《{catalogue.label.zh}》：{len(codes)}项（{shown}）。")
        hidden = sum(not aspect.published for aspect in catalogue.aspects)
        if hidden:
            found.append(f"目录《{catalogue.label.zh}》：{hidden}个方面。")
    for procedure in pack.procedures.values():
        stages = [stage.label for stage in procedure.stages if not stage.published]
        if stages:
            found.append(f"程序《{procedure.label.zh}》：步骤{'、'.join(stages)}。")
    return found


def _appendix(title: str, *, entries: Iterable[str]) -> list[str]:
    listed = [f"{i}. {entry}" for i, entry in enumerate(entries, start=1)]
    return [f"## {title}", "", *(listed or ["无。"]), ""]
