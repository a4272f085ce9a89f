"""Write the generated pages again: ``python -m tools.docs``; ``--check`` only compares.

Reference pages are written whole.  Pages written by hand keep their words, but the output shown
under their commands is run and pasted again, so that no page shows what nobody ever saw.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from biaochi.packs.loader import builtin, builtin_ids, load
from biaochi.packs.render import render
from biaochi.vocabulary.glossary import glossary_markdown
from tools.pages import commands, console, coverage, language, reference, settings
from tools.pages.markdown import HEAD

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = "docs/reference"


def pages() -> Iterator[tuple[str, str]]:
    """Yield path and text of every page that is generated whole."""
    yield "GLOSSARY.md", headed(glossary_markdown())
    yield f"{REFERENCE}/operators.md", headed(language.operators())
    yield f"{REFERENCE}/functions.md", headed(language.functions())
    yield f"{REFERENCE}/pack-files.md", headed(language.files())
    yield f"{REFERENCE}/effects-and-kinds.md", headed(language.lists())
    yield f"{REFERENCE}/errors.md", headed(reference.errors())
    yield f"{REFERENCE}/facts.md", headed(reference.facts())
    yield f"{REFERENCE}/commands.md", headed(commands.page())
    yield f"{REFERENCE}/settings.md", headed(settings.page())
    yield f"{REFERENCE}/requirements.md", headed(coverage.page())
    for pack_id in builtin_ids():
        yield f"{REFERENCE}/packs/{pack_id}.md", headed(render(load(builtin(pack_id))))


def headed(text: str) -> str:
    """Return a page that says in its first line that nobody wrote it by hand."""
    return f"{HEAD}\n\n{text.rstrip()}\n"


def stale() -> list[str]:
    """Return the paths whose generated text differs from what is on disk, or that are left over."""
    found = dict(pages())
    old = {p for p in found if _on_disk(p) != found[p]}
    kept = {p.relative_to(ROOT).as_posix() for p in (ROOT / REFERENCE / "packs").glob("*.md")}
    return sorted(old | (kept - set(found)))


def write() -> list[str]:
    """Write what is stale and return its paths."""
    found = dict(pages())
    for path in (changed := stale()):
        target = ROOT / path
        if path in found:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(found[path], encoding="utf-8")
        else:
            target.unlink()
    return changed + console.refresh(ROOT)


def main() -> int:
    """Write, or with ``--check`` say what would be written and exit with 1."""
    if "--check" in sys.argv[1:]:
        for path in (found := stale()):
            print(f"stale: {path}")
        return 1 if found else 0
    for path in write():
        print(f"written: {path}")
    for warning in coverage.warnings():
        print(f"!!! {warning}", file=sys.stderr)
    return 0


def _on_disk(path: str) -> str:
    target = ROOT / path
    return target.read_text(encoding="utf-8") if target.is_file() else ""


if __name__ == "__main__":
    sys.exit(main())
