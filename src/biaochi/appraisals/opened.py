"""Runs held open in this process, so that a question about one of them is answered at once."""

from collections import OrderedDict
from concurrent.futures import Future
from dataclasses import dataclass, field
from threading import Lock, RLock, Thread

from django.db import connection

from biaochi.appraisals.computing import asked_of
from biaochi.appraisals.models import Run
from biaochi.appraisals.storing import is_laid_open, open_snapshot, pack_of
from biaochi.batch.assess import executed
from biaochi.batch.executors import Run as Rows
from biaochi.batch.explaining import Explained, Who, explain_from
from biaochi.engine.amounts import CellTable, results_digest
from biaochi.engine.compile import compile_pack
from biaochi.engine.interpret import Interpreter
from biaochi.engine.plan import Plan
from biaochi.errors import Problem, Refusal
from biaochi.facts.store import Store, facts

_KEPT = 2
_HELD_AS_ROWS = 250_000
Key = tuple[int, str]


@dataclass(frozen=True, kw_only=True)
class Ready:
    """A run brought back: its plan, every cell, and the rows beneath."""

    plan: Plan
    cells: CellTable
    rows: Rows
    store: Store
    one_at_a_time: RLock = field(default_factory=RLock)

    def about(self, who: Who) -> Explained:
        """Explain one subject."""
        with self.one_at_a_time:
            digest = self.store.digest
            return explain_from(self.plan, (self.rows, self.cells), who, facts_digest=digest)


class NotYet(Exception):
    """The run is being brought back; whoever asks again in a moment gets it."""


_READY: OrderedDict[Key, Future[Ready]] = OrderedDict()
_LOCK = Lock()


def ready(run: Run, *, patience: float | None = None) -> Ready:
    """Return the run brought back from its snapshot; it must come out as it was stored.

    ``patience``: after so many seconds of a run with many facts NotYet is raised, and it goes on
    being brought back meanwhile.
    """
    key = (run.pk, run.results_digest)
    with _LOCK:
        found, first = _READY.get(key), key not in _READY
        if found is None:
            found = _READY[key] = Future()
        _READY.move_to_end(key)
        while len(_READY) > _KEPT:
            _READY.popitem(last=False)
    beside = patience is not None and is_laid_open(run.facts_digest)
    if first and beside:
        Thread(target=_beside, args=(run, found), name=f"run-{run.pk}", daemon=True).start()
    elif first:
        _bring(run, found)
    try:
        return found.result(timeout=patience if beside else None)
    except TimeoutError:
        raise NotYet from None


def _bring(run: Run, into: Future[Ready]) -> None:
    try:
        into.set_result(_brought_back(run))
    except BaseException as error:  # noqa: BLE001 (whoever waits for it is told)
        with _LOCK:
            _READY.pop((run.pk, run.results_digest), None)
        into.set_exception(error)


def _beside(run: Run, into: Future[Ready]) -> None:
    """Bring it back in a thread of its own, which has its own connection."""
    _bring(run, into)
    connection.close()


def forget() -> None:
    """Let go of everything held open."""
    with _LOCK:
        _READY.clear()


def _brought_back(run: Run) -> Ready:
    period = run.period
    pack = pack_of(period.pack)
    plan = compile_pack(pack, asked_of(period))
    store = open_snapshot(
        pack, run.facts_digest, unit=period.unit.code, known_by=run.known_by
    )  # fmt: skip
    _, rows, cells = executed(plan, store)
    digest = results_digest(plan, cells)
    if digest != run.results_digest:
        do = "程序可能换了版本；结果本身仍在，理由请以当时的版本重看，或重新计算一次。"
        raise Refusal((Problem("RUN-REPLAY", run.results_digest, digest, do),))
    return Ready(plan=plan, cells=cells, rows=_at_hand(plan, store, cells, rows), store=store)


def _at_hand(plan: Plan, store: Store, cells: CellTable, rows: Rows) -> Rows:
    """Hold facts of usual size as rows: one subject's are then found without a query."""
    if isinstance(rows, Interpreter) or sum(store.counts.values()) > _HELD_AS_ROWS:
        return rows
    held = Interpreter(plan, facts(store))
    held.cells = {k: {i: dict(row) for i, row in those.items()} for k, those in cells.items()}
    return held
