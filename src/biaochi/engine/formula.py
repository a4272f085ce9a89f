"""The one-line formula: exact number text, Chinese or English names, a closed grammar.

``parse`` gives a small tree; meaning and types are given by ``engine.lower``.  Full-width signs
count as their half-width twins.  Depth and length are limited, so no text can exhaust memory.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from biaochi.vocabulary.limits import DEEPEST_FORMULA, LONGEST_FORMULA


class FormulaError(Exception):
    """The text is not a formula: what was expected, what was found, at which character."""

    def __init__(self, expected: str, found: str, at: int) -> None:
        super().__init__(f"{at}: {expected} / {found}")
        self.expected, self.found, self.at = expected, found, at


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text; ``at`` is its offset."""

    kind: str
    text: str
    at: int


@dataclass(frozen=True, slots=True)
class Number:
    """An exact number; ``text`` as written."""

    value: Fraction
    text: str
    at: int


@dataclass(frozen=True, slots=True)
class Text:
    """A quoted label."""

    value: str
    at: int


@dataclass(frozen=True, slots=True)
class Name:
    """A quantity, parameter, attribute, column or constant."""

    name: str
    at: int


@dataclass(frozen=True, slots=True)
class Call:
    """A function or operator applied to arguments."""

    name: str
    args: tuple["Node", ...]
    at: int


Node = Number | Text | Name | Call

_WIDE = str.maketrans("（）＋－×÷＞＜＝，％［］／＊　", "()+-*/><=,%[]/* ")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|‘[^’]*’|“[^”]*”")
_SPLIT = {"≥": ">=", "≤": "<=", "≠": "!="}
_TOKEN = re.compile(
    r"(?P<space>\s+)|(?P<number>\d+(?:\.\d+)?%?)"
    r"|(?P<name>[A-Za-z_\u3400-\u9fff\U00020000-\U0003ffff]"
    r"[A-Za-z0-9_\u3400-\u9fff\U00020000-\U0003ffff]*)"
    r"|(?P<sign>>=|<=|!=|==|≥|≤|≠|[-+*/()<>=,\[\]])"
)
_WORDS = {"且": "and", "或": "or", "非": "not", "真": "true", "假": "false"}
_COMPARE = {"=": "eq", "==": "eq", "!=": "ne", "<": "lt", "<=": "le", ">": "gt", ">=": "ge"}
_SUM = {"+": "add", "-": "sub"}
_PRODUCT = {"*": "mul", "/": "div"}
KEYWORDS = frozenset({"and", "or", "not", "in", "if", "then", "else"})


def tokens(text: str) -> Iterator[Token]:
    """Cut a formula into tokens; FormulaError at the first character that fits nothing."""
    plain = text.translate(_WIDE)
    at = 0
    while at < len(plain):
        quoted = _QUOTED.match(text, at)
        if quoted:
            yield Token("text", quoted.group(), at)
            at = quoted.end()
            continue
        found = _TOKEN.match(plain, at)
        if not found:
            raise FormulaError("数、名称、引号内的文字或运算符", f"「{text[at]}」", at)
        kind, piece = str(found.lastgroup), found.group()
        if kind == "sign":
            piece = _SPLIT.get(piece, piece)
        elif kind == "name":
            piece = _WORDS.get(piece, piece)
            kind = "word" if piece in KEYWORDS else kind
        if kind != "space":
            yield Token(kind, piece, at)
        at = found.end()


def number(text: str) -> Fraction:
    """Read the exact text of one number: ``8``, ``-0.5``, ``80%``, ``2/3``; ValueError otherwise.

    >>> number("80%"), number("2/3")
    (Fraction(4, 5), Fraction(2, 3))
    """
    plain = text.strip().translate(_WIDE)
    if not re.fullmatch(r"-?\d{1,15}(\.\d{1,9})?%?|-?\d{1,9}/[1-9]\d{0,8}", plain):
        raise ValueError(text)
    if plain.endswith("%"):
        return Fraction(plain[:-1]) / 100
    return Fraction(plain)


def parse(text: str) -> Node:
    """Parse one line of formula; FormulaError says what was expected and where."""
    if len(text) > LONGEST_FORMULA:
        raise FormulaError(f"不超过 {LONGEST_FORMULA} 字的公式", f"{len(text)} 字", 0)
    return _Parser(text).whole()


