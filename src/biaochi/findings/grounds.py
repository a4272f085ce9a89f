"""Findings somebody took up: what a letter or a case may rest on."""

from collections.abc import Collection

from biaochi.access.scoping import Why
from biaochi.findings.models import Finding, Handling
from biaochi.findings.shapes import Cited

_TAKEN_UP = "taken_up"


def taken_up(person: str) -> dict[str, str]:
    """Return the findings taken up about an official the actor may already see: id → words.

    Of a finding that several runs say word for word, the newest stands for all.
    """
    last: dict[tuple[int, str], str] = {}
    done = Handling.objects.unscoped(Why.ABOUT).filter(finding__person__code=person)
    keys = ("finding__run__period", "finding__digest", "act")
    for period, digest, act in done.order_by("pk").values_list(*keys):
        last[period, digest] = act
    if _TAKEN_UP not in last.values():
        return {}
    rows = Finding.objects.unscoped(Why.ABOUT).filter(person__code=person, run__done=True)
    found: dict[tuple[int, str], tuple[int, str]] = {}
    listed = rows.order_by("run__number", "pk").select_related("run__period")
    for row in listed.only("digest", "label", "run__period__title"):
        key = (row.run.period_id, row.digest)
        if last.get(key) == _TAKEN_UP:
            found[key] = (row.pk, f"{row.label}（{row.run.period.title}）")
    return {str(pk): label for pk, label in found.values()}


def cited_about(person: str) -> list[Cited]:
    """Return every finding about an official the actor may already see, as a case cites it."""
    rows = Finding.objects.unscoped(Why.ABOUT).filter(person__code=person, run__done=True)
    chosen = rows.select_related("run__period").only(
        "rule", "label", "digest", "content", "run__period__name", "run__period__title"
    )
    listed = list(chosen.order_by("pk"))
    found = taken_up(person) if listed else {}
    return [
        Cited(
            ident=str(row.pk), rule=row.rule, label=f"{row.label}（{row.run.period.title}）",
            taken=str(row.pk) in found, evidence=tuple(row.content.get("evidence", ())),
            proposes=frozenset(
                measure for effect in row.content.get("effects", ())
                for measure in effect.get("measures", ())
            ),
        )
        for row in listed
    ]  # fmt: skip


def rules_of(idents: Collection[str]) -> dict[str, str]:
    """Return the rule of each of these findings; what is no number is none."""
    keys = sorted(int(i) for i in idents if i.isdigit())
    rows = Finding.objects.unscoped(Why.ABOUT).filter(pk__in=keys).values_list("pk", "rule")
    return {str(pk): rule for pk, rule in rows}
