"""What differs between two packs, as Chinese sentences that name rules by their ids."""

# ruff: noqa: ANN401 — plain data of any depth.

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from biaochi.packs.digest import content_of
from biaochi.packs.shapes import Pack
from biaochi.vocabulary.fields import FIELDS, GROUPS

_NAMING = ("id", "code", "measure")


@dataclass(frozen=True)
class Change:
    """One difference: ``path`` is the dotted place (``rules.listing.when``)."""

    path: str
    kind: Literal["added", "removed", "changed"]
    says: str


def diff(a: Pack, b: Pack) -> list[Change]:
    """Return what changes from one pack to another; equal packs have no changes."""
    before, after = _content(a), _content(b)
    found: list[Change] = []
    for key in dict.fromkeys((*before, *after)):
        old, new = before.get(key), after.get(key)
        if key in GROUPS and (_is_named(old) or _is_named(new)):
            found += _group(key, old=_by_name(old), new=_by_name(new))
        elif old != new:
            found += _within(key, said=f"规则包的{FIELDS[key]}", old=old, new=new)
    return found


def _content(pack: Pack) -> dict[str, Any]:
    bare = replace(pack, marks={}, digest="", coverage={})
    return dict(content_of(bare))


def _group(key: str, *, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for name in dict.fromkeys((*old, *new)):
        path = f"{key}.{name}"
        if name not in old:
            yield Change(path, "added", f"新增{_called(key, name=name, part=new[name])}")
        elif name not in new:
            yield Change(path, "removed", f"删除{_called(key, name=name, part=old[name])}")
        elif old[name] != new[name]:
            called = _called(key, name=name, part=new[name])
            yield from _within(path, said=called, old=old[name], new=new[name])


def _called(key: str, *, name: str, part: Any) -> str:
    """Return a part as a sentence names it: 参数「列入线」（listing_line，第六条）."""
    label = _label(part) or part.get("title") or part.get("asks") or ""
    basis = part.get("basis") or {}
    inside = [name] if label else []
    inside += [basis["clause"]] if basis.get("clause") else []
    return f"{GROUPS[key]}「{label or name}」" + (f"（{'，'.join(inside)}）" if inside else "")


def _within(path: str, *, said: str, old: Any, new: Any) -> Iterator[Change]:
    """Yield what differs inside one part; ``said`` names the place in words."""
    if _has_parts(old) and _has_parts(new):
        before, after = _by_name(old), _by_name(new)
        for key in dict.fromkeys((*before, *after)):
            was, now = before.get(key), after.get(key)
            if was != now:
                step = FIELDS.get(key) or _label(now or was) or key
                step = step if key in FIELDS or key.startswith("第") else f"「{step}」"
                value = key == "value" and was is not None and now is not None
                place = said if value else f"{said}的{step}"
                yield from _within(f"{path}.{key}", said=place, old=was, new=now)
    elif old is None:
        yield Change(path, "added", f"{said}：新增{_shown(new)}")
    elif new is None:
        yield Change(path, "removed", f"{said}：删去{_shown(old)}")
    elif path.endswith(".value"):
        yield Change(path, "changed", f"{said}：{old} → {new}")
    else:
        yield Change(path, "changed", f"{said}由{_shown(old)}改为{_shown(new)}")


def _has_parts(value: Any) -> bool:
    """Tell whether a value has parts to compare one by one; a list of texts is one text."""
    if isinstance(value, list):
        return any(isinstance(item, Mapping | list) for item in value)
    return isinstance(value, Mapping)


def _label(part: Any) -> str:
    label = part.get("label", "") if isinstance(part, Mapping) else ""
    return label.get("zh", "") if isinstance(label, Mapping) else str(label)


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "「是」" if value else "「否」"
    if isinstance(value, list):
        return f"「{'、'.join(_shown(v).strip('「」') for v in value)}」"
    if isinstance(value, Mapping):
        texts = [_shown(v).strip("「」") for v in value.values()]
        return f"「{_label(value) or '，'.join(texts)}」"
    return f"「{value}」"


def _is_named(value: Any) -> bool:
    """Tell whether a part of the pack is a set of named things."""
    things = value.values() if isinstance(value, Mapping) else value or ()
    return bool(things) and all(isinstance(thing, Mapping) for thing in things)


def _by_name(value: Any) -> Mapping[str, Any]:
    """Return a mapping by id or code, by number where a thing has neither."""
    if isinstance(value, Mapping):
        return value
    named: dict[str, Any] = {}
    for i, item in enumerate(value or ()):
        name = next((item[k] for k in _NAMING if isinstance(item, Mapping) and k in item), "")
        named[name if name and name not in named else f"第{i + 1}项"] = item
    return named
