"""``biaochi assess``: judge a batch of facts."""

import shlex
import sys
from argparse import Namespace
from pathlib import Path

from biaochi.batch import contract, outputs
from biaochi.batch.assess import assess
from biaochi.batch.postgres import without_password
from biaochi.batch.readings import Compared, compare
from biaochi.cli import assess_page, assessing_parts, readings_page
from biaochi.cli.running import Job, opened
from biaochi.cli.screen import screen, show, show_json
from biaochi.facts.prepared import is_prepared


def run(_: str, given: Namespace) -> int:
    """Assess, print the results, and write them where asked."""
    if is_prepared(Path(given.facts)):
        return assessing_parts.run(given, _command(given))
    assessing_parts.refuse_own_options(given)
    target = Path(given.out) if given.out else None
    if target is not None:
        outputs.refuse_target(target)
    with opened(given) as job:
        result = assess(job.pack, job.store, job.asked, engine=given.engine, every=given.all)
        compared = _compared(given, job)
        lines: list[str] = []
        document = None
        if given.format == "json" or target is not None:
            job.progress.says("整理结果")
            document = contract.results(result, traces=given.trace)
            if compared is not None:
                document["readings"] = contract.plain(compared)
        if given.format == "table":
            page = assess_page.Page(
                result, job.store.counts, screen(), given.top, every=given.all, trace=given.trace
            )
            lines = page.lines()
            if compared is not None:
                lines += readings_page.lines(
                    compared, job.pack, result.cells, screen(), top=given.top
                )
            lines += page.next_steps(_command(given), readings=compared is None)
    if target is not None and document is not None:
        outputs.write(document, target)
        print(f"结果已写入 {target}", file=sys.stderr)
    if given.format == "json":
        show_json(document or {})
    else:
        show(lines)
    return 0


def _compared(given: Namespace, job: Job) -> Compared | None:
    if given.readings is None:
        return None
    return compare(job.pack, job.store, job.asked, engine=given.engine, progress=job.progress.says)


def _command(given: Namespace) -> str:
    """The part of the command that the next one repeats."""
    facts = without_password(given.facts)
    parts = ["--pack", given.pack, "--facts", facts, "--period", given.period]
    for name, option in given.reading:
        parts += ["--reading", f"{name}={option}"]
    if given.as_of:
        parts += ["--as-of", given.as_of]
    if given.known_by:
        parts += ["--known-by", given.known_by]
    return " ".join(shlex.quote(p) for p in parts)
