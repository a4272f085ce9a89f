"""What if, on prepared facts: only what the change can touch is computed again.

The results of an earlier run by parts stand for everything that means the same under both plans;
the rest is made from them.  What comes out is one table of changes and the digest that a whole
run under the changed pack would have.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any

import duckdb

from biaochi.batch.duck import told_in_words
from biaochi.batch.outputs import refuse_target
from biaochi.batch.parts import PartRun, Told, batches, read_summary
from biaochi.batch.partwork import PARQUET, Work, config, make
from biaochi.batch.wide import results_view
from biaochi.engine.amounts import DigestParts, digest_head
from biaochi.engine.dialects import DUCKDB
from biaochi.engine.kinds import FLAG, NUMBER, RATIO, Typed
from biaochi.engine.plan import BELOW, Plan
from biaochi.engine.sharing import shared
from biaochi.engine.sql import Given, Wish, emit
from biaochi.engine.sqldigest import digest_select
from biaochi.engine.sqltext import Known, literal, name
from biaochi.errors import Problem, Refusal

CHANGES = "changes.parquet"
SUMMARY = "summary.json"


def what_if_parts(before: PartRun, after: PartRun, *, out: Path, told: Told) -> dict[str, Any]:
    """Compare the results in ``before.out`` with the changed plan; write changes and a summary."""
    refuse_target(out)
    said = _base(before, after)
    out.absolute().parent.mkdir(parents=True, exist_ok=True)
    work = Path(mkdtemp(prefix=f".{out.name}-", dir=out.absolute().parent))
    try:
        found = _Comparison(before, after, said, work).summary(told)
        text = json.dumps(found, ensure_ascii=False, indent=1)
        (work / "result" / SUMMARY).write_text(text + "\n", encoding="utf-8")
        if out.exists():
            out.rmdir()
        (work / "result").rename(out)
    finally:
        rmtree(work, ignore_errors=True)
    return found


def _base(before: PartRun, after: PartRun) -> dict[str, Any]:
    """The earlier results; Refusal unless they are this pack's on these facts."""
    said = read_summary(before.out)
    mark = before.mark
    there = {p: before.folder(p, mark).relative_to(before.out) for p in before.prepared.names}
    if {p: Path(f) for p, f in said["parts"].items()} != there:
        do = "请先用同一规则包、同一期间、同一批事实运行 assess --out，再比较。"
        found = "规则包、期间、口径或事实已经不同"
        raise Refusal((Problem("ASK-RESULTS", "比较的底数", found, do, file=str(before.out)),))
    if any(after.phases.wide.values()) or any(before.phases.wide.values()):
        wide = "、".join(sorted({c for those in after.phases.wide.values() for c in those})[:3])
        do = "含这种量的办法，请各算一遍（assess）再比较结果。"
        raise Refusal((Problem("ASK-WIDE", "不跨部分的量", wide, do),))
    return said


