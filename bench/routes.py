"""The routes of the engine, each a process of its own: ``python -m bench.routes NAME …``."""

import os
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.costs import children, parent, peak_mib, say, tree_cpu
from bench.opened import parts, plan, store
from biaochi.batch.loading import load_facts
from biaochi.batch.parts import assess_parts
from biaochi.batch.postgres import Postgres, PostgresRun
from biaochi.batch.spark import Spark, SparkRun, session
from biaochi.engine.amounts import results_digest
from biaochi.engine.interpret import Interpreter
from biaochi.facts.prepared import Prepared, open_prepared
from biaochi.facts.store import facts


def by_parts(folder: Path, out: str, memory_mib: str = "1024") -> None:
    """DuckDB, part by part: the engine as it is meant for large facts."""
    summary = assess_parts(
        parts(folder, Path(out), memory_mib=int(memory_mib)), told=lambda _: None
    )
    say(digest=summary["results_digest"], computed=summary["computed"])


def interpreter(folder: Path) -> None:
    """Plain Python over all rows."""
    compiled = plan()
    read = sum(file.stat().st_size for file in folder.rglob("*.parquet"))
    with store(open_prepared(folder)) as those:
        run = Interpreter(compiled, facts(those))
        say(digest=results_digest(compiled, run.run()), bytes=read)


def postgres(folder: Path, url: str) -> None:
    """Load the facts (its cost apart), then run the plan and the digest in the server."""
    began, own = time.perf_counter(), time.process_time()
    compiled = plan()
    database = Postgres(url)
    [(backend,)] = database.rows("SELECT pg_backend_pid()")
    server = parent(backend)
    before = tree_cpu(server)
    with store(open_prepared(folder)) as those:
        load_facts(those, database)
    loaded = tree_cpu(server)
    apart = {"apart_wall": time.perf_counter() - began, "apart_cpu": time.process_time() - own}
    run = PostgresRun(compiled, database)
    run.execute()
    digest = run.digest_parts().digest()
    [(size,)] = database.rows(
        "SELECT sum(pg_relation_size(c.oid))::bigint FROM pg_class c JOIN pg_namespace n"
        f" ON n.oid = c.relnamespace WHERE n.nspname = '{database.schema}' AND c.relkind = 'r'"
    )
    say(
        digest=digest, server_cpu=tree_cpu(server) - loaded, server_mib=peak_mib(backend),
        bytes=size, load_wall=apart["apart_wall"], load_cpu=loaded - before + apart["apart_cpu"],
        **apart,
    )  # fmt: skip


def spark(folder: Path) -> None:
    """Spark on this machine, straight on the prepared files."""
    compiled = plan()
    opened = session()
    with TemporaryDirectory(prefix="biaochi-bench-") as empty:
        run = SparkRun(compiled, Spark(opened, _files(open_prepared(folder), Path(empty))))
        run.execute()
        digest = run.digest_parts().digest()
    machines = [p for child in children(os.getpid()) for p in (child, *children(child))]
    say(
        digest=digest, server_cpu=sum(tree_cpu(p) for p in children(os.getpid())),
        server_mib=max(peak_mib(p) for p in machines),
    )  # fmt: skip
    opened.stop()


def _files(prepared: Prepared, empty: Path) -> Mapping[str, list[str]]:
    """The files of every table; one without rows is written in the folder ``empty``."""
    found = {}
    with store(prepared) as those:
        for table in those.columns:
            pieces = prepared.pieces(table, prepared.names)
            found[table] = [str(prepared.folder / f) for piece in pieces for f in piece.files]
            if not found[table]:
                path = str(empty / f"{table}.parquet")
                those.con.execute(f"COPY \"{table}\" TO '{path}' (FORMAT parquet)")
                found[table] = [path]
    return found


ROUTES: Mapping[str, Callable[..., None]] = {
    "parts": by_parts, "interpreter": interpreter, "postgres": postgres, "spark": spark,
}  # fmt: skip

if __name__ == "__main__":
    ROUTES[sys.argv[1]](Path(sys.argv[2]), *sys.argv[3:])
