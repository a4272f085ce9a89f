"""``biaochi facts load``: check a facts folder and load it into PostgreSQL."""

from argparse import Namespace

from biaochi.batch import contract
from biaochi.batch.assess import open_facts
from biaochi.batch.loading import load_facts
from biaochi.batch.postgres import Postgres, is_url
from biaochi.cli import wordings
from biaochi.cli.progress import Progress
from biaochi.cli.running import warn
from biaochi.cli.screen import show, show_json
from biaochi.errors import Problem, Refusal
from biaochi.packs.loader import load, locate


def run(_: str, given: Namespace) -> int:
    """Load everything, or change nothing."""
    if not is_url(given.to):
        do = "例如 --to postgresql://biaochi@localhost/kaohe。"
        raise Refusal((Problem("ASK-ENGINE", "postgresql:// 开头的地址", f"「{given.to}」", do),))
    with Progress() as progress:
        pack = load(locate(given.pack))
        progress.says("读取和检查事实")
        with open_facts(pack, given.facts) as store:
            warn(store.warnings)
            progress.says("载入数据库")
            database = Postgres(given.to)
            try:
                load_facts(store, database)
            finally:
                database.close()
            counts = {t: n for t, n in store.counts.items() if t in store.present}
            document = {
                "schema": contract.SCHEMA, "facts_digest": store.digest,
                "into": database.schema, "tables": {t: str(n) for t, n in counts.items()},
            }  # fmt: skip
            told = f"已载入 {len(counts)} 张表 {sum(counts.values())} 行，模式 {database.schema}"
            lines = [f"{told}。指纹 {wordings.digest(store.digest)}"]
    if given.format == "json":
        show_json(document)
    else:
        show(lines)
    return 0
