"""Every environment variable of the office: typed, documented, unknown names refused."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

PREFIX = "BIAOCHI_"
_SHARE = Path("/usr/share")
_SYSTEM_FONTS = (
    _SHARE / "fonts/opentype/noto", _SHARE / "fonts/google-noto-cjk", _SHARE / "fonts/noto-cjk",
    _SHARE / "fonts/truetype/lxgw-wenkai", _SHARE / "fonts/truetype/arphic",
    _SHARE / "fonts/truetype/liberation", _SHARE / "fonts/truetype/liberation2",
    _SHARE / "fonts/liberation-serif",
    _SHARE / "texlive/texmf-dist/fonts/opentype/public/fandol",
)  # fmt: skip
"""Where distributions keep free fonts that can set Chinese text."""
SecondFactor = Literal["staff", "admins", "off"]


@dataclass(frozen=True, kw_only=True)
class Env:
    """What the operator decided."""

    home: Path
    database: str = ""
    owner_database: str = ""
    hosts: tuple[str, ...] = ("127.0.0.1", "localhost")
    https: bool = True
    debug: bool = False
    second_factor: SecondFactor = "staff"
    idle_minutes: int = 15
    fonts: tuple[Path, ...] = ()


NAMES: Mapping[str, tuple[str, str]] = {
    "HOME": ("home", "存放数据库、密钥、附件和快照的文件夹；默认为当前文件夹下的 biaochi-data"),
    "DATABASE": ("database", "PostgreSQL 的地址，如 postgresql://user@host/name；不写则用 SQLite"),
    "OWNER_DATABASE": ("owner_database", "迁移时用的属主账号的地址；不写则同 DATABASE"),
    "HOSTS": ("hosts", "浏览器用哪些主机名访问，逗号分隔"),
    "HTTPS": ("https", "是否只用 HTTPS（1 或 0）；本机试用时可为 0"),
    "DEBUG": ("debug", "开发用，正式使用不得为 1"),
    "SECOND_FACTOR": ("second_factor", "谁必须用第二因子：staff、admins 或 off"),
    "IDLE_MINUTES": ("idle_minutes", "多少分钟不操作就退出"),
    "FONTS": (
        "fonts",
        "放字体的文件夹（多个用冒号分开），出 PDF 文书用；不写则用系统里的自由字体",
    ),
}
"""Name without the prefix → field, and what it is for (in Chinese, for the reference page)."""


class Misconfigured(SystemExit):
    """A variable that is unknown or has no meaning; the office does not start."""


def read(environ: Mapping[str, str] | None = None) -> Env:
    """Return the settings of this process; Misconfigured names the variable and what it may be."""
    found = dict(os.environ if environ is None else environ)
    ours = {k.removeprefix(PREFIX): v for k, v in found.items() if k.startswith(PREFIX)}
    unknown = sorted(set(ours) - set(NAMES))
    if unknown:
        known = "、".join(f"{PREFIX}{n}" for n in NAMES)
        raise Misconfigured(f"不认识的环境变量 {PREFIX}{unknown[0]}。可用的有：{known}。")
    values: dict[str, Any] = {"home": Path("biaochi-data").resolve()}
    values["fonts"] = tuple(p for p in _SYSTEM_FONTS if p.is_dir())
    values |= {NAMES[n][0]: _READERS[n](_named(n, v)) for n, v in ours.items()}
    return Env(**values)


@dataclass(frozen=True)
class _Value:
    name: str
    text: str


def _named(name: str, text: str) -> _Value:
    return _Value(PREFIX + name, text.strip())


def _flag(value: _Value) -> bool:
    if value.text not in {"0", "1"}:
        raise Misconfigured(f"{value.name} 应为 1 或 0，实为「{value.text}」。")
    return value.text == "1"


def _count(value: _Value) -> int:
    if not value.text.isascii() or not value.text.isdigit() or int(value.text) == 0:
        raise Misconfigured(f"{value.name} 应为大于 0 的整数，实为「{value.text}」。")
    return int(value.text)


def _choice(value: _Value) -> str:
    if value.text not in get_args(SecondFactor):
        wanted = "、".join(get_args(SecondFactor))
        raise Misconfigured(f"{value.name} 应为 {wanted} 之一，实为「{value.text}」。")
    return value.text


def _folders(value: _Value) -> tuple[Path, ...]:
    found = tuple(Path(part).resolve() for part in value.text.split(os.pathsep) if part.strip())
    missing = [p for p in found if not p.is_dir()]
    if not found or missing:
        wrong = str(missing[0]) if missing else value.text
        raise Misconfigured(f"{value.name} 应为放字体的文件夹，实为「{wrong}」。")
    return found


_READERS: Mapping[str, Callable[[_Value], object]] = {
    "HOME": lambda v: Path(v.text).resolve(),
    "DATABASE": lambda v: v.text,
    "OWNER_DATABASE": lambda v: v.text,
    "HOSTS": lambda v: tuple(h.strip() for h in v.text.split(",") if h.strip()),
    "HTTPS": _flag,
    "DEBUG": _flag,
    "SECOND_FACTOR": _choice,
    "IDLE_MINUTES": _count,
    "FONTS": _folders,
}
