"""Prepare facts for a pack: with the columns it declares, and checked against it."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from biaochi.batch.assess import attribute_columns, bind
from biaochi.engine.bind import checks
from biaochi.facts.prepare import Answer, Fit, Going, Wanted, prepare
from biaochi.packs.shapes import Pack


def prepare_for(
    pack: Pack, folder: Path, out: Path, *, by: str = "",
    progress: Callable[[Going], None] = lambda _: None,
) -> Answer:  # fmt: skip
    """Prepare a facts folder so that the pack can be run on it without further checks."""
    fit = Fit(fit_mark(pack), lambda store: bind(pack, store))
    wanted = Wanted(attribute_columns(pack), by, fit)
    return prepare(folder, out, wanted=wanted, progress=progress)


def fit_mark(pack: Pack) -> str:
    """Return the mark that prepared parts carry when they passed the pack's checks."""
    said = "\n".join(check.sql() for check in checks(pack))
    return f"sha256:{sha256(said.encode()).hexdigest()}"
