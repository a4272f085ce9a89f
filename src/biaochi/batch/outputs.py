"""Write a run to a folder: all of it, or nothing."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from tempfile import NamedTemporaryFile, mkdtemp
from typing import Any

from biaochi.batch.contract import written
from biaochi.errors import Problem, Refusal

_TABLES: Mapping[str, tuple[str, ...]] = {
    "quantities": ("subject", "name", "period", "value", "unit", "reading"),
    "findings": (
        "subject", "about", "rule", "verdict", "opens", "document", "clause", "evidence", "missing",
    ),
}  # fmt: skip
_ACTIVE = ("=", "+", "-", "@")


def refuse_target(folder: Path) -> None:
    """Refuse a folder that is there and not empty, before any work is done for it."""
    if folder.is_symlink() or (folder.exists() and not _is_empty(folder)):
        found = "已有内容" if folder.is_dir() else "已有同名的文件"
        do = "请换一个文件夹名，或先把里面的文件移走。"
        raise Refusal((Problem("ASK-TARGET", "新的或空的文件夹", found, do, file=str(folder)),))


def write(results: Mapping[str, Any], folder: Path) -> None:
    """Write results.json, quantities.csv and findings.csv beside the target, then move them."""
    refuse_target(folder)
    with told(folder):
        folder.absolute().parent.mkdir(parents=True, exist_ok=True)
        beside = Path(mkdtemp(prefix=f".{folder.name}-", dir=folder.absolute().parent))
        try:
            _fill(results, beside / "results")
            if folder.exists():
                folder.rmdir()
            (beside / "results").rename(folder)
        finally:
            rmtree(beside, ignore_errors=True)


def write_text(text: str, file: Path) -> None:
    """Write a text file in one step; an existing file is replaced, a folder refused."""
    with told(file):
        if file.is_dir():
            raise IsADirectoryError(0, "这是一个文件夹")
        with NamedTemporaryFile(
            "w", encoding="utf-8", dir=file.absolute().parent, prefix=f".{file.name}-", delete=False
        ) as draft:
            draft.write(text)
        Path(draft.name).replace(file)


@contextmanager
def told(target: Path) -> Iterator[None]:
    """Turn a failure of the file system into a refusal that names the target."""
    try:
        yield
    except OSError as error:
        found = error.strerror or "写入失败"
        problem = Problem("ASK-TARGET", "可以写入的位置", found, "请检查位置和写入权限。",
                          file=str(target))  # fmt: skip
        raise Refusal((problem,)) from error


def _fill(results: Mapping[str, Any], inside: Path) -> None:
    inside.mkdir()
    with (inside / "results.json").open("w", encoding="utf-8") as stream:
        stream.writelines(written(results))
    for name, columns in _TABLES.items():
        with (inside / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as stream:
            _rows(stream, columns, results[name])


def _rows(stream: Any, columns: tuple[str, ...], rows: Iterable[Mapping[str, Any]]) -> None:  # noqa: ANN401  a text stream
    writer = csv.writer(stream)
    writer.writerow(columns)
    for row in rows:
        flat = {**row, **row.get("basis", {})}
        writer.writerow([_cell(flat.get(c, "")) for c in columns])


def _cell(value: object) -> str:
    """Return a cell; a text that a spreadsheet would run as a formula is quoted for it."""
    if isinstance(value, list):
        value = "；".join(str(v["needs"]) if isinstance(v, dict) else str(v) for v in value)
    text = str(value)
    return f"'{text}" if text.startswith(_ACTIVE) and not _is_number(text) else text


def _is_number(text: str) -> bool:
    return text.lstrip("+-").replace(".", "", 1).replace("/", "", 1).isdigit()


def _is_empty(folder: Path) -> bool:
    return folder.is_dir() and not any(folder.iterdir())
