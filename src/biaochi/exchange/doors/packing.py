"""The child process that reads one foreign .zip as a policy pack and checks it.

``python -m biaochi.exchange.doors.packing FILE FOLDER LIMITS``: the files of the pack into FOLDER,
one JSON object to standard output: what is amiss, if anything.
"""

import json
import sys
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from biaochi.errors import Problem, Refusal
from biaochi.exchange.doors.child import confine
from biaochi.exchange.doors.shapes import Limits
from biaochi.exchange.doors.wording import refusal, shown
from biaochi.packs.folder import HEAD, SINGLES

if TYPE_CHECKING:
    from zipfile import ZipInfo

AGAIN = "请把规则包文件夹压缩成普通的 .zip，再上传。"
_HIDDEN = (".", "__MACOSX")


def main(given: list[str]) -> int:
    """Read one file; the exit code is 0 whenever an answer was printed."""
    path, folder, said = given
    limits = Limits(**json.loads(said))
    confine(limits)
    try:
        found = read(Path(path), Path(folder), limits=limits)
    except Refusal as refused:
        found = tuple(_about_zip(p) for p in refused.problems)
    sys.stdout.write(json.dumps({"problems": [asdict(p) for p in found]}))
    return 0


def _about_zip(problem: Problem) -> Problem:
    """Say what to do about an archive, not about a workbook."""
    return replace(problem, do=AGAIN) if problem.code.startswith("FILE-") else problem


def read(path: Path, folder: Path, *, limits: Limits) -> tuple[Problem, ...]:
    """Unpack a pack into a folder and return everything the check says about it."""
    with path.open("rb") as file:
        for name, data in _unpacked(file, limits).items():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
    return checked(folder)


def checked(folder: Path) -> tuple[Problem, ...]:
    """Return what the check of packs finds; worked examples are not run here."""
    from biaochi.batch.checking import check  # noqa: PLC0415 (after the limits are set)

    return check(folder, with_examples=False).problems


def _unpacked(file: BinaryIO, limits: Limits) -> Mapping[str, bytes]:
    """Return the files of a pack by name, without the one folder they may all be in."""
    from biaochi.exchange.doors import archives  # noqa: PLC0415 (after the limits are set)

    listed = {n: m for n, m in archives.members(file, limits=limits).items() if _counts(n, m)}
    above = _folder_of(listed)
    found: dict[str, bytes] = {}
    for name, member in listed.items():
        if name.startswith(above):
            found[name.removeprefix(above)] = b"".join(archives.inflated(file, member))
    return found


def _counts(name: str, member: "ZipInfo") -> bool:
    return not member.is_dir() and not any(p.startswith(_HIDDEN) for p in name.split("/"))


def _folder_of(names: Mapping[str, Any]) -> str:
    """Return the folder the pack is in, with its stroke; blank where it is in none."""
    heads = sorted((n for n in names if n.rpartition("/")[2] == HEAD), key=lambda n: n.count("/"))
    if not heads:
        found = "、".join(sorted(names)[: len(SINGLES)]) or "没有文件"
        raise refusal("FILE-PACK", f"里面有 {HEAD}", shown(found), AGAIN)
    above = heads[0].removesuffix(HEAD)
    strangers = [n for n in names if not n.startswith(above)]
    if strangers:
        expected = f"只有一个规则包，都在「{above.rstrip('/')}」里"
        raise refusal("FILE-PACK", expected, shown(strangers[0]), AGAIN)
    return above


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
