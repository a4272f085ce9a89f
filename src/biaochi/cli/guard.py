"""From whatever happened to an exit code and a few Chinese lines, never a traceback."""

import os
import sys
import traceback
from collections.abc import Callable, Sequence

from biaochi.errors import CODES, Problem, Refusal

DONE, REFUSED, WRONG_USAGE, BROKEN = 0, 1, 2, 3
INTERRUPTED, PIPE_CLOSED = 130, 141
DEBUG = "BIAOCHI_DEBUG"
_SHOWN = 40
_STOPPED = "Query interrupted"  # what DuckDB raises when it is stopped in the middle of a statement


def guarded(act: Callable[[], int], *, as_json: Callable[[], bool]) -> int:
    """Run a command and return its exit code."""
    try:
        code = act()
        sys.stdout.flush()
    except Refusal as refusal:
        return refused(refusal.problems, as_json=as_json())
    except BrokenPipeError:
        # Nobody reads on; what is still buffered must not be written at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except KeyboardInterrupt:
        return _interrupted()
    except Exception as error:  # noqa: BLE001  the last line of defence
        return _interrupted() if str(error) == _STOPPED else _broken(error)
    return code


def _interrupted() -> int:
    print("已中断，没有写下任何结果。", file=sys.stderr)
    return INTERRUPTED


def refused(problems: Sequence[Problem], *, as_json: bool) -> int:
    """Say why the input was refused; return the exit code of its errors."""
    errors = [p for p in problems if p.level == "error"]
    if as_json:
        from biaochi.batch.contract import errors as document  # noqa: PLC0415  slow to load
        from biaochi.cli.screen import show_json  # noqa: PLC0415

        show_json(document(errors))
    else:
        print("\n".join(said(errors)), file=sys.stderr)
    exits = [CODES[p.code].exits if p.code in CODES else REFUSED for p in errors]
    return min(exits, default=REFUSED)


def said(problems: Sequence[Problem]) -> list[str]:
    """Return problems one a line, the first of many."""
    lines = [visible(str(p) if p.code in CODES else _bare(p)) for p in problems[:_SHOWN]]
    if len(problems) > _SHOWN:
        lines.append(f"另有 {len(problems) - _SHOWN} 处；用 --format json 查看全部。")
    return lines


def _bare(problem: Problem) -> str:
    place = f"{problem.file} 第{problem.line}行" if problem.line else problem.file
    where = f"{place}：" if place else ""
    return f"[{problem.code}] {where}应为：{problem.expected}；实为：{problem.found}。{problem.do}"


def visible(text: str) -> str:
    """Return a text without signs that a terminal would obey."""
    return "".join(c if c.isprintable() or c == "\n" else repr(c)[1:-1] for c in text)


def _broken(error: Exception) -> int:
    if os.environ.get(DEBUG) == "1":
        traceback.print_exception(error)
    else:
        what = visible(f"{type(error).__name__}: {error}".splitlines()[0])[:200]
        print(f"程序出错，没有写下任何结果（{what}）。", file=sys.stderr)
        print(f"请设 {DEBUG}=1 再运行一次，把输出连同命令发给维护者。", file=sys.stderr)
    return BROKEN
