"""YAML text to plain nodes with places: every scalar is text, and nothing clever is allowed."""

# ruff: noqa: ANN401 — PyYAML events have no common class.

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from biaochi.errors import Problem, Refusal
from biaochi.packs.shapes import Mark

MAX_BYTES = 1024 * 1024
MAX_DEPTH = 32
MAX_NODES = 100_000

# Also refuses invisible marks that reorder or hide text on the reader's screen.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069"
    "\ud800-\udfff\ufeff\ufffe\uffff]"
)
_PARSER: Any = getattr(yaml, "CLoader", yaml.Loader)  # same events, ten times faster in C
_EXPLAINED = (
    ("mapping values are not allowed", "同一行里多出一个冒号；含冒号的文字请加引号"),
    ("could not find expected ':'", "这一项后面缺少冒号"),
    ("cannot start any token", "缩进用了制表符，或以特殊符号开头；请改用空格，文字加引号"),
    ("while scanning a quoted", "引号没有配对"),
    ("unexpected end of stream", "引号没有配对"),
    ("expected ',' or", "方括号或花括号里缺少逗号或右括号"),
    ("did not find expected", "缩进不齐，或缺少逗号、括号"),
)


@dataclass(frozen=True)
class Text:
    """A scalar, always text."""

    mark: Mark
    text: str


@dataclass(frozen=True)
class Listing:
    """A list."""

    mark: Mark
    items: tuple["Node", ...]


@dataclass(frozen=True)
class Table:
    """A mapping; ``keys`` are the places of its keys."""

    mark: Mark
    entries: dict[str, "Node"]
    keys: dict[str, Mark]


Node = Text | Listing | Table


def problem(code: str, mark: Mark, *, expected: str, found: str, do: str) -> Problem:
    """Return a problem at a place of a pack."""
    return Problem(code, expected, found, do, file=mark.file, line=mark.line, column=mark.column)


def decode(data: bytes, *, file: str) -> str:
    """Return the file's text, or refuse what is not plain UTF-8 text."""
    start = Mark(file, 1, 1)
    if len(data) > MAX_BYTES:
        raise Refusal((_oversized(start, found=f"{len(data)} 字节"),))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        mark = Mark(file, before.count(b"\n") + 1, len(before) - before.rfind(b"\n"))
        raise Refusal((problem(
            "PACK-ENCODING", mark, expected="UTF-8 文本",
            found=f"字节 0x{data[error.start]:02X}", do="请用编辑器另存为 UTF-8 编码。",
        ),)) from error  # fmt: skip
    bad = _FORBIDDEN.search(text)
    if bad:
        before_text = text[: bad.start()]
        mark = Mark(file, before_text.count("\n") + 1, bad.start() - before_text.rfind("\n"))
        raise Refusal((_control(mark, bad.group()),))
    return text


def compose(data: bytes, *, file: str) -> Node:
    """Return the one document of a file as nodes, or refuse with every problem found."""
    text = decode(data, file=file)
    composer = _Composer(file, events=yaml.parse(text, Loader=_PARSER))
    try:
        node = composer.document()
    except yaml.MarkedYAMLError as error:
        raise Refusal((*composer.problems, _syntax(error, file=file, text=text))) from error
    if composer.problems:
        raise Refusal(tuple(composer.problems))
    return node


def plain(node: Node) -> Any:
    """Return the node as dicts, lists and texts."""
    if isinstance(node, Table):
        return {key: plain(value) for key, value in node.entries.items()}
    if isinstance(node, Listing):
        return [plain(item) for item in node.items]
    return node.text


def _oversized(mark: Mark, *, found: str) -> Problem:
    return problem(
        "PACK-SIZE", mark, expected=f"不超过 {MAX_BYTES} 字节的文件", found=found,
        do="请拆成几个文件。",
    )  # fmt: skip


def _control(mark: Mark, character: str) -> Problem:
    return problem(
        "PACK-CHARACTER", mark, expected="可见文字、空格和换行",
        found=f"不可见字符 U+{ord(character):04X}", do="请删去该字符。",
    )  # fmt: skip


def _syntax(error: yaml.MarkedYAMLError, *, file: str, text: str) -> Problem:
    said = f"{error.context or ''} {error.problem or ''}"
    why = next((zh for en, zh in _EXPLAINED if en in said), "此处不合 YAML 写法")
    at: Any = error.problem_mark or error.context_mark
    lines = text.splitlines() or [""]
    line, column = at.line, at.column
    if line >= len(lines):  # the parser stumbles after the last line over what began before
        line, column = len(lines) - 1, len(lines[-1])
    return problem(
        "PACK-YAML", Mark(file, line + 1, column + 1), expected="合乎 YAML 写法的一行",
        found=lines[line].strip()[:60] or "空行", do=f"{why}。",
    )  # fmt: skip


