"""Chinese labels of what a pack names: items, quantities, rules, measures, duties."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields

from biaochi.appraisals.items import names_in
from biaochi.packs.shapes import Pack


@dataclass(frozen=True, kw_only=True)
class Labels:
    """Labels by id; whatever has none is shown by its id."""

    items: Mapping[str, str] = field(default_factory=dict)
    quantities: Mapping[str, str] = field(default_factory=dict)
    of_quantities: Mapping[str, str] = field(default_factory=dict)
    rules: Mapping[str, str] = field(default_factory=dict)
    measures: Mapping[str, str] = field(default_factory=dict)
    channels: Mapping[str, str] = field(default_factory=dict)
    duties: Mapping[str, str] = field(default_factory=dict)
    attributes: Mapping[str, str] = field(default_factory=dict)

    def item(self, key: str) -> str:
        """Return the label of an item of a catalogue."""
        return self.items.get(key, key)

    def quantity(self, key: str) -> str:
        """Return the label of a quantity."""
        return self.quantities.get(key, key)

    def unit(self, key: str) -> str:
        """Return the unit of measure of a quantity; blank if it has none."""
        return self.of_quantities.get(key, "")

    def rule(self, key: str) -> str:
        """Return the label of a rule."""
        return self.rules.get(key, key)

    def measure(self, key: str) -> str:
        """Return the label of a measure."""
        return self.measures.get(key, key)

    def channel(self, key: str) -> str:
        """Return the label of a channel."""
        return self.channels.get(key, key)

    def attribute(self, key: str) -> str:
        """Return the label of a column that a pack declares beside our own."""
        return self.attributes.get(key, key)

    def duty(self, key: str) -> str:
        """Return the label of a matter of the calendar."""
        return self.duties.get(key, key)


def labels_of(pack: Pack) -> Labels:
    """Return the labels a pack gives."""
    named = {k: q.label for k, q in pack.quantities.items() if q.label}
    return Labels(
        items=names_in(pack), quantities=named,
        of_quantities={k: q.unit for k, q in pack.quantities.items() if q.unit},
        rules={k: r.label.zh for k, r in pack.rules.items()},
        measures={m.id: m.label for m in pack.measures},
        channels={c.id: c.label for c in pack.channels},
        duties={d.id: d.label for d in pack.calendar},
        attributes={k: a.label for k, a in pack.attributes.items() if a.label},
    )  # fmt: skip


def together(several: Sequence[Labels]) -> Labels:
    """Return the labels of several packs; where two name the same thing the first one speaks."""
    return Labels(**{
        f.name: {k: v for one in reversed(several) for k, v in getattr(one, f.name).items()}
        for f in fields(Labels)
    })  # fmt: skip
