"""``biaochi pack``: check, read on paper, compare and begin policy packs."""

import json
import sys
from argparse import Namespace
from pathlib import Path

from biaochi.batch import contract
from biaochi.batch.checking import Checked, check
from biaochi.batch.outputs import write_text
from biaochi.cli import pack_page
from biaochi.cli.guard import REFUSED
from biaochi.cli.progress import Progress
from biaochi.cli.screen import screen, show, show_json
from biaochi.errors import Problem, Refusal
from biaochi.packs.diff import diff
from biaochi.packs.hints import suggest
from biaochi.packs.loader import builtin_ids, load, locate
from biaochi.packs.render import render
from biaochi.packs.scaffold import new
from biaochi.packs.schema import json_schema


def run(act: str, given: Namespace) -> int:
    """Do one act on packs."""
    return _ACTS[act](given)


def _check(given: Namespace) -> int:
    named = given.packs if given.packs and given.packs != ["all"] else builtin_ids()
    folders = [locate(text) for text in named]
    found: list[Checked] = []
    with Progress() as progress:
        for folder in folders:
            found.append(check(folder, with_examples=given.examples, progress=progress.says))
            if given.format == "table":
                progress.clear()
                show(pack_page.checked(found[-1], screen(), questions=given.all))
    if given.format == "json":
        show_json({"schema": contract.SCHEMA, "packs": [contract.checked(c) for c in found]})
    return 0 if all(c.is_good for c in found) else REFUSED


def _render(given: Namespace) -> int:
    text = render(load(locate(given.pack)))
    if given.out is None:
        sys.stdout.write(text)
        return 0
    write_text(text, Path(given.out))
    print(f"已写入 {given.out}", file=sys.stderr)
    return 0


def _diff(given: Namespace) -> int:
    before, after = load(locate(given.before)), load(locate(given.after))
    changes = diff(before, after)
    if given.format == "json":
        show_json({
            "schema": contract.SCHEMA,
            "before": {"pack": before.id, "digest": before.digest},
            "after": {"pack": after.id, "digest": after.digest},
            "changes": contract.plain(changes),
        })  # fmt: skip
    else:
        show(pack_page.differences(before, after, changes, screen()))
    return 0


def _schema(given: Namespace) -> int:
    schemas = json_schema()
    if given.file is not None and given.file not in schemas:
        do = suggest(given.file, schemas)
        raise Refusal((Problem("PACK-FILE", "规则包里的一种文件", f"「{given.file}」", do),))
    chosen = schemas if given.file is None else schemas[given.file]
    print(json.dumps(chosen, ensure_ascii=False, indent=1))
    return 0


def _new(given: Namespace) -> int:
    folder = new(Path(given.folder), id=given.id, title=given.title)
    print(f"已建立 {folder}。改好后运行：biaochi pack check {folder}")
    return 0


def _list(given: Namespace) -> int:
    packs = [load(locate(name)) for name in builtin_ids()]
    if given.format == "json":
        show_json({"schema": contract.SCHEMA, "packs": [contract.listed(p) for p in packs]})
    else:
        show(pack_page.listed(packs, screen()))
    return 0


_ACTS = {
    "check": _check, "render": _render, "diff": _diff, "schema": _schema, "new": _new,
    "list": _list,
}  # fmt: skip
