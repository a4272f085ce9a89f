"""``biaochi what-if``: the same facts under another rule, and who changes."""

from argparse import Namespace
from dataclasses import replace

from biaochi.batch import contract
from biaochi.batch.whatif import Change, WhatIf, open_for_both, what_if
from biaochi.cli import what_if_page
from biaochi.cli.progress import Progress
from biaochi.cli.running import asked_of, refuse_divided, warn
from biaochi.cli.screen import screen, show, show_json
from biaochi.errors import Problem, Refusal
from biaochi.packs.loader import load, locate


def run(_: str, given: Namespace) -> int:
    """Compare two ways of judging; the readings asked for belong to the second."""
    if not (given.against or given.set or given.reading):
        do = "例如 --set 参数=值。"
        raise Refusal((Problem("ASK-CHANGE", "--against、--set 或 --reading", "都没有写", do),))
    asked = replace(asked_of(given), readings={})
    refuse_divided(given)
    with Progress() as progress:
        progress.says("读取规则包")
        pack = load(locate(given.pack))
        change = Change(
            against=load(locate(given.against)) if given.against else None,
            parameters=dict(given.set), readings=dict(given.reading),
        )  # fmt: skip
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
