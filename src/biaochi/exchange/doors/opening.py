"""Open a foreign file: name and size here, everything inside in a confined child process."""

import json
import logging
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import biaochi
from biaochi.errors import Problem, Refusal
from biaochi.exchange.doors.shapes import MIB, Limits, Table
from biaochi.exchange.doors.wording import SAVE_AS, broken, refusal, shown

ENDINGS = (".xlsx", ".xls", ".et", ".csv")
_MACRO_ENDINGS = (".xlsm", ".xltm", ".xlam", ".xlsb", ".xla")
_LONGEST_NAME = 120
_ODD = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffd/\\:]")
_SPARE = 30
_FAULT = 1
_LOG = logging.getLogger("biaochi.exchange")
_ZIP, _COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def open_file(path: Path, *, name: str, work: Path, limits: Limits | None = None) -> Table:
    """Read a foreign file into a table of cells kept in the folder ``work``, or refuse it."""
    ending = named(name)
    size = path.stat().st_size
    allowed = (limits or Limits()).for_size(size)
    if not size:
        raise refusal("FILE-EMPTY", "有内容的文件", "空文件", "请检查是否选错了文件。")
    if size > allowed.most_bytes:
        found = f"{size // MIB} MiB"
        raise refusal("FILE-SIZE", f"不超过 {allowed.most_bytes // MIB} MiB", found,
                      "请分成几个文件上传。")  # fmt: skip
    _fits(path, ending)
    out = work / "cells.txt"
    said = _asked(path, out, allowed)
    if "problems" in said:
        raise Refusal(tuple(Problem(**p) for p in said["problems"]))
    if not said["rows"]:
        raise refusal("FILE-EMPTY", "有内容的表格", "表格里没有内容", "请检查是否选错了文件。")
    return Table(
        path=out, sheet=said["sheet"], rows=said["rows"], encoding=said.get("encoding", ""),
        merged=tuple(tuple(m) for m in said.get("merged", ())), stamp=said.get("stamp", {}),
    )  # fmt: skip


def named(name: str, *, endings: Sequence[str] = ENDINGS, do: str = SAVE_AS) -> str:
    """Return the ending of a file name, one of these, or refuse the name."""
    if _ODD.search(name) or not name.strip(". ") or len(name) > _LONGEST_NAME:
        raise refusal("FILE-NAME", f"普通的文件名，不超过 {_LONGEST_NAME} 个字", shown(name),
                      "请改名后再上传。")  # fmt: skip
    ending = os.path.splitext(name)[1].lower()  # noqa: PTH122 (a name, not a path)
    if ending in _MACRO_ENDINGS:
        raise refusal("FILE-MACRO", "没有宏的工作簿", f"{ending} 文件", do)
    if ending not in endings:
        raise refusal("FILE-FORMAT", "、".join(endings), shown(ending or name), do)
    return ending


def _fits(path: Path, ending: str) -> None:
    with path.open("rb") as file:
        start = file.read(8)
    inside = start.startswith((_ZIP, _COMPOUND))
    if inside != (ending != ".csv"):
        found = "工作簿，只是改了文件名" if inside else "不是工作簿，只是改了文件名"
        raise refusal("FILE-FORMAT", f"内容和「{ending}」相符", found, SAVE_AS)


def _asked(path: Path, out: Path, limits: Limits) -> dict[str, Any]:
    do = "请把内容复制到新的工作簿，删去多余的空白行列和格式，再上传；行数多的分成几个文件。"
    given = [str(path), str(out), json.dumps(asdict(limits))]
    return in_child("biaochi.exchange.doors.child", given, limits=limits, do=do)


def in_child(module: str, given: list[str], *, limits: Limits, do: str) -> dict[str, Any]:
    """Run a reader of foreign bytes in a process of its own; ``do`` is said if it is too much."""
    command = [sys.executable, "-s", "-B", "-m", module, *given]
    source = str(Path(biaochi.__path__[0]).parent)
    clean = {"PYTHONPATH": source, "PATH": "", "LC_ALL": "C.UTF-8", "MALLOC_ARENA_MAX": "1"}
    try:
        done = subprocess.run(  # noqa: S603 (our own interpreter, a list of arguments)
            command, capture_output=True, timeout=2 * limits.seconds + _SPARE, env=clean,
            check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise _too_much(do) from error
    if not done.returncode:
        found: dict[str, Any] = json.loads(done.stdout)
        return found
    if done.returncode == _FAULT and b"MemoryError" not in done.stderr:
        _LOG.warning("the reader failed: %s", done.stderr.decode("utf-8", "replace")[-2000:])
        raise broken("读不下去")
    raise _too_much(do)


def _too_much(do: str) -> Exception:
    return refusal("FILE-LIMIT", "在限定的内存和时间里读得完", "读不完", do)
