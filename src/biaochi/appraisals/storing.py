"""Packs between the database and a folder; facts as they were read, kept for replay."""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

import duckdb
from django.conf import settings

from biaochi.appraisals.gather import Report, write_facts
from biaochi.appraisals.models import PackVersion
from biaochi.batch.assess import attribute_columns, bind
from biaochi.engine.compile import Asked, compile_pack
from biaochi.engine.plan import Plan
from biaochi.errors import Problem, Refusal
from biaochi.facts.opening import open_part
from biaochi.facts.prepared import SHARED, Prepared, open_prepared, save, write_part
from biaochi.facts.read import read_folder
from biaochi.facts.store import Store
from biaochi.packs import folder as folders
from biaochi.packs.loader import load
from biaochi.packs.shapes import Pack

NEW, OPEN = "new-", ".open"
_PRIVATE = 0o700
_KEPT = 8
_LAID_OPEN = 20_000


def files_in(folder: Path) -> dict[str, str]:
    """Return the files of a pack folder by name; Refusal if it is no pack."""
    listed, strangers = folders.files_of(folder)
    if strangers:
        raise Refusal(tuple(strangers))
    return {file.name: file.path.read_text(encoding="utf-8") for file in listed}


def pack_from(files: Mapping[str, str]) -> Pack:
    """Load a pack from its files; names that lead out of the folder are refused."""
    return _loaded(_as_text(files))


@lru_cache(maxsize=_KEPT)
def _loaded(files: str) -> Pack:
    work = Path(mkdtemp(prefix="pack-", dir=_place("packs")))
    try:
        for name, text in json.loads(files).items():
            path = (work / name).resolve()
            if not path.is_relative_to(work.resolve()):
                do = "请只放规则包文件夹之内的文件。"
                raise Refusal((Problem("PACK-FILE", "文件夹之内的文件", f"「{name}」", do),))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return load(work)
    finally:
        rmtree(work, ignore_errors=True)


def pack_of(version: PackVersion) -> Pack:
    """Load a pack that was taken in; Refusal if its files no longer give the same digest."""
    return _checked(version.digest, _as_text(version.files))


def _checked(digest: str, files: str) -> Pack:
    pack = _loaded(files)
    if pack.digest != digest:
        do = "规则包的存档被改动过，或程序换了版本；请联系管理员。"
        raise Refusal((Problem("RUN-REPLAY", digest, pack.digest, do),))
    return pack


def _as_text(files: Mapping[str, str]) -> str:
    return json.dumps(files, sort_keys=True)


def plan_for(version: PackVersion, name: str, as_of: date | None) -> Plan:
    """Return the plan of a pack for a period; compiled once in this process."""
    return _compiled(version.digest, _as_text(version.files), name, as_of)


@lru_cache(maxsize=_KEPT)
def _compiled(digest: str, files: str, name: str, as_of: date | None) -> Plan:
    return compile_pack(_checked(digest, files), Asked(period=name, as_of=as_of))


def take_snapshot(
    pack: Pack, *, unit: str, known_by: datetime, report: Report = lambda *_: None
) -> Store:
    """Write the facts of a part as known by a moment, read them back whole, and keep the files."""
    work = Path(mkdtemp(prefix=NEW, dir=_place("snapshots")))
    try:
        write_facts(work, unit=unit, known_by=known_by, report=report)
        store = read_folder(work, attributes=attribute_columns(pack))
        kept = snapshot_folder(store.digest)
        if kept.exists():
            os.utime(kept)  # in use again: not to be pruned before the run is done
        else:
            work.rename(kept)
    finally:
        rmtree(work, ignore_errors=True)
    bind(pack, store)
    _lay_open(pack, store)
    return store


def open_snapshot(pack: Pack, digest: str, *, unit: str, known_by: datetime) -> Store:
    """Open kept facts; a lost snapshot is made again, and must come out the same."""
    kept = snapshot_folder(digest)
    found = _laid_open(pack, digest)
    if found is not None:
        return found
    if kept.exists():
        store = read_folder(kept, attributes=attribute_columns(pack))
    else:
        store = take_snapshot(pack, unit=unit, known_by=known_by)
    if store.digest != digest:
        store.close()
        do = (
            "快照丢失，而人员或单位的基本情况此后改过，不能逐字重现；结果本身仍在。请重新计算一次。"
        )
        raise Refusal((Problem("RUN-REPLAY", digest, store.digest, do),))
    return store


def snapshot_folder(digest: str) -> Path:
    """Return where the facts of that digest are kept."""
    return _place("snapshots") / _plain(digest)


def _lay_open(pack: Pack, store: Store) -> None:
    """Keep the facts a second time, typed as they were read: opening them then takes no reading."""
    kept = open_folder(store.digest)
    if kept.exists() or sum(store.counts.values()) < _LAID_OPEN:
        return
    work = Path(mkdtemp(prefix=NEW, dir=_place("snapshots")))
    try:
        whole = write_part(store.con, work, SHARED, digest=store.digest, columns=store.columns)
        save(Prepared(work, attribute_columns(pack), {SHARED: whole}, frozenset()))
        work.rename(kept)
    finally:
        rmtree(work, ignore_errors=True)


def _laid_open(pack: Pack, digest: str) -> Store | None:
    """Open the second copy; None where there is none for this pack, or none that is whole."""
    kept = open_folder(digest)
    try:
        prepared = open_prepared(kept) if kept.exists() else None
        if prepared is None or prepared.attributes != attribute_columns(pack):
            return None
        return replace(open_part(prepared, SHARED), digest=digest)
    except (Refusal, duckdb.Error):
        return None


def is_laid_open(digest: str) -> bool:
    """Tell whether there is a second copy: the facts are many."""
    return open_folder(digest).exists()


def open_folder(digest: str) -> Path:
    """Return where the facts of that digest are kept a second time."""
    return snapshot_folder(digest).with_suffix(OPEN)


def content_digest(content: str) -> str:
    """Return SHA-256 of a text as hex."""
    return hashlib.sha256(content.encode()).hexdigest()


def _plain(digest: str) -> str:
    return digest.removeprefix("sha256:")


def _place(name: str) -> Path:
    place = Path(settings.HOME) / name
    place.mkdir(parents=True, exist_ok=True, mode=_PRIVATE)
    return place
