"""The office refuses to run unsafely; each reason is one check, told in Chinese with what to do."""

import sqlite3
import stat
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import ERROR, CheckMessage, Error, register, run_checks
from django.core.checks import Warning as Reminder
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from biaochi import clock
from biaochi.access.models import User
from biaochi.access.scoping import Why
from biaochi.access.shapes import Admin
from biaochi.project.database import journal_mode
from biaochi.trail.append_only import HEAD, TABLES, names
from biaochi.trail.models import Entry, Head
from biaochi.vocabulary.office import ADMINS

TAG = "office"
_LOOPBACK = {"127.0.0.1", "localhost", "::1", "[::1]"}
_LEAST_KEY = 32
_NETWORK = ("nfs", "cifs", "smb", "fuse.sshfs", "9p", "ceph", "glusterfs")
_BORN = 2025  # the program did not exist before
_LEAST_POSTGRES = 150000
_FULL = 2

Check = Callable[[], Iterable[CheckMessage]]


def register_all() -> None:
    """Put the checks where ``run_checks(tags=["office"])`` finds them."""
    for check in (*SETTINGS, *FILES, *DATABASE, content):
        register(_answer(check), TAG)


def refuse_unsafe() -> None:
    """End the process, with every reason, whichever web server started it."""
    errors = [e for e in run_checks(tags=[TAG], databases=["default"]) if e.level >= ERROR]
    if errors:
        raise SystemExit("\n".join(f"应为：{e.obj}；实为：{e.msg}。{e.hint}" for e in errors))


def _answer(check: Check) -> Callable[..., list[CheckMessage]]:
    def answer(**_: Any) -> list[CheckMessage]:  # noqa: ANN401 (Django's own shape)
        return list(check())

    return answer


def _error(wanted: str, found: str, do: str, *, ident: str) -> Error:
    return Error(found, hint=do, obj=wanted, id=f"office.{ident}")


# ---- settings


def debug() -> Iterator[CheckMessage]:
    """No page for developers where others can see it."""
    if settings.DEBUG:
        yield _error("BIAOCHI_DEBUG=0", "开着调试", "去掉 BIAOCHI_DEBUG。", ident="debug")


def plain_http() -> Iterator[CheckMessage]:
    """Without HTTPS only on this machine."""
    if not settings.SESSION_COOKIE_SECURE and not set(settings.ALLOWED_HOSTS) <= _LOOPBACK:
        found = f"不用 HTTPS，而主机名有 {'、'.join(settings.ALLOWED_HOSTS)}"
        do = "去掉 BIAOCHI_HTTPS=0，前面放 HTTPS 代理；或只允许 127.0.0.1。"
        yield _error("不用 HTTPS 时只在本机", found, do, ident="http")


def hosts() -> Iterator[CheckMessage]:
    """Host names are named."""
    if not settings.ALLOWED_HOSTS or any("*" in h for h in settings.ALLOWED_HOSTS):
        do = "用 BIAOCHI_HOSTS 写明主机名。"
        yield _error("写明的主机名", "任何主机名都行", do, ident="hosts")


def second_factor() -> Iterator[CheckMessage]:
    """No second factor only on this machine."""
    if settings.SECOND_FACTOR == "off" and not set(settings.ALLOWED_HOSTS) <= _LOOPBACK:
        do = "把 BIAOCHI_SECOND_FACTOR 改为 staff 或 admins。"
        yield _error("有第二因子", "BIAOCHI_SECOND_FACTOR=off", do, ident="factor")


def secret() -> Iterator[CheckMessage]:
    """The signing key is long enough."""
    if len(settings.SECRET_KEY) < _LEAST_KEY:
        do = "删去 keys/signing.key，程序会另生成一个（所有人要重新登录）。"
        yield _error(f"至少 {_LEAST_KEY} 个字符的签名密钥", "太短", do, ident="secret")


def hashing() -> Iterator[CheckMessage]:
    """Passwords are hashed as decided."""
    if settings.PASSWORD_HASHERS[:1] != ["biaochi.access.hashing.Argon2"]:
        found = str(settings.PASSWORD_HASHERS[:1])
        yield _error("Argon2 存密码", found, "恢复 PASSWORD_HASHERS。", ident="hashing")


