"""``biaochi facts prepare``: raw facts into prepared facts."""

from argparse import Namespace
from collections.abc import Iterator, Mapping
from pathlib import Path
from time import monotonic

from biaochi.batch import contract
from biaochi.batch.preparing import prepare_for
from biaochi.cli import wordings
from biaochi.cli.guard import visible
from biaochi.cli.progress import Progress
from biaochi.cli.running import warn
from biaochi.cli.screen import Screen, screen, show, show_json
from biaochi.cli.tables import Column, table
from biaochi.facts.prepare import Answer, Going
from biaochi.facts.prepared import KEYED, SHARED, Prepared
from biaochi.facts.shapes import TABLES
from biaochi.packs.loader import load, locate
from biaochi.packs.shapes import Pack
from biaochi.vocabulary.columns import COLUMNS

LINKS = "links"
_SMALL_SHARE = 0.01
_MINUTE, _HOUR = 60, 3600


def run(_: str, given: Namespace) -> int:
    """Prepare a folder; refused, with nothing changed, if anything is wrong."""
    began = monotonic()
    with Progress() as progress:
        progress.says("读取规则包")
        pack = load(locate(given.pack))
        progress.says("查看事实文件夹")
        answer = prepare_for(
            pack, Path(given.facts), Path(given.out), by=given.by,
            progress=lambda going: progress.says(going_on(going, monotonic() - began)),
        )  # fmt: skip
    if given.format == "json":
        show_json(_document(answer, pack.id))
    else:
        warn(answer.warnings)
        show(_page(answer, screen(), pack, seconds=monotonic() - began))
    return 0


def going_on(going: Going, seconds: float) -> str:
    """Say how far it is, how fast, and how long it may still take.

    >>> going_on(Going(3, 12, 250, 1000, 80_000), 20)
    '整理 3/12 个部分，每秒 4000 行，约还要 60 秒'
    >>> going_on(Going(0, 1, 0, 1000, 0), 0)
    '整理 0/1 个部分'
    """
    said = f"整理 {going.parts}/{going.of_parts} 个部分"
    if going.rows and seconds:
        said += f"，每秒 {going.rows / seconds:.0f} 行"
    if going.size > _SMALL_SHARE * going.of_size:
        said += f"，约还要 {lasting(seconds * (going.of_size - going.size) / going.size)}"
    return said


def lasting(seconds: float) -> str:
    """Return a length of time in words.

    >>> lasting(3), lasting(300), lasting(36_000)
    ('3 秒', '5 分钟', '10.0 小时')
    """
    if seconds <= _MINUTE:
        return f"{seconds:.0f} 秒"
    return f"{seconds / _MINUTE:.0f} 分钟" if seconds <= _HOUR else f"{seconds / _HOUR:.1f} 小时"


def _counts(prepared: Prepared) -> dict[str, int]:
    parts = prepared.parts.values()
    counts = {t: sum(p.rows(t) for p in parts) for t in TABLES}
    return {t: n for t, n in counts.items() if n}


def _document(answer: Answer, pack: str) -> contract.Plain:
    prepared = answer.prepared
    return {
        "schema": contract.SCHEMA, "pack": pack, "facts_digest": prepared.digest,
        "parts": [{"part": p, "people": str(prepared.parts[p].rows("people"))}
                  for p in prepared.names],
        "tables": {t: str(n) for t, n in _counts(prepared).items()},
        "closed": sorted(prepared.closed), "read": list(answer.read), "kept": list(answer.kept),
        "warnings": [contract.problem(p) for p in answer.warnings],
    }  # fmt: skip


def _page(answer: Answer, on: Screen, pack: Pack, *, seconds: float) -> Iterator[str]:
    prepared, shared = answer.prepared, answer.prepared.parts.get(SHARED)
    columns = (Column(title="表"), Column(title="内容"), Column(title="行数", right=True),
               Column(title="其中共用", right=True))  # fmt: skip
    rows = [
        [t, TABLES[t].label, str(n), str(shared.rows(t) if shared else 0)]
        for t, n in _counts(prepared).items()
    ]
    yield from table(columns, rows, across=on.across)
    people = _counts(prepared).get("people", 0)
    told = f"{len(prepared.names)} 个部分，{people} 人；"
    told += f"这次读了 {len(answer.read)} 个，没有变动的 {len(answer.kept)} 个沿用原来的"
    yield from on.said(f"{told}。")
    words = {**COLUMNS, **{n: a.label for n, a in pack.attributes.items()}}
    yield from on.said(f"不跨部分的分组：{'；'.join(_closed(prepared, words)) or '没有'}。")
    yield from on.said("按这些分组排名次、算名额，可以一部分一部分地算；按别的分组要合起来算。")
    done = on.paint("整理好了", "green")
    yield from on.said(f"写在 {visible(str(prepared.folder))}，用时 {lasting(seconds)}。")
    yield f"{done}，与规则包相合。指纹 {wordings.digest(prepared.digest)}"


def _closed(prepared: Prepared, words: Mapping[str, str]) -> Iterator[str]:
    """Yield, table by table, the columns whose values do not cross parts; and links."""
    blank = prepared.blanks(prepared.names)[1]
    for name in KEYED:
        columns = [c.name for c in prepared.columns(name) if f"{name}.{c.name}" in prepared.closed]
        told = [c for c in columns if c not in TABLES[name].unique[:1] and (name, c) not in blank]
        said = [f"{words.get(c, c)} {c}" for c in told]
        if said:
            yield f"{TABLES[name].label}表的{'、'.join(said)}"
    if LINKS in prepared.closed and (LINKS, "from") not in blank:
        yield TABLES[LINKS].label
