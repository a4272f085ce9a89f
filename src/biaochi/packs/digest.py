"""The fingerprint of a pack's content, independent of how its files are laid out."""

# ruff: noqa: ANN401 — plain data of any depth.

import hashlib
import json
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass, replace
from typing import Any

from biaochi.packs.shapes import Pack


def of(pack: Pack) -> str:
    """Return ``sha256:…`` over the canonical content."""
    return "sha256:" + hashlib.sha256(canonical(pack).encode()).hexdigest()


def canonical(pack: Pack) -> str:
    """Return the content as JSON with sorted keys; what equals its default is left out."""
    content = content_of(replace(pack, marks={}, digest=""))
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def content_of(value: Any) -> Any:
    """Return plain data; a field at its default is left out, so that the grammar may grow."""
    if is_dataclass(value):
        return {
            f.name.removesuffix("_"): content_of(getattr(value, f.name))
            for f in fields(value)
            if getattr(value, f.name) != _default(f)
        }
    if isinstance(value, Mapping):
        return {key: content_of(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [content_of(item) for item in value]
    return value


def _default(field: Any) -> Any:
    return field.default if field.default_factory is MISSING else field.default_factory()
