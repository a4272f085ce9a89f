"""Reads a pack folder into frozen plain data, or refuses it with every problem found."""

# ruff: noqa: ANN401 — values from YAML have no type before the grammar gave them one.

import re
from collections.abc import Iterator
from dataclasses import MISSING, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, get_args

from biaochi.errors import Problem, Refusal
from biaochi.packs import digest
from biaochi.packs import folder as folders
from biaochi.packs.catalogues import expanded
from biaochi.packs.folder import HEAD, PackFile
from biaochi.packs.grammar import Sheaf, hints_of, read
from biaochi.packs.hints import suggest
from biaochi.packs.messages import describe
from biaochi.packs.shapes import Catalogue, Mark, Pack
from biaochi.packs.yamltext import Listing, Node, Table, Text, plain, problem

_PLACES = (
    Path(__file__).resolve().parents[1] / "_packs",  # inside the wheel
    Path(__file__).resolve().parents[3] / "packs",  # in the source tree
)
ELSEWHERE = (
    "sheets", "quantities", "monitors", "statistics", "channels", "measures", "aftercare",
    "calendar", "coverage", "catalogues", "rules", "exceptions", "procedures", "digest", "marks",
)  # fmt: skip
_SINGULAR = ("rules", "exceptions", "procedures", "catalogues")
_KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_NAME = re.compile(r"[^\W\d]\w*")
_NAMED = ("quantities", "parameters", "attributes")


@dataclass(frozen=True)
class _Draft:
    """A pack half read."""

    root: Path
    sheaf: Sheaf
    parts: dict[str, Any] = field(default_factory=dict)

    @property
    def problems(self) -> list[Problem]:
        return self.sheaf.problems


def load(folder: Path) -> Pack:
    """Return the pack in a folder; refuse it, naming every problem, if anything is amiss."""
    files, strangers = folders.files_of(folder)
    draft = _Draft(folder, Sheaf(list(strangers), {}))
    nodes = list(_nodes(files, draft=draft))
    head = next((node for file, node in nodes if file.name == HEAD), None)
    first = _first_document(head)
    draft = _Draft(folder, Sheaf(draft.problems, {}, first))
    for file, node in nodes:
        _read_file(file, node=node, draft=draft)
    _check_names(draft)
    if draft.problems:
        raise Refusal(tuple(sorted(draft.problems, key=lambda p: (p.file, p.line, p.column))))
    pack = Pack(**draft.parts, marks=draft.sheaf.marks)
    return replace(pack, digest=digest.of(pack))


def builtin_ids() -> tuple[str, ...]:
    """Return the ids of the packs that come with the program."""
    return tuple(sorted({p.parent.name for place in _PLACES for p in place.glob(f"*/{HEAD}")}))


def builtin(id: str) -> Path:  # noqa: A002  the packs' own word
    """Return the folder of a built-in pack; refuse an unknown id."""
    for place in _PLACES:
        if id in builtin_ids() and (place / id / HEAD).is_file():
            return place / id
    raise Refusal((Problem(
        "PACK-FOLDER", "内置规则包的编号，或一个文件夹", describe(id), suggest(id, builtin_ids())
    ),))  # fmt: skip


def locate(text: str) -> Path:
    """Return the folder of a built-in id or of a path, the built-in first."""
    path = Path(text)
    if text not in builtin_ids() and folders.is_folder(path):
        return path
    return builtin(text)


def _nodes(files: list[PackFile], *, draft: _Draft) -> Iterator[tuple[PackFile, Node]]:
    for file in files:
        try:
            yield file, folders.read_node(file, root=draft.root)
        except Refusal as refusal:
            draft.problems.extend(refusal.problems)


def _first_document(head: Node | None) -> str:
    """Return the id of the first document, to which a bare clause belongs."""
    documents = head.entries.get("documents") if isinstance(head, Table) else None
    first = documents.items[0] if isinstance(documents, Listing) and documents.items else None
    name = first.entries.get("id") if isinstance(first, Table) else None
    return name.text if isinstance(name, Text) else ""


