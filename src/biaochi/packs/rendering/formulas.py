"""Formulas with labels for names, Chinese words for operators and phrases for functions."""

from collections.abc import Callable, Mapping, Sequence

from biaochi.packs.rendering.names import Names
from biaochi.packs.rendering.pieces import UNIT, Group, Item, Items, Word, cut
from biaochi.vocabulary.columns import COLUMNS, FUNCTIONS, WORDS

_ORDERS = {
    ">": ("＞", "晚于"), ">=": ("≥", "不早于"), "≥": ("≥", "不早于"),
    "<": ("＜", "早于"), "<=": ("≤", "不晚于"), "≤": ("≤", "不晚于"),
}  # fmt: skip
_SAME = {"=": ("＝", "为"), "==": ("＝", "为"), "!=": ("≠", "不为"), "≠": ("≠", "不为")}
_SIGNS = {"*": "×", "×": "×", "/": "÷", "÷": "÷", "+": "＋", "-": "－", "−": "－"}
_JOINTS = ("且", "或")
_DAYS = {
    "add_days": "日", "add_working_days": "个工作日", "add_months": "个月", "add_years": "年",
}  # fmt: skip


def formula(text: str, *, names: Names, columns: bool = False) -> str:
    """Return a formula in Chinese; ``columns``: it speaks about rows."""
    return _say(cut(text, names=names, columns=columns))


def condition(text: str, *, names: Names, columns: bool = False) -> str:
    """Return a formula in quotation marks; the marks inside become single ones."""
    inside = formula(text, names=names, columns=columns)
    return f"“{inside.replace('“', '‘').replace('”', '’')}”"


def result(text: str, *, names: Names) -> str:
    """Return a formula as a sentence about the value it gives."""
    items = cut(text, names=names, columns=False)
    cases, rest = _cases(items)
    if cases:
        told = [f"{_say(when)}的，为{_branch(then)}" for when, then in cases]
        return "；".join((*told, f"其余的，为{_branch(rest)}"))
    name = text.strip()
    if name in names.pack.quantities:
        return f"与“{_say(items)}”相同"
    if name in names.pack.attributes or name in COLUMNS:
        return f"取登记的“{_said(items)}”"
    return f"一律为“{_say(items)}”" if name in WORDS else _say(items)


def _branch(items: Items) -> str:
    """Return what a case gives: a number or a text as it is, else in quotation marks."""
    if len(items) == 1 and isinstance(items[0], Word) and items[0].kind in ("number", "text"):
        return _say(items)
    return f"“{_say(items).replace('“', '‘').replace('”', '’')}”"


def _say(items: Items) -> str:
    cases, rest = _cases(items)
    if cases:
        told = [
            f"{_say(when)}的为{_held(then) if _cases(then)[0] else _say(then)}"
            for when, then in cases
        ]
        return "，".join((*told, f"否则为{_say(rest)}"))
    if items[-2:] == (Word("且", "key"), Word(WORDS["undetermined"], "name")):
        return f"{_say(items[:-2])}，只有此项成立时结论待定"
    joints = {item.said for item in items if isinstance(item, Word) and item.kind == "key"}
    if joints.issuperset(_JOINTS):
        return _mixed(items)
    said = ""
    at = 0
    while at < len(items):
        piece, used = _piece(items, at)
        said += piece
        at += used
    return said.strip()


def _mixed(items: Items) -> str:
    """Return alternatives, those that need several things in brackets."""
    either: list[list[Item]] = [[]]
    for item in items:
        if item == Word("或", "key"):
            either.append([])
        else:
            either[-1].append(item)
    return " 或 ".join(
        f"（{_say(tuple(part))}）" if _joined(tuple(part)) else _say(tuple(part)) for part in either
    )


def _cases(items: Items) -> tuple[list[tuple[Items, Items]], Items]:
    """Part if … then … else if … into its cases and what remains for the others."""
    cases: list[tuple[Items, Items]] = []
    while items[:1] == (Word("如果", "key"),):
        then = _split(items, "则")
        other = _split(items, "否则")
        if not then < other:
            break
        cases.append((items[1:then], items[then + 1 : other]))
        items = items[other + 1 :]
    return cases, items


def _split(items: Items, key: str) -> int:
    """Return where the first ``if`` has its ``then`` or ``else``; 0 when it has none."""
    depth = 0
    for at, item in enumerate(items):
        if item == Word("如果", "key"):
            depth += 1
        elif item == Word(key, "key"):
            depth -= 1
            if not depth:
                return at
    return 0


def _piece(items: Items, at: int) -> tuple[str, int]:
    """Return the words for the piece at a place and how many pieces they use up."""
    here = items[at]
    if isinstance(here, Group):
        return _group(here), 1
    if here.kind == "flag" and not _compared(items, at):
        return f"“{here.said}”登记为“是”", 1
    if here.kind == "sign":
        return _sign(here.said, items, at), 1
    if here == Word("非", "key") and at + 1 < len(items):
        return _negated(items, at + 1)
    if here.kind == "key":
        return (f" {here.said} " if here.said in _JOINTS else here.said), 1
    return here.said, 1


def _negated(items: Items, at: int) -> tuple[str, int]:
    """Return the denial of what follows, and how many pieces it uses up."""
    denied = items[at]
    if isinstance(denied, Group):
        return _denied(denied), 2
    after = items[at + 1] if at + 1 < len(items) else Word("且", "key")
    if denied.kind in ("name", "flag") and isinstance(after, Word) and after.said in _JOINTS:
        untrue = "登记为“否”" if denied.kind == "flag" else "不成立"
        return f"“{denied.said}”{untrue}", 2
    return "并非", 1


