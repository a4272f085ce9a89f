import re
from itertools import pairwise

import pytest

from biaochi.packs.lint import lint
from biaochi.packs.loader import builtin, builtin_ids, load
from biaochi.packs.render import render
from biaochi.packs.rendering.names import numeral
from biaochi.packs.rendering.paper import tidied
from biaochi.packs.shapes import Pack

HAN = "[\u3400-\u9fff]"
LATIN = re.compile(r"[A-Za-z]+_[A-Za-z_]+|[a-z]+-[a-z-]+|[A-Za-z]*[a-z]{2,}[A-Za-z]*|来源 ?S\d")
HALF_WIDTH = re.compile(rf"{HAN} ?[,;:!?()]|[,;:!?()]{HAN}|(?<!\d)\.{HAN}|{HAN}\.(?!\d)")
DOUBLED = re.compile(r"[，。；：、]{2}|的的|的记录的记录|（）|“”|《》")
SPACED = re.compile(r"\d [年月日条]|\d{4}-\d\d")
SANCTION = re.compile(
    r"(?:给予|：|，或)(?:警告|记过|记大过|降级|撤职|开除|党内\S{0,2}警告|\S{0,4}处分)"
)
BRACKETS = {"（": "）", "“": "”", "‘": "’", "《": "》"}


@pytest.fixture(scope="module", params=builtin_ids())
def pack(request: pytest.FixtureRequest) -> Pack:
    return load(builtin(request.param))


@pytest.fixture(scope="module")
def text(pack: Pack) -> str:
    return render(pack).replace(pack.digest, "指纹")


def test_no_identifier_reaches_the_prose_of_a_built_in_pack(text: str) -> None:
    assert LATIN.findall(text) == []


def test_punctuation_is_full_width_and_single(text: str) -> None:
    lines = [line.removeprefix("**").removesuffix("**") for line in text.splitlines()]
    found = [line for line in lines if HALF_WIDTH.search(line) or DOUBLED.search(line)]
    assert found == []


def test_brackets_and_quotation_marks_close(text: str) -> None:
    for line in text.splitlines():
        for opening, closing in BRACKETS.items():
            assert line.count(opening) == line.count(closing), line


def test_no_consequence_is_a_sanction(text: str) -> None:
    for line in text.splitlines():
        if line.startswith("- 建议的后果："):
            assert SANCTION.findall(line) == []


def test_moving_a_day_is_not_called_as_a_day_off_moves_it(text: str) -> None:
    assert "顺延" not in text.replace("国企障碍消除后顺延", "")


def test_days_are_written_as_in_a_document(text: str) -> None:
    assert SPACED.findall(text) == []


def test_chapters_articles_and_appendices_are_numbered_without_a_jump(text: str) -> None:
    chapters = re.findall(r"^## 第(\S+)章", text, re.MULTILINE)
    articles = re.findall(r"^\*\*第(\S+)条　", text, re.MULTILINE)
    for counted in (chapters, articles):
        assert counted == [numeral(i) for i in range(1, len(counted) + 1)]
    for appendix in text.split("\n## 附录")[1:]:
        listed = [int(n) for n in re.findall(r"^(\d+)\. ", appendix, re.MULTILINE)]
        assert listed == list(range(1, len(listed) + 1))


def test_no_article_is_empty_and_no_two_are_called_alike(text: str) -> None:
    lines = [line for line in text.splitlines() if line]
    heading = re.compile(r"\*\*第\S+条　|## ")
    for line, following in pairwise(lines):
        assert not (line.startswith("**第") and heading.match(following)), line
    for chapter in re.split(r"^## ", text, flags=re.MULTILINE):
        titles = re.findall(r"^\*\*第\S+条　(.+)\*\*$", chapter, re.MULTILINE)
        assert len(titles) == len(set(titles)), titles


def test_rows_of_a_table_have_the_columns_of_its_head(text: str) -> None:
    for table in re.findall(r"(?:^\|.*\|\n)+", text, re.MULTILINE):
        assert len({row.count("|") for row in table.splitlines()}) == 1


def under(title: str, *, text: str) -> str:
    """Return what stands under the last article of that title."""
    after = text.rpartition(f"　{tidied(title)}**\n")[2]
    return after.partition("\n**")[0]


def test_every_reading_shows_its_question_and_answers(pack: Pack, text: str) -> None:
    for reading in pack.readings.values():
        told = under(reading.asks, text=text)
        assert all(tidied(answer) in told for answer in reading.options.values())
        assert "- 选定：" in told
        used = [line for line in text.splitlines() if f"依口径“{tidied(reading.asks)}”" in line]
        assert used
        shown = "（现选定）" if reading.chosen else "（尚未选定）"
        assert all(shown in line for line in used)


def test_every_gap_is_named(pack: Pack, text: str) -> None:
    for parameter in pack.parameters.values():
        if parameter.value is None and not parameter.values:
            label = tidied(parameter.label)
            assert f"| {label} | （待定） |" in text
            assert f". “{label}”待定。" in text
    gaps = text.split("## 附录二")[1]
    for catalogue in pack.catalogues.values():
        hidden = sum(not item.published for item in catalogue.items)
        if hidden:
            assert f"目录《{tidied(catalogue.label.zh)}》：{hidden}项的条文" in gaps


def test_a_parameter_in_a_condition_stands_with_its_value(pack: Pack, text: str) -> None:
    for name, parameter in pack.parameters.items():
        if parameter.value is None:
            continue
        for rule in pack.rules.values():
            if re.search(rf"\b{name}\b", rule.when):
                label = tidied(parameter.label)
                length = rf"{parameter.value}[^（）]*（{re.escape(label)}）"
                assert f"{label}（{parameter.value}" in text or re.search(length, text)


def test_an_exception_names_every_rule_that_names_it(pack: Pack, text: str) -> None:
    for exception in pack.exceptions.values():
        told = under(exception.label.zh, text=text)
        for rule in pack.rules.values():
            named = [*rule.unless, *(name for e in rule.effects for name in e.blocked_by)]
            assert (f"《{tidied(rule.label.zh)}》" in told) == (exception.id in named)


def test_a_built_in_pack_has_no_error(pack: Pack) -> None:
    assert [str(p) for p in lint(pack) if p.level == "error"] == []
