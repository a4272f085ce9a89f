"""When a term, an age, years at a level or a long illness run out, with the arithmetic.

Days are worked out from what a pack states; what it does not state is asked, never assumed.
Nothing lapses here: each day found is something a person has to look at.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from biaochi.errors import Problem
from biaochi.packs.shapes import Pack
from biaochi.procedure.lengths import length_of, number_of
from biaochi.timeline import Duration
from biaochi.vocabulary import office

TERM, AGE, LEVEL, HEALTH, SPECIAL = "term", "age", "level", "health", "special"
GROUNDS = (
    (TERM, "任期届满"), (AGE, "到龄"), (LEVEL, "同一层次满年限"), (HEALTH, "因健康长期不能履职"),
    (SPECIAL, "任期内因特殊需要调整"),
)  # fmt: skip
_LABELS = dict(GROUNDS)
_DAY = timedelta(days=1)
_UNITS = {"years": "年", "months": "个月", "days": "日"}
_SEXES = {"男": "male", "女": "female"}


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What a pack says about tenure on a day; blank or None where it does not.

    ``roles``: to whom terms apply; None: the pack does not say.  ``ages``: ``male``,
    ``female_head`` …
    """

    term: str = ""
    terms: int | None = None
    roles: frozenset[str] | None = None
    level: str = ""
    special: int | None = None
    health: str = ""
    notice: str = ""
    ages: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Served:
    """One post held from a day to a day, both included; ``to_on`` None: it goes on."""

    ident: int
    unit: str
    post: str
    from_on: date
    to_on: date | None = None
    role: str = ""
    level: str = ""


@dataclass(frozen=True, kw_only=True)
class Life:
    """What of an official limits depend on.

    ``listed``: whether terms apply to his post, where the registry says so; ``retire_on``: the day
    the registry gives; ``unwell_since``: the first day of an illness that goes on.
    """

    sex: str = ""
    birth_on: date | None = None
    listed: bool | None = None
    retire_on: date | None = None
    unwell_since: date | None = None


@dataclass(frozen=True, kw_only=True)
class Due:
    """Something that runs out; ``on`` None: it cannot be worked out, ``asks`` says what is missing.

    ``which``: the number of the term; ``last``: nobody serves another after it.
    """

    ground: str
    post: int
    name: str
    on: date | None
    steps: tuple[str, ...] = ()
    asks: str = ""
    which: int = 0
    last: bool = False

    @property
    def key(self) -> str:
        """What stands for it in a form and in the step: ``term:12:2024-08-31:2!``."""
        return f"{self.ground}:{self.post}:{self.on or ''}:{self.which}{'!' if self.last else ''}"

    @property
    def label(self) -> str:
        """The thing in words."""
        until = f"（{self.on}）" if self.on else ""
        return f"{_LABELS[self.ground]}：{self.name}{until}"


def read_key(key: str) -> Due:
    """Return what a key stands for, without its arithmetic; ValueError if it is none."""
    ground, post, on, which = key.split(":")
    return Due(
        ground=ground, post=int(post), name="", on=date.fromisoformat(on) if on else None,
        which=int(which.removesuffix("!")), last=which.endswith("!"),
    )  # fmt: skip


def limits_of(pack: Pack | None, *, on: date) -> Limits:
    """Return what a pack states about tenure, under the names packs give it."""
    if pack is None:
        return Limits()

    def length(*names: str) -> str:
        said = (length_of(pack, n, on=on) for n in names if n in pack.parameters)
        return next(filter(None, said), "")

    said = pack.parameters.get("tenure_roles")
    ages = {
        name.removeprefix("age_limit_"): age
        for name in pack.parameters
        if name.startswith("age_limit_") and (age := number_of(pack, name, on=on))
    }
    return Limits(
        term=length("term_length"), level=length("most_level_years"), health=length("health_term"),
        notice=length("term_notice", "term_alarm"), ages=ages,
        terms=number_of(pack, "max_terms", "terms_most", "most_terms", on=on),
        special=number_of(pack, "special_moves", on=on),
        roles=_roles(said.value) if said and said.value else None,
    )  # fmt: skip


def _roles(said: str) -> frozenset[str]:
    """A pack names roles in Chinese or by their ids."""
    ids = {zh: role for role, (zh, _) in office.POST_ROLES.items()}
    return frozenset(ids.get(word, word) for word in said.split())


def dues(
    posts: Sequence[Served], life: Life, limits: Limits, *, on: date
) -> tuple[Due, ...]:  # fmt: skip
    """Return everything that runs out for an official, for each post he holds that day."""
    found: list[Due] = []
    for served in posts:
        if served.from_on <= on and (served.to_on is None or on <= served.to_on):
            found += _of_post(served, posts, life, limits)
    if life.unwell_since and limits.health:
        last = Duration.parse(limits.health).after(life.unwell_since)
        told = f"自 {life.unwell_since} 起不能履职，满 {_said(limits.health)} 是 {last}"
        found.append(Due(ground=HEALTH, post=0, name="病假", on=last, steps=(told,)))
    return tuple(found)


def _of_post(served: Served, posts: Sequence[Served], life: Life, limits: Limits) -> Iterator[Due]:
    term = _term(served, posts, life, limits)
    if term is not None:
        yield term
    level = _level(served, posts, limits)
    if level is not None:
        yield level
    yield _age(served, life, limits)
    yield Due(ground=SPECIAL, post=served.ident, name=served.post, on=None)


