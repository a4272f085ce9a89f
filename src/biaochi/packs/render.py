"""The whole pack as a Chinese document."""

from collections.abc import Iterator
from itertools import groupby

from biaochi.errors import Problem
from biaochi.packs.lint import lint
from biaochi.packs.rendering import catalogues, closing, opening, rules
from biaochi.packs.rendering.names import Names
from biaochi.packs.rendering.paper import numbered, tidied
from biaochi.packs.shapes import Catalogue, Pack

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
    lines += ["## 附录一　待答复的问题", "", *_grouped(questions)]
    lines += ["## 附录二　原文未公布的内容", "", *_listed(_unpublished(names))]
    return tidied("\n".join(lines)).rstrip() + "\n"


def _questions(pack: Pack) -> list[Problem]:
    """Return what someone has to answer."""
    return [p for p in lint(pack) if p.level == "question" and p.code != "PACK-LIFE"]


def _grouped(questions: list[Problem]) -> list[str]:
    """Return the questions under what is asked of the reader, counted through."""
    lines: list[str] = []
    count = 1
    for do in dict.fromkeys(question.do for question in questions):
        asked = [q.found for q in questions if q.do == do]
        lines += [f"**{do}**", "", *_listed([f"{found}。" for found in asked], start=count)]
        count += len(asked)
    return lines or _listed([])


def _unpublished(names: Names) -> list[str]:
    pack = names.pack
    found = []
    for catalogue in pack.catalogues.values():
        count = sum(not item.published for item in catalogue.items)
        if count:
            runs = "、".join(_runs(catalogue))
            found.append(f"目录《{catalogue.label.zh}》：{count}项的条文（{runs}）。")
        hidden = [a.label for a in catalogue.aspects if not a.published]
        if hidden:
            named = "、".join(label for label in hidden if label)
            inside = f"（{named}）" if named else ""
            found.append(f"目录《{catalogue.label.zh}》：{len(hidden)}个方面的内容{inside}。")
    for procedure in pack.procedures.values():
        numbered_stages = enumerate(procedure.stages, start=1)
        stages = [str(number) for number, stage in numbered_stages if not stage.published]
        if stages:
            found.append(f"程序《{procedure.label.zh}》：第{'、'.join(stages)}步的名称。")
    return found


def _runs(catalogue: Catalogue) -> Iterator[str]:
    """Yield the codes of unpublished items, those that follow one another together."""
    for published, run in groupby(catalogue.items, key=lambda item: item.published):
        codes = [item.code for item in run]
        if not published:
            yield codes[0] if len(codes) == 1 else f"{codes[0]}至{codes[-1]}"


def _listed(entries: list[str], *, start: int = 1) -> list[str]:
    listed = [f"{i}. {entry}" for i, entry in enumerate(entries, start=start)]
    return [*(listed or ["无。"]), ""]
