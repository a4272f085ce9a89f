"""One thing of each kind in each county, addressed as du's (own), zhu's (other) and nobody's."""

from datetime import date
from decimal import Decimal
from itertools import product

from biaochi.access.models import Grant, Token, User
from biaochi.access.scoping import Why
from biaochi.access.shapes import Act
from biaochi.desks import queries as seen
from biaochi.desks import services as desks
from biaochi.documents import services as papers
from biaochi.documents import templates
from biaochi.documents.shapes import Ask
from biaochi.evidence import attaching, replying, services
from biaochi.evidence.models import Evidence
from biaochi.evidence.shapes import Edit
from biaochi.exchange import folder_out, intake
from biaochi.findings.models import Finding
from biaochi.matters.shapes import Opening, Wanted
from biaochi.registry import idnumbers
from biaochi.registry.models import Absence, Appointment, Link, Person
from biaochi.registry.queries import actor_with
from biaochi.tasks import services as tasks
from biaochi.tasks.models import Task
from tests.office import periods, runs, systems
from tests.office.reports import AT, ITEMS, draft
from tests.papers.test_filling import template

NOWHERE = {
    "code": "no-such", "ident": 987654, "run": 987654, "other": 987654, "kind": "person",
    "pack": 987654, "form": "evidence", "token": 987654, "grant": 987654, "year": 1800,
    "move": "close", "step": 987654, "sort": "no-such",
}  # fmt: skip


NUMBERS = {"du": "11010519491231002X", "zhu": "440308199901101512"}


def word(kind: str, code: str) -> str:
    """A word that stands only in the record of one person."""
    return f"{kind}kx{code}"


def things(world) -> dict[str, dict[str, dict[str, object]]]:
    """Make everything; returns kind → whose → what its address needs."""
    found: dict[str, dict[str, dict[str, object]]] = {}
    for place, code, unit, officer in (("own", "du", "qs", "an"), ("other", "zhu", "nx", "jin")):
        made = {**_record(world, code, officer), **_appraisal(world, code, unit, officer)}
        made |= {**_files(world, code, officer), **_accounts(world, code, unit)}
        made |= {
            "person": {"code": code, "kind": "letter"},
            "beginning": {"kind": "remedy" if place == "own" else "letter"},
            "matter": _matter(world, code, officer), "year": {"year": 2026},
            "template": _template(world, code, officer, unit),
            "unit": {"code": f"{unit}-fin"}, "task": {"ident": _task(world, code, officer)},
        }  # fmt: skip
        sealed = idnumbers.seal(NUMBERS[code], person=code)
        Person.objects.unscoped(Why.ABOUT).filter(code=code).update(id_number=sealed)
        for kind, given in made.items():
            found.setdefault(kind, {"none": NOWHERE})[place] = given
    for code in ("fan", "geng", "wen", "wu"):
        _record(world, code, "jin" if code == "wu" else "an")
    found["facts"]["none"] = {"token": "no-such"}
    return found


def _record(world, code, officer):
    given = {"actor": world.actor(officer), "at": AT}
    said = {"person": code, "note": word("旁注", code), "source": word("来源", code)}
    heavy = services.report(draft(**said, value=Decimal(-12)), items=ITEMS, **given)
    services.verify(Edit(code=heavy, version=1), actor=_verifier(world), at=AT)
    evidence = services.report(draft(**said), items=ITEMS, **given)
    named = word("附件", code)
    upload = attaching.Upload(f"{named}.pdf", b"%PDF-1.7 " + named.encode())
    attachment = attaching.attach(evidence, upload=upload, act=Act.REPORT_EVIDENCE, **given)
    reply = 0
    if code in world.users:
        own = {"actor": world.actor(code), "at": AT}
        reply = replying.reply(evidence, kind="reply", text=word("答话", code), **own)
    if code == "fan":
        services.verify(Edit(code=evidence, version=1), actor=world.actor("bai"), at=AT)
    absent = Absence.objects.create(
        person=world.people[code], kind="进修", from_on=date(2026, 2, 1), recorded_at=AT
    )
    link = Link.objects.create(
        kind="project", from_code=code, to_code=word("旁注", code), from_on=date(2026, 2, 1),
        place=world.people[code].home, recorded_at=AT,
    )  # fmt: skip
    post = Appointment.objects.unscoped(Why.ABOUT).get(person=world.people[code])
    return {
        "evidence": {"code": evidence}, "attachment": {"ident": attachment},
        "reply": {"ident": reply}, "absence": {"code": code, "ident": absent.pk},
        "post": {"ident": post.pk}, "link": {"code": code, "ident": link.pk},
    }  # fmt: skip


