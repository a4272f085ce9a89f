"""Which font sets what: the standard's names in .docx, declared free substitutes in the PDF.

No font travels with the product.  A .docx names the fonts the standard's practice uses, which the
reader's machine has; the PDF is set here, from the fonts folder, and says what it used instead.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import typst
from fontTools.ttLib import TTFont

from biaochi.documents.shapes import Doubt, Face
from biaochi.errors import refusal

LATIN = "Times New Roman"
FACES: Mapping[Face, str] = {
    "song": "方正小标宋简体", "body": "仿宋_GB2312", "kai": "楷体_GB2312", "hei": "黑体",
}  # fmt: skip
"""What each face is called in the standard's practice."""
PAGE_NUMBERS = "宋体"

_SONG = ("Noto Serif CJK SC", "Source Han Serif SC", "FandolSong")
PREFERRED: Mapping[str, tuple[str, ...]] = {
    "song": ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋简体", "STZhongsong", *_SONG),
    "body": ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "STFangsong",
             "FandolFang R", "FandolFang", *_SONG),
    "kai": ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", "STKaiti", "FandolKai",
            "LXGW WenKai", "AR PL UKai CN", *_SONG),
    "hei": ("SimHei", "黑体", "Noto Sans CJK SC", "Source Han Sans SC", "FandolHei",
            "WenQuanYi Zen Hei", *_SONG),
    "latin": ("Times New Roman", "Liberation Serif", "Tinos", "TeX Gyre Termes"),
    "digits": ("SimSun", "宋体", *_SONG),
}  # fmt: skip
_COVERING = ("LXGW WenKai", "Noto Serif CJK SC", "Source Han Serif SC", "AR PL UKai CN",
             "Noto Sans CJK SC")  # fmt: skip
_ROLES = {"song": FACES["song"], "body": FACES["body"], "kai": FACES["kai"], "hei": FACES["hei"],
          "latin": LATIN, "digits": PAGE_NUMBERS}  # fmt: skip
_SAME = {
    "FZXiaoBiaoSong-B05S": FACES["song"], "FZXiaoBiaoSong-B05": FACES["song"],
    "FangSong_GB2312": FACES["body"], "KaiTi_GB2312": FACES["kai"], "SimHei": FACES["hei"],
    "SimSun": PAGE_NUMBERS,
}  # fmt: skip
"""English family names of the standard's own fonts: no substitutes."""
INSTALL = "fonts-noto-cjk、fonts-lxgw-wenkai"

_LAST_BMP = 0xFFFF


@dataclass(frozen=True, kw_only=True)
class Fonts:
    """The fonts of one way of drawing: a family for each face, and what covers what it lacks."""

    base: Mapping[str, str]
    has: Callable[[str, str], bool]
    covering: Mapping[str, tuple[str, ...]]

    def lacks(self, face: str, text: str) -> str:
        """Return the characters a face does not hold, each once."""
        family = self.base[face]
        return "".join(dict.fromkeys(c for c in text if not self.has(family, c)))

    def cover(self, face: str, text: str) -> str:
        """Return the first family that holds a whole text; blank if none does."""
        for family in (self.base[face], *self.covering[face]):
            if all(self.has(family, c) for c in text):
                return family
        return ""


def _word_has(family: str, char: str) -> bool:
    if char.isascii() or not _is_han(char):
        return True
    if family in {"仿宋_GB2312", "楷体_GB2312", "方正小标宋简体"}:
        return _encodes(char, "gb2312")
    if family in {"仿宋", "楷体", "黑体", "华文中宋"}:
        return _encodes(char, "gbk")
    return family != "宋体" or ord(char) <= _LAST_BMP


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff" or ord(char) > _LAST_BMP


def _encodes(char: str, charset: str) -> bool:
    try:
        char.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


_LAST_RESORT = "Noto Serif CJK SC"
WORD = Fonts(
    base={str(face): name for face, name in FACES.items()}, has=_word_has,
    covering={
        "song": ("华文中宋", "宋体", _LAST_RESORT), "body": ("仿宋", "宋体", _LAST_RESORT),
        "kai": ("楷体", "宋体", _LAST_RESORT), "hei": ("宋体", _LAST_RESORT),
    },
)  # fmt: skip
"""What a .docx names.  What each font holds is known from its character set, not looked up here."""


@dataclass(frozen=True, kw_only=True)
class Found:
    """The fonts a PDF is set in: where they are, which stands for which of the standard's."""

    fonts: Fonts
    handle: typst.Fonts
    substitutes: tuple[tuple[str, str], ...]

    @property
    def declared(self) -> str:
        """Say which font stands for which; blank if all are the standard's own."""
        by: dict[str, list[str]] = {}
        for wanted, used in self.substitutes:
            by.setdefault(used, []).append(wanted)
        return "；".join(f"{used} 代 {'、'.join(wanted)}" for used, wanted in by.items())


