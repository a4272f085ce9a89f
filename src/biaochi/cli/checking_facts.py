"""``biaochi facts check``: is a facts folder in order?"""

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from biaochi.batch import contract
from biaochi.batch.assess import open_facts
from biaochi.cli import wordings
from biaochi.cli.guard import visible
from biaochi.cli.progress import Progress
from biaochi.cli.screen import Screen, screen, show, show_json
from biaochi.cli.tables import Column, table
from biaochi.facts.read import read_folder
from biaochi.facts.shapes import TABLES
from biaochi.facts.store import Store
from biaochi.packs.loader import load, locate


def run(_: str, given: Namespace) -> int:
    """Read a folder with all checks; refused if anything is wrong."""
    with Progress() as progress:
        progress.says("读取和检查事实")
        pack = load(locate(given.pack)) if given.pack else None
        folder = Path(given.folder)
        with read_folder(folder) if pack is None else open_facts(pack, folder) as store:
            document = _document(store, pack.id if pack else "")
            lines = list(_page(store, screen(), with_pack=pack is not None))
    if given.format == "json":
        show_json(document)
    else:
        show(lines)
    return 0


def _document(store: Store, pack: str) -> contract.Plain:
    warnings = [contract.problem(p) for p in store.warnings]
    found = {
        "schema": contract.SCHEMA, "facts_digest": store.digest,
        "tables": {t: str(n) for t, n in store.counts.items() if t in store.present},
        "warnings": warnings,
    }  # fmt: skip
    return {**found, "pack": pack} if pack else found


def _page(store: Store, on: Screen, *, with_pack: bool) -> Iterator[str]:
    columns = (Column(title="表"), Column(title="内容"), Column(title="行数", right=True))
    rows = [[t, TABLES[t].label, str(n)] for t, n in store.counts.items() if t in store.present]
    yield from table(columns, rows, across=on.across)
    absent = [f"{t.name}（{t.label}）" for t in TABLES.values() if t.name not in store.present]
    if absent:
        yield from on.said(
            f"没有的表：{'、'.join(absent)}。用到它们的量会没有记录或待定。", style="dim"
        )
    for problem in store.warnings:
        yield from on.said(visible(str(problem)), first="注意 ", style="yellow")
    told = "，与规则包相合" if with_pack else "；加 --pack 可再按规则包核对条目和范围"
    verdict = on.paint("没有错误", "green")
    yield f"{verdict}{told}。指纹 {wordings.digest(store.digest)}"
