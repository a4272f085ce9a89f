"""The table of all requirements: where each lives, which example checks it, or when it comes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from biaochi.packs.examples import examples
from biaochi.packs.loader import builtin, builtin_ids, load
from biaochi.packs.shapes import Coverage, Label, Mark, Pack
from tools.pages.markdown import code, said, table

# How many requirements each part has; their ids are S0-01 … D-20.
PARTS: Mapping[str, tuple[str, int]] = {
    "S0": ("一个县：末位管理", 19),
    "S1": ("一般机制", 20),
    "S2": ("一个省：能上能下", 18),
    "S3": ("一个县：全员考核", 26),
    "S4": ("一个市：考核办法", 18),
    "B": ("国家规定", 14),
    "D": ("底线", 20),
}
OFFICE = "office"


@dataclass(frozen=True)
class Place:
    """One thing a coverage entry points at; ``mark`` is None when it is not in the pack."""

    pack: str
    where: str
    mark: Mark | None
    label: str = ""


@dataclass(frozen=True)
class Kept:
    """What one pack says about one requirement."""

    pack: Pack
    coverage: Coverage


def requirement_ids() -> tuple[str, ...]:
    """Return every id in order."""
    return tuple(_id(part, n) for part, (_, most) in PARTS.items() for n in range(1, most + 1))


def _id(part: str, number: int) -> str:
    return f"B{number}" if part == "B" else f"{part}-{number:02}"


@cache
def kept() -> Mapping[str, tuple[Kept, ...]]:
    """Return what the built-in packs say about each requirement."""
    found: dict[str, tuple[Kept, ...]] = {}
    for pack in (load(builtin(pack_id)) for pack_id in builtin_ids()):
        for name, coverage in pack.coverage.items():
            found[name] = (*found.get(name, ()), Kept(pack, coverage))
    return found


def places(pack: Pack, coverage: Coverage) -> Iterator[Place]:
    """Yield what an entry points at, with the place it was written."""
    for where in coverage.where:
        yield place(pack, where)


def place(pack: Pack, where: str) -> Place:
    """Return the place of ``group``, ``group/name`` or ``group/file``."""
    group, _, name = where.partition("/")
    things = getattr(pack, group, None)
    if not name:
        mark = pack.marks.get(group) or _file_mark(pack, f"{group}.yaml")
        return Place(pack.id, where, mark)
    if isinstance(things, Mapping) and name in things:
        return Place(pack.id, where, pack.marks.get(f"{group}.{name}"), _label(things[name]))
    listed = getattr(things, "fields", things) if not isinstance(things, Mapping) else ()
    prefix = f"{group}.fields" if hasattr(things, "fields") else group
    for at, thing in enumerate(listed if isinstance(listed, tuple) else ()):
        if getattr(thing, "id", "") == name:
            return Place(pack.id, where, pack.marks.get(f"{prefix}.{at}"), _label(thing))
    return Place(pack.id, where, _file_mark(pack, f"{where}.yaml"))


def _file_mark(pack: Pack, file: str) -> Mark | None:
    return next((m for m in pack.marks.values() if m.file == file), None)


def _label(thing: object) -> str:
    label = getattr(thing, "label", "") or getattr(thing, "asks", "")
    return label.zh if isinstance(label, Label) else str(label)


def missing_examples(pack: Pack, coverage: Coverage) -> list[str]:
    """Return the examples an entry names that the pack does not have."""
    return [name for name in coverage.examples if name not in _examples(pack.id)]


@cache
def _examples(pack_id: str) -> frozenset[str]:
    return frozenset(example.id for example in examples(builtin(pack_id)))


def uncovered() -> list[str]:
    """Return the requirements no pack says anything about."""
    return [name for name in requirement_ids() if name not in kept()]


def warnings() -> list[str]:
    """Return what is wrong with the entries: ids nobody has, ids of nothing, dead places."""
    found = [f"{name}: no pack covers it" for name in uncovered()]
    found += [f"{name}: no such requirement" for name in kept() if name not in requirement_ids()]
    for name, those in kept().items():
        for each in those:
            dead = [p.where for p in places(each.pack, each.coverage) if p.mark is None]
            dead += [f"examples/{e}" for e in missing_examples(each.pack, each.coverage)]
            found += [f"{name}: {each.pack.id}/{where} does not exist" for where in dead]
    return found


def page() -> str:
    """Return the page of all requirements."""
    lines = [
        "# 需求对照表 Requirements", "",
        said("每项需求写在哪个规则包的哪一处、由哪个样例核对。“办公端”指办公软件那一部分，",
             "在它自己的阶段实现；只写“办公端”的，规则包里没有它的内容。",
             "编号前面的字母和数字是需求的来源。"), "",
    ]  # fmt: skip
    if uncovered():
        lines += [f"> **没有着落的需求：{'、'.join(uncovered())}**", ""]
    head = ("来源", "需求", "规则包里有", "只在办公端或不是机制", "没有着落")
    lines += table(head, map(_counts, PARTS))
    for part, (title, _) in PARTS.items():
        lines += [f"## {part} {title}", ""]
        lines += table(("编号", "写在哪里", "样例", "办公端和说明"), map(_row, _ids_of(part)))
    return "\n".join(lines)


def _ids_of(part: str) -> list[str]:
    return [_id(part, n) for n in range(1, PARTS[part][1] + 1)]


def _counts(part: str) -> tuple[str, ...]:
    ids = _ids_of(part)
    none = [i for i in ids if i not in kept()]
    later = [i for i in ids if i in kept() and not any(k.coverage.where for k in kept()[i])]
    there = len(ids) - len(none) - len(later)
    return part, str(len(ids)), str(there), str(len(later)), "、".join(none)


def _row(name: str) -> tuple[str, ...]:
    those = kept().get(name, ())
    if not those:
        return name, "**没有着落**", "", ""
    where = "；".join(_linked(p) for k in those for p in places(k.pack, k.coverage))
    shown = "、".join(_example(k, e) for k in those for e in k.coverage.examples)
    later = "；".join(dict.fromkeys(_later(k.coverage.later) for k in those if k.coverage.later))
    return name, where, shown, later


def _linked(found: Place) -> str:
    if found.mark is None:
        return f"{found.pack}/{found.where}（**没有**）"
    told = f"{found.label} " if found.label else ""
    return f"{told}[`{found.where}`](../../packs/{found.pack}/{found.mark.file})（{found.pack}）"


def _example(found: Kept, name: str) -> str:
    return f"[{code(name)}](../../packs/{found.pack.id}/examples/{name}.yaml)"


def _later(text: str) -> str:
    return "办公端" if text == OFFICE else text
