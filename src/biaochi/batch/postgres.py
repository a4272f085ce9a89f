"""Run an emitted plan on PostgreSQL, straight on the tables that hold the facts."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from biaochi.batch.duck import overflow
from biaochi.batch.sqlrun import SqlRun
from biaochi.engine.dialects import POSTGRES
from biaochi.engine.plan import Plan
from biaochi.engine.sqltext import Step
from biaochi.errors import Problem, Refusal

if TYPE_CHECKING:
    import psycopg

SCHEMES = ("postgresql", "postgres")
FACTS_SCHEMA = "facts"
_SCHEMA = "schema"
_SETTINGS: Mapping[str, str] = {
    "search_path": "", "datestyle": "ISO, YMD", "timezone": "UTC", "jit": "off",
    "standard_conforming_strings": "on", "client_min_messages": "error",
}  # fmt: skip
_name = POSTGRES.quote


def is_url(text: str) -> bool:
    """Is this the address of a PostgreSQL database?"""
    return text.partition("://")[0] in SCHEMES


def without_password(where: str) -> str:
    """Return a place of facts as it may be shown.

    >>> without_password("postgresql://an:secret@host/db"), without_password("facts")
    ('postgresql://an@host/db', 'facts')
    """
    parts = urlsplit(where)
    if not is_url(where) or parts.password is None:
        return where
    user, _, host = parts.netloc.rpartition("@")
    return urlunsplit(parts._replace(netloc=f"{user.partition(':')[0]}@{host}"))


class Postgres:
    """One connection, working in the schema that holds the facts."""

    dialect = POSTGRES

    def __init__(self, url: str) -> None:
        address, self.schema = _parted(url)
        self.con = _connected(address)
        self.post_columns: Sequence[str] = ()
        for setting, value in _SETTINGS.items():
            chosen = _name(self.schema) if setting == "search_path" else f"'{value}'"
            self.run(f"SET {setting} TO {chosen}")

    def clean(self) -> None:
        """Drop every temporary relation."""
        self.run("DISCARD TEMP")

    def make(self, step: Step) -> None:
        """Create a temporary table or view; the planner learns the size of a table at once."""
        made = _name(step.name)
        self.run(f"CREATE TEMP {step.kind.upper()} {made} AS {step.select}")
        if step.kind == "table":
            self.run(f"ANALYZE {made}")

    def listed(self, table: str, idents: Sequence[str]) -> None:
        """Create a temporary table of ids."""
        made = _name(table)
        self.run(f"DROP TABLE IF EXISTS {made}")
        self.run(f'CREATE TEMP TABLE {made} (id text COLLATE "C")')
        with told(), self.con.cursor() as cursor, cursor.copy(f"COPY {made} FROM STDIN") as copy:
            for ident in idents:
                copy.write_row((ident,))
        self.run(f"ANALYZE {made}")

    def rows(self, sql: str) -> Sequence[tuple[Any, ...]]:
        """Return the rows of a query."""
        with told():
            found: list[tuple[Any, ...]] = self.con.execute(_text(sql)).fetchall()
        return found

    def execute(self, query: str, /) -> "psycopg.Cursor[tuple[Any, ...]]":
        """Run a statement written as for DuckDB, as the reader of facts does."""
        with told():
            return self.con.execute(_text(self.dialect.spell(query)))

    def run(self, sql: str) -> None:
        """Execute a statement."""
        with told():
            self.con.execute(_text(sql))

    def columns(self, table: str) -> Sequence[str]:
        """Return the names of a table's columns."""
        with told():
            listed = self.con.execute(_text(f"SELECT * FROM {_name(table)} LIMIT 0")).description
        return [c.name for c in listed or ()]

    def close(self) -> None:
        """Let go of the connection, and with it of everything temporary."""
        self.con.close()


class PostgresRun(SqlRun):
    """A run of a plan on the facts of a database."""

    def __init__(self, plan: Plan, database: Postgres) -> None:
        database.post_columns = database.columns("posts")
        super().__init__(plan, database)


def _text(sql: str) -> bytes:
    """Return a statement as psycopg takes one that is put together at run time."""
    return sql.encode()


def _parted(url: str) -> tuple[str, str]:
    """Return the address without our own option, and the schema it names."""
    parts = urlsplit(url)
    options = parse_qsl(parts.query)
    schema = next((v for k, v in options if k == _SCHEMA), FACTS_SCHEMA)
    rest = urlencode([(k, v) for k, v in options if k != _SCHEMA])
    return urlunsplit(parts._replace(query=rest)), schema


def _connected(address: str) -> "psycopg.Connection[tuple[Any, ...]]":
    try:
        import psycopg  # noqa: PLC0415  an extra: asked for only here
    except ImportError as error:
        found, do = "没有安装", "请执行 pip install 'biaochi[postgres]'。"
        raise Refusal((Problem("RUN-EXTRA", "psycopg（连接 PostgreSQL）", found, do),)) from error
    try:
        return psycopg.connect(address, autocommit=True)
    except psycopg.Error as error:
        do = "请核对地址、用户和数据库是否在运行。"
        said = str(error).strip().splitlines()[0]
        raise Refusal((Problem("RUN-CONNECT", "能连上的 PostgreSQL", said, do),)) from error


@contextmanager
def told() -> Iterator[None]:
    """Turn what the database refuses into a refusal: a number too large, or anything else."""
    import psycopg  # noqa: PLC0415

    try:
        yield
    except psycopg.errors.NumericValueOutOfRange as error:
        raise overflow("PostgreSQL", str(error)) from error
    except psycopg.Error as error:
        do = "请核对数据库的权限、空间和版本（15 或更新）。"
        said = str(error).strip().splitlines()[0]
        raise Refusal((Problem("RUN-FAILED", "执行完毕", f"PostgreSQL：{said}", do),)) from error
