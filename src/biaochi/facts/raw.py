"""Which files of a facts folder belong to which part."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from biaochi.errors import Problem, Refusal, refuse
from biaochi.facts.folder import Part as File
from biaochi.facts.folder import parts_of
from biaochi.facts.prepared import SHARED
from biaochi.facts.wording import Tally, shown

ALL = "全部"
_LONGEST = 64
_MAY_BE_SHARED = frozenset({"units", "calendar", "links"})


@dataclass(frozen=True)
class Raw:
    """The files of each part, those of the shared part under ``""``; what was odd meanwhile.

    ``by`` is the column by which people have still to be divided; then all files are one group.
    """

    groups: Mapping[str, Sequence[File]]
    by: str = ""
    warnings: tuple[Problem, ...] = ()

    @property
    def files(self) -> tuple[File, ...]:
        """Every file, part by part."""
        return tuple(f for part in sorted(self.groups) for f in self.groups[part])


def look(folder: Path, *, by: str = "") -> Raw:
    """Sort the files of a folder into parts by their subfolders (``people/county=甲/…``).

    The key is that of people.  Without such subfolders everything is one part, to be divided by a
    column where ``by`` names one.
    """
    tally = Tally()
    files = parts_of(folder, tally=tally)
    refuse(tally.problems())
    key = next((k for f in files if f.table == "people" for k in _levels(f)), "")
    if key and by not in {"", key}:
        do = f"去掉 --by，或改为 --by {key}；要改分法的，请先把文件夹合并成一份。"
        raise Refusal((Problem("FACT-PART", f"按 {shown(key)} 分", shown(by), do, file="people"),))
    if not key:
        return Raw({ALL: files}, by, tally.problems())
    for problem in (p for f in files for p in _misplaced(f, key)):
        tally.add(problem)
    refuse(tally.problems())
    groups: dict[str, list[File]] = {}
    for file in files:
        groups.setdefault(_levels(file).get(key, SHARED), []).append(file)
    return Raw(groups, "", tally.problems())


def unfit_name(part: str) -> str:
    """Tell what is wrong with the name of a part, or nothing."""
    if not part.strip():
        return "空白"
    return "" if part.isprintable() and len(part) <= _LONGEST else shown(part)


def bad_name(part: str, *, file: str, line: int = 0, column: str = "") -> Problem:
    """Return the problem of a part whose name cannot be one."""
    do = "请改短，去掉换行等看不见的字；空白的补上。"
    expected = f"部分的名称，不超过 {_LONGEST} 个字"
    return Problem("FACT-PART", expected, unfit_name(part), do, file, line=line, column_name=column)


def _levels(file: File) -> dict[str, str]:
    """Return the subfolders of the form ``key=value`` that a file lies in."""
    levels = (f.partition("=") for f in file.name.split("/")[1:-1] if "=" in f)
    return {key: unquote(value) for key, _, value in levels}


def _misplaced(file: File, key: str) -> Iterator[Problem]:
    levels = _levels(file)
    if key in levels:
        if unfit_name(levels[key]):
            yield bad_name(levels[key], file=file.name)
    elif file.table == "people" or (levels and file.table not in _MAY_BE_SHARED):
        expected = f"放在 {file.table}/{key}=…/ 里"
        do = "各表请按同一个名称分文件夹；人员不能共用，几个部分共用的行不进 =… 文件夹。"
        yield Problem("FACT-PART", expected, "不在这样的文件夹里", do, file=file.name)
