"""What a file is, by its content; pictures are drawn anew, so that nothing hidden travels along."""

import warnings
from dataclasses import dataclass
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from PIL import Image, ImageOps, UnidentifiedImageError

from biaochi.errors import Problem, Refusal

LARGEST = 10 * 2**20
PIXELS = 12_000_000
_MEMBERS = 4000
_OFFICE = "application/vnd.openxmlformats-officedocument"
TYPES = {
    "pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg",
    "docx": f"{_OFFICE}.wordprocessingml.document", "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
}  # fmt: skip
_MARKS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
_PROGRAMS = ("vbaproject.bin", ".exe", ".dll", ".js", ".vbs")
_PICTURES = {"png": "PNG", "jpg": "JPEG"}
_TAKEN = "PDF、PNG、JPEG 图片，或没有宏的 Word、Excel 文件"


@dataclass(frozen=True)
class Taken:
    """The bytes that are kept, and what they are."""

    ending: str
    data: bytes

    @property
    def content_type(self) -> str:
        """The type the browser is told."""
        return TYPES[self.ending]


def taken(data: bytes) -> Taken:
    """Return what is kept of an uploaded file; refuses what is too large or of another type."""
    if not 0 < len(data) <= LARGEST:
        found = f"{len(data) / 2**20:.1f} MB" if data else "空文件"
        raise _refused("FILE-SIZE", f"不超过 {LARGEST // 2**20} MB", found, "请压缩或拆分后再传。")
    ending = _ending(data)
    return Taken(ending, _redrawn(data, ending) if ending in _PICTURES else data)


def _ending(data: bytes) -> str:
    if data.startswith((b"%PDF-1.", b"%PDF-2.")):
        return "pdf"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if data.startswith(b"PK\x03\x04"):
        return _document(data)
    raise _refused("FILE-TYPE", _TAKEN, "内容是别的类型", "请另存为其中一种再传。")


def _document(data: bytes) -> str:
    try:
        with ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
    except (BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise _refused("FILE-TYPE", _TAKEN, "打不开的压缩包", "请重新保存后再传。") from error
    names = {m.filename for m in members}
    if len(members) > _MEMBERS or len(names) < len(members):
        raise _refused("FILE-TYPE", _TAKEN, "不正常的压缩包", "请重新保存后再传。")
    if any(n.lower().endswith(_PROGRAMS) for n in names):
        raise _refused("FILE-TYPE", _TAKEN, "带有宏或程序", "请另存为不带宏的文件再传。")
    if any(m.flag_bits & 1 for m in members):
        raise _refused("FILE-TYPE", _TAKEN, "加了密码", "请去掉密码后再传。")
    for ending, mark in _MARKS.items():
        if {mark, "[Content_Types].xml"} <= names:
            return ending
    raise _refused("FILE-TYPE", _TAKEN, "普通压缩包", "请上传其中的文件。")


def _redrawn(data: bytes, ending: str) -> bytes:
    kind = _PICTURES[ending]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(BytesIO(data), formats=(kind,)) as picture:
                _measured(*picture.size)
                return _drawn(picture, kind)
    except Refusal:
        raise
    except (OSError, ValueError, SyntaxError, Warning, UnidentifiedImageError) as error:
        do = "请重新截图或拍照后再传。"
        raise _refused("FILE-IMAGE", "完好的图片", "图片损坏", do) from error


def _drawn(picture: Image.Image, kind: str) -> bytes:
    mode = "RGBA" if kind == "PNG" and "A" in picture.getbands() else "RGB"
    upright = ImageOps.exif_transpose(picture).convert(mode)
    plain = Image.new(mode, upright.size)
    plain.paste(upright)
    target = BytesIO()
    plain.save(target, kind)
    return target.getvalue()


def _measured(width: int, height: int) -> None:
    if width * height > PIXELS:
        expected = f"不超过 {PIXELS // 10_000} 万像素"
        raise _refused("FILE-IMAGE", expected, f"{width}×{height}", "请缩小后再传。")


def _refused(code: str, expected: str, found: str, do: str) -> Refusal:
    return Refusal((Problem(code, expected, found, do, column_name="附件"),))