class _Comparison:
    """The comparison under way, batch by batch."""

    def __init__(
        self, before: PartRun, after: PartRun, said: Mapping[str, Any], work: Path
    ) -> None:
        self.before, self.after, self.said, self.work = before, after, said, work
        (work / "result").mkdir()
        common = shared(before.plan, after.plan)
        none: frozenset[str] = frozenset()
        self.given = {
            kind: common.get(kind, none) & before.phases.local.get(kind, none)
            for kind in after.phases.local
        }
        self.compared = list(_compared(before.plan, after.plan, self.given))

    def summary(self, told: Told) -> dict[str, Any]:
        """Everyone for whom something changes, and the digests before and after."""
        digest, files = self._shared_digest(), []
        names = self.after.prepared.names
        done = 0
        for batch in batches(self.after, names):
            told(f"已比较 {done}/{len(names)} 部分")
            file = self.work / f"{done}.parquet"
            digest = digest.add(self._batch(batch, file))
            files.append(file)
            done += len(batch)
        return {
            "schema": 1, "pack": self.after.plan.pack, "status": "trial",
            "facts_digest": self.after.prepared.digest,
            "results_digest_before": self.said["results_digest"],
            "results_digest": digest.digest(),
            "computed_columns": sorted(
                c for kind, those in self.after.phases.local.items()
                for c in those - self.given[kind]
            ),
            "changes": self._joined(files),
        }  # fmt: skip

    def _shared_digest(self) -> DigestParts:
        """What the parts do not say: kinds of subjects that lie in none of them."""
        wide = json.loads((self.before.out / self.said["wide"] / Work.SAID).read_text("utf-8"))
        return DigestParts({h: tuple(s) for h, s in wide["digest"].items()})

    def _batch(self, batch: Sequence[str], file: Path) -> DigestParts:
        with (
            told_in_words(),
            duckdb.connect(":memory:", config=config(self.after.limits, self.work)) as con,
        ):
            self.after.prepared.open(con, batch)
            folders = {p: self.before.out / self.said["parts"][p] for p in batch}
            tables = {
                k: results_view(con, self.before, k, folders) for k in self.before.phases.local
            }
            filled, empty = self.after.prepared.blanks(batch)
            wish = Wish(
                known=Known(filled, empty), given=Given(tables, self.given),
                keep=self.after.phases.local, tag="_after",
            )  # fmt: skip
            script = emit(self.after.plan, wish)
            make(con, script)
            digest = DigestParts({})
            for kind in self.after.phases.local:
                digest = digest.add(self._digest(con, kind, script.tables[kind]))
            changes = self._changes(tables, script.tables)
            con.execute(f"COPY ({changes}) TO {literal(str(file))} ({PARQUET})")
        return digest

    def _digest(self, con: duckdb.DuckDBPyConnection, kind: str, table: str) -> DigestParts:
        sql = digest_select(self.after.plan, kind, table)
        [sums] = con.execute(DUCKDB.spell(sql)).fetchall()
        return DigestParts({digest_head(self.after.plan, kind): tuple(int(s or 0) for s in sums)})

    def _changes(self, old: Mapping[str, str], new: Mapping[str, str]) -> str:
        parts = []
        for pair in self.compared:
            a, b = old.get(pair.kind, ""), new[pair.kind]
            was = pair.text(pair.before, "a") if pair.before is not None else "'not_met'"
            join = f" JOIN {a} a ON a.id = b.id" if pair.before is not None else ""
            now = pair.text(pair.after, "b")
            parts.append(
                f"SELECT {literal(pair.kind)} AS kind, b.id AS subject,"
                f" {literal(pair.what)} AS what, {literal(pair.name)} AS name,"
                f" {was} AS before, {now} AS after"
                f" FROM {b} b{join} WHERE {was} <> {now}"
            )
        nothing = ", ".join(f"'' AS {c}" for c in ("kind", "subject", "what", "name", "before"))
        return " UNION ALL ".join(parts) or f"SELECT {nothing}, '' AS after WHERE FALSE"

    def _joined(self, files: Sequence[Path]) -> dict[str, int]:
        """Bring the batches' changes together, in order; count them by what changed."""
        listed = ", ".join(literal(str(f)) for f in files)
        target = literal(str(self.work / "result" / CHANGES))
        rows = f"read_parquet([{listed}])"
        with duckdb.connect(":memory:", config=config(self.after.limits, self.work)) as con:
            con.execute(
                f"COPY (SELECT * FROM {rows} ORDER BY kind, what, name, subject)"
                f" TO {target} ({PARQUET})"
            )
            counts = f"SELECT what || ':' || name, count(*) FROM {rows} GROUP BY ALL ORDER BY 1"
            return dict(con.execute(counts).fetchall())


@dataclass(frozen=True)
class _Pair:
    """One verdict or quantity under both plans."""

    kind: str
    what: str
    name: str
    before: tuple[str, Typed] | None
    after: tuple[str, Typed]

    def text(self, column: tuple[str, Typed] | None, alias: str) -> str:
        """The value as it is told: a verdict's name, an exact decimal, a share, a label."""
        if column is None:
            return "'not_met'"
        cell, typed = f"{alias}.{name(column[0])}", column[1]
        if self.what == "finding":
            said = f"CASE WHEN {cell} THEN 'met' WHEN NOT {cell} THEN 'not_met' END"
            return f"COALESCE({said}, 'undetermined')"
        text = f"CAST({cell} AS VARCHAR)"
        if typed.kind == FLAG:
            text = f"CASE WHEN {cell} THEN 'true' WHEN NOT {cell} THEN 'false' END"
        elif typed.kind == RATIO:
            text = f"{text} || '/' || CAST({alias}.{name(column[0] + BELOW)} AS VARCHAR)"
        elif typed.kind == NUMBER and typed.scale:
            places = typed.scale
            unit = f"CAST('0.{'1'.zfill(places)}' AS DECIMAL({places + 1}, {places}))"
            text = f"CAST(CAST({cell} AS DECIMAL(19, 0)) * {unit} AS VARCHAR)"
        return f"COALESCE({text}, 'undetermined')"


def _compared(before: Plan, after: Plan, given: Mapping[str, frozenset[str]]) -> Iterator[_Pair]:
    """What can differ: verdicts, and public quantities of both plans."""
    rules = {r.id: r for r in before.rules if r.in_force}
    for rule in after.rules:
        was = rules.get(rule.id)
        if rule.in_force and rule.column not in given.get(rule.of, ()):
            flag = Typed(FLAG, rule.when_expr)
            old = (was.column, flag) if was is not None and was.of == rule.of else None
            yield _Pair(rule.of, "finding", rule.id, old, (rule.column, flag))
    nodes = {n.name: n for n in before.nodes if not n.internal}
    for node in after.nodes:
        there = nodes.get(node.name)
        if node.internal or there is None or there.of != node.of:
            continue
        if node.name not in given.get(node.of, ()):
            yield _Pair(node.of, "quantity", node.name, (node.name, there.typed),
                        (node.name, node.typed))  # fmt: skip
