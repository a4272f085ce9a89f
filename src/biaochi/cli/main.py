"""Entry point of the ``biaochi`` command."""

import argparse
import sys
from pathlib import Path

from biaochi.batch.examples import run
from biaochi.engine.compile import Asked, compile_pack
from biaochi.errors import Refusal
from biaochi.packs.examples import examples
from biaochi.packs.lint import lint
from biaochi.packs.loader import builtin_ids, load, locate


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="biaochi")
    commands = parser.add_subparsers(dest="command", required=True)
    pack = commands.add_parser("pack").add_subparsers(dest="act", required=True)
    check = pack.add_parser("check")
    check.add_argument("packs", nargs="*")
    args = parser.parse_args(argv)
    failed = False
    for text in args.packs or builtin_ids():
        failed |= _check(locate(text))
    return int(failed)


def _check(folder: Path) -> bool:
    try:
        pack = load(folder)
        problems = lint(pack)
        for p in problems:
            if p.level != "question":
                print(p.level, p, file=sys.stderr)
        compile_pack(pack, Asked(period="2017"))
        bad = any(p.level == "error" for p in problems)
        count = 0
        for example in examples(folder):
            for engine in ("interpret", "duckdb"):
                count += 1
                for d in run(pack, folder, example, engine=engine):
                    bad = True
                    print(f"{folder.name}/{d.example} [{engine}] {d.claim}: 应为 {d.expected}，实为 {d.found}")
    except Refusal as refusal:
        print(refusal)
        return True
    print(f"{folder.name}: {count} 次示例，{'有不符' if bad else '全部相符'}")
    return bad


if __name__ == "__main__":
    sys.exit(main())
