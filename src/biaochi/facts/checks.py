"""What rows must hold together: keys, references, order of days, vote counts.

A check is one query that returns the row number, then the texts its sentences need.  Rows with
wrong cells are left out (their cells are told already), and so are tables that could not be read.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from biaochi.errors import Level
from biaochi.facts.load import BAD_ROW, ROW
from biaochi.facts.shapes import TABLES, Table
from biaochi.facts.sqltext import name, names


@dataclass(frozen=True)
class Check:
    """A query for offending rows of ``table`` and the sentence about them (``{0}``, ``{1}`` …).

    Fields named in ``rows`` are row numbers; nothing is wrong when ``unless`` answers true.
    """

    code: str
    table: str
    column: str
    sql: str
    expected: str
    found: str
    do: str
    needs: tuple[str, ...] = ()
    level: Level = "error"
    unless: str = ""
    rows: tuple[int, ...] = ()


def good(table: str) -> str:
    """Return the rows of a table whose cells are all right, as SQL."""
    return f"(SELECT * FROM {name(table)} WHERE NOT {BAD_ROW})"


def all_checks() -> Iterator[Check]:
    """Every check, table by table."""
    for table in TABLES.values():
        yield from _keys(table)
        yield from _who(table)
        yield from _references(table)
    yield from _SPANS
    yield from _DAYS
    yield from _VOTES
    yield _SUPERSEDED
    yield _OVERLAP


def _keys(table: Table) -> Iterator[Check]:
    if not table.unique:
        return
    keys, rows = names(table.unique), good(table.name)
    same = " AND ".join(f"a.{name(k)} IS NOT DISTINCT FROM b.{name(k)}" for k in table.unique)
    said = ", ".join(f"coalesce(CAST(a.{name(k)} AS VARCHAR), '空白')" for k in table.unique)
    yield Check(
        "FACT-DUPLICATE", table.name, table.unique[0],
        f"SELECT a.{ROW}, concat_ws('／', {said}), b.first FROM {rows} a JOIN (SELECT {keys}, "
        f"min({ROW}) AS first FROM {rows} GROUP BY {keys} HAVING count(*) > 1) b "
        f"ON {same} WHERE a.{ROW} > b.first",
        f"{'＋'.join(table.unique)} 不重复", "{0} 与{1}重复",
        "请核对两行：登记了两次的删去一行，确是两件事的另编号或补全区分的列。",
        rows=(1,), unless=f"SELECT count(*) = count(DISTINCT hash({keys})) FROM {rows}",
    )  # fmt: skip


def _who(table: Table) -> Iterator[Check]:
    if not table.one_of:
        return
    both = " 或 ".join(table.one_of)
    none = " AND ".join(f"{name(c)} IS NULL" for c in table.one_of)
    yield Check(
        "FACT-SUBJECT", table.name, table.one_of[0],
        f"SELECT {ROW} FROM {good(table.name)} WHERE {none}",
        f"填写 {both}", "都是空白", "请补上这一行说的是哪个人或哪个单位。",
    )  # fmt: skip
    if table.only_one:
        all_ = " AND ".join(f"{name(c)} IS NOT NULL" for c in table.one_of)
        yield Check(
            "FACT-SUBJECT", table.name, table.one_of[1],
            f"SELECT {ROW} FROM {good(table.name)} WHERE {all_}",
            f"{both} 只填一个", "两个都填了",
            "这一行说的是人就只填 person，说的是单位就只填 unit。",
        )  # fmt: skip


def _references(table: Table) -> Iterator[Check]:
    for column in table.columns:
        if column.refers:
            target = TABLES[column.refers]
            key, of = name(target.unique[0]), name(column.name)
            yield Check(
                "FACT-REFERENCE", table.name, column.name,
                f"SELECT a.{ROW}, a.{of} FROM {good(table.name)} a WHERE a.{of} IS NOT NULL AND "
                f"NOT EXISTS (SELECT 1 FROM {name(target.name)} b WHERE b.{key} = a.{of})",
                f"{target.name}（{target.label}）里有的编号", "{0}",
                f"请核对编号（前面的 0 不能丢、大小写要一致），或在 {target.name} 里补上。",
                needs=(target.name,),
            )  # fmt: skip


def _span(table: str, first: str, last: str) -> Check:
    return Check(
        "FACT-ORDER", table, last,
        f"SELECT {ROW}, {name(last)}, {name(first)} FROM {good(table)} "
        f"WHERE {name(last)} < {name(first)}",
        f"{last} 不早于 {first}", "{0} 早于 {1}", "请核对两个日期，是否写反了。",
    )  # fmt: skip


def _known_early(table: str, day: str) -> Check:
    return Check(
        "FACT-EARLY", table, "recorded_at",
        f"SELECT {ROW}, recorded_at, {name(day)} FROM {good(table)} "
        f"WHERE CAST(recorded_at AS DATE) < {name(day)}",
        f"recorded_at 不早于 {day}", "{0} 早于 {1}", "得知在前、发生在后，请核对两个日期。",
        level="warning",
    )  # fmt: skip


_SPANS = (
    _span("posts", "from", "to"), _span("absences", "from", "to"),
    _span("links", "from_on", "to_on"),
)  # fmt: skip
_DAYS = (
    Check(
        "FACT-BIRTH", "evidence", "occurred_on",
        f"SELECT a.{ROW}, a.occurred_on, b.birth_on FROM {good('evidence')} a "
        f"JOIN people b ON b.person = a.person WHERE a.occurred_on < b.birth_on",
        "发生日期晚于本人出生日期", "{0} 早于出生日期 {1}", "请核对发生日期、人员编号和出生日期。",
        needs=("people",),
    ),
    _known_early("evidence", "occurred_on"), _known_early("determinations", "on"),
    _known_early("measures", "on"), _known_early("ballots", "held_on"),
)  # fmt: skip
_GROUP = "session, subject, rater_group, question"


def _ballots(column: str, having: str, told: str, sentence: tuple[str, str, str]) -> Check:
    expected, found, do = sentence
    return Check(
        "FACT-VOTES", "ballots", column,
        f"SELECT min({ROW}), session, subject, {told} FROM {good('ballots')} "
        f"GROUP BY {_GROUP} HAVING {having}",
        expected, "场次{0}对象{1}：" + found, do,
    )  # fmt: skip


def _at_most(few: str, many: str, label: str) -> Check:
    return _ballots(
        few, f"max({name(few)}) > min({name(many)})", f"max({name(few)}), min({name(many)})",
        (label, f"{few} {{2}} 大于 {many} {{3}}", "请对照计票单核对这几个数。"),
    )  # fmt: skip


def _alike(column: str) -> Check:
    its = name(column)
    return _ballots(
        column, f"count(DISTINCT {its}) > 1", f"min({its}), max({its})",
        (f"同一场次、对象、评议人类别、问题的各行 {column} 相同", "有 {2} 也有 {3}",
         "请对照计票单改成同一个数，或留空。"),
    )  # fmt: skip


_VOTES = (
    _alike("eligible"), _alike("cast"), _alike("valid"),
    _ballots(
        "votes", "sum(votes) > min(valid)", "sum(votes), min(valid)",
        ("各选项得票合计不超过有效票数", "合计 {2} 票，有效票 {3} 张",
         "请对照计票单核对各选项的票数。"),
    ),
    _at_most("valid", "cast", "有效票数不超过收回票数"),
    _at_most("cast", "eligible", "收回票数不超过应参加人数"),
    _at_most("valid", "eligible", "有效票数不超过应参加人数"),
)  # fmt: skip
_SUPERSEDED = Check(
    "FACT-SUPERSEDED", "evidence", "supersedes",
    f"SELECT {ROW}, supersedes, first FROM (SELECT *, min({ROW}) OVER (PARTITION BY supersedes) "
    f"AS first FROM {good('evidence')} WHERE supersedes IS NOT NULL) WHERE {ROW} > first",
    "一条证据只被更正一次", "{0} 已由{1}更正", "再次更正的，请填写上一次更正那一行的编号。",
    rows=(1,),
)  # fmt: skip
_FROM, _TO = name("from"), name("to")
_FAR = "DATE '9999-12-31'"
_OVERLAP = Check(
    "FACT-OVERLAP", "posts", "from",
    f"SELECT {ROW}, person, unit, post, earlier FROM (SELECT *, max(coalesce({_TO}, {_FAR})) OVER w"
    f" AS until, max({ROW}) OVER w AS earlier FROM {good('posts')} WINDOW w AS (PARTITION BY "
    f"person, unit, post ORDER BY {_FROM}, {ROW} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING))"
    f" WHERE until >= {_FROM}",
    "同一人同一职务的任期不重叠", "{0} 在 {1} 任「{2}」的任期，与前面的任期（如{3}）重叠",
    "请给前一任期补上末日（to），或合并两行。", rows=(3,),
)  # fmt: skip
