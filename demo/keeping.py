"""In which folder the office of the demonstration runs: what somebody tried is never thrown away.

A county made from the same program and data is gone on with; otherwise it is moved aside, whole.
"""

import shutil
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[1]
_MADE_FROM = ("demo/*.py", "packs/demo-qingshi/**/*", "src/biaochi/**/*.py")
_DATABASE, _MARK, _OLD_TEMPLATES = "office.sqlite3", "made-from", "template-*.sqlite3"
_TEMPLATE = "template-{}"


def stamp(facts: Path) -> str:
    """Return a name for what a county is made from."""
    made = sha256()
    listed = [p for pattern in _MADE_FROM for p in sorted(_ROOT.glob(pattern)) if p.is_file()]
    for path in (*listed, *sorted(facts.iterdir())):
        made.update(path.name.encode() + sha256(path.read_bytes()).digest())
    return made.hexdigest()[:16]


def settle(home: Path, *, made_from: str, anew: bool, on: date) -> Iterator[str]:
    """Leave in the folder what the office is to run on, if it is made already; say what was done.

    ``anew``: somebody asked to begin again.
    """
    if (home / _DATABASE).exists():
        mark = home / _MARK
        if mark.exists() and mark.read_text(encoding="utf-8") == made_from and not anew:
            yield f"接着用上一次的，试过的都还在（{home}）。要从头来：DEMO=new make demo。"
            return
        yield from _moved(home, anew=anew, on=on)
    elif home.exists():
        shutil.rmtree(home)
    template = home.with_name(_TEMPLATE.format(made_from))
    if template.exists():
        shutil.copytree(template, home)


def _moved(home: Path, *, anew: bool, on: date) -> Iterator[str]:
    """Move aside what somebody may have tried; what was never finished goes."""
    if not (home / _MARK).exists() and not any(home.glob(_OLD_TEMPLATES)):
        shutil.rmtree(home)
        yield "上一次没有建完，从头建立。"
        return
    aside = _free(home.with_name(f"{home.name}-{on:%Y%m%d}"))
    home.rename(aside)
    why = "从头来" if anew else "程序或演示数据有改动，要重新建立"
    yield f"{why}。上一次试过的没有删，移到了 {aside}，用不着时可以删掉。"


def _free(wanted: Path) -> Path:
    """Return a name nothing has yet."""
    found, number = wanted, 1
    while found.exists():
        number += 1
        found = wanted.with_name(f"{wanted.name}-{number}")
    return found


def keep(home: Path, *, made_from: str) -> None:
    """Mark a county that was made to the end, and keep a copy to begin again with."""
    (home / _MARK).write_text(made_from, encoding="utf-8")
    for old in home.parent.glob(_TEMPLATE.format("*")):
        shutil.rmtree(old)
    shutil.copytree(home, home.with_name(_TEMPLATE.format(made_from)))