def _term(served: Served, posts: Sequence[Served], life: Life, limits: Limits) -> Due | None:
    """The term this appointment is for; that it has passed shows, and renews nothing."""
    applies = _applies(served, life, limits)
    if not limits.term or applies is False:
        return None
    if applies is None:
        asks = "规则包和人员信息没有写任期是否适用于这个职务，请核对"
        return Due(ground=TERM, post=served.ident, name=served.post, on=None, asks=asks)
    start = run_start(served, posts)
    which = 1
    while term_end(start, limits.term, which=which) < served.from_on:
        which += 1
    end = term_end(start, limits.term, which=which)
    told = f"{start} 任职，每届 {_said(limits.term)}，第 {which} 届至 {end} 届满"
    return Due(
        ground=TERM, post=served.ident, name=served.post, on=end, steps=(told,), which=which,
        last=limits.terms is not None and which >= limits.terms,
    )  # fmt: skip


def _applies(served: Served, life: Life, limits: Limits) -> bool | None:
    if limits.roles is not None:
        return served.role in limits.roles if served.role else None
    return life.listed


def term_end(start: date, length: str, *, which: int) -> date:
    """Return the last day of a term: the day before its anniversary.

    >>> term_end(date(2014, 9, 1), "5 years", which=2)
    datetime.date(2024, 8, 31)
    """
    span = Duration.parse(length)
    return Duration(span.count * which, span.unit).after(start) - _DAY


def run_start(served: Served, posts: Sequence[Served]) -> date:
    """Return since when somebody has held the same post without a break."""
    start = served.from_on
    same = [p for p in posts if (p.unit, p.post) == (served.unit, served.post)]
    for earlier in sorted(same, key=lambda p: p.from_on, reverse=True):
        if earlier.from_on < start and earlier.to_on and earlier.to_on >= start - _DAY:
            start = earlier.from_on
    return start


def term_start(served: Served, posts: Sequence[Served], limits: Limits) -> date:
    """Return the first day of the term an appointment is for."""
    start = run_start(served, posts)
    found, which = start, 1
    while limits.term and term_end(start, limits.term, which=which) < served.from_on:
        found, which = term_end(start, limits.term, which=which) + _DAY, which + 1
    return found


def refused(wanted: Served, posts: Sequence[Served], limits: Limits) -> Iterator[Problem]:
    """Yield why nobody is appointed again: as many whole terms as allowed are served already.

    Where the pack does not say to whom terms apply, or how many there are, nothing is refused.
    """
    if not limits.term or limits.terms is None or wanted.role not in (limits.roles or ()):
        return
    for earlier in posts:
        if (earlier.unit, earlier.post) != (wanted.unit, wanted.post):
            continue
        start = run_start(earlier, posts)
        full = term_end(start, limits.term, which=limits.terms)
        served_until = earlier.to_on or wanted.from_on - _DAY
        if earlier.from_on < wanted.from_on and served_until >= full:
            yield Problem(
                "STEP-LEGAL", f"同一职务不超过 {limits.terms} 届",
                f"{start} 起已任满 {limits.terms} 届（至 {full}）",
                "请研究交流或另行安排，不再任同一职务。", column_name="post",
            )  # fmt: skip
            return


def _level(served: Served, posts: Sequence[Served], limits: Limits) -> Due | None:
    """Years at a level add up over every post held at it."""
    if not limits.level or not served.level:
        return None
    spans = sorted((p.from_on, p.to_on or date.max) for p in posts if p.level == served.level)
    before, start, end = timedelta(), spans[0][0], spans[0][1]
    for first, last in spans[1:]:
        if end != date.max and first > end + _DAY:
            before, start, end = before + (end - start) + _DAY, first, last
        else:
            end = max(end, last)
    due = term_end(start - before, limits.level, which=1)
    told = f"「{served.level}」自 {spans[0][0]} 起累计，满 {_said(limits.level)} 是 {due}"
    return Due(ground=LEVEL, post=served.ident, name=served.level, on=due, steps=(told,))


def _age(served: Served, life: Life, limits: Limits) -> Due:
    """The day the registry gives, else birth plus the age the pack states for sex and role."""
    due = Due(ground=AGE, post=served.ident, name=served.post, on=None)
    if life.retire_on is not None:
        told = f"人员信息登记的到龄日 {life.retire_on}"
        return _at(due, life.retire_on, told)
    sex = _SEXES.get(life.sex)
    if sex is None or life.birth_on is None:
        return _asking(due, "没有登记性别或出生日期，请补登")
    age = limits.ages.get(f"{sex}_{served.role}", limits.ages.get(sex))
    if age is None:
        return _asking(due, "规则包没有写这个职务的年龄界限，请核对")
    on = Duration(age, "years").after(life.birth_on)
    return _at(due, on, f"{life.birth_on} 出生，{life.sex}，年满 {age} 周岁是 {on}")


def _at(due: Due, on: date, told: str) -> Due:
    return Due(ground=due.ground, post=due.post, name=due.name, on=on, steps=(told,))


def _asking(due: Due, asks: str) -> Due:
    return Due(ground=due.ground, post=due.post, name=due.name, on=None, asks=asks)


def _said(length: str) -> str:
    span = Duration.parse(length)
    return f"{span.count} {_UNITS[span.unit]}"
