"""Divide checked facts into parts by a column of people.

People go by the column, what is about a person goes with the person.  A unit lies in the part of
all posts and all evidence about persons in it and below it; one that has none lies with the unit
above; one with people of several parts is shared.  So no row of a part refers to another part.
"""

from collections.abc import Sequence

from biaochi.errors import Problem, Refusal, refuse
from biaochi.facts.load import COUNTED, ROW
from biaochi.facts.raw import bad_name, unfit_name
from biaochi.facts.shapes import TABLES, Column
from biaochi.facts.sqltext import name
from biaochi.facts.store import Store, Tables
from biaochi.facts.wording import MOST_SHOWN, Tally, shown

_NO = '"#no"'
_PERSON, _UNIT, _PARTS = '"#person"', '"#unit"', '"#parts"'
_BY_SUBJECT = ("subject", "subject")
_CONCERNS = {
    "people": ("person", ""), "units": ("", "unit"), "posts": ("person", ""),
    "absences": ("person", ""), "measures": ("person", ""), "evidence": ("person", "unit"),
    "scores": ("person", "unit"), "results": ("person", "unit"), "ballots": _BY_SUBJECT,
    "determinations": _BY_SUBJECT, "events": _BY_SUBJECT, "calendar": ("", ""),
}  # fmt: skip
_PLACED = f"""
CREATE TEMP TABLE {_UNIT} AS WITH RECURSIVE
touched AS (
    SELECT x.unit AS id, p.no FROM posts x JOIN {_PERSON} p ON p.id = x.person
    UNION SELECT x.line_of, p.no FROM posts x JOIN {_PERSON} p ON p.id = x.person
    UNION SELECT x.unit, p.no FROM evidence x JOIN {_PERSON} p ON p.id = x.person),
above(id, no) AS (
    SELECT id, no FROM touched WHERE id IS NOT NULL
    UNION SELECT u.parent, a.no FROM above a JOIN units u ON u.unit = a.id
    WHERE u.parent IS NOT NULL),
placed AS (
    SELECT id, CASE WHEN min(no) = max(no) THEN min(no) ELSE 0 END AS no FROM above GROUP BY id),
below(id, no) AS (
    SELECT id, no FROM placed
    UNION ALL SELECT u.unit, b.no FROM below b JOIN units u ON u.parent = b.id
    WHERE u.unit NOT IN (SELECT id FROM placed))
SELECT id, no FROM below
"""


def refuse_column(by: str, columns: Sequence[Column]) -> None:
    """Refuse a column that people do not have as a text."""
    texts = [c.name for c in columns if c.kind in {"id", "text"}]
    if by not in texts:
        do = "请改用其中一列；人员表另有的列，先在规则包的 attributes 里声明为文字。"
        expected = f"人员表里的文字列：{'、'.join(texts)}"
        raise Refusal((Problem("FACT-PART", expected, shown(by), do, file="people"),))


def divide(store: Store, by: str) -> tuple[str, ...]:
    """Put the rows of every table in the order of their parts; return the names of the parts.

    ``by`` is a text column of people; refused where it is blank, or corrections would cross parts.
    """
    con, its = store.con, name(by)
    _refuse_names(store, by)
    con.execute(
        f"CREATE TEMP TABLE {_PARTS} AS SELECT part, row_number() OVER (ORDER BY part) AS no"
        f" FROM (SELECT DISTINCT {its} AS part FROM people)"
    )
    con.execute(
        f"CREATE TEMP TABLE {_PERSON} AS SELECT x.person AS id, p.no"
        f" FROM people x JOIN {_PARTS} p ON p.part = x.{its}"
    )
    con.execute(_PLACED)
    for table in TABLES:
        con.execute(f"CREATE TABLE {_by_part(table)} AS {_ordered(table)}")
        con.execute(f"DROP TABLE {name(table)}")
    _refuse_crossing(store)
    parts = con.execute(f"SELECT part FROM {_PARTS} ORDER BY no").fetchall()
    return tuple(part for (part,) in parts)


def show_part(con: Tables, place: int) -> None:
    """Let every table show one part: the shared one is 0, the others follow from 1."""
    for table in TABLES:
        con.execute(
            f"CREATE OR REPLACE VIEW {name(table)} AS SELECT * EXCLUDE ({_NO})"
            f" FROM {_by_part(table)} WHERE {_NO} = {place}"
        )


def _by_part(table: str) -> str:
    return name(f"{table} by part")


def _ordered(table: str) -> str:
    if table == "links":
        where, both = "CASE WHEN {} = {} THEN {} ELSE 0 END", []
        joins = ""
        for alias, end in (("a", "from"), ("b", "to")):
            joins += _joined(f"{alias}p", _PERSON, end) + _joined(f"{alias}u", _UNIT, end)
            both.append(f"coalesce({alias}p.no, {alias}u.no)")
        where = where.format(both[0], both[1], both[0])
    else:
        person, unit = _CONCERNS[table]
        joins = (_joined("p", _PERSON, person) if person else "") + (
            _joined("u", _UNIT, unit) if unit else ""
        )
        known = [*(["p.no"] if person else []), *(["u.no"] if unit else []), "0"]
        where = f"coalesce({', '.join(known)})"
    return f"SELECT x.*, {where} AS {_NO} FROM {name(table)} x{joins} ORDER BY {_NO}, {ROW}"


def _joined(alias: str, to: str, column: str) -> str:
    return f" LEFT JOIN {to} {alias} ON {alias}.id = x.{name(column)}"


def _refuse_names(store: Store, by: str) -> None:
    tally = Tally()
    its = name(by)
    sql = f"SELECT {its}, min({ROW}), count(*) FROM people GROUP BY 1 ORDER BY 2"
    for part, row, number in store.con.execute(sql).fetchall():
        if unfit_name(part or ""):
            file, line = store.place("people", row)
            tally.add(bad_name(part or "", file=file, line=line, column=by), alike=number - 1)
    refuse(tally.problems())


def _refuse_crossing(store: Store) -> None:
    """Refuse corrections that lie in another part than what they correct."""
    sql = (
        f"SELECT a.{ROW}, a.supersedes, {COUNTED} FROM {_by_part('evidence')} a"
        f" JOIN {_by_part('evidence')} b ON b.id = a.supersedes WHERE a.{_NO} <> b.{_NO}"
        f" ORDER BY 1 LIMIT {MOST_SHOWN}"
    )
    tally, rows = Tally(), store.con.execute(sql).fetchall()
    for place, (row, corrected, total) in enumerate(rows, 1):
        file, line = store.place("evidence", row)
        do = "请按原来的人另记一条撤销（withdrawn），再为现在的人另记一条新证据，不写 supersedes。"
        expected, found = "更正和被更正的证据在同一部分", f"{shown(corrected)}在另一部分"
        problem = Problem("FACT-PART", expected, found, do, file, line=line,
                          column_name="supersedes")  # fmt: skip
        tally.add(problem, alike=total - len(rows) if place == len(rows) else 0)
    refuse(tally.problems())
