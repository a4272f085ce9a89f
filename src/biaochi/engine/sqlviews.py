"""Rows as known and current, subjects with attributes, and duties, as SQL."""

from collections.abc import Iterator, Sequence

from biaochi.engine import sqlpairs
from biaochi.engine.expr import TRUE, Expr, Op
from biaochi.engine.kinds import NUMBER
from biaochi.engine.plan import WHOLE, WHOLE_ID, Duty, Past, Plan, Served
from biaochi.engine.scopes import PERSON, UNIT
from biaochi.engine.sqltext import Known, Step, Writer, edges, literal, name
from biaochi.facts.shapes import FACT_SCALE, TABLES
from biaochi.vocabulary.limits import FIRST_CALENDAR_DAY, LAST_CALENDAR_DAY

_REGISTRY = ("people", "units", "calendar")


def view(table: str) -> str:
    """The name of a table as known and current."""
    return f"known_{table}"


def subject_table(kind: str) -> str:
    """The table of subjects with their attributes."""
    return name(f"subjects_{kind}")


def preamble(plan: Plan, known: Known) -> Iterator[Step]:
    """Steps before any node: views, calendar, subjects, relations, duties."""
    for table in TABLES:
        yield Step(view(table), _current_rows(plan, table, known), "view")
    if _counts_working_days(plan):
        yield Step("working_days", WORKING_DAYS)
    for kind in plan.subjects:
        yield Step(f"subjects_{kind}", _subjects(plan, kind, known))
    for relation in plan.relations.values():
        yield Step(f"pairs_{relation.name}", sqlpairs.pairs(plan, relation))
    yield Step("known_duties", _duties(plan))


def _current_rows(plan: Plan, table: str, known: Known) -> str:
    parts = []
    horizon = literal(plan.known_by)
    if plan.known_by is not None and table not in _REGISTRY:
        parts.append(f"r.recorded_at <= {horizon}")
    if table == "evidence" and (table, "supersedes") not in known.empty:
        later = "" if plan.known_by is None else f" AND x.recorded_at <= {horizon}"
        parts.append(f"NOT EXISTS (SELECT 1 FROM evidence x WHERE x.supersedes = r.id{later})")
    where = f" WHERE {' AND '.join(parts)}" if parts else ""
    return f"SELECT r.* FROM {table} r{where}"


WORKING_DAYS = (
    "SELECT day, CAST(sum(worked) OVER (ORDER BY day) AS BIGINT) AS nth, worked FROM (SELECT d.day,"
    " CASE WHEN c.kind = 'workday' THEN 1 WHEN c.kind = 'holiday' OR isodow(d.day) > 5 THEN 0"
    " ELSE 1 END AS worked FROM day_series("
    f"DATE '{FIRST_CALENDAR_DAY}', DATE '{LAST_CALENDAR_DAY}') d"
    " LEFT JOIN known_calendar c ON c.date = d.day) w"
)


def _exprs(plan: Plan) -> Iterator[Expr]:
    """Every expression of the plan that runs here."""
    for part in (*plan.nodes, *plan.relations.values(), *plan.duties):
        for value in vars(part).values():
            for found in value if isinstance(value, tuple) else (value,):
                if isinstance(found, Op):
                    yield found


def _counts_working_days(plan: Plan) -> bool:
    stack = list(_exprs(plan))
    while stack:
        here = stack.pop()
        if isinstance(here, Op):
            if here.name == "add_working_days":
                return True
            stack.extend(here.args)
    return False


def _subjects(plan: Plan, kind: str, known: Known) -> str:
    if kind == WHOLE:
        return f"SELECT {literal(WHOLE_ID)} AS id"
    if kind in {PERSON, UNIT}:
        return _registered(plan, kind, known)
    key = name(plan.subjects[kind].key)
    return (
        f"SELECT DISTINCT CAST(r.{key} AS VARCHAR) AS id FROM known_evidence r"
        f" WHERE r.{key} IS NOT NULL AND r.status = 'verified'"
    )


def _registered(plan: Plan, kind: str, known: Known) -> str:
    """People or units with the attributes they carry themselves and by their current post."""
    shape = plan.subjects[kind]
    table, key = ("people", "person") if kind == PERSON else ("units", "unit")
    listed = [f"p.{name(key)} AS id"]
    agreed = []
    for attribute, typed in shape.attributes.items():
        column = shape.from_posts.get(attribute)
        source = f"p.{name(attribute)}" if column is None else f"h.{name(attribute)}"
        if typed.kind == NUMBER:
            by = 10 ** (FACT_SCALE - typed.scale)
            source = f"CAST({source} // {by} AS BIGINT)" if by > 1 else source
        listed.append(f"{source} AS {name(attribute)}")
        if column is not None:
            agreed.append(f"{_agreed(column, typed.kind, known)} AS {name(attribute)}")
    joined = ""
    if kind == PERSON:
        joined = f" LEFT JOIN ({_held(plan, agreed, known)}) h ON h.person = p.person"
    return f"SELECT {', '.join(listed)} FROM known_{table} p{joined}"


def _agreed(column: str, kind: str, known: Known) -> str:
    """The value that every current post has; nothing where they differ or one leaves it out."""
    c = f"x.{name(column)}"
    least, most = edges(kind)
    all_there = "" if ("posts", column) in known.filled else f" AND count({c}) = count(*)"
    return f"CASE WHEN {least}({c}) = {most}({c}){all_there} THEN {least}({c}) END"


