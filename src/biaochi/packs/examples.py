"""Reads the worked examples beside a pack."""

from pathlib import Path

from biaochi.errors import Problem, Refusal
from biaochi.packs.folder import PackFile, is_folder, read_node, visible
from biaochi.packs.grammar import Sheaf, read
from biaochi.packs.messages import describe
from biaochi.packs.shapes import Example
from biaochi.packs.yamltext import Table, Text, plain, problem


def examples(folder: Path) -> list[Example]:
    """Return the examples of a pack in the order of their names; none is an empty list."""
    inside = folder / "examples"
    if not is_folder(inside):
        return []
    sheaf = Sheaf([], {})
    found: list[Example] = []
    paths = visible(inside)
    stems = {path.stem for path in paths if path.suffix == ".yaml"}
    for path in paths:
        if path.suffix == ".yaml":
            example = _example(path, folder=folder, sheaf=sheaf)
            found.extend([example] if example else [])
        elif path.name not in stems:
            sheaf.problems.append(Problem(
                "PACK-FILE", "<名称>.yaml 或同名的事实文件夹", f"「{path.name}」",
                "请补上同名的 .yaml，或移走。", file=f"examples/{path.name}",
            ))  # fmt: skip
    if sheaf.problems:
        raise Refusal(tuple(sheaf.problems))
    return found


def facts_folder(folder: Path, *, example: Example) -> Path | None:
    """Return where an example's facts folder is; none when its facts are written inline."""
    return folder / "examples" / example.id if example.facts == "folder" else None


def _example(path: Path, *, folder: Path, sheaf: Sheaf) -> Example | None:
    file = PackFile(f"examples/{path.name}", path)
    try:
        node = read_node(file, root=folder)
    except Refusal as refusal:
        sheaf.problems.extend(refusal.problems)
        return None
    where = f"examples.{path.stem}"
    if isinstance(node, Table):
        written = node.entries.setdefault("id", Text(node.mark, path.stem))
        if plain(written) != path.stem:
            sheaf.problems.append(problem(
                "PACK-ID", written.mark, expected=f"「{path.stem}」（与文件名相同）",
                found=describe(plain(written)), do="请统一编号与文件名。",
            ))  # fmt: skip
    before = len(sheaf.problems)
    example: Example | None = read(node, Example, path=where, sheaf=sheaf)
    missing = (
        example is not None and example.facts == "folder" and not path.with_suffix("").is_dir()
    )
    if missing and len(sheaf.problems) == before:
        sheaf.problems.append(problem(
            "PACK-FILE", sheaf.marks[f"{where}.facts"], expected=f"文件夹 examples/{path.stem}",
            found="没有这个文件夹", do="请放入事实文件夹，或把事实写在本文件里。",
        ))  # fmt: skip
    return example
