import pytest
from hypothesis import given
from hypothesis import strategies as st

from biaochi.registry import hanzi, names, pinyin
from biaochi.registry.models import Person


class Bare:
    def __init__(self, name) -> None:
        self.name = name


def filled(name):
    row = Bare(name)
    names.fill(row)
    return row


def by_strokes(*given):
    return sorted(given, key=lambda n: filled(n).sort_stroke)


@pytest.mark.parametrize(
    ("sign", "count"),
    [
        ("范", 8), ("苏", 7), ("蒋", 12), ("黄", 11), ("董", 12), ("蔡", 14), ("薛", 16),
        ("莫", 10), ("葛", 12), ("萧", 11), ("苗", 8), ("荣", 9), ("邦", 6), ("边", 5), ("近", 7),
        ("马", 3), ("陈", 7), ("贾", 10), ("魏", 17), ("龚", 11), ("羲", 16), ("喆", 12),
        ("德", 15), ("锺", 14), ("炽", 9),
    ],
)  # fmt: skip
def test_strokes_are_counted_as_on_the_mainland(sign, count) -> None:
    assert hanzi.count(sign) == count


def test_surnames_of_three_strokes_come_in_the_published_order() -> None:
    given = ("马甲", "习甲", "卫甲", "万甲", "于甲")
    assert by_strokes(*given) == ["于甲", "万甲", "卫甲", "习甲", "马甲"]


def test_one_surname_stays_together_and_short_names_come_first() -> None:
    assert by_strokes("王建国", "王一一", "王刚", "丁山", "王乙", "井冈") == [
        "丁山", "王乙", "王刚", "王一一", "王建国", "井冈",
    ]  # fmt: skip


def test_a_compound_surname_follows_its_first_character() -> None:
    assert by_strokes("欧阳修", "欧大", "欧阳一一") == ["欧大", "欧阳修", "欧阳一一"]


def test_keys_are_digits_so_that_every_database_sorts_alike() -> None:
    for name in ("于谦", "欧阳修", "阿不都·热西提", "𠮷田", "Smith"):
        assert filled(name).sort_stroke.isdigit()


def test_unknown_characters_come_last_and_are_reported() -> None:
    assert by_strokes("\U00020bb7一", "魏一", "A一") == ["魏一", "A一", "\U00020bb7一"]
    assert hanzi.unknown_in(["王\U00020bb7", "王一", "Smith"]) == ("\U00020bb7",)


@pytest.mark.parametrize(
    ("name", "spelled"),
    [
        ("单雄信", "shanxiongxin"), ("曾国藩", "zengguofan"), ("仇和", "qiuhe"),
        ("解缙", "xiejin"), ("朴成", "piaocheng"), ("区新", "ouxin"), ("查良", "zhaliang"),
        ("翟明", "zhaiming"), ("盖天", "getian"), ("缪荣", "miaorong"), ("覃一", "qinyi"),
        ("种师道", "chongshidao"), ("繁星", "poxing"), ("过江", "guojiang"), ("么红", "yaohong"),
        ("洗星", "xianxing"), ("尉迟恭", "yuchigong"), ("万俟一", "moqiyi"),
        ("长孙无忌", "zhangsunwuji"), ("买买提·艾力", "maimaitiaili"), ("吕布", "lvbu"),
    ],
)  # fmt: skip
def test_surnames_are_spelled_as_surnames(name, spelled) -> None:
    assert filled(name).py_full == spelled


def test_a_reading_as_a_surname_is_for_the_surname_only() -> None:
    assert filled("王单").py_full == "wangdan"
    assert filled("王查理").py_initials == "wcl"


def test_names_are_compared_without_what_nobody_sees() -> None:
    for name in ("张\u3000三", "张 三", "张\u200b三", "\ufeff张三"):
        assert names.plain(name) == "张三"
    for dot in "•・‧･.":
        assert names.plain(f"阿不都{dot}热西提") == "阿不都·热西提"


def test_pinyin_order_puts_syllables_before_longer_ones_and_surnames_together() -> None:
    order = sorted(("章一", "张二", "张一", "展一", "赵一"), key=lambda n: filled(n).sort_pinyin)
    assert order == ["展一", "张二", "张一", "章一", "赵一"]


def test_every_line_of_the_data_is_kinds_and_characters() -> None:
    found = hanzi.strokes()
    assert len(found) > 7000
    assert all(len(c) == 1 and set(kinds) <= set("12345") for c, kinds in found.items())
    missing = {c for surname in pinyin.surnames() for c in surname} - set(found)
    assert missing <= {"陽"}


@given(st.text(max_size=60))
def test_whatever_is_typed_has_a_form_keys_and_room_in_the_columns(name) -> None:
    row = filled(name)
    assert names.plain(row.matching) == row.matching
    assert row.sort_stroke.isdigit()
    assert row.sort_pinyin.isascii()
    assert row.py_full.isascii()
    for column in ("sort_stroke", "sort_pinyin", "py_full", "py_initials", "matching"):
        assert len(getattr(row, column)) <= Person._meta.get_field(column).max_length
