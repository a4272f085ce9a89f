"""``biaochi explain``: why one person's or unit's answers are what they are."""

from argparse import Namespace
from pathlib import Path

from biaochi.batch import contract
from biaochi.batch.explaining import Explained, Who, explain
from biaochi.cli import explain_page
from biaochi.cli.progress import Progress
from biaochi.cli.running import asked_of, opened
from biaochi.cli.screen import screen, show, show_json
from biaochi.facts.prepared import is_prepared
from biaochi.packs.loader import load, locate


def run(_: str, given: Namespace) -> int:
    """Explain one subject, or one rule or quantity of it."""
    who = _who(given)
    if is_prepared(Path(given.facts)):
        explained = _in_part(given, who)
    else:
        with opened(given) as job:
            explained = explain(job.pack, job.store, job.asked, who, engine=given.engine)
    lines = list(explain_page.lines(explained, screen())) if given.format == "table" else []
    if given.format == "json":
        show_json(_document(explained))
    else:
        show(lines)
    return 0


def _in_part(given: Namespace, who: Who) -> Explained:
    from biaochi.batch.explainparts import explain_in_part  # noqa: PLC0415  slow to load
    from biaochi.batch.preparing import open_for  # noqa: PLC0415

    asked = asked_of(given)
    with Progress() as progress:
        progress.says("读取规则包")
        pack = load(locate(given.pack))
        progress.says("找出所在的部分，计算")
        prepared = open_for(pack, Path(given.facts))
        return explain_in_part(pack, prepared, asked, who, engine=given.engine)


def _who(given: Namespace) -> Who:
    if given.subject is not None:
        kind, ident = given.subject
        return Who(kind=kind, ident=ident, what=given.what)
    kind = "person" if given.person is not None else "unit"
    return Who(kind=kind, ident=given.person or given.unit or "", what=given.what)


def _document(explained: Explained) -> contract.Plain:
    beyond = explained.beyond
    return {
        **contract.header(explained.plan),
        "facts_digest": explained.facts_digest,
        "subject": explained.who.ident,
        "kind": explained.who.kind,
        "findings": [contract.finding(f, trace=t) for f, t in explained.findings],
        "quantities": [contract.plain(q) for q in explained.quantities],
        "beyond": {"rules": [r.id for r in beyond.rules], "quantities": [*beyond.quantities]},
    }