def middleware() -> Iterator[CheckMessage]:
    """The doors every request goes through are all there."""
    wanted = [
        "biaochi.web.headers.Headers",
        "django.middleware.csrf.CsrfViewMiddleware",
        "biaochi.web.signed.Signed",
    ]
    missing = [name for name in wanted if name not in settings.MIDDLEWARE]
    if missing:
        yield _error("齐全的请求关口", f"缺少 {missing[0]}", "恢复设置。", ident="middleware")


# ---- files


def home() -> Iterator[CheckMessage]:
    """Only the service may look into its folder."""
    yield from _closed(Path(settings.HOME), "chmod 700")


def keys() -> Iterator[CheckMessage]:
    """Only the service may read its keys."""
    folder = Path(settings.HOME) / "keys"
    yield from _closed(folder, "chmod 700")
    for path in sorted(folder.glob("*.key")):
        yield from _closed(path, "chmod 600")


def database_file() -> Iterator[CheckMessage]:
    """Only the service may read its database."""
    if connection.vendor == "sqlite" and "memory" not in str(connection.settings_dict["NAME"]):
        yield from _closed(Path(connection.settings_dict["NAME"]), "chmod 600")


def network_disk() -> Iterator[CheckMessage]:
    """SQLite's locks do not hold on a network disk."""
    kind = file_system(Path(settings.HOME), _mounts())
    if connection.vendor == "sqlite" and kind.startswith(_NETWORK):
        do = "把 BIAOCHI_HOME 放到本机磁盘，或改用 PostgreSQL。"
        yield _error("本机磁盘上的数据库", f"网络磁盘（{kind}）", do, ident="disk")


def file_system(folder: Path, mounts: str) -> str:
    """Return the kind of file system a folder is on, from the lines of /proc/mounts."""
    kind, longest = "", -1
    for line in mounts.splitlines():
        _, place, found, *_rest = line.split(" ")
        if folder.is_relative_to(place) and len(place) > longest:
            kind, longest = found, len(place)
    return kind


def _mounts() -> str:
    path = Path("/proc/mounts")
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""


def _closed(path: Path, do: str) -> Iterator[CheckMessage]:
    if path.exists() and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        mode = stat.filemode(path.stat().st_mode)
        yield _error("只有本服务能读写", f"{path} 是 {mode}", f"{do} {path}", ident="mode")


# ---- the database


def sqlite_settings() -> Iterator[CheckMessage]:
    """Nothing acknowledged is lost in a power cut; nothing in the schema is trusted."""
    if connection.vendor != "sqlite":
        return
    if connection.settings_dict["OPTIONS"].get("transaction_mode") != "IMMEDIATE":
        yield _error("transaction_mode=IMMEDIATE", "不是", "恢复设置。", ident="immediate")
    wanted = {"synchronous": _FULL, "foreign_keys": 1, "secure_delete": 1, "trusted_schema": 0}
    for name, value in wanted.items():
        found = _asked(f"PRAGMA {name}")
        if found != value:
            yield _error(f"{name}={value}", f"{name}={found}", "恢复设置。", ident=name)


def sqlite_journal(
    version: tuple[int, ...] = sqlite3.sqlite_version_info,
) -> Iterator[CheckMessage]:
    """WAL only with a library that does not lose pages at its reset."""
    if connection.vendor != "sqlite":
        return
    found = str(_asked("PRAGMA journal_mode")).upper()
    if found not in {journal_mode(version), "MEMORY"}:
        wanted = f"SQLite {'.'.join(map(str, version))} 用 {journal_mode(version)}"
        do = "停掉其他使用这个库的程序后重启；或改用 PostgreSQL。"
        yield _error(wanted, found, do, ident="journal")


def postgres_version() -> Iterator[CheckMessage]:
    """PostgreSQL 15 or newer."""
    if connection.vendor == "postgresql":
        found = int(str(_asked("SHOW server_version_num")))
        if found < _LEAST_POSTGRES:
            do = "请升级 PostgreSQL。"
            yield _error("PostgreSQL 15 或更新", str(found), do, ident="postgres")


def postgres_settings() -> Iterator[CheckMessage]:
    """Nothing acknowledged is lost; pages carry checksums."""
    if connection.vendor != "postgresql":
        return
    for name, bad in (("synchronous_commit", "off"), ("fsync", "off"), ("full_page_writes", "off")):
        if _asked(f"SHOW {name}") == bad:
            do = f"在 PostgreSQL 里把 {name} 设为 on。"
            yield _error(f"{name}=on", bad, do, ident=name)
    if _asked("SHOW data_checksums") == "off":
        says = "PostgreSQL 没有页校验和；可停机后用 pg_checksums --enable 打开。"
        yield Reminder(says, id="office.checksums")


