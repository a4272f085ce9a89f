"""The files of a pack folder: which may be there, where they lead, how they are read."""

from dataclasses import dataclass
from pathlib import Path

from biaochi.errors import Problem, Refusal
from biaochi.packs.hints import suggest
from biaochi.packs.shapes import Mark
from biaochi.packs.yamltext import MAX_BYTES, Node, compose, problem

HEAD = "pack.yaml"
SINGLES = (
    "sheets.yaml", "quantities.yaml", "monitors.yaml", "statistics.yaml", "measures.yaml",
    "aftercare.yaml", "calendar.yaml", "coverage.yaml",
)  # fmt: skip
FOLDERS = ("catalogues", "quantities", "rules", "exceptions", "procedures")
WELCOME = ("README.md", "examples")
MAX_FILES = 10_000


@dataclass(frozen=True)
class PackFile:
    """A file of the pack: its name inside the folder and where it is."""

    name: str
    path: Path

    @property
    def stem(self) -> str:
        """Return the file's name without folder and ending."""
        return self.path.stem


def files_of(folder: Path) -> tuple[list[PackFile], list[Problem]]:
    """Return the pack's YAML files in a fixed order, and what does not belong there."""
    if not is_folder(folder):
        raise Refusal((_folder_problem(folder, found="没有这个文件夹"),))
    if not (folder / HEAD).is_file():
        raise Refusal((_folder_problem(folder, found=f"文件夹里没有 {HEAD}"),))
    files: list[PackFile] = []
    problems: list[Problem] = []
    for path in visible(folder):
        if path.name in FOLDERS and path.is_dir():
            for inner in visible(path):
                if inner.suffix != ".yaml" or inner.is_dir():
                    problems.append(_stranger(f"{path.name}/{inner.name}", known=()))
                else:
                    files.append(PackFile(f"{path.name}/{inner.name}", inner))
        elif path.name == HEAD or path.name in SINGLES:
            files.append(PackFile(path.name, path))
        elif path.name not in WELCOME:
            names = (HEAD, *SINGLES, *(f"{f}/" for f in FOLDERS), *WELCOME)
            problems.append(_stranger(path.name, known=names))
        if len(files) > MAX_FILES:
            raise Refusal((_folder_problem(folder, found=f"多于 {MAX_FILES} 个文件"),))
    return files, problems


def visible(folder: Path) -> list[Path]:
    """Return what is in a folder, sorted, without hidden files."""
    return sorted(p for p in folder.iterdir() if not p.name.startswith("."))


def is_folder(folder: Path) -> bool:
    """Tell whether this is a folder; a name the system cannot hold is none."""
    try:
        return folder.is_dir()
    except OSError:
        return False


def read_node(file: PackFile, *, root: Path) -> Node:
    """Return a file's content as nodes, or refuse it."""
    mark = Mark(file.name, 1, 1)
    if not file.path.resolve().is_relative_to(root.resolve()):
        raise Refusal((problem(
            "PACK-FILE", mark, expected="规则包文件夹之内的文件", found="指向文件夹之外的链接",
            do="请把文件本身放进文件夹。",
        ),))  # fmt: skip
    if not file.path.is_file():
        raise Refusal((problem(
            "PACK-FILE", mark, expected="普通文件", found="文件夹或别的东西", do="请换成文件。"
        ),))  # fmt: skip
    try:
        with file.path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise Refusal((problem(
            "PACK-FILE", mark, expected="可以读取的文件", found=error.strerror or "读取失败",
            do="请检查文件的读取权限。",
        ),)) from error  # fmt: skip
    return compose(data, file=file.name)


def _folder_problem(folder: Path, *, found: str) -> Problem:
    return Problem(
        "PACK-FOLDER", f"含有 {HEAD} 的规则包文件夹", found, "请检查路径，或用 pack new 新建。",
        file=str(folder),
    )  # fmt: skip


def _stranger(name: str, *, known: tuple[str, ...]) -> Problem:
    do = suggest(name, known) if known else "请改用 .yaml 结尾，或移到 examples 里。"
    return Problem("PACK-FILE", "规则包的文件", f"「{name}」", do, file=name)
