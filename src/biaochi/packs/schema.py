"""JSON Schema of each kind of file, for editors."""

# ruff: noqa: ANN401 — JSON of any depth.

from dataclasses import MISSING, fields
from typing import Any, get_args

from biaochi.packs.folder import HEAD
from biaochi.packs.grammar import adapter, hints_of
from biaochi.packs.loader import ELSEWHERE
from biaochi.packs.operators import COLLECT_OPS, OPERATORS
from biaochi.packs.shapes import Example, Pack
from biaochi.packs.shorthand import EFFECT_KINDS

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_ANYTHING: dict[str, Any] = {}
_SCALAR = {"type": ["string", "number", "boolean"]}
_REFERENCE = "#/$defs/{model}"
_TEXT_OR = ("Basis", "Label", "Alternative")  # classes that a bare text may stand for


def json_schema() -> dict[str, Any]:
    """Return one schema for each kind of file, keyed by its place in a pack folder."""
    hints = hints_of(Pack)
    named = {
        "sheets.yaml": "sheets", "quantities.yaml": "quantities", "monitors.yaml": "monitors",
        "statistics.yaml": "statistics", "aftercare.yaml": "aftercare",
        "calendar.yaml": "calendar", "coverage.yaml": "coverage",
    }  # fmt: skip
    found = {
        HEAD: _fields(tuple(f.name for f in fields(Pack) if f.name not in ELSEWHERE)),
        "measures.yaml": _fields(("channels", "measures")),
        "examples/*.yaml": _whole(Example),
    }
    found |= {file: _whole(hints[name]) for file, name in named.items()}
    found["quantities/*.yaml"] = found["quantities.yaml"]
    for group in ("catalogues", "rules", "exceptions", "procedures"):
        found[f"{group}/*.yaml"] = _whole(get_args(hints[group])[1])
        found[f"{group}/*.yaml"]["required"].remove("id")
    return dict(sorted(found.items()))


def _whole(hint: Any) -> dict[str, Any]:
    """Return the schema of one type as a file of its own."""
    return {"$schema": _DRAFT, **_written(_generated(hint))}


def _fields(names: tuple[str, ...]) -> dict[str, Any]:
    """Return the schema of a file that holds some of the pack's fields."""
    properties: dict[str, Any] = {}
    shapes: dict[str, Any] = {}
    for name in names:
        schema = _written(_generated(hints_of(Pack)[name]))
        shapes |= schema.pop("$defs", {})
        properties[name] = schema
    needed = [
        f.name
        for f in fields(Pack)
        if f.name in names and f.default is MISSING and f.default_factory is MISSING
    ]
    return {
        "$schema": _DRAFT, "type": "object", "additionalProperties": False,
        "properties": properties, "required": needed, "$defs": shapes,
    }  # fmt: skip


def _generated(hint: Any) -> Any:
    return adapter(hint).json_schema(ref_template=_REFERENCE)


def _written(schema: Any) -> Any:
    """Return the schema of what authors write: short forms, and numbers beside texts."""
    schema = _renamed(schema)
    shapes = schema.get("$defs", {})
    for name in (n for n in _TEXT_OR if n in shapes):
        shapes[name] = {"anyOf": [{"type": "string"}, shapes[name]]}
    if "Effect" in shapes:
        shapes["Effect"] = _effect(shapes["Effect"])
    if "Collect" in shapes:
        shapes["Collect"] = _collect(shapes["Collect"])
    return schema


def _renamed(schema: Any) -> Any:
    """Spell ``from_`` as authors do, let any scalar stand for a text, know no null."""
    if isinstance(schema, list):
        return [_renamed(item) for item in schema]
    if not isinstance(schema, dict):
        return "from" if schema == "from_" else schema
    options = [o for o in schema.get("anyOf", ()) if o != {"type": "null"}]
    if len(options) == 1:
        return _renamed({**{k: v for k, v in schema.items() if k != "anyOf"}, **options[0]})
    if schema.get("type") == "string" and "enum" not in schema and "const" not in schema:
        return {**schema, **_SCALAR}
    return {"from" if k == "from_" else k: _renamed(v) for k, v in schema.items()}


def _effect(schema: dict[str, Any]) -> dict[str, Any]:
    short: dict[str, Any] = {kind: _ANYTHING for kind in EFFECT_KINDS if kind != "propose"}
    long = {**schema, "properties": {**schema["properties"], **short}, "required": []}
    return {"anyOf": [{"enum": list(EFFECT_KINDS)}, long]}


def _collect(schema: dict[str, Any]) -> dict[str, Any]:
    properties = {k: v for k, v in schema["properties"].items() if k not in ("op", "what")}
    properties |= dict.fromkeys(COLLECT_OPS, _SCALAR)
    required = [name for name in schema["required"] if name not in ("op", "what")]
    one_of = [{"required": [op]} for op in COLLECT_OPS]
    return {**schema, "properties": properties, "required": required, "oneOf": one_of}


def operator_table() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return every operator key with the fields its quantity may have, for the reference."""
    internal = ("op", "what")
    return tuple(
        (key, tuple(f.name.removesuffix("_") for f in fields(shape) if f.name not in internal))
        for key, shape in OPERATORS.items()
    )
