"""The ladder of intervention, what ran out, and how many letters there were."""

from datetime import date, timedelta

from biaochi.access.shapes import Act
from biaochi.evidence.measuring import retire_measures
from biaochi.evidence.models import Measure
from biaochi.evidence.overturning import lighten
from biaochi.letters.counting import Asked, counted, letters
from biaochi.letters.queries import ladder, overdue, prior_interventions
from tests.office import staff
from tests.office.lettering import drafted, served, step

MARCH = date(2017, 3, 1)
YEAR = {"since": date(2017, 1, 1), "until": date(2017, 12, 31)}
PUBLISHED = (("reminder", "正职", 34), ("inquiry", "副职", 13), ("admonition", "其他", 9))


def published(world, at):
    """Fifty-six letters of a year: thirty-four reminders, thirteen inquiries, nine admonitions."""
    people = [world.people[p] for p in ("du", "fan", "geng")]
    for type_, rank, many in PUBLISHED:
        for n in range(many):
            Measure.objects.create(
                person=people[n % len(people)], code=f"{type_}{n}", measure=type_, rank=rank,
                on=MARCH + timedelta(days=n), recorded_at=at,
            )  # fmt: skip


def test_the_fifty_six_open_into_types_ranks_and_letters(world, at):
    published(world, at)
    table = counted(world.actor("an"), **YEAR)
    assert (table.times, table.persons) == (56, 3)
    assert table.by_type() == {"reminder": 34, "inquiry": 13, "admonition": 9}
    assert table.by_rank() == {"正职": 34, "副职": 13, "其他": 9}
    for cell in table.cells:
        behind = letters(world.actor("an"), Asked(type=cell.type, rank=cell.rank), **YEAR)
        assert (len(behind), len({m.person for m in behind})) == (cell.times, cell.persons)
    assert table.cells[0].label == "提醒"


def test_letters_of_another_year_or_county_are_not_counted(world, at):
    published(world, at)
    assert counted(world.actor("jin"), **YEAR).times == 0
    later = {"since": date(2018, 1, 1), "until": date(2018, 12, 31)}
    assert counted(world.actor("an"), **later).cells == ()


def test_a_rank_nobody_wrote_down_is_told_as_such(world, at):
    Measure.objects.create(
        person=world.people["du"], code="old", measure="reminder", on=MARCH, recorded_at=at
    )
    [cell] = counted(world.actor("an"), **YEAR).cells
    assert cell.rank == "未注明"
    assert len(letters(world.actor("an"), Asked(rank="未注明"), **YEAR)) == 1


def test_the_ladder_holds_history_and_letters_under_way(world, at):
    Measure.objects.create(
        person=world.people["du"], code="M1", measure="reminder", on=date(2016, 5, 1),
        recorded_at=at,
    )  # fmt: skip
    code = served(world, at, pack=staff.pack(world), on=MARCH)
    draft = drafted(world, at, on=date(2017, 6, 1))
    rungs = ladder(world.actor("an"), "du")
    assert [(r.label, r.on, r.matter, r.is_open) for r in rungs] == [
        ("提醒", date(2016, 5, 1), "", False), ("函询", MARCH, code, True),
        ("函询", date(2017, 6, 1), draft, True),
    ]  # fmt: skip
    assert [r.state for r in rungs] == ["已登记", "等待回复", "审批"]
    own = ladder(world.actor("du"), "du", act=Act.SEE_OWN)
    assert [r.on for r in own] == [date(2016, 5, 1), MARCH]


def test_a_letter_made_lighter_by_a_remedy_is_one_step(world, at):
    code = served(world, at, pack=staff.pack(world), on=MARCH)
    said = {"actor": world.actor("an"), "at": at}
    retire_measures([f"{code}-1"], reason="复核变更", **said)
    lighten(f"{code}-1", measure="reminder", ends_on=None, **said)
    rungs = ladder(world.actor("an"), "du")
    assert [(r.label, r.matter) for r in rungs] == [("提醒", code)]


def test_what_was_withdrawn_is_no_step_and_no_intervention(world, at):
    code = served(world, at, pack=staff.pack(world), on=MARCH)
    on = date(2017, 12, 31)
    assert [m.code for m in prior_interventions("du", on=on)] == [f"{code}-1"]
    assert list(prior_interventions("du", on=date(2017, 2, 28))) == []
    step(world, at, code, "withdraw", on=MARCH, reason="发错了人")
    assert (ladder(world.actor("an"), "du"), prior_interventions("du", on=on)) == ((), [])


def test_no_reply_is_shown_to_who_sent_the_letter(world, at):
    served(world, at, pack=staff.pack(world), on=MARCH)
    staff.hired(world, "bu", "部长", "officer")
    assert overdue(world.actor("an"), on=date(2017, 3, 22)) == []
    [late] = overdue(world.actor("an"), on=date(2017, 3, 23))
    assert (late.label, late.due_on) == ("书面回复", date(2017, 3, 22))
    assert overdue(world.actor("bu"), on=date(2017, 3, 23)) == []
