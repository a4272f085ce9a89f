"""An open appraisal under a pack that comes with the program."""

import shutil
from datetime import UTC, datetime

from biaochi.access.scoping import Why
from biaochi.appraisals.models import PackVersion, Period
from biaochi.packs.folder import files_of
from biaochi.packs.loader import builtin, load

AT = datetime(2026, 1, 4, 1, 0, tzinfo=UTC)


def changed(to, name, old, new, *, pack="demo-qingshi"):
    """Return a folder with a pack that says one thing differently; again, and it says two."""
    folder = to / pack
    if not folder.exists():
        shutil.copytree(builtin(pack), folder)
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text, f"{name} does not say {old!r}"
    (folder / name).write_text(text.replace(old, new), encoding="utf-8")
    return folder


def opened(world, unit="qs", pack="changshan-2017", *, folder=None):
    folder = folder or builtin(pack)
    files, _ = files_of(folder)
    kept = {file.name: file.path.read_text(encoding="utf-8") for file in files}
    loaded = load(folder)
    version, _ = PackVersion.objects.unscoped(Why.RUN).get_or_create(
        digest=loaded.digest,
        defaults={
            "code": loaded.id, "title": loaded.title, "files": kept, "added_by": "安静仪",
            "added_at": AT,
        },
    )  # fmt: skip
    return Period.objects.create(
        name="2026", title=f"{world.units[unit].name} 2026 年考核", pack=version,
        unit=world.units[unit], opened_by="安静仪", opened_at=AT,
    )  # fmt: skip
