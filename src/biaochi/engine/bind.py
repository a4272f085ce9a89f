"""Check facts against a pack: item codes, options, attribute values, places and bounds.

Like the plan, the checks are written as SQL conditions and run where the facts are.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256

from biaochi.engine.scopes import PLACES_CHECKED
from biaochi.engine.sqltext import literal, name
from biaochi.facts.shapes import FACT_SCALE, TABLES
from biaochi.packs.shapes import Catalogue, Pack

_BY_UNIT = {"members", "colleagues", "line_members"}
_LARGER = "核对数值；确有更大的数时调整 numeric.largest。"
_PER_SUBJECT = {
    "evidence": ("person", "unit"), "scores": ("person", "unit"), "results": ("person", "unit"),
    "posts": ("person",), "absences": ("person",), "measures": ("person",),
    "ballots": ("subject",), "determinations": ("subject",), "events": ("subject",),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Check:
    """Rows of a table that satisfy ``wrong`` are refused; ``found`` is what to show of them."""

    code: str
    table: str
    column: str
    wrong: str
    found: str
    expected: str
    do: str

    def sql(self) -> str:
        """Rows at fault: row number and what was found, in order."""
        return (
            f"SELECT r.row_no, CAST({self.found} AS VARCHAR) FROM {self.table} r"
            f" WHERE {self.wrong} ORDER BY r.row_no"
        )


def checks(pack: Pack) -> tuple[Check, ...]:
    """Every check of facts against this pack."""
    return (*_items(pack), *_amounts(pack), *_attributes(pack), *_votes(pack), *_measures(pack))


def mark_of(those: tuple[Check, ...]) -> str:
    """One hash for these checks: facts that passed them need not be asked again."""
    return sha256("\n".join(c.sql() for c in those).encode()).hexdigest()


def _listed(values: list[str]) -> str:
    return ", ".join(literal(v) for v in values)


def _items(pack: Pack) -> Iterator[Check]:
    codes = [i.code for c in pack.catalogues.values() for i in c.items]
    if codes:
        yield Check(
            code="FACT-ITEM", table="evidence", column="item",
            wrong=f"r.item NOT IN ({_listed(codes)})", found="r.item",
            expected="规则包目录里的条目编号", do="改正编号，或先在目录里增加这一条。",
        )  # fmt: skip
    for catalogue in pack.catalogues.values():
        yield from _catalogue(catalogue)


def _catalogue(catalogue: Catalogue) -> Iterator[Check]:
    slots = [i.code for i in catalogue.items if not i.published]
    if slots:
        yield Check(
            code="FACT-SLOT", table="evidence", column="item",
            wrong=f"r.item IN ({_listed(slots)}){_scored(catalogue)}", found="r.item",
            expected="原文已公布的条目", do="原文未公布，不能据以记录；取得原文后先填入目录。",
        )  # fmt: skip
    if catalogue.negative_only:
        codes = [i.code for i in catalogue.items]
        yield Check(
            code="FACT-SIGN", table="evidence", column="value",
            wrong=f"r.item IN ({_listed(codes)}) AND r.value > 0", found=_decimal("r.value"),
            expected="负分或零", do=f"「{catalogue.label.zh}」只计负分。",
        )  # fmt: skip


def _scored(catalogue: Catalogue) -> str:
    """A score reported on an unpublished indicator stands by itself; a bare hit does not."""
    return "" if catalogue.sign == "either" else " AND r.value IS NULL"


def _decimal(column: str) -> str:
    return f"CAST({column} AS DECIMAL(18,6)) / 1000000"


def _measured(pack: Pack, table: str, column: str) -> Iterator[Check]:
    """A recorded number: within the pack's decimal places and bounds."""
    scale, value = pack.numeric.scale, f"r.{name(column)}"
    yield Check(
        code="FACT-PLACES", table=table, column=column,
        wrong=f"{value} % {10 ** (FACT_SCALE - scale)} <> 0",
        found=_decimal(value), expected=f"不超过 {scale} 位小数",
        do="按规则包的小数位数填写，不要自行四舍五入。",
    )  # fmt: skip
    yield _bounded(pack, table, column)


def _bounded(pack: Pack, table: str, column: str) -> Check:
    largest, value = int(Fraction(pack.numeric.largest)), f"r.{name(column)}"
    return Check(
        code="FACT-BOUND", table=table, column=column,
        wrong=f"abs({value}) > {largest * 10**FACT_SCALE}", found=_decimal(value),
        expected=f"绝对值不超过 {largest}", do=_LARGER,
    )  # fmt: skip


def _amounts(pack: Pack) -> Iterator[Check]:
    largest = int(Fraction(pack.numeric.largest))
    for table in PLACES_CHECKED:
        yield from _measured(pack, table, "value")
    yield _bounded(pack, "results", "value")
    for shape in TABLES.values():
        for column in shape.columns:
            if column.kind == "count":
                yield Check(
                    code="FACT-BOUND", table=shape.name, column=column.name,
                    wrong=f"r.{name(column.name)} > {largest}", found=f"r.{name(column.name)}",
                    expected=f"不超过 {largest}", do=_LARGER,
                )  # fmt: skip
    rows = int(Fraction(pack.numeric.rows))
    for name_of, keys in _PER_SUBJECT.items():
        for key in (*keys, *_declared(pack, name_of)):
            yield Check(
                code="FACT-ROWS", table=name_of, column=key,
                wrong=f"r.{key} IN (SELECT x.{key} FROM {name_of} x WHERE x.{key} IS NOT NULL"
                f" GROUP BY x.{key} HAVING count(*) > {rows})",
                found=f"r.{key}", expected=f"每个对象不超过 {rows} 行",
                do="核对是否重复；确有更多时调整 numeric.rows。",
            )  # fmt: skip


def _declared(pack: Pack, table: str) -> tuple[str, ...]:
    """Further columns that say whom a row concerns, where the pack goes by them."""
    if table == "evidence":
        return tuple(dict.fromkeys(s.key for s in pack.subjects.values()))
    used = {relation.by for relation in pack.relations.values()}
    return ("unit",) if table == "posts" and used & _BY_UNIT else ()


def _attributes(pack: Pack) -> Iterator[Check]:
    for column, attribute in pack.attributes.items():
        if attribute.kind == "number":
            yield from _measured(pack, attribute.from_, column)
        if attribute.values:
            yield Check(
                code="FACT-ATTRIBUTE", table=attribute.from_, column=column,
                wrong=f"r.{name(column)} NOT IN ({_listed(list(attribute.values))})",
                found=f"r.{name(column)}", expected="、".join(attribute.values),
                do="改成列出的写法之一。",
            )  # fmt: skip


def _votes(pack: Pack) -> Iterator[Check]:
    for ballot in pack.ballots.values():
        yield Check(
            code="FACT-OPTION", table="ballots", column="option",
            wrong=f"r.question = {literal(ballot.question)}"
            f" AND r.{name('option')} NOT IN ({_listed(list(ballot.options))})",
            found=f"r.{name('option')}", expected="、".join(ballot.options),
            do="改成这次测评的选项之一。",
        )  # fmt: skip


def _measures(pack: Pack) -> Iterator[Check]:
    known = [m.id for m in pack.measures]
    if known:
        yield Check(
            code="FACT-MEASURE", table="measures", column="measure",
            wrong=f"r.measure NOT IN ({_listed(known)})", found="r.measure",
            expected="规则包里的措施编号", do="改正编号，或先在 measures.yaml 里增加。",
        )  # fmt: skip
