"""Assess prepared facts part by part: bounded memory, resumable, each part by its content.

A part's results lie in a folder named by what they were made from (the plan, the part's facts,
what all parts share), so a part that is there already is not computed again: that is how a run
that was killed goes on, and how new facts cost only the parts they touch.  ``summary.json`` is
written last and in one step; until then an older result stays whole.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from time import monotonic
from typing import Any
from urllib.parse import quote

from biaochi.batch.partwork import Limits, Work, run_parts
from biaochi.batch.wide import run_wide
from biaochi.engine.amounts import DigestParts, digest_head
from biaochi.engine.bind import Check, checks
from biaochi.engine.compile import Asked, compile_pack
from biaochi.engine.phases import Layout, Phases, phases
from biaochi.engine.plan import Plan
from biaochi.engine.scopes import PERSON, UNIT
from biaochi.engine.sql import Wish, emit
from biaochi.engine.sqlfindings import relations_read
from biaochi.engine.sqltext import NOTHING, Known
from biaochi.errors import Problem, Refusal
from biaochi.facts.prepared import SHARED, Prepared
from biaochi.packs.shapes import Pack
from biaochi.vocabulary.limits import HEX_PIECES

SUMMARY = "summary.json"
FORM = 1
_MARK = 16
BYTES_PER_PERSON = 3 * 2**10
MOST_TOGETHER = 150_000  # people: what a kill may cost, and how often progress is told
_DRAFT = ".work-"
Told = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class PartRun:
    """What one run over prepared facts is made of."""

    pack: Pack
    plan: Plan
    prepared: Prepared
    phases: Phases
    checks: tuple[Check, ...]
    out: Path
    limits: Limits

    @property
    def mark(self) -> str:
        """One hash for the plan as it is written, whatever facts it meets."""
        texts = [f"{s.kind} {s.name} {s.select}" for s in emit(self.plan, self.wish()).steps]
        said = [str(FORM), self.plan.digest, *texts, *sorted(self.phases.rules)]
        return sha256("\n".join(said).encode()).hexdigest()

    def wish(self, known: Known = NOTHING) -> Wish:
        """What a part is asked for."""
        return Wish(
            known=known, keep=self.phases.local,
            relations=relations_read(self.plan, self.phases.rules),
        )  # fmt: skip

    def folder(self, part: str, mark: str) -> Path:
        """Where a part's results lie."""
        facts = self.prepared.parts
        shared = facts[SHARED].digest if SHARED in facts else ""
        key = sha256(f"{mark}\n{facts[part].digest}\n{shared}".encode()).hexdigest()
        return self.out / "parts" / f"part={quote(part, safe='')}" / key[:_MARK]


@dataclass
class Parts:
    """What came of every part: its folder, and what it says of itself; ``wide``: of all."""

    folders: dict[str, Path] = field(default_factory=dict)
    said: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    again: int = 0
    wide: Path = Path()

    def take(self, part: str, folder: Path) -> None:
        """Read what a finished part says of itself."""
        self.folders[part] = folder
        self.said[part] = json.loads((folder / Work.SAID).read_text(encoding="utf-8"))


def part_run(pack: Pack, prepared: Prepared, asked: Asked, *, out: Path, limits: Limits) -> PartRun:
    """Compile the pack and split its plan by how the facts lie."""
    plan = compile_pack(pack, asked)
    if asked.known_by is not None:
        _refuse_unrecorded(prepared)
    return PartRun(
        pack=pack, plan=plan, prepared=prepared, phases=phases(plan, layout_of(prepared)),
        checks=checks(pack), out=out, limits=limits,
    )  # fmt: skip


def layout_of(prepared: Prepared) -> Layout:
    """How these facts lie; units shared by the parts belong to none."""
    has_units = SHARED in prepared.parts and prepared.parts[SHARED].rows("units")
    return Layout((PERSON,) if has_units else (PERSON, UNIT), prepared.closed)


