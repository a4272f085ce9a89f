from dataclasses import fields, is_dataclass
from typing import get_args, get_type_hints

import pytest

from biaochi.packs import shapes
from biaochi.packs.operators import OPERATORS
from biaochi.vocabulary import findings, language, registry
from biaochi.vocabulary.fields import FIELDS
from biaochi.vocabulary.glossary import glossary_markdown
from biaochi.vocabulary.terms import GLOSSARY
from biaochi.vocabulary.words import Term, zh


def choices(shape: type, field: str) -> set[str]:
    hint = get_type_hints(shape)[field]
    return {word for word in get_args(hint) if word}


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (findings.Opens, choices(shapes.Rule, "opens")),
        (findings.EffectKind, choices(shapes.Effect, "kind")),
        (findings.ReasonClass, choices(shapes.Alternative, "reason_class")),
        (registry.MeasureKind, choices(shapes.Measure, "kind")),
        (registry.ChannelKind, choices(shapes.Channel, "kind")),
        (registry.Gate, choices(shapes.Stage, "gate")),
        (registry.AftercareKind, choices(shapes.AftercareField, "kind")),
        (registry.RetentionKind, choices(shapes.Retention, "kind")),
        (registry.ItemKind, choices(shapes.Item, "kind")),
        (registry.Counting, choices(shapes.Statistic, "counts")),
        (language.Operator, set(OPERATORS)),
        (language.Missing, set(get_args(shapes.Missing))),
        (language.Interval, choices(shapes.Duty, "every")),
        (language.Order, choices(shapes.Rank, "order")),
        (language.UngradedYear, choices(shapes.Streak, "ungraded_year")),
        (language.VoteBase, choices(shapes.VoteShare, "base")),
        (language.ChosenBy, choices(shapes.Reading, "chosen_by")),
        (language.ParameterSource, choices(shapes.Parameter, "source")),
    ],
)
def test_a_closed_list_of_the_grammar_has_exactly_its_words(
    table: type[Term], words: set[str]
) -> None:
    assert {term.value for term in table} == words


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (language.Rounding, set(get_args(shapes.Rounding)) | choices(shapes.Quota, "places")),
        (language.Take, choices(shapes.Roll, "take") | choices(shapes.GroupFigure, "group")),
        (language.Ties, choices(shapes.Rank, "ties") | choices(shapes.Quota, "ties")),
    ],
)
def test_a_shared_list_has_the_words_of_all_its_users(table: type[Term], words: set[str]) -> None:
    assert {term.value for term in table} == words


def test_every_key_of_a_pack_has_a_chinese_name() -> None:
    shown = {"Mark"} | {name for name in shapes.__all__ if name.startswith(("Exp", "Example"))}
    keys = {
        field.name.removesuffix("_")
        for name in shapes.__all__
        if name not in shown and is_dataclass(shape := getattr(shapes, name))
        for field in fields(shape)
    }
    assert keys - {"digest", "marks"} == set(FIELDS)


def test_a_term_is_its_written_word_with_two_labels() -> None:
    met = findings.Verdict("met")
    assert met == "met"
    assert (met.zh, met.en) == ("符合", "met")
    assert zh(findings.Verdict, "undetermined") == "待定"
    assert zh(findings.Verdict, "unknown") == "unknown"


def test_no_chinese_word_is_explained_twice() -> None:
    words = [word for group in GLOSSARY.values() for word, _ in group]
    assert len(words) == len(set(words))


def test_the_glossary_has_every_word_and_every_list() -> None:
    text = glossary_markdown()
    assert all(f"| {word} | {en} |" in text for g in GLOSSARY.values() for word, en in g)
    assert "| `met` | 符合 | met |" in text
    tables = [
        table
        for module in (findings, registry, language)
        for table in vars(module).values()
        if isinstance(table, type) and issubclass(table, Term) and table is not Term
    ]
    assert all(f"| `{term.value}` | {term.zh} |" in text for table in tables for term in table)
