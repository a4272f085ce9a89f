"""What follows an adjustment: every name it uses is declared, every length is one."""

from collections.abc import Collection, Iterator

from biaochi.errors import Problem
from biaochi.packs.hints import suggest
from biaochi.packs.shapes import Pack
from biaochi.packs.walk import at, ids
from biaochi.timeline import is_length


def check(pack: Pack) -> Iterator[Problem]:
    """Yield measures, readings, channels nobody declared, and lengths that are none."""
    aftercare = pack.aftercare
    for i, field in enumerate(aftercare.fields):
        yield from _length(pack, f"aftercare.fields.{i}.every", said=field.every)
    for i, influence in enumerate(aftercare.influence):
        path = f"aftercare.influence.{i}"
        yield from _length(pack, f"{path}.lasts", said=influence.lasts)
        yield from _length(pack, f"{path}.longest", said=influence.longest)
        yield from _named(pack, f"{path}.measure", said=influence.measure, group="measures")
        yield from _named(pack, f"{path}.joined", said=influence.joined, group="readings")
    for channel in aftercare.free:
        yield from _named(pack, "aftercare.free", said=channel, group="channels")
    for i, retention in enumerate(aftercare.retention):
        yield from _length(pack, f"aftercare.retention.{i}.keeps", said=retention.keeps)


def _length(pack: Pack, path: str, *, said: str) -> Iterator[Problem]:
    if said and said not in pack.parameters and not is_length(said):
        yield _undeclared(pack, path, said=said, words=("期限或参数", tuple(pack.parameters)))


def _named(pack: Pack, path: str, *, said: str, group: str) -> Iterator[Problem]:
    words = {"measures": "声明过的措施", "readings": "声明过的口径", "channels": "声明过的渠道"}
    if said and said not in ids(pack, group=group):
        yield _undeclared(pack, path, said=said, words=(words[group], ids(pack, group=group)))


def _undeclared(pack: Pack, path: str, *, said: str, words: tuple[str, Collection[str]]) -> Problem:
    expected, known = words
    return at(
        pack, "PACK-UNDECLARED", path, expected=expected, found=f"「{said}」",
        do=suggest(said, tuple(known)),
    )  # fmt: skip