def found(folders: Sequence[Path]) -> Found:
    """Return the fonts of these folders; refuses where nothing can set Chinese text."""
    return _found(tuple(folders))


@lru_cache(maxsize=2)
def _found(folders: tuple[Path, ...]) -> Found:
    handle = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False,
        font_paths=[f for f in folders if f.is_dir()],
    )  # fmt: skip
    places = _places(handle.fonts())
    base: dict[str, str] = {}
    for role, wanted in PREFERRED.items():
        chosen = next((f for f in wanted if f in places), "")
        if not chosen and role == "latin":
            chosen = base["body"]
        if not chosen:
            where = "、".join(map(str, folders)) or "（没有设字体文件夹）"
            raise refusal(
                "PAPER-FONT", expected="字体文件夹里有中文字体", found=f"{where} 里没有",
                do=f"请安装 {INSTALL}，或用 BIAOCHI_FONTS 指定放字体的文件夹；"
                "Word 文书（.docx）不受影响。",
            )  # fmt: skip
        base[role] = chosen

    def has(family: str, char: str) -> bool:
        plain = char.isascii() and (char.isprintable() or char.isspace())
        return plain or ord(char) in _held(places[family])

    covering = tuple(f for f in dict.fromkeys((*_COVERING, *base.values())) if f in places)
    fonts = Fonts(base=base, has=has, covering=dict.fromkeys(base, covering))
    return Found(fonts=fonts, handle=handle, substitutes=tuple(_substitutes(base)))


def _places(listed: Iterable[typst.FontInfo]) -> dict[str, tuple[str, int]]:
    """Return family → file and place in it, the upright regular cut where there are several."""
    best: dict[str, tuple[float, str, int]] = {}
    for font in listed:
        if font.path is None:
            continue
        off = abs(font.weight - 400) + (0 if font.style == "normal" else 1000)
        kept = best.get(font.family)
        if kept is None or (off, font.path) < kept[:2]:
            best[font.family] = (off, font.path, font.index)
    return {family: (path, index) for family, (_, path, index) in best.items()}


@lru_cache(maxsize=32)
def _held(place: tuple[str, int]) -> frozenset[int]:
    path, index = place
    with TTFont(path, fontNumber=index, lazy=True) as font:
        return frozenset(font.getBestCmap())


def _substitutes(base: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    for role, wanted in _ROLES.items():
        if base[role] != wanted and _SAME.get(base[role]) != wanted:
            yield wanted, base[role]


@dataclass(frozen=True)
class Run:
    """A stretch of text in one family."""

    text: str
    family: str


def runs(text: str, face: str, *, names: Iterable[str], fonts: Fonts) -> tuple[Run, ...]:
    """Return a text in stretches; a name that lacks one character is covered as a whole.

    A character nothing covers stays in the face; ``doubts`` names it.
    """
    family = fonts.base[face]
    if not fonts.lacks(face, text):
        return (Run(text, family),) if text else ()
    rare = sorted({n for n in names if n and fonts.lacks(face, n)}, key=lambda n: (-len(n), n))
    done: list[Run] = []
    at = 0
    while at < len(text):
        piece = next((n for n in rare if text.startswith(n, at)), text[at])
        covered = family if len(piece) == 1 and fonts.has(family, piece) else ""
        covered = covered or fonts.cover(face, piece) or family
        if done and done[-1].family == covered:
            done[-1] = Run(done[-1].text + piece, covered)
        else:
            done.append(Run(piece, covered))
        at += len(piece)
    return tuple(done)


def doubts(texts: Iterable[str], *, names: Iterable[str], fonts: Fonts) -> tuple[Doubt, ...]:
    """Return the names and characters the text font does not hold, and what sets them."""
    known = sorted({n for n in names if n}, key=lambda n: (-len(n), n))
    whole = "\n".join(texts)
    found: list[Doubt] = []
    for name in known:
        if name in whole and (lacking := fonts.lacks("body", name)):
            by = fonts.cover("body", name)
            do = f"全名用「{by}」排，请核对字形。" if by else "没有字体有这个字，请补装字体后再出。"
            found.append(Doubt(kind="name", text=f"{name}：正文字体没有「{lacking}」", do=do))
    rest = whole
    for name in known:
        rest = rest.replace(name, "")
    for char in fonts.lacks("body", rest.replace("\n", "")):
        by = fonts.cover("body", char)
        do = f"用「{by}」排；如在人名里，请核对。" if by else "没有字体有这个字，请补装字体后再出。"
        found.append(Doubt(kind="character", text=f"正文字体没有「{char}」", do=do))
    return tuple(found)
