"""Two counties full of words that only some may read, and everybody who might try."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from django.test import Client

from biaochi.access.models import Grant, User
from biaochi.access.scoping import Why
from biaochi.access.shapes import Act
from biaochi.appraisals import queries as appraisals
from biaochi.evidence import attaching, replying, services
from biaochi.evidence.shapes import Edit
from biaochi.exchange import folder_out, intake
from biaochi.registry.models import Appointment, Person
from biaochi.tasks import services as tasks
from biaochi.tasks.models import Task
from tests.office import periods
from tests.office.reports import AT, ITEMS, draft

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

WITHOUT_ACCOUNT = {"wen": ("闻未名", "qs-edu"), "wu": ("邬无号", "nx-fin")}
NEIGHBOURS = ("宁溪县",)
OLD = datetime(2026, 1, 4, 1, 0, tzinfo=UTC)


@dataclass
class Ground:
    """What is there: for each kind of thing, how to address du's, zhu's and nobody's."""

    world: object
    clients: dict[str, Client] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    about: dict[str, dict[str, dict[str, object]]] = field(default_factory=dict)

    def forbidden(self, viewer: str) -> list[str]:
        """Words this viewer must never be sent."""
        hidden = [code for code in self.names if code not in VISIBLE[viewer]]
        words = [word(kind, code) for code in hidden for kind in ("旁注", "答话", "附件")]
        unnamed = hidden if viewer not in ADMINS else [*WITHOUT_ACCOUNT]
        words += [self.names[code] for code in unnamed]
        return words + ([] if viewer in BEYOND else [*NEIGHBOURS])


def word(kind: str, code: str) -> str:
    """A word that stands only in the record of one person."""
    return f"{kind}kx{code}"


def ground(world, home) -> Ground:
    """Fill both counties and sign everybody in."""
    _people(world)
    made = Ground(world, names={p.code: p.name for p in world.people.values()})
    about = {kind: {"none": {"code": "no-such"}} for kind in ("evidence", "person", "unit")}
    about |= {kind: {"none": {"ident": 987654}} for kind in ("reply", "attachment", "task")}
    for place, code, unit, officer in (("own", "du", "qs", "an"), ("other", "zhu", "nx", "jin")):
        period = periods.opened(world, unit=unit)
        said = _record(world, code, officer)
        about["evidence"][place] = {"code": said["evidence"]}
        about["person"][place] = {"code": code}
        about["unit"][place] = {"code": f"{unit}-fin"}
        about["reply"][place] = {"ident": said["reply"]}
        about["attachment"][place] = {"ident": said["attachment"]}
        about["task"][place] = {"ident": _task(world, code, officer)}
        about.setdefault("period", {"none": {"ident": 987654}})[place] = {"ident": period.pk}
    about |= _exchanged(world)
    for code in ("fan", "geng", "wen", "wu"):
        _record(world, code, "jin" if code == "wu" else "an")
    made.about = about
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


def _record(world, code, officer) -> dict[str, object]:
    actor = world.actor(officer)
    said = draft(person=code, note=word("旁注", code), source=word("旁注", code))
    evidence = services.report(said, items=ITEMS, actor=actor, at=AT)
    upload = attaching.Upload(
        f"{word('附件', code)}.pdf", b"%PDF-1.7 " + word("附件", code).encode()
    )
    given = {"upload": upload, "act": Act.REPORT_EVIDENCE, "actor": actor, "at": AT}
    attachment = attaching.attach(evidence, **given)
    reply = 0
    if code in world.users:
        own = {"actor": world.actor(code), "at": AT}
        reply = replying.reply(evidence, kind="reply", text=word("答话", code), **own)
    if code == "fan":
        services.verify(Edit(code=evidence, version=1), actor=world.actor("bai"), at=AT)
    return {"evidence": evidence, "attachment": attachment, "reply": reply}


def _task(world, code, officer) -> int:
    asked = {"kind": "count", "title": word("旁注", code), "asked": {}, "at": AT}
    return tasks.ask(**asked, actor=world.actor(officer))


def _exchanged(world) -> dict[str, dict[str, dict[str, object]]]:
    """Files brought by an officer of each county, facts they took out, and templates."""
    pack = appraisals.packs(world.actor("an"))[0].ident
    about = {
        "import": {"none": {"ident": 987654}}, "facts": {"none": {"token": "no-such"}},
        "template": {"none": {"form": "evidence", "pack": 987654}},
    }  # fmt: skip
    both = (("own", "an", "qs", "evidence"), ("other", "jin", "nx", "roster"))
    for place, officer, unit, form in both:
        actor = world.actor(officer)
        file = intake.Brought(form="evidence", pack=pack, name=f"{officer}.csv", chunks=[b"x"])
        about["import"][place] = {"ident": intake.bring(file, actor=actor, at=AT)}
        task = folder_out.request_facts(unit=unit, form="csv", actor=actor, at=AT)
        taken = folder_out.export({"unit": unit, "form": "csv"}, actor, AT, lambda *_: None)
        Task.objects.unscoped(Why.TASK).filter(pk=task).update(state="done", result=taken)
        about["facts"][place] = {"token": taken["token"]}
        about["template"][place] = {"form": form, "pack": pack}
    return about


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
