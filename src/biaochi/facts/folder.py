"""What lies in a facts folder: which files hold which table, and what does not belong there."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from biaochi.errors import Level, Problem
from biaochi.facts.shapes import TABLES
from biaochi.facts.wording import Tally, likely, shown

FORMATS = (".csv", ".parquet")
_SHEETS = frozenset({".xlsx", ".xls", ".xlsm", ".et", ".ods", ".tsv", ".txt", ".gz", ".zip"})
_SAVE_AS = "请在表格软件里另存为「CSV UTF-8（逗号分隔）」，文件名写成「{}.csv」。"
_KNOWN = "、".join(TABLES)


@dataclass(frozen=True)
class Part:
    """One file of a table; ``name`` is its path inside the folder."""

    table: str
    path: Path
    name: str


def parts_of(folder: Path, *, tally: Tally) -> tuple[Part, ...]:
    """Return the files of the known tables, in the order of the tables and of their names."""
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        what = "这是一个文件" if folder.exists() else "没有这个文件夹"
        tally.add(_folder(folder, what, "请检查路径，指向放有 people.csv 等文件的文件夹。"))
        return ()
    parts = [p for e in entries if not _private(e.name) for p in _of_entry(e, folder, tally)]
    if not parts and all(p.level == "warning" for p in tally.problems()):
        tally.add(_nothing(folder, [e.name for e in entries]))
    order = list(TABLES)
    return tuple(sorted(_singles(parts, tally), key=lambda p: (order.index(p.table), p.name)))


def unknown_table(name: str, *, file: str) -> Problem:
    """Return the problem of a table that is not one of ours."""
    near = likely(name, TABLES)
    level: Level = "error" if near else "warning"
    do = f"您是不是想写「{near}」？请改名。" if near else "不认识的文件不会读取；如不需要，请移走。"
    return Problem("FACT-UNKNOWN", f"表名为 {_KNOWN}", shown(name), do, file=file, level=level)


def unreadable(name: str, reason: object) -> Problem:
    """Return the problem of a file that the system does not let us read."""
    do = "请检查文件是否存在、是否有读取权限、是否被别的程序占用，再试一次。"
    return Problem("FACT-FILE", "可以读取的文件", shown(reason), do, file=name)


def _private(name: str) -> bool:
    return name.startswith((".", "~$", "_"))


def _folder(folder: Path, found: str, do: str) -> Problem:
    return Problem("FACT-FOLDER", "一个放事实文件的文件夹", found, do, file=str(folder))


def _nothing(folder: Path, names: list[str]) -> Problem:
    if "pack.yaml" in names:
        do = "这里放的是规则包：规则包用 --pack 指定，--facts 请指向放事实文件的文件夹。"
        return _folder(folder, "只有规则包，没有事实文件", do)
    do = f"请放入以表名命名的 CSV 或 Parquet 文件，表名为 {_KNOWN}。"
    return _folder(folder, "没有任何事实文件" if names else "空文件夹", do)


def _of_entry(entry: Path, folder: Path, tally: Tally) -> list[Part]:
    if entry.is_dir():
        return _of_folder(entry, folder, tally)
    stem, suffix = entry.stem, entry.suffix.lower()
    if stem in TABLES and suffix in FORMATS:
        return [Part(stem, entry, entry.name)]
    if suffix in FORMATS:
        tally.add(unknown_table(stem, file=entry.name))
    elif suffix in _SHEETS and (near := likely(stem.split(".")[0], TABLES)):
        do = _SAVE_AS.format(near)
        tally.add(Problem("FACT-FORMAT", "CSV 或 Parquet 文件", shown(suffix), do, file=entry.name))
    else:
        tally.add(_ignored(entry.name))
    return []


def _ignored(name: str) -> Problem:
    do = "这个文件不会读取；如不需要，请移走。"
    return Problem("FACT-UNKNOWN", "以表名命名的 CSV 或 Parquet 文件", shown(name), do, name,
                   level="warning")  # fmt: skip


def _of_folder(entry: Path, folder: Path, tally: Tally) -> list[Part]:
    if entry.name not in TABLES:
        tally.add(unknown_table(entry.name, file=entry.name))
        return []
    parts = []
    for path in _files_under(entry):
        name = path.relative_to(folder).as_posix()
        if path.suffix.lower() in FORMATS:
            parts.append(Part(entry.name, path, name))
        else:
            tally.add(_ignored(name))
    if not parts:
        do = f"请放入 {entry.name} 的 CSV 或 Parquet 文件，或删去这个文件夹。"
        found = "没有这样的文件"
        tally.add(Problem("FACT-FILE", "一个或几个 CSV 或 Parquet 文件", found, do, entry.name))
    return parts


def _files_under(folder: Path) -> Iterator[Path]:
    for at, folders, names in os.walk(folder):
        folders[:] = sorted(f for f in folders if not _private(f))
        yield from (Path(at, name) for name in sorted(names) if not _private(name))


def _singles(parts: list[Part], tally: Tally) -> list[Part]:
    """A table is one file, or one folder of files of one format; of two versions, read one."""
    forms: dict[str, dict[tuple[str, str], str]] = {}
    for part in parts:
        forms.setdefault(part.table, {}).setdefault(_form(part), part.name)
    for table, places in forms.items():
        if len(places) > 1:
            found = "、".join(sorted(places.values()))
            do = f"同一张表只能有一份：请留下正确的一份 {table}，移走其余的。"
            tally.add(Problem("FACT-TWICE", f"一份 {table}", found, do, file=table))
    return [p for p in parts if _form(p) == next(iter(forms[p.table]))]


def _form(part: Part) -> tuple[str, str]:
    return part.name.split("/")[0], part.path.suffix.lower()
