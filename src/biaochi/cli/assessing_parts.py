"""``biaochi assess`` on prepared facts: part by part, results as files."""

import os
import sys
from argparse import Namespace
from pathlib import Path
from time import monotonic
from typing import NoReturn

from biaochi.batch import outputs
from biaochi.batch.duck import told_in_words
from biaochi.batch.parts import PartRun, assess_parts, part_run
from biaochi.batch.partwork import DEFAULT_MEMORY, Limits
from biaochi.batch.preparing import open_for
from biaochi.cli import parts_page
from biaochi.cli.arguments import SHOWN
from biaochi.cli.guard import INTERRUPTED
from biaochi.cli.progress import Progress
from biaochi.cli.running import asked_of
from biaochi.cli.screen import screen, show, show_json
from biaochi.errors import Problem, Refusal
from biaochi.packs.loader import load, locate

_OWN = ("memory", "threads")
_ENGINES = ("auto", "duckdb")


def run(given: Namespace, command: str) -> int:
    """Compute the parts that are not there yet; print where everything lies."""
    _refuse_options(given)
    began = monotonic()
    try:
        with Progress() as progress:
            progress.says("读取规则包")
            asked = run_of(given)
            with outputs.told(asked.out), told_in_words():
                summary = assess_parts(asked, told=progress.says)
    except KeyboardInterrupt:
        print("已中断。算完的部分都留着，同一条命令再运行一次就接着算。", file=sys.stderr)
        return INTERRUPTED
    if given.format == "json":
        show_json(summary)
    else:
        page = parts_page.Page(asked, summary, screen(), seconds=monotonic() - began)
        show(page.lines(command))
    return 0


def run_of(given: Namespace) -> PartRun:
    """Return the run that the arguments ask for."""
    asked = asked_of(given)
    pack = load(locate(given.pack))
    prepared = open_for(pack, Path(given.facts))
    limits = Limits(given.memory or DEFAULT_MEMORY, given.threads or _processors())
    return part_run(pack, prepared, asked, out=Path(given.out), limits=limits)


def refuse_own_options(given: Namespace) -> None:
    """Refuse the options of such runs where facts are read as a whole."""
    for option in _OWN:
        if getattr(given, option) is not None:
            do = "请去掉它；大批事实先用 biaochi facts prepare 整理，再分部分计算。"
            _refuse(f"--{option} 只用于整理后的事实", f"没有整理过的 {given.facts}", do)


def _refuse_options(given: Namespace) -> None:
    if not given.out:
        do = "请加上 --out 结果文件夹；中断过的、算过的，写同一个文件夹就接着用。"
        _refuse("整理后的事实要写明 --out", "没有写", do)
    there = {
        "--readings": given.readings is not None, "--all": given.all, "--trace": given.trace,
        "--top": given.top != SHOWN, f"--engine {given.engine}": given.engine not in _ENGINES,
    }  # fmt: skip
    for option in (o for o, is_there in there.items() if is_there):
        do = "请去掉它；一个人的理由用 biaochi explain 看。"
        _refuse("分部分计算用得上的选项", option, do)


def _refuse(expected: str, found: str, do: str) -> NoReturn:
    raise Refusal((Problem("ASK-OPTION", expected, found, do),))


def _processors() -> int:
    usable = getattr(os, "sched_getaffinity", None)  # the share of a container, where told
    return len(usable(0)) if usable else os.cpu_count() or 1
