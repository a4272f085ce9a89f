"""What a run says, as the plain data of the outward contract: texts, lists and mappings.

Numbers are exact texts.  The keys are promised (DESIGN 12); more may be added, none is renamed.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from json import JSONEncoder
from typing import TYPE_CHECKING, Any

from biaochi.batch.assess import Result
from biaochi.engine.amounts import text
from biaochi.engine.explain import Explainer, Trace
from biaochi.engine.findings import Finding
from biaochi.engine.plan import Plan, Question
from biaochi.engine.watched import MonitorFigure, StatisticFigure
from biaochi.errors import Problem
from biaochi.packs.shapes import Basis, Label, Pack

if TYPE_CHECKING:
    from biaochi.batch.checking import Checked

SCHEMA = 1
TRIAL = "trial"
Plain = dict[str, Any]
_OPTIONAL = ("about", "exceptions", "channel", "owner", "legal_review")


def results(result: Result, *, traces: bool = False) -> Plain:
    """Return the whole run; ``status`` is ``trial`` until an office activates the pack."""
    plan = result.plan
    return {
        **header(plan),
        "facts_digest": result.facts_digest,
        "results_digest": result.results_digest,
        "quantities": list(quantities(result)),
        "findings": [finding(f, trace=traced(result, f) if traces else None)
                     for f in result.findings],
        "monitors": [*map(monitor, result.monitors), *map(statistic, result.statistics)],
        "open_questions": [question(q) for q in plan.questions],
    }  # fmt: skip


def header(plan: Plan) -> Plain:
    """Return what every document of a run begins with."""
    return {
        "schema": SCHEMA, "pack": plan.pack, "digest": plan.digest, "status": TRIAL,
        "as_of": plan.as_of.isoformat(),
        "known_by": None if plan.known_by is None else plan.known_by.isoformat(),
    }  # fmt: skip


def quantities(result: Result) -> Iterator[Plain]:
    """Yield every public quantity of every subject, kind by kind."""
    plan = result.plan
    for kind, subjects in result.cells.items():
        nodes = [n for n in plan.of(kind) if not n.internal]
        for ident, cells in subjects.items():
            for node in nodes:
                found = {
                    "subject": ident, "name": node.name, "period": plan.period_name,
                    "value": text(node.typed, cells, node.name, places=plan.scale),
                    "unit": node.typed.unit,
                }  # fmt: skip
                if node.readings:
                    found["reading"] = reading_text(plan, node.readings)
                yield found


def reading_text(plan: Plan, names: Iterable[str]) -> str:
    """Return readings as they are written on the command line: ``window=calendar_year``."""
    return ",".join(f"{name}={plan.readings.get(name, '')}" for name in names)


def finding(found: Finding, *, trace: Trace | None = None) -> Plain:
    """Return one finding; what is blank beyond the promised keys is left out."""
    said = {
        "subject": found.subject, "rule": found.rule, "verdict": found.verdict,
        "opens": found.opens, "effects": [_filled(e) for e in found.effects],
        "basis": basis(found.basis), "evidence": list(found.evidence),
        "missing": [plain(m) for m in found.missing],
    }  # fmt: skip
    said |= {k: plain(getattr(found, k)) for k in _OPTIONAL if getattr(found, k)}
    if trace is not None:
        said["trace"] = plain(trace)
    return said


def traced(result: Result, found: Finding) -> Trace:
    """Return the reasoning behind a finding."""
    rule = next(r for r in result.plan.rules if r.id == found.rule)
    return Explainer(result.reasons).rule(rule, found.about or found.subject, found.verdict)


def monitor(figure: MonitorFigure) -> Plain:
    """Return one group of a monitor; its pool is an order for study, not a selection."""
    return {"kind": "monitor", **plain(figure), "undetermined": str(figure.undetermined)}


def statistic(figure: StatisticFigure) -> Plain:
    """Return a total with its parts and what they leave."""
    said = plain(figure)
    said["parts"] = [{"name": n, "value": v, "share": s} for n, v, s in figure.parts]
    said["cross_cuts"] = [{"name": n, "value": v} for n, v in figure.cross_cuts]
    said["remainder"] = {
        "name": said.pop("remainder_label"), "value": figure.remainder,
        "share": said.pop("remainder_share"),
    }  # fmt: skip
    return {"kind": "statistic", **said}


def question(asked: Question) -> Plain:
    """Return an open question with the reading or parameter it is about."""
    return _filled(asked)


def written(document: Mapping[str, Any], *, ascii_only: bool = False) -> Iterator[str]:
    """Yield the document as JSON, one line for each entry: quick to write, easy to compare."""
    encode = JSONEncoder(ensure_ascii=ascii_only).encode
    between = "{"
    for key, value in document.items():
        yield f"{between}\n{encode(key)}: "
        between = ","
        if isinstance(value, list) and value:
            yield "[\n" + encode(value[0])
            yield from (f",\n{encode(item)}" for item in value[1:])
            yield "\n]"
        else:
            yield encode(value)
    yield "\n}\n"


def problem(found: Problem) -> Plain:
    """Return a problem; a fault of facts names its column, one of packs its number."""
    return {
        "code": found.code, "file": found.file, "line": found.line,
        "column": found.column_name or found.column, "expected": found.expected,
        "found": found.found, "do": found.do,
    }  # fmt: skip


def errors(problems: Iterable[Problem]) -> Plain:
    """Return a refusal."""
    return {"errors": [problem(p) for p in problems if p.level == "error"]}


def checked(found: "Checked") -> Plain:
    """Return what a check of a pack found."""
    return {
        "pack": found.pack.id if found.pack else None, "folder": str(found.folder),
        "digest": found.pack.digest if found.pack else None, "good": found.is_good,
        "problems": [{"level": p.level, **problem(p)} for p in found.problems],
        "runs": str(found.runs),
        "differences": [{"engine": f.engine, **plain(f.difference)} for f in found.failures],
    }  # fmt: skip


def listed(pack: Pack) -> Plain:
    """Return a pack in one line."""
    return {
        "pack": pack.id, "title": pack.title, "authority": pack.authority, "digest": pack.digest,
        "in_force": {"from": pack.in_force.from_, "to": pack.in_force.to},
        "rules": list(pack.rules), "readings": {n: r.chosen for n, r in pack.readings.items()},
    }  # fmt: skip


def basis(where: Basis) -> Plain:
    """Return document and clause."""
    return {"document": where.document, "clause": where.clause}


def plain(value: object) -> Any:  # noqa: ANN401  plain data of any depth
    """Return frozen data as plain data; labels become their Chinese text."""
    if isinstance(value, Label):
        return value.zh
    if is_dataclass(value):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


def _filled(value: object) -> Plain:
    """Return data without its blank fields."""
    said: Plain = plain(value)
    return {key: item for key, item in said.items() if item not in ("", [], None)}
