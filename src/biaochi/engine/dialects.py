"""The dialects in which a script is spelled: one emitter, one text, respelled token by token.

The emitter writes a small closed subset of SQL as DuckDB reads it, and a few calls of its own
(``plus_days``, ``day_series``, ``hex_number`` …).  A dialect says how it quotes, and how it spells
the words and calls that it has otherwise; everything else is the same text in all of them.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from biaochi.vocabulary.limits import FIRST_CALENDAR_DAY, HEX, HEX_PIECE, LONGEST_POSTGRES_NAME

FENCE = "/*fence*/"  # what stands inside is computed once, not written out at each use
BYTES = "/*bytes*/"  # texts are ordered by their code points, whatever the database prefers
_TOKEN = re.compile(
    r"""(?P<name>"(?:[^"]|"")*")|(?P<text>'(?:[^']|'')*')|/\*\w+\*/|[A-Za-z_]\w*|//|\s+|.""",
    re.DOTALL,
)
_MARKED = 10
_OVER = "OVER"
Quote = Callable[[str], str]


@dataclass(frozen=True, kw_only=True)
class Dialect:
    """How one engine spells what the emitter wrote.

    ``calls`` are templates: ``{0}`` an argument, ``{all}`` all of them, ``{over}`` a window that
    may follow.  ``words`` stand for themselves.
    """

    name: str
    words: Mapping[str, str]
    calls: Mapping[str, str]
    quote: Quote
    text: Quote

    def spell(self, sql: str) -> str:
        """Return the same statement as this engine reads it.

        >>> SPARK.spell('SELECT sum(r."from" // 2) AS "#k", CAST(x AS VARCHAR)')
        'SELECT sum(r.`from` DIV 2) AS `#k`, CAST(x AS STRING)'
        """
        return _Speller(self, sql).all()


