"""A reasoning as indented sentences, each thing said once."""

from collections.abc import Iterator

from biaochi.cli.screen import Screen
from biaochi.engine.explain import Trace

_STEP = "  "


def said_once(
    trace: Trace, on: Screen, *, indent: str = "", seen: set[tuple[str, str]] | None = None
) -> Iterator[str]:
    """Yield the sentences of a trace; what was said before is only named."""
    seen = set() if seen is None else seen
    key = (trace.subject, trace.name)
    if key in seen:
        if trace.parts or trace.evidence:
            yield from on.said(f"{trace.label}（见上）", first=f"{indent}· ", style="dim")
        return
    seen.add(key)
    yield from on.said(trace.sentence, first=f"{indent}· ")
    for missing in trace.missing:
        yield from on.said(f"待补：{missing.needs}", first=f"{indent}{_STEP}? ", style="yellow")
    for part in trace.parts:
        yield from said_once(part, on, indent=indent + _STEP, seen=seen)
