"""What the plan sees of the facts: rows known and current, subjects with their attributes."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from biaochi.engine.closures import function
from biaochi.engine.expr import Env
from biaochi.engine.kinds import NUMBER
from biaochi.engine.operations import Scalar
from biaochi.engine.plan import WHOLE, WHOLE_ID, Plan, Subjects
from biaochi.engine.scopes import PERSON, UNIT
from biaochi.facts.shapes import FACT_SCALE, Facts, Row
from biaochi.timeline import WorkingDays

Rows = Sequence[Row]
SubjectRows = dict[str, dict[str, Scalar]]


@dataclass(frozen=True)
class View:
    """Tables as known and current for one plan, and the working-day calendar among them."""

    tables: Mapping[str, Rows]
    working: WorkingDays

    def by(self, table: str, column: str) -> Mapping[str, list[Row]]:
        """Rows of a table under the values of a column."""
        return by_column(self.tables[table], column)


def by_column(rows: Rows, column: str) -> Mapping[str, list[Row]]:
    """Rows under the values of a column; those that lack it are left out."""
    found = sorted_out(rows, column)
    return {str(key): those for key, those in found.items() if key is not None}


def sorted_out(rows: Rows, column: str) -> Mapping[Scalar, list[Row]]:
    """Rows under the values of a column as they are."""
    found: dict[Scalar, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[column]].append(row)
    return found


def view(plan: Plan, facts: Facts) -> View:
    """Keep what was recorded by the horizon and is not superseded; add the duties."""
    tables = {name: _known(plan, name, rows) for name, rows in facts.tables.items()}
    replaced = {r["supersedes"] for r in tables["evidence"]}
    tables["evidence"] = [r for r in tables["evidence"] if r["id"] not in replaced]
    working = working_days(tables["calendar"])
    return View(tables, working)


def _known(plan: Plan, table: str, rows: Rows) -> Rows:
    if plan.known_by is None or table in {"people", "units", "calendar"}:
        return list(rows)
    horizon = plan.known_by
    return [r for r in rows if isinstance(at := r["recorded_at"], datetime) and at <= horizon]


def working_days(rows: Rows) -> WorkingDays:
    """The calendar in the facts: holidays, and weekend days worked instead."""
    days: dict[str, set[object]] = {"holiday": set(), "workday": set()}
    for row in rows:
        days[str(row["kind"])].add(row["date"])
    return WorkingDays(frozenset(days["holiday"]), frozenset(days["workday"]))


def subjects(
    plan: Plan, seen: View, wanted: Collection[str] | None = None
) -> dict[str, SubjectRows]:
    """Every subject with its attribute columns (or those ``wanted``), in order of id."""
    kinds = plan.subjects
    if wanted is not None:
        kinds = {name: _only(kind, wanted) for name, kind in kinds.items()}
    return {name: _subjects(plan, seen, kind) for name, kind in kinds.items()}


def _only(kind: Subjects, wanted: Collection[str]) -> Subjects:
    attributes = {n: t for n, t in kind.attributes.items() if n in wanted}
    from_posts = {n: c for n, c in kind.from_posts.items() if n in wanted}
    return replace(kind, attributes=attributes, from_posts=from_posts)


def _subjects(plan: Plan, seen: View, kind: Subjects) -> SubjectRows:
    if kind.name == WHOLE:
        return {WHOLE_ID: {"id": WHOLE_ID}}
    if kind.name == UNIT:
        return _rows(seen.tables["units"], "unit", kind, {})
    if kind.name == PERSON:
        return _rows(seen.tables["people"], "person", kind, _posts_held(plan, seen, kind))
    verified = (r for r in seen.tables["evidence"] if r["status"] == "verified")
    keys = {str(r[kind.key]) for r in verified if r[kind.key] is not None}
    return {key: {"id": key} for key in sorted(keys)}


def _rows(
    rows: Rows, key: str, kind: Subjects, more: Mapping[str, Mapping[str, Scalar]]
) -> SubjectRows:
    found: SubjectRows = {}
    own = [n for n in kind.attributes if n not in kind.from_posts]
    for row in sorted(rows, key=lambda r: str(r[key])):
        ident = str(row[key])
        held = more.get(ident, {})
        cells: dict[str, Scalar] = {"id": ident}
        cells |= {n: _scaled(row.get(n), kind, n) for n in own}
        cells |= {n: held.get(n) for n in kind.from_posts}
        found[ident] = cells
    return found


def _scaled(value: Scalar, kind: Subjects, name: str) -> Scalar:
    typed = kind.attributes[name]
    if typed.kind == NUMBER and isinstance(value, int):
        return value // int(10 ** (FACT_SCALE - typed.scale))
    return value


def _posts_held(plan: Plan, seen: View, kind: Subjects) -> dict[str, dict[str, Scalar]]:
    """Columns of the current post; where several posts differ, undetermined."""
    found: dict[str, dict[str, Scalar]] = {}
    if not kind.from_posts:
        return found
    for person, rows in seen.by("posts", "person").items():
        held = [r for r in rows if is_current(r, plan.as_of)]
        held = [r for r in held if r["main"]] or held
        found[person] = {n: _agreed(held, c, kind, n) for n, c in kind.from_posts.items()}
    return found


def _agreed(rows: Iterable[Row], column: str, kind: Subjects, name: str) -> Scalar:
    values = {row.get(column) for row in rows}
    return _scaled(values.pop(), kind, name) if len(values) == 1 else None


def is_current(row: Row, day: date, first: str = "from", last: str = "to") -> bool:
    """Does the span of the row contain the day?  Open ends do."""
    begun, ended = row[first], row[last]
    after = isinstance(begun, date) and begun > day
    return not after and not (isinstance(ended, date) and ended < day)


def duties(plan: Plan, seen: View, people: Mapping[str, SubjectRows]) -> Rows:
    """Expected intervals of every recurring duty, and what came of each.

    What came in a matter of its own answers no duty.
    """
    plain = (r for r in seen.tables["events"] if r.get("matter") is None)
    done = {(r["kind"], r["subject"], r["period"]): r for r in plain}
    rows: list[Row] = []
    for duty in plan.duties:
        where = function(duty.where, seen.working)
        due = function(duty.due_on, seen.working)({}, {})
        for ident, cells in people[duty.of].items():
            if where(cells, {}):
                event = done.get((duty.kind, ident, duty.period), {})
                own = {"kind": duty.kind, "subject": ident, "period": duty.period}
                rows.append(_duty(own, event, due, plan.as_of))
    return rows


def _duty(own: Env, event: Row, due: Scalar, as_of: date) -> Row:
    due_on, done_on = event.get("due_on") or due, event.get("done_on")
    if not isinstance(due_on, date):
        return {**own, "due_on": None, "done_on": done_on, "nil": event.get("nil"),
                "done": done_on is not None, "overdue": None, "late": None}  # fmt: skip
    came = isinstance(done_on, date) and done_on <= as_of
    late = isinstance(done_on, date) and done_on > due_on
    return {
        **own, "due_on": due_on, "done_on": done_on, "nil": event.get("nil"), "done": came,
        "overdue": due_on < as_of and not came, "late": came and late,
    }  # fmt: skip
