"""The courses cases walk: those of packs that come along, and of packs made up by chance."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from random import Random
from shutil import copytree

from biaochi.access.scoping import Why
from biaochi.appraisals.models import PackVersion
from biaochi.packs.folder import files_of
from biaochi.packs.loader import builtin, load
from tests.core.procedure.caseplay import GATES, LENGTHS
from tests.office.periods import AT

_KNOWN = (
    ("demo-qingshi", "unfit-adjustment", ("N1", "N5", "N3")),
    ("jiangxi-2017", "unfit", ("U-01", "U-02", "Q-01")),
    ("jiangxi-2017", "accountability", ("U-01", "U-02", "Q-01")),
    ("county-appraisal", "adjustment", ("OH01", "OH02", "U01")),
    ("national-2022", "unfit-adjustment", ("F01", "F02", "F03")),
    ("changshan-2017", "adjustment", ("N-01", "N-02", "N-03")),
)  # fmt: skip
_CORE = ("motion", "verification", "decision")
_QUORUMS = ("2/3", "1/2", "3/4", "1/10", "0/1", "5/1", "4", "9", "")
_HOW_MANY = 8


@dataclass(frozen=True)
class Course:
    """A procedure of a pack, and the items its cases are about."""

    folder: Path
    procedure: str
    items: tuple[str, ...]

    @property
    def digest(self):
        """The digest of the pack, which is read when somebody asks."""
        return _loaded(self.folder).digest

    def taken_in(self, world):
        """Take the pack in, as an administrator of rules would; returns its number."""
        del world
        files, _ = files_of(self.folder)
        kept = {file.name: file.path.read_text(encoding="utf-8") for file in files}
        pack = _loaded(self.folder)
        row, _ = PackVersion.objects.unscoped(Why.RUN).get_or_create(
            digest=pack.digest,
            defaults={"code": pack.id, "title": pack.title, "files": kept, "added_by": "安静仪",
                      "added_at": AT},
        )  # fmt: skip
        return row.pk


@lru_cache(maxsize=1)
def builtin_courses():
    """Return the courses of the packs that come along."""
    return tuple(_course(builtin(pack), *of) for pack, *of in _KNOWN)


@lru_cache(maxsize=1)
def random_courses(number, *, folder):
    """Return the courses of a pack nobody would write: another pack's, with procedures by chance.

    Gates in any order that loads, missing or twice; any quorum; some measures turned over.
    """
    random = Random(number)
    pack, _, items = random.choice(_KNOWN)
    made = folder / f"random-{number}"
    if not made.exists():
        copytree(builtin(pack), made)
        for name in range(_HOW_MANY):
            path = made / "procedures" / f"random-{name}.yaml"
            path.write_text(_procedure(random, f"random-{name}"), encoding="utf-8")
        measures = made / "measures.yaml"
        measures.write_text(_turned(random, measures.read_text("utf-8")), encoding="utf-8")
    return tuple(_course(made, f"random-{n}", items) for n in range(_HOW_MANY))


def _course(folder, procedure, items):
    return Course(folder, procedure, items)


@lru_cache(maxsize=len(_KNOWN) + 1)
def _loaded(folder):
    return load(folder)


def _procedure(random, ident):
    gates = [random.choice((*GATES, "", "appeal")) for _ in range(random.randrange(0, 9))]
    if random.random() < 0.5:
        gates = [g for g in gates if g not in _CORE]
        places = sorted(random.randrange(len(gates) + 1) for _ in _CORE)
        for place, gate in reversed(list(zip(places, _CORE, strict=True))):
            gates.insert(place, gate)
    else:
        gates = [g for g in gates if g != "motion"]
    return "\n".join(_lines(random, ident, gates or ["hearing"])) + "\n"


def _lines(random, ident, gates):
    quorum = random.choice(_QUORUMS)
    yield f"id: {ident}"
    yield "label: {zh: 随机程序, en: Random}"
    yield "basis: 第一条"
    if quorum:
        yield f"quorum: {quorum}"
    yield "stages:"
    for number, gate in enumerate(gates):
        more = f", gate: {gate}" if gate else ""
        length = random.choice(LENGTHS)
        more += f", deadline: {length}" if length else ""
        more += ", published: false" if random.random() < 0.1 else ""
        yield f"  - {{id: s{number}, label: 第{number}步, owner: 组织部{more}, basis: 第一条}}"


def _turned(random, text):
    """What a measure does to the post is what its pack says, whatever it is called."""
    lines = []
    for line in text.splitlines():
        if random.random() < 0.15:
            line = line.replace("lowers_post: false", "lowers_post: true")  # noqa: PLW2901
        lines.append(line)
    return "\n".join(lines) + "\n"
