"""``biaochi where``: the file and line where something of a pack is written."""

import sys
from argparse import Namespace
from dataclasses import replace
from pathlib import Path

from biaochi.batch import contract
from biaochi.batch.places import Place, named_in, places
from biaochi.cli.guard import said
from biaochi.cli.screen import screen, show, show_json
from biaochi.errors import Problem, Refusal
from biaochi.packs.hints import closest
from biaochi.packs.loader import builtin_ids, load, locate
from biaochi.packs.shapes import Pack


def run(_: str, given: Namespace) -> int:
    """Find a name in one pack or in all built-in ones."""
    pack_id, slash, name = given.name.partition("/")
    wanted = name if slash else given.name
    named = given.pack or (pack_id if slash else "")
    found: list[Place] = []
    known: set[str] = set()
    for text in [named] if named else builtin_ids():
        pack = _loaded(text, alone=bool(named))
        if pack is not None:
            folder = locate(text)
            here = places(pack, folder, wanted)
            found += [replace(p, file=_near(p.file, folder)) for p in here]
            known |= named_in(pack)
    if not found:
        near = closest(wanted, known)
        do = f"您是不是要找「{near}」？" if near else "用 biaochi pack render 通读规则包。"
        raise Refusal(
            (Problem("ASK-RULE", "规则、量、参数、口径或条目的编号", f"「{wanted}」", do),)
        )
    if given.format == "json":
        show_json({"schema": contract.SCHEMA, "places": contract.plain(found)})
    else:
        on = screen()
        lines = (on.said(p.says, first="    ") for p in found)
        show(x for p, ls in zip(found, lines, strict=True) for x in (f"{p.file}:{p.line}", *ls))
    return 0


def _loaded(text: str, *, alone: bool) -> Pack | None:
    """Load a pack; a broken one among many is only mentioned."""
    try:
        return load(locate(text))
    except Refusal as refusal:
        if alone:
            raise
        print(f"跳过 {text}：{said(refusal.problems)[0]}", file=sys.stderr)
        return None


def _near(file: str, folder: Path) -> str:
    """Return a path from here, so that editors can open it, else from the pack's own folder."""
    path, here = Path(file).resolve(), Path.cwd()
    start = here if path.is_relative_to(here) else folder.resolve().parent
    return path.relative_to(start).as_posix()