def assess_parts(run: PartRun, *, told: Told) -> dict[str, Any]:
    """Compute what is not there yet, and write the summary; returns it."""
    refuse_results(run.out)
    for left in run.out.glob(f"{_DRAFT}*"):
        rmtree(left, ignore_errors=True)
    run.out.mkdir(parents=True, exist_ok=True)
    work = Path(mkdtemp(prefix=_DRAFT, dir=run.out))
    try:
        parts = _computed(run, work, told)
        _widened(run, parts, work, told)
        summary = _summary(run, parts)
        _publish(run.out, summary)
    finally:
        rmtree(work, ignore_errors=True)
    return summary


def refuse_results(out: Path) -> None:
    """Refuse a folder that holds something other than results of such runs."""
    if not out.exists():
        return
    if out.is_dir():
        names = {p.name for p in out.iterdir() if not p.name.startswith(_DRAFT)}
        if names <= {SUMMARY, f".{SUMMARY}", "parts", "wide"}:
            return
    do = "请换一个文件夹名，或先把里面的文件移走。"
    expected = "新的、空的，或以前分部分运算的结果文件夹"
    raise Refusal((Problem("ASK-TARGET", expected, "已有别的内容", do, file=str(out)),))


def read_summary(out: Path) -> dict[str, Any]:
    """Read the summary of a finished run; Refusal where there is none."""
    try:
        found: dict[str, Any] = json.loads((out / SUMMARY).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        do = "请先用 assess --out 算出结果；中断过的，同一条命令再运行一次即可接着算。"
        problem = Problem("ASK-RESULTS", "一次算完的结果文件夹", "没有算完", do, file=str(out))
        raise Refusal((problem,)) from error
    return found


def _refuse_unrecorded(prepared: Prepared) -> None:
    filled, _ = prepared.blanks(prepared.names)
    for table in ("posts", "evidence", "scores", "ballots", "results", "determinations",
                  "measures", "events", "absences", "links"):  # fmt: skip
        pieces = prepared.pieces(table, prepared.names)
        if pieces and (table, "recorded_at") not in filled:
            do = "按得知时间（--known-by）重算时，每一行都要有 recorded_at；请补上再整理一次。"
            raise Refusal((Problem("FACT-RECORDED", "每一行都写明得知时间", "有空白", do, table,
                                   column_name="recorded_at"),))  # fmt: skip


def _computed(run: PartRun, work: Path, told: Told) -> Parts:
    """Every part's results, those at hand taken over."""
    mark = run.mark
    found, todo = Parts(), []
    for part in run.prepared.names:
        folder = run.folder(part, mark)
        if (folder / Work.SAID).is_file():
            found.take(part, folder)
        else:
            todo.append(part)
    found.again = len(todo)
    began, done = monotonic(), 0
    rows = {p: sum(t.rows for t in run.prepared.parts[p].tables.values()) for p in todo}
    for batch in batches(run, todo):
        ready = f"已算 {len(found.folders)}/{len(run.prepared.names)} 部分"
        told(ready + _pace(sum(rows.values()), done, monotonic() - began))
        for part, made in run_parts(run, batch, work).items():
            folder = run.folder(part, mark)
            folder.parent.mkdir(parents=True, exist_ok=True)
            made.rename(folder)
            found.take(part, folder)
        done += sum(rows[p] for p in batch)
    return found


def batches(run: PartRun, todo: Sequence[str]) -> Iterator[list[str]]:
    """Parts taken together, as many as memory allows: one statement for many small counties."""
    most = min(MOST_TOGETHER, run.limits.memory // BYTES_PER_PERSON)
    batch: list[str] = []
    people = 0
    for part in todo:
        here = run.prepared.parts[part].rows("people")
        if batch and people + here > most:
            yield batch
            batch, people = [], 0
        batch.append(part)
        people += here
    if batch:
        yield batch


def _pace(rows: int, done: int, spent: float) -> str:
    """How fast it goes, and how long it may still take."""
    if not done:
        return ""
    left = spent * (rows - done) / done
    return f"，每秒 {done / spent / 10**4:.0f} 万行，约余 {left:.0f} 秒"


def _widened(run: PartRun, parts: Parts, work: Path, told: Told) -> None:
    """What only all parts together say, unless it is there already."""
    named = "\n".join(f"{p} {parts.folders[p].name}" for p in sorted(parts.folders))
    parts.wide = run.out / "wide" / sha256(named.encode()).hexdigest()[:_MARK]
    if not (parts.wide / Work.SAID).is_file():
        told("合并各部分，计算跨部分的量")
        parts.wide.parent.mkdir(exist_ok=True)
        run_wide(run, parts.folders, work).rename(parts.wide)
    parts.take("", parts.wide)
    del parts.folders[""]


def _summary(run: PartRun, parts: Parts) -> dict[str, Any]:
    """What the run says as a whole."""
    plan, said = run.plan, parts.said
    # A kind of subject that no part has counts too, with no rows.
    none = (0,) * (1 + HEX_PIECES)
    digest = DigestParts({digest_head(plan, kind): none for kind in plan.subjects})
    for part in sorted(said):
        digest = digest.add(DigestParts({h: tuple(s) for h, s in said[part]["digest"].items()}))
    return {
        "schema": FORM, "pack": plan.pack, "digest": plan.digest, "status": "trial",
        "period": plan.period_name, "as_of": plan.as_of.isoformat(),
        "known_by": None if plan.known_by is None else plan.known_by.isoformat(),
        "readings": dict(plan.readings), "facts_digest": run.prepared.digest,
        "results_digest": digest.digest(),
        "computed": parts.again,
        "counts": _added(said.values(), "counts"),
        "findings": _added(said.values(), "findings"),
        "columns": _columns(run),
        "parts": {p: str(f.relative_to(run.out)) for p, f in sorted(parts.folders.items())},
        "wide": str(parts.wide.relative_to(run.out)),
    }  # fmt: skip


def _added(those: Any, what: str) -> dict[str, int]:  # noqa: ANN401  values of JSON
    found: dict[str, int] = {}
    for said in those:
        for key, count in said[what].items():
            found[key] = found.get(key, 0) + count
    return dict(sorted(found.items()))


def _columns(run: PartRun) -> dict[str, dict[str, dict[str, Any]]]:
    """How each column of the results is to be read: its label, kind and decimal places."""
    nodes = {n.name: n for n in run.plan.nodes}
    verdicts = {r.column: r.label.zh for r in run.plan.rules}
    return {
        kind: {
            c: {"label": verdicts.get(c) or nodes[c].label or c, "kind": nodes[c].typed.kind,
                "scale": nodes[c].typed.scale, "unit": nodes[c].typed.unit}
            for c in sorted(those) if c in nodes
        }
        for kind, those in _all_columns(run.phases).items()
    }  # fmt: skip


def _all_columns(phases: Phases) -> dict[str, frozenset[str]]:
    kinds = [*phases.local, *(k for k in phases.wide if k not in phases.local)]
    none: frozenset[str] = frozenset()
    return {k: phases.local.get(k, none) | phases.wide.get(k, none) for k in kinds}


def _publish(out: Path, summary: Mapping[str, Any]) -> None:
    """Write the summary in one step; then remove what it does not name."""
    draft = out / f".{SUMMARY}"
    draft.write_text(json.dumps(summary, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    draft.replace(out / SUMMARY)
    named = {out / folder for folder in (*summary["parts"].values(), summary["wide"])}
    for part in (*(out / "parts").iterdir(), out / "wide"):
        for folder in part.iterdir():
            if folder not in named:
                rmtree(folder, ignore_errors=True)
        if not any(part.iterdir()):
            part.rmdir()