def _compared(items: Items, at: int) -> bool:
    """Does a sign stand beside a name, so that it is a value there and no condition?"""
    beside = [*items[max(0, at - 1) : at], *items[at + 1 : at + 2]]
    return any(isinstance(item, Word) and item.kind == "sign" for item in beside)


def _said(items: Items) -> str:
    """Return a name as it is, also where it could be a condition."""
    alone = len(items) == 1 and isinstance(items[0], Word)
    return items[0].said if alone and isinstance(items[0], Word) else _held(items)


def _denied(group: Group) -> str:
    if group.function == "known":
        return f"{_said(group.parts[0])}没有记载"
    if group.function == "tagged":
        return f"没有标签{_say(group.parts[0])}"
    inside = group.parts[0]
    belongs = Word("属于", "key")
    if not group.function and belongs in inside and not _joined(inside):
        at = inside.index(belongs)
        return f"{_say(inside[:at])}不属于{_say(inside[at + 1 :])}"
    return f"并非{_group(group)}"


def _joined(items: Items) -> bool:
    return any(isinstance(i, Word) and i.kind == "key" and i.said in _JOINTS for i in items)


def _sign(sign: str, items: Items, at: int) -> str:
    beside = [*items[max(0, at - 1) : at], *items[at + 1 : at + 2]]
    if sign in _ORDERS:
        plain, dated = _ORDERS[sign]
        return dated if any(_is_day(i) for i in beside) else f" {plain} "
    if sign in _SAME:
        plain, named = _SAME[sign]
        worded = any(_is_day(i) or (isinstance(i, Word) and i.kind == "text") for i in beside)
        return named if worded else f" {plain} "
    return f" {_SIGNS[sign]} " if sign in _SIGNS else sign


def _is_day(item: Item) -> bool:
    """Is it a date?  A function that moves one, or a label that ends as dates are called."""
    if isinstance(item, Group):
        return item.function in _DAYS or item.function == "date"
    return item.kind == "name" and item.said.endswith(("日", "日期"))


def _group(group: Group) -> str:
    said = [_say(part) for part in group.parts]
    if group.opened == "[":
        return f"{'、'.join(said)}之一"
    if not group.function:
        return f"（{'、'.join(said)}）"
    phrase = _moved(group) if group.function in _DAYS else _called(group)
    return phrase or f"{FUNCTIONS[group.function]}（{'；'.join(said)}）"


def _called(group: Group) -> str:
    """Return the phrase of a function, blank when it has other arguments than it needs."""
    held = [_said(part) if group.function == "known" else _held(part) for part in group.parts]
    if group.function in _MANY:
        return f"下列各{_MANY[group.function]}（{'；'.join(_say(p) for p in group.parts)}）"
    needed, phrase = _PHRASES[group.function]
    return phrase(held) if len(held) == needed else ""


def _moved(group: Group) -> str:
    """Return a date moved by days, months or years."""
    if len(group.parts) != len(("date", "by")):
        return ""
    start, by = _held(group.parts[0]), group.parts[1]
    back = by[:1] == (Word("-", "sign"),)
    by = by[1:] if back else by
    if group.function == "add_days" and by == (Word("1", "number"),):
        return f"{start}的{'前一日' if back else '次日'}"
    return (
        f"{start}{'往前推' if back else '之后满'}{_length(by, unit=_DAYS[group.function])}的那一日"
    )


def _length(items: Items, *, unit: str) -> str:
    """Return a length of time with its unit, once."""
    alone = items[0] if len(items) == 1 else None
    if isinstance(alone, Word) and alone.kind == "number":
        return f"{alone.said}{unit}"
    if isinstance(alone, Word) and alone.length and "；" not in alone.length:
        return alone.length.replace(UNIT, unit)
    said = _held(items)
    return said if unit in said else f"{said}{unit}"


def _held(items: Items) -> str:
    """Return a part in brackets when more than one piece would run into its neighbour."""
    said = _say(items)
    alone = items[0] if len(items) == 1 else None
    called = isinstance(alone, Group) and alone.function not in ("", *_DAYS)
    return f"（{said}）" if len(items) > 1 or called else said


def _rounded(held: Sequence[str]) -> str:
    places = "取整" if held[1] == "0" else f"，保留{held[1]}位小数"
    return f"{held[0]}四舍五入{places}"


_MANY = {"count_true": "项中成立的个数", "min": "数中最小的", "max": "数中最大的"}
_PHRASES: Mapping[str, tuple[int, Callable[[Sequence[str]], str]]] = {
    "date": (1, lambda held: held[0].strip("“”")),
    "known": (1, lambda held: f"{held[0]}已有记载"),
    "tagged": (1, lambda held: f"带有标签{held[0]}"),
    "abs": (1, lambda held: f"{held[0]}的绝对值"),
    "floor": (1, lambda held: f"{held[0]}舍去小数"),
    "ceil": (1, lambda held: f"{held[0]}进位取整"),
    "round": (2, _rounded),
    "clamp": (3, lambda held: "{0}（低于{1}的计{1}，高于{2}的计{2}）".format(*held)),
    "days_between": (2, lambda held: f"{held[0]}到{held[1]}的天数"),
    "months_between": (2, lambda held: f"{held[0]}到{held[1]}的整月数"),
    "years_between": (2, lambda held: f"{held[0]}到{held[1]}的整年数"),
}  # fmt: skip