def _read_file(file: PackFile, *, node: Node, draft: _Draft) -> None:
    wanted = Listing if file.name == "calendar.yaml" else Table
    if not isinstance(node, wanted):
        draft.problems.append(problem(
            "PACK-SHAPE", node.mark, expected="列表" if wanted is Listing else "键和值",
            found=describe(plain(node)), do="请对照规则包说明改写整个文件。",
        ))  # fmt: skip
        return
    group = file.name.partition("/")[0] if "/" in file.name else file.stem
    if file.name == HEAD:
        _read_head(node, draft=draft)
    elif file.name == "measures.yaml":
        _read_fields(node, allowed=("channels", "measures"), draft=draft)
    elif group in _SINGULAR:
        _read_one(file, node=node, group=group, draft=draft)
    elif isinstance(node, Table) and get_args(hints_of(Pack)[group])[1:]:
        _read_many(node, group=group, draft=draft)
    else:
        draft.parts[group] = read(node, hints_of(Pack)[group], path=group, sheaf=draft.sheaf)


def _read_head(node: Any, *, draft: _Draft) -> None:
    draft.sheaf.marks[""] = node.mark
    allowed = tuple(f.name for f in fields(Pack) if f.name not in ELSEWHERE)
    _read_fields(node, allowed=allowed, draft=draft)
    for f in fields(Pack):
        needed = f.default is MISSING and f.default_factory is MISSING
        if needed and f.name not in node.entries:
            draft.problems.append(problem(
                "PACK-MISSING", node.mark, expected=f"写明「{f.name}」", found="没有写",
                do=f"请补上「{f.name}」。",
            ))  # fmt: skip
    if draft.parts.get("documents") == ():
        draft.problems.append(problem(
            "PACK-MISSING", node.entries["documents"].mark, expected="至少一份依据文件",
            found="空列表", do="请在 documents 里写明文件编号和名称。",
        ))  # fmt: skip


def _read_fields(node: Any, *, allowed: tuple[str, ...], draft: _Draft) -> None:
    for key, child in node.entries.items():
        if key not in allowed:
            do = f"「{key}」有自己的文件，请移过去。" if key in ELSEWHERE else suggest(key, allowed)
            draft.problems.append(problem(
                "PACK-KEY", node.keys[key], expected="已知的键", found=f"「{key}」", do=do
            ))  # fmt: skip
            continue
        draft.parts[key] = read(child, hints_of(Pack)[key], path=key, sheaf=draft.sheaf)


def _read_one(file: PackFile, *, node: Any, group: str, draft: _Draft) -> None:
    """Read a file that holds one thing whose id is the file's stem."""
    written = node.entries.setdefault("id", Text(node.mark, file.stem))
    if plain(written) != file.stem or not _KEBAB.fullmatch(file.stem):
        draft.problems.append(problem(
            "PACK-ID", written.mark, expected="与文件名相同、由小写字母数字和连字符组成的编号",
            found=f"编号{describe(plain(written))}，文件名「{file.stem}」",
            do="请统一编号与文件名。",
        ))  # fmt: skip
    shape = get_args(hints_of(Pack)[group])[1]
    value = read(node, shape, path=f"{group}.{file.stem}", sheaf=draft.sheaf)
    if isinstance(value, Catalogue):
        value = expanded(value, sheaf=draft.sheaf)
    draft.parts.setdefault(group, {})[file.stem] = value


def _read_many(node: Table, *, group: str, draft: _Draft) -> None:
    """Read a file whose keys are names; several files of quantities are one table."""
    shape = get_args(hints_of(Pack)[group])[1]
    into = draft.parts.setdefault(group, {})
    for name, child in node.entries.items():
        if name in into:
            first: Mark = draft.sheaf.marks[f"{group}.{name}"]
            draft.problems.append(problem(
                "PACK-DUPLICATE", node.keys[name], expected="每个名称只写一次",
                found=f"「{name}」已写在 {first.file} 第 {first.line} 行", do="请合并或改名。",
            ))  # fmt: skip
            continue
        into[name] = read(child, shape, path=f"{group}.{name}", sheaf=draft.sheaf)


def _check_names(draft: _Draft) -> None:
    """Refuse names that a formula could not spell."""
    for group in _NAMED:
        for name in draft.parts.get(group) or {}:
            if not _NAME.fullmatch(name):
                mark = draft.sheaf.marks[f"{group}.{name}"]
                draft.problems.append(problem(
                    "PACK-NAME", mark, expected="以文字开头、由文字数字和下划线组成的名称",
                    found=f"「{name}」", do="请改名，使公式写得出它。",
                ))  # fmt: skip