def postgres_role() -> Iterator[CheckMessage]:
    """The application's role can not rewrite what is kept."""
    if connection.vendor != "postgresql":
        return
    do = (
        "用 BIAOCHI_OWNER_DATABASE 写属主账号，另建普通账号写在 BIAOCHI_DATABASE，"
        "再运行 biaochi upgrade。"
    )
    if _asked("SELECT rolsuper FROM pg_roles WHERE rolname = current_user"):
        yield _error("普通账号", "数据库超级用户", do, ident="superuser")
        return
    wide = [t for t in sorted(TABLES) if _asked(_may_rewrite(t))]
    if wide:
        found = f"能改写 {'、'.join(wide)}"
        yield _error("不能改写只能追加的表的账号", found, do, ident="privilege")


def _may_rewrite(table: str) -> str:
    acts = "DELETE" if table == HEAD else "UPDATE, DELETE, TRUNCATE"
    return f"SELECT has_table_privilege(current_user, '{table}', '{acts}')"


def migrations() -> Iterator[CheckMessage]:
    """The tables are those of this version."""
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        found = f"还差 {len(missing)} 步"
        do = "首次用 biaochi init，升级用 biaochi upgrade。"
        yield _error("与程序一致的数据库", found, do, ident="migrations")


def content() -> Iterator[CheckMessage]:
    """What only tables of this version can be asked."""
    missing = list(migrations())
    yield from missing
    if not missing:
        for check in CONTENT:
            yield from check()


def triggers() -> Iterator[CheckMessage]:
    """What is kept is kept by the database itself."""
    asked = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(asked)
        found = {str(row[0]) for row in cursor.fetchall()}
    for table in sorted(TABLES):
        missing = sorted(set(names(table)) - found)
        if missing:
            do = "请保全现场，报告审计管理员；从备份恢复或由厂商处理。"
            said = f"触发器 {missing[0]} 没有或已停用"
            yield _error(f"{table} 只能追加", said, do, ident="triggers")


def _asked(question: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(question)
        row = cursor.fetchone()
    return row[0] if row else None


# ---- what is in it


def set_up() -> Iterator[CheckMessage]:
    """There is an office, and each of the three administrators."""
    admins = User.objects.unscoped(Why.SETUP).filter(is_active=True).exclude(admin="")
    found = set(admins.values_list("admin", flat=True))
    if not found:
        yield _error("建立过的办公端", "还没有账号", "先运行 biaochi init。", ident="empty")
        return
    for admin in Admin:
        if str(admin) not in found:
            do = "请由系统管理员处理；管理员都不在的，从备份恢复。"
            yield _error(f"启用的{ADMINS[admin][0]}", "没有", do, ident="admins")


def head() -> Iterator[CheckMessage]:
    """The chain ends where it says it ends."""
    end = Head.objects.filter(pk=1).first()
    last = Entry.objects.unscoped(Why.TRAIL).order_by("-seq").first()
    said = (end.seq, end.hash) if end else None
    if said != ((last.seq, last.hash) if last else (0, "")):
        do = "请保全现场，运行 biaochi trail verify，报告审计管理员。"
        yield _error("留痕的末条与链头一致", "对不上，可能被删改过", do, ident="head")


def time() -> Iterator[CheckMessage]:
    """The clock does not stand before what was already done."""
    now = clock.now()
    last = Entry.objects.unscoped(Why.TRAIL).order_by("-seq").first()
    if now.year < _BORN or (last is not None and now < last.at):
        found = f"现在是 {clock.local(now):%Y-%m-%d %H:%M}"
        do = "校准服务器的时钟后再启动。"
        yield _error("不早于上一条留痕的时钟", found, do, ident="clock")


SETTINGS: tuple[Check, ...] = (
    debug, plain_http, hosts, second_factor, secret, hashing, middleware,
)  # fmt: skip
FILES: tuple[Check, ...] = (home, keys, database_file, network_disk)
DATABASE: tuple[Check, ...] = (
    sqlite_settings, sqlite_journal, postgres_version, postgres_settings, postgres_role,
)  # fmt: skip
CONTENT: tuple[Check, ...] = (triggers, set_up, head, time)