def _held(plan: Plan, agreed: Sequence[str], known: Known) -> str:
    """One row per person: the main current post where one is named, else all current posts."""
    today = sqlpairs.current(plan, "r")
    if ("posts", "main") in known.empty:
        rows = f"known_posts x WHERE {sqlpairs.current(plan, 'x')}"
    else:
        rows = (
            "(SELECT r.*, max(CASE WHEN r.main THEN 1 ELSE 0 END) OVER (PARTITION BY r.person)"
            f" AS any_main FROM known_posts r WHERE {today}) x"
            " WHERE x.any_main = 0 OR x.main IS TRUE"
        )
    return f"SELECT x.person, {', '.join(agreed)} FROM {rows} GROUP BY x.person"


def _duties(plan: Plan) -> str:
    """Expected intervals of every duty, and what came of each."""
    own = [_duty(d) for d in plan.duties] or [
        "SELECT '' AS kind, '' AS subject, '' AS period, CAST(NULL AS DATE) AS due WHERE FALSE"
    ]
    day = literal(plan.as_of)
    due = "COALESCE(e.due_on, d.due)"
    came = f"(e.done_on IS NOT NULL AND e.done_on <= {day})"
    return (
        f"SELECT d.kind, d.subject, d.period, {due} AS due_on, e.done_on, e.nil,"
        f" CASE WHEN {due} IS NULL THEN e.done_on IS NOT NULL ELSE {came} END AS done,"
        f" CASE WHEN {due} IS NOT NULL THEN {due} < {day} AND NOT {came} END AS overdue,"
        f" CASE WHEN {due} IS NOT NULL THEN {came} AND e.done_on > {due} END AS late"
        f" FROM ({' UNION ALL '.join(own)}) d LEFT JOIN known_events e"
        " ON e.kind = d.kind AND e.subject = d.subject AND e.period = d.period"
        " AND e.matter IS NULL"
    )


def _duty(duty: Duty) -> str:
    where = "" if duty.where == TRUE else f" WHERE {Writer().text(duty.where)}"
    return (
        f"SELECT {literal(duty.kind)} AS kind, s.id AS subject, {literal(duty.period)} AS period,"
        f" CAST({Writer().text(duty.due_on)} AS DATE) AS due FROM {subject_table(duty.of)} s{where}"
    )


def past_join(kind: str, nodes: Sequence[Past]) -> str:
    """Decided results of earlier periods, one column each."""
    listed = []
    for node in nodes:
        here = f"r.quantity = {literal(node.quantity)} AND r.period = {literal(node.period)}"
        listed += [
            f"max(CASE WHEN {here} THEN r.value END) AS {name(node.name)}",
            f"max(CASE WHEN {here} THEN r.label END) AS {name(node.name + '#label')}",
            f"max(CASE WHEN {here} THEN 1 END) AS {name(node.name + '#there')}",
        ]
    key = name(kind)
    return (
        f"LEFT JOIN (SELECT r.{key} AS k, {', '.join(listed)} FROM known_results r"
        f" WHERE r.{key} IS NOT NULL GROUP BY r.{key}) past ON past.k = s.id"
    )


def served(node: Served, people: str) -> str:
    """Merged spans of matching posts (gaps and islands), summed per person."""
    where = Writer(table="posts").text(node.where)
    until = literal(node.until)
    first = f"r.{name('from')}"
    last = f"LEAST(COALESCE(r.{name('to')}, {until}), {until})"
    length = "CAST(date_diff('day', i.f, i.e) AS BIGINT) + 1"
    if node.unit == "months":
        after = "(i.e + CAST(1 AS INTEGER))"
        length = (
            f"(EXTRACT(year FROM {after}) - EXTRACT(year FROM i.f)) * 12"
            f" + EXTRACT(month FROM {after}) - EXTRACT(month FROM i.f)"
            f" - CASE WHEN EXTRACT(day FROM {after}) < EXTRACT(day FROM i.f) THEN 1 ELSE 0 END"
        )
    alias = name(node.name + "#j")
    rows = f"SELECT r.person, {first} AS f, {last} AS e, ({where}) AS w FROM known_posts r"
    rows = f"{rows} JOIN {people} s ON s.id = r.person"
    spans = f"SELECT DISTINCT x.person, x.f, x.e FROM ({rows}) x WHERE x.w AND x.f <= x.e"
    marked = (
        "SELECT o.*, CASE WHEN o.f <= max(o.e) OVER (PARTITION BY o.person ORDER BY o.f, o.e"
        " ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) + CAST(1 AS INTEGER)"
        f" THEN 0 ELSE 1 END AS opens FROM ({spans}) o"
    )
    islands = (
        "SELECT m.person, min(m.f) AS f, max(m.e) AS e FROM (SELECT n.*, sum(n.opens) OVER"
        " (PARTITION BY n.person ORDER BY n.f, n.e ROWS UNBOUNDED PRECEDING) AS island"
        f" FROM ({marked}) n) m GROUP BY m.person, m.island"
    )
    totals = (
        f"SELECT i.person, CAST(sum({length}) AS BIGINT) AS total FROM ({islands}) i"
        " GROUP BY i.person"
    )
    doubts = f"SELECT DISTINCT q.person FROM ({rows}) q WHERE q.w IS NULL"
    return (
        "LEFT JOIN (SELECT p.id, CASE WHEN d.person IS NULL THEN COALESCE(t.total, 0) END AS v"
        f" FROM {people} p LEFT JOIN ({totals}) t ON t.person = p.id"
        f" LEFT JOIN ({doubts}) d ON d.person = p.id) {alias} ON {alias}.id = s.id"
    )
