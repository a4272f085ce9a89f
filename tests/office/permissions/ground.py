"""Two counties full of words that only some may read, and everybody who might try."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from django.test import Client

from biaochi.access.models import Grant, User
from biaochi.registry.models import Appointment, Person
from tests.office.permissions.things import NUMBERS, things, word

COUNTY = frozenset({"du", "fan", "geng", "han", "wen"})
VISIBLE = {
    **dict.fromkeys(("an", "bai", "cheng", "li", "sheng"), COUNTY),
    "rui": {"du", "fan"}, "jin": {"zhu", "wu"}, "ning": set(), "pan": set(), "lu": set(),
    "xi": set(), "ouyang": set(), "shen": set(), "du": {"du"}, "fan": {"fan"}, "zhu": {"zhu"},
    "nobody": set(), "gone": set(),
}  # fmt: skip
"""Viewer → whose record he may read; nobody: not signed in; gone: the account was stopped."""

ADMINS = frozenset({"xi", "ouyang", "shen"})
BEYOND = frozenset({"jin", "zhu", *ADMINS})
"""Who may know of the neighbour county that it exists."""

KEEPERS = {"du": "an", "zhu": "jin"}
"""Whose id number, and who may ask for it."""

WITHOUT_ACCOUNT = {"wen": ("闻未名", "qs-edu"), "wu": ("邬无号", "nx-fin")}
NEIGHBOURS = ("宁溪县",)
OLD = datetime(2026, 1, 4, 1, 0, tzinfo=UTC)


@dataclass
class Ground:
    """What is there: for each kind of thing, how to address du's, zhu's and nobody's."""

    world: object
    clients: dict[str, Client] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    missing: dict[str, object] = field(default_factory=dict)
    about: dict[str, dict[str, dict[str, object]]] = field(default_factory=dict)

    def nothing(self, viewer: str) -> object:
        """What this viewer is shown where there is no page."""
        if viewer not in self.missing:
            self.missing[viewer] = self.clients[viewer].get("/there/is/no/such/page/")
        return self.missing[viewer]

    def forbidden(self, viewer: str) -> list[str]:
        """Words this viewer must never be sent."""
        hidden = [code for code in self.names if code not in VISIBLE[viewer]]
        words = [word(kind, code) for code in hidden for kind in ("旁注", "来源", "答话", "附件")]
        words += [n for code, n in NUMBERS.items() if viewer != KEEPERS[code]]
        unnamed = hidden if viewer not in ADMINS else [*WITHOUT_ACCOUNT]
        words += [self.names[code] for code in unnamed]
        return words + ([] if viewer in BEYOND else [*NEIGHBOURS])


def ground(world) -> Ground:
    """Fill both counties and sign everybody in."""
    _people(world)
    made = Ground(world, names={p.code: p.name for p in world.people.values()})
    made.about = things(world)
    made.clients = _clients(world)
    return made


def _people(world) -> None:
    for code, (name, unit) in WITHOUT_ACCOUNT.items():
        world.people[code] = Person.objects.create(
            code=code, name=name, home=world.units[unit], tier="副科", post="副局长"
        )
        Appointment.objects.create(
            person=world.people[code], unit=world.units[unit], post="副局长", role="deputy",
            tier="副科", main=True, from_on=date(2014, 3, 1), recorded_at=OLD,
        )  # fmt: skip
    for login, name in (("lu", "卢离任"), ("gone", "龚停用")):
        world.users[login] = User(login=login, name=name, created_at=OLD)
        world.users[login].set_unusable_password()
        world.users[login].save()
        Grant.objects.create(
            user=world.users[login], role="officer", unit="nx", from_on=date(2015, 1, 1),
            to_on=date(2020, 1, 1) if login == "lu" else None, granted_by=world.users[login],
            granted_at=OLD,
        )  # fmt: skip


def _clients(world) -> dict[str, Client]:
    made = {}
    for viewer in VISIBLE:
        made[viewer] = Client(raise_request_exception=False)
        if viewer != "nobody":
            made[viewer].force_login(world.users[viewer])
    stopped = world.users["gone"]
    stopped.is_active = False
    stopped.save()
    return made
