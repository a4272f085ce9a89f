"""Prepare facts for a pack: with the columns it declares, and checked against it; open them."""

from collections.abc import Callable
from pathlib import Path

from biaochi.batch.assess import attribute_columns, bind
from biaochi.engine.bind import checks, mark_of
from biaochi.errors import Problem, refuse
from biaochi.facts.prepare import Answer, Fit, Going, Wanted, prepare
from biaochi.facts.prepared import Prepared, open_prepared
from biaochi.packs.shapes import Pack


def prepare_for(
    pack: Pack, folder: Path, out: Path, *, by: str = "",
    progress: Callable[[Going], None] = lambda _: None,
) -> Answer:  # fmt: skip
    """Prepare a facts folder so that the pack can be run on it without further checks."""
    fit = Fit(mark_of(checks(pack)), lambda store: bind(pack, store))
    wanted = Wanted(attribute_columns(pack), by, fit)
    return prepare(folder, out, wanted=wanted, progress=progress)


def open_for(pack: Pack, folder: Path) -> Prepared:
    """Open prepared facts; Refusal if they were prepared without columns the pack declares."""
    prepared = open_prepared(folder)
    refuse(
        Problem(
            "FACT-PREPARED", f"有规则包 {pack.id} 声明的列", "整理时还没有声明",
            f"请用 biaochi facts prepare 加上 --pack {pack.id}，照原样再整理一次。",
            file=f"{folder} 的 {table} 表", column_name=column,
        )
        for table, columns in attribute_columns(pack).items()
        for column, kind in columns.items()
        if prepared.attributes.get(table, {}).get(column) != kind
    )  # fmt: skip
    return prepared