def _double(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _short(text: str) -> str:
    """PostgreSQL cuts long names off in silence; two of them must stay two.

    >>> _short("n" * 70) != _short("n" * 71)
    True
    """
    raw = text.encode()
    if len(raw) > LONGEST_POSTGRES_NAME:
        mark = "~" + sha256(raw).hexdigest()[:_MARKED]
        text = raw[: LONGEST_POSTGRES_NAME - len(mark)].decode(errors="ignore") + mark
    return _double(text)


def _single(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


class _Speller:
    """Walks the tokens once; a call that is spelled otherwise collects its arguments first."""

    def __init__(self, dialect: Dialect, sql: str) -> None:
        self.dialect = dialect
        self.tokens = list(_TOKEN.finditer(sql))
        self.at = 0

    def all(self) -> str:
        return "".join(self._until(frozenset()))

    def _until(self, ends: frozenset[str]) -> Iterator[str]:
        """Spell up to one of the ends on this level, which is left standing."""
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            if token[0] in ends:
                return
            self.at += 1
            yield self._one(token)

    def _one(self, token: re.Match[str]) -> str:
        word = token[0]
        if token["name"]:
            return self.dialect.quote(word[1:-1].replace('""', '"'))
        if token["text"]:
            return self.dialect.text(word[1:-1].replace("''", "'"))
        if word in self.dialect.calls and self._next() == "(":
            return self._call(self.dialect.calls[word])
        if word == "(":
            inner = "".join(self._until(frozenset(")")))
            self.at += 1
            return f"({inner})"
        return self.dialect.words.get(word, word)

    def _next(self, ahead: int = 0) -> str:
        at = self.at + ahead
        return self.tokens[at][0] if at < len(self.tokens) else ""

    def _call(self, template: str) -> str:
        given = []
        while self._next() != ")":
            self.at += 1
            given.append("".join(self._until(frozenset(",)"))).strip())
        self.at += 1
        over = ""
        if self._next().isspace() and self._next(1) == _OVER:
            self.at += len((" ", _OVER, " "))
            over = f" {_OVER} {self._one(self._taken())}"
        return template.format(*given, all=", ".join(given), over=over)

    def _taken(self) -> re.Match[str]:
        self.at += 1
        return self.tokens[self.at - 1]


_NO_DAY = f"DATE '{FIRST_CALENDAR_DAY}'"
_FAR = "LEAST(GREATEST({1}, -1000000), 1000000)"
_PIECE = f"substr({{0}}, {{1}}, {HEX_PIECE})"

DUCKDB = Dialect(
    name="duckdb",
    words={FENCE: "", BYTES: ""},
    calls={
        "plus_days": "({0} + {1})",
        "plus_months": "CAST(({0} + to_months({1})) AS DATE)",
        "day_series": "(SELECT CAST(g.x AS DATE) AS day FROM"
        " (SELECT unnest(generate_series({0}, {1}, INTERVAL 1 DAY)) AS x) g)",
        "add_working_days": "(SELECT min(w.day) FROM working_days w WHERE w.nth = {1} +"
        " (SELECT v.nth FROM working_days v WHERE v.day = {0}))",
        "sha256_hex": "sha256({0})",
        "hex_number": f"CAST('0x' || {_PIECE} AS BIGINT)",
        "wide_sum": "sum(CAST({0} AS HUGEINT))",
    },
    quote=_double,
    text=_single,
)
POSTGRES = Dialect(
    name="postgres",
    words={"//": "/", FENCE: " OFFSET 0", BYTES: ' COLLATE "C"'},
    calls={
        "sum": "CAST(sum({all}){over} AS BIGINT)",
        "EXTRACT": "CAST(EXTRACT({all}) AS BIGINT)",
        "isodow": "EXTRACT(isodow FROM {0})",
        "date_diff": "(CAST({2} AS DATE) - CAST({1} AS DATE))",
        "plus_days": "({0} + {1})",
        "plus_months": "CAST(({0} + make_interval(months => {1})) AS DATE)",
        "day_series": "(SELECT CAST(g.x AS DATE) AS day FROM"
        " generate_series({0}, {1}, INTERVAL '1 day') g(x))",
        "add_working_days": "(ARRAY(SELECT w.day FROM working_days w WHERE w.worked = 1"
        f" ORDER BY w.day))[CAST({_FAR} AS INTEGER) + (ARRAY(SELECT CAST(v.nth AS INTEGER)"
        f" FROM working_days v ORDER BY v.day))[CAST({{0}} AS DATE) - {_NO_DAY} + 1]]",
        "sha256_hex": "encode(sha256(convert_to({0}, 'UTF8')), 'hex')",
        "hex_number": f"CAST(CAST('x' || lpad({_PIECE}, {HEX}, '0') AS bit(64)) AS BIGINT)",
        "wide_sum": "sum({0})",
    },
    quote=_short,
    text=_single,
)
SPARK = Dialect(
    name="spark",
    words={"//": "DIV", "VARCHAR": "STRING", FENCE: "", BYTES: ""},
    calls={
        "isodow": "(weekday({0}) + 1)",
        "date_diff": "datediff({2}, {1})",
        "plus_days": "date_add({0}, {1})",
        "plus_months": "add_months({0}, {1})",
        "day_series": "(SELECT explode(sequence({0}, {1}, INTERVAL 1 DAY)) AS day)",
        "add_working_days": "get((SELECT sort_array(collect_list(CASE WHEN w.worked = 1 THEN w.day"
        f" END)) FROM working_days w), CAST({_FAR} AS INTEGER) - 1 + get((SELECT sort_array("
        "collect_list(CAST(v.nth AS INTEGER))) FROM working_days v),"
        f" datediff({{0}}, {_NO_DAY})))",
        "sha256_hex": "sha2({0}, 256)",
        "hex_number": f"CAST(conv({_PIECE}, {HEX}, 10) AS BIGINT)",
        "wide_sum": "sum(CAST({0} AS DECIMAL(28, 0)))",
    },
    quote=lambda text: "`" + text.replace("`", "``") + "`",
    text=lambda text: "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'",
)
DIALECTS: Mapping[str, Dialect] = {d.name: d for d in (DUCKDB, POSTGRES, SPARK)}