class _Composer:
    """Turns parser events into nodes, noting forbidden things and stopping at the limits."""

    def __init__(self, file: str, *, events: Iterator[Any]) -> None:
        self.file = file
        self.events = events
        self.problems: list[Problem] = []
        self.count = 0

    def document(self) -> Node:
        """Return the single document of the stream."""
        node: Node | None = None
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                if node is not None:
                    self.unsafe(event, found="多个文档（---）", do="一个文件只写一个文档，请拆开。")
                    break
                if event.version or event.tags:
                    self.unsafe(event, found="以 % 开头的指令", do="请删去该行。")
                node = self.node(next(self.events), depth=1)
        if node is None:
            raise Refusal((problem(
                "PACK-SHAPE", Mark(self.file, 1, 1), expected="有内容的文件", found="空文件",
                do="请填写内容，或删去该文件。",
            ),))  # fmt: skip
        return node

    def node(self, event: Any, *, depth: int) -> Node:
        """Return the node that starts with ``event``."""
        mark = self.mark(event)
        self.count += 1
        if depth > MAX_DEPTH or self.count > MAX_NODES:
            raise Refusal((*self.problems, problem(
                "PACK-SHAPE", mark, expected=f"层次不超过 {MAX_DEPTH}，节点不超过 {MAX_NODES}",
                found="层次过深" if depth > MAX_DEPTH else "节点过多", do="请简化或拆分文件。",
            )))  # fmt: skip
        self.check(event)
        if isinstance(event, yaml.MappingStartEvent):
            return self.table(mark, depth=depth)
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[Node] = []
            while not isinstance(child := next(self.events), yaml.SequenceEndEvent):
                items.append(self.node(child, depth=depth + 1))
            return Listing(mark, tuple(items))
        return Text(mark, getattr(event, "value", ""))

    def table(self, mark: Mark, *, depth: int) -> Table:
        """Return a mapping, refusing keys that are blank, repeated, composite or merges."""
        entries: dict[str, Node] = {}
        keys: dict[str, Mark] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            at = self.mark(event)
            key = self.node(event, depth=depth + 1)
            value = self.node(next(self.events), depth=depth + 1)
            name = key.text if isinstance(key, Text) else ""
            if name == "<<" and not event.style:
                self.unsafe(event, found="合并键 <<", do="请把内容写全，不用合并。")
            elif not name.strip():
                self.problems.append(problem(
                    "PACK-KEY", at, expected="一个文字的键", found="空键或复合键",
                    do="请在冒号前写一个名字。",
                ))  # fmt: skip
            elif name in entries:
                self.problems.append(problem(
                    "PACK-DUPLICATE", at, expected="每个键只写一次",
                    found=f"「{name}」已在第 {keys[name].line} 行写过", do="请合并或改名。",
                ))  # fmt: skip
            else:
                entries[name] = value
                keys[name] = at
        return Table(mark, entries, keys)

    def check(self, event: Any) -> None:
        """Note an anchor, an alias, a tag or a hidden character."""
        if isinstance(event, yaml.AliasEvent):
            self.unsafe(event, found=f"引用 *{event.anchor}", do="请把内容写全，不用引用。")
            return
        if event.anchor is not None:
            self.unsafe(
                event, found=f"锚点 &{event.anchor}", do="请删去锚点；含 & 的文字请加引号。"
            )
        if event.tag is not None:
            self.unsafe(
                event, found=f"标签 {event.tag}", do="请删去标签；以 ! 开头的文字请加引号。"
            )
        bad = _FORBIDDEN.search(getattr(event, "value", ""))
        if bad:
            self.problems.append(_control(self.mark(event), bad.group()))

    def unsafe(self, event: Any, *, found: str, do: str) -> None:
        """Note a YAML feature that packs do not use."""
        self.problems.append(problem(
            "PACK-UNSAFE", self.mark(event), expected="平铺直叙的键、值、列表", found=found, do=do
        ))  # fmt: skip

    def mark(self, event: Any) -> Mark:
        """Return where an event starts."""
        return Mark(self.file, event.start_mark.line + 1, event.start_mark.column + 1)
