"""Check a pack: load, lint, compile, and its worked examples on both executors."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from biaochi.batch.examples import Difference, Plans, run
from biaochi.engine.compile import Asked, compile_pack
from biaochi.errors import Problem, Refusal
from biaochi.packs.examples import examples
from biaochi.packs.lint import lint
from biaochi.packs.loader import load
from biaochi.packs.shapes import Example, Pack

EXECUTORS = ("interpret", "duckdb")
_YEAR = slice(4)


@dataclass(frozen=True, kw_only=True)
class Failure:
    """A claim of an example that one executor does not bear out."""

    engine: str
    difference: Difference


@dataclass(frozen=True, kw_only=True)
class Checked:
    """Everything found about one pack; ``pack`` is None when it could not be loaded."""

    folder: Path
    pack: Pack | None = None
    problems: tuple[Problem, ...] = ()
    runs: int = 0
    failures: tuple[Failure, ...] = field(default=())

    @property
    def is_good(self) -> bool:
        """Tell whether nothing has to be corrected."""
        return not self.failures and all(p.level != "error" for p in self.problems)


def check(
    folder: Path, *, with_examples: bool, progress: Callable[[str], None] = lambda _: None
) -> Checked:
    """Check one pack folder; what is wrong is returned, not raised."""
    progress(f"{folder.name}：读取和检查")
    try:
        pack = load(folder)
    except Refusal as refusal:
        return Checked(folder=folder, problems=refusal.problems)
    problems = list(lint(pack))
    listed: list[Example] = []
    try:
        listed = examples(folder)
    except Refusal as refusal:
        problems += refusal.problems
    problems += _compiled(pack, listed)
    wanted = listed if with_examples and all(p.level != "error" for p in problems) else []
    failures = list(_failures(pack, folder, wanted, progress))
    return Checked(
        folder=folder, pack=pack, problems=tuple(problems), runs=len(wanted) * len(EXECUTORS),
        failures=tuple(failures),
    )  # fmt: skip


def _compiled(pack: Pack, listed: list[Example]) -> tuple[Problem, ...]:
    """Compile for the period of an example, else for the year the pack begins."""
    period = listed[0].period if listed else pack.in_force.from_[_YEAR] or "2024"
    try:
        compile_pack(pack, Asked(period=period))
    except Refusal as refusal:
        return refusal.problems
    return ()


def _failures(
    pack: Pack, folder: Path, wanted: list[Example], progress: Callable[[str], None]
) -> Iterator[Failure]:
    plans = Plans(pack)
    for at, example in enumerate(wanted, start=1):
        progress(f"{folder.name}：样例 {at}/{len(wanted)}")
        for engine in EXECUTORS:
            for difference in run(plans, folder, example, engine=engine):
                yield Failure(engine=engine, difference=difference)
