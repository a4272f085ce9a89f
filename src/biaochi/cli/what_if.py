"""``biaochi what-if``: the same facts under another rule, and who changes."""

import os
from argparse import Namespace
from dataclasses import replace
from pathlib import Path

from biaochi.batch import contract
from biaochi.batch.parts import part_run
from biaochi.batch.partwhatif import what_if_parts
from biaochi.batch.partwork import DEFAULT_MEMORY, Limits
from biaochi.batch.preparing import open_for
from biaochi.batch.whatif import Change, WhatIf, open_for_both, what_if
from biaochi.cli import what_if_page
from biaochi.cli.progress import Progress
from biaochi.cli.running import asked_of, refuse_divided, warn
from biaochi.cli.screen import screen, show, show_json
from biaochi.engine.compile import Asked
from biaochi.engine.whatif import with_parameters
from biaochi.errors import Problem, Refusal
from biaochi.facts.prepared import is_prepared
from biaochi.packs.loader import load, locate


def run(_: str, given: Namespace) -> int:
    """Compare two ways of judging; the readings asked for belong to the second."""
    if not (given.against or given.set or given.reading):
        do = "例如 --set 参数=值。"
        raise Refusal((Problem("ASK-CHANGE", "--against、--set 或 --reading", "都没有写", do),))
    asked = replace(asked_of(given), readings={})
    if is_prepared(Path(given.facts)):
        return _by_parts(given, asked)
    if given.results or given.out:
        do = "先用 biaochi facts prepare 整理事实，或去掉这两项。"
        raise Refusal((Problem("ASK-OPTION", "整理后的事实", "--results 或 --out", do),))
    refuse_divided(given)
    with Progress() as progress:
        progress.says("读取规则包")
        pack = load(locate(given.pack))
        change = _change(given)
        progress.says("读取和检查事实")
        with open_for_both(pack, change, given.facts) as store:
            warn(store.warnings)
            progress.says("两种规定各算一遍")
            found = what_if(pack, store, asked, change, engine=given.engine)
            lines = list(what_if_page.lines(found, change, screen(), top=given.top))
    if given.format == "json":
        show_json(_document(found, change))
    else:
        show(lines)
    return 0


def _change(given: Namespace) -> Change:
    return Change(
        against=load(locate(given.against)) if given.against else None,
        parameters=dict(given.set), readings=dict(given.reading),
    )  # fmt: skip


def _by_parts(given: Namespace, asked: Asked) -> int:
    """Compare with the results of an earlier run by parts."""
    if not (given.results and given.out):
        do = "先运行 assess --out 结果，再加 --results 结果 --out 变化。"
        raise Refusal((Problem("ASK-OPTION", "--results 和 --out", "没有写全", do),))
    with Progress() as progress:
        progress.says("读取规则包")
        pack, change = load(locate(given.pack)), _change(given)
        prepared = open_for(pack, Path(given.facts))
        limits = Limits(DEFAULT_MEMORY, os.cpu_count() or 1)
        before = part_run(pack, prepared, asked, out=Path(given.results), limits=limits)
        after = part_run(
            with_parameters(change.against or pack, change.parameters), prepared,
            replace(asked, readings=change.readings), out=Path(given.out), limits=limits,
        )  # fmt: skip
        found = what_if_parts(before, after, out=Path(given.out), told=progress.says)
    if given.format == "json":
        show_json(found)
    else:
        show(what_if_page.parts_lines(found, change, before.plan, given.out))
    return 0


def _document(found: WhatIf, change: Change) -> contract.Plain:
    changes = [
        {**contract.plain(w.changed),
         **({"why": {"before": w.before, "after": w.after, "evidence": list(w.evidence)}}
            if w.changed.what == "finding" else {})}
        for w in found.changed
    ]  # fmt: skip
    return {
        **contract.header(found.before),
        "facts_digest": found.facts_digest,
        "against": {"pack": found.after.pack, "digest": found.after.digest},
        "set": dict(change.parameters),
        "readings": dict(change.readings),
        "changes": changes,
    }