def _verifier(world):
    """Somebody who verifies in both counties and is none of the viewers."""
    user, new = User.objects.unscoped(Why.ACTOR).get_or_create(
        login="wei", defaults={"name": "卫两县", "created_at": AT}
    )
    if new:
        for unit, role in product(("qs", "nx"), ("verifier", "decider")):
            Grant.objects.create(
                user=user, role=role, unit=unit, from_on=date(2015, 1, 1), granted_by=user,
                granted_at=AT,
            )  # fmt: skip
    return actor_with(user=user.pk, on=date(2026, 11, 21))


def _appraisal(world, code, unit, officer):
    period = periods.opened(world, unit=unit)
    run = runs.computed(world, period, officer)
    finding = Finding.objects.unscoped(Why.ABOUT).filter(run=run, subject=code).first()
    pack = period.pack_id
    return {
        "period": {"ident": period.pk}, "finding": {"ident": finding.pk},
        "run": {"ident": run, "run": run, "other": run, "kind": "person", "code": code},
        "pack": {"ident": pack, "other": pack, "pack": pack, "form": "evidence"},
    }  # fmt: skip


def _files(world, code, officer):
    pack = periods.opened(world).pack_id
    brought = intake.Brought(
        form="evidence", pack=pack, name=f"{word('附件', code)}.csv",
        chunks=[f"条目编号,说明\nT-1,{word('旁注', code)}\n".encode()],
    )  # fmt: skip
    batch = intake.bring(brought, actor=world.actor(officer), at=AT)
    unit = world.people[code].home.parent.code
    said = {"unit": unit, "form": "csv"}
    result = folder_out.export(said, world.actor(officer), AT, lambda *_: None)
    Task.objects.create(
        kind=folder_out.EXPORT, title=word("旁注", code), asked=said, state="done", result=result,
        user=world.users[officer].pk, created_at=AT,
    )  # fmt: skip
    return {"import": {"ident": batch}, "facts": {"token": result["token"]}}


def _accounts(world, code, unit):
    login = f"system-{unit}"
    systems.key(world, login, unit=unit)
    system = world.users.pop(login)
    token = Token.objects.unscoped(Why.LOGIN).get(user=system)
    grant = Grant.objects.unscoped(Why.ACTOR).get(user=system)
    User.objects.unscoped(Why.ACTOR).filter(pk=system.pk).update(name=f"系统{unit}")
    return {
        "account": {"ident": world.users[code].pk}, "system": {"ident": system.pk},
        "token": {"ident": system.pk, "token": token.pk},
        "grant": {"ident": system.pk, "grant": grant.pk},
    }  # fmt: skip


def _matter(world, code, officer):
    """A letter that was served, so that its official sees it too, with a file."""
    given = {"type": "reminder", "subject": word("旁注", code), "facts": word("来源", code),
             "expected": word("答话", code), "evidence": [_evidence(world, code)]}  # fmt: skip
    day, actor = AT.date(), world.actor(officer)
    opening, first = (
        Opening(person=code, title=word("旁注", code)),
        Wanted(move="draft", on=day, given=given),
    )
    made = desks.open_matter("letter", opening, first, actor=actor, at=AT)
    desks.take(made, Wanted(move="approve", on=day, seen=1), actor=_verifier(world), at=AT)
    file = (f"{word('附件', code)}.pdf", b"%PDF-1.7 " + word("附件", code).encode())
    served = {"served_on": f"{day}", "means": "talk", "receipt": word("旁注", code)}
    last = Wanted(move="serve", on=day, seen=2, given=served, files=(file,))
    desks.take(made, last, actor=actor, at=AT)
    _, files = seen.files_shown(actor, made)
    ask = {"step": 3, "sort": "letter", "form": "docx"}
    papers.produce(made, Ask(**ask), actor=actor, at=AT)
    return {"code": made, "move": "close", "ident": max(files), **ask}


def _template(world, code, officer, unit):
    """An organ's own template; its name tells whose it is."""
    made = templates.add(
        unit=unit, sort="motion", name=f"{word('附件', code)}.docx", data=template("{{本人}}"),
        actor=world.actor(officer), at=AT,
    )  # fmt: skip
    return {"ident": made, "sort": "motion"}


def _evidence(world, code):
    rows = Evidence.objects.unscoped(Why.ABOUT).filter(person__code=code, status="verified")
    return rows.values_list("code", flat=True).first()


def _task(world, code, officer):
    asked = {"kind": "count", "title": word("旁注", code), "asked": {}, "at": AT}
    return tasks.ask(**asked, actor=world.actor(officer))