class _Parser:
    """Recursive descent over the tokens, counting depth."""

    def __init__(self, text: str) -> None:
        self.tokens = [*tokens(text), Token("end", "公式末尾", len(text))]
        self.next = 0
        self.depth = 0

    def whole(self) -> Node:
        node = self.choice()
        self.expect("end", "", "运算符或公式末尾")
        return node

    @property
    def here(self) -> Token:
        return self.tokens[self.next]

    def take(self, *texts: str) -> Token | None:
        token = self.here
        if token.kind in {"sign", "word"} and token.text in texts:
            self.next += 1
            return token
        return None

    def expect(self, kind: str, text: str, wanted: str) -> Token:
        token = self.here
        if token.kind != kind or (text and token.text != text):
            raise FormulaError(wanted, f"「{token.text}」", token.at)
        self.next += 1
        return token

    def deeper(self, at: int) -> None:
        self.depth += 1
        if self.depth > DEEPEST_FORMULA:
            raise FormulaError(f"不超过 {DEEPEST_FORMULA} 层的公式", "更深的嵌套", at)

    def choice(self) -> Node:
        start = self.take("if")
        self.deeper(self.here.at)
        if start:
            condition = self.choice()
            self.expect("word", "then", "then")
            first = self.choice()
            self.expect("word", "else", "else")
            node: Node = Call("if", (condition, first, self.choice()), start.at)
        else:
            node = self.disjunction()
        self.depth -= 1
        return node

    def chain(self, signs: Mapping[str, str], part: Callable[[], Node]) -> Node:
        node, links = part(), 0
        while sign := self.take(*signs):
            links += 1
            if links > DEEPEST_FORMULA:
                raise FormulaError(f"不超过 {DEEPEST_FORMULA} 项的连写", "更长的连写", sign.at)
            node = Call(signs[sign.text], (node, part()), sign.at)
        return node

    def disjunction(self) -> Node:
        return self.chain({"or": "or"}, self.conjunction)

    def conjunction(self) -> Node:
        return self.chain({"and": "and"}, self.negation)

    def negation(self) -> Node:
        if sign := self.take("not"):
            self.deeper(sign.at)
            node = Call("not", (self.negation(),), sign.at)
            self.depth -= 1
            return node
        return self.comparison()

    def comparison(self) -> Node:
        node = self.sum()
        if sign := self.take(*_COMPARE):
            node = Call(_COMPARE[sign.text], (node, self.sum()), sign.at)
        elif sign := self.take("in"):
            node = Call("in", (node, *self.several()), sign.at)
        if self.here.kind == "sign" and self.here.text in _COMPARE:
            raise FormulaError("用 and 连接的两个比较", "连写的比较", self.here.at)
        return node

    def several(self) -> list[Node]:
        self.expect("sign", "[", "「[」")
        items = [self.atom()]
        while self.take(","):
            items.append(self.atom())
        self.expect("sign", "]", "「,」或「]」")
        return items

    def sum(self) -> Node:
        return self.chain(_SUM, self.product)

    def product(self) -> Node:
        return self.chain(_PRODUCT, self.unary)

    def unary(self) -> Node:
        if sign := self.take("-"):
            self.deeper(sign.at)
            node = Call("neg", (self.unary(),), sign.at)
            self.depth -= 1
            return node
        return self.atom()

    def atom(self) -> Node:
        token = self.here
        self.next += 1
        if token.kind == "number":
            return Number(number(token.text), token.text, token.at)
        if token.kind == "text":
            return Text(token.text[1:-1], token.at)
        if token.kind == "name":
            return self.call(token) if self.take("(") else Name(token.text, token.at)
        if token.kind == "sign" and token.text == "(":
            node = self.choice()
            self.expect("sign", ")", "「)」")
            return node
        raise FormulaError("数、名称或「(」", f"「{token.text}」", token.at)

    def call(self, token: Token) -> Node:
        args: list[Node] = []
        while not self.take(")"):
            args.append(self.choice())
            if not self.take(","):
                self.expect("sign", ")", "「,」或「)」")
                break
        return Call(token.text, tuple(args), token.at)


def names(node: Node) -> Iterator[Name]:
    """Every name used in the tree, in order of writing."""
    stack = [node]
    while stack:
        here = stack.pop()
        if isinstance(here, Name):
            yield here
        elif isinstance(here, Call):
            stack.extend(reversed(here.args))
