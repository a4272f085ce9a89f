"""Lengths of time as a pack gives them: written out, or by the name of a parameter."""

from datetime import date

from biaochi.packs.shapes import Pack, Parameter, Procedure, Span, Stage
from biaochi.timeline import is_length


def length_of(pack: Pack, said: str, *, on: date) -> str:
    """Return a length as ``15 working_days``; blank where the pack leaves it open on that day."""
    if not said:
        return ""
    parameter = pack.parameters.get(said)
    if parameter is None:
        return said if is_length(said) else ""
    found = f"{value_on(parameter, on=on)} {parameter.unit}"
    return found if is_length(found) else ""


def number_of(pack: Pack, *names: str, on: date) -> int | None:
    """Return the whole number of the first of these parameters that states one; None otherwise."""
    for name in names:
        parameter = pack.parameters.get(name)
        value = value_on(parameter, on=on) if parameter else ""
        if value and value.isdecimal():
            return int(value)
    return None


def said_of(pack: Pack, said: str, *, on: date) -> str:
    """Return what a pack writes out, or says by the name of a parameter on a day."""
    parameter = pack.parameters.get(said)
    return value_on(parameter, on=on) if parameter else said


def stage_with(procedure: Procedure, ids: frozenset[str], *, paper: str = "") -> Stage | None:
    """Return the stage of one of these ids, else the last one that asks for this paper."""
    for stage in procedure.stages:
        if stage.id in ids:
            return stage
    asking = [s for s in procedure.stages if paper and paper in s.papers]
    return asking[-1] if asking else None


def in_force(span: Span | None, on: date) -> bool:
    """Tell whether something of a pack is in force on a day; without a span it always is."""
    if span is None:
        return True
    begun = not span.from_ or date.fromisoformat(span.from_) <= on
    return begun and (not span.to or on <= date.fromisoformat(span.to))


def value_on(parameter: Parameter, *, on: date) -> str:
    """Return what a parameter says on a day; blank where it is open."""
    dated = sorted(d for d in parameter.values if date.fromisoformat(d) <= on)
    return parameter.values[dated[-1]] if dated else parameter.value or ""
