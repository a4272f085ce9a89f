"""What is under way in the demonstration: letters, a case at each of several stages, a follow-up.

Everything is said through the same door as on the pages, each step by the account it belongs to, on
days counted back from today, so that some clocks run and one has run out.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from biaochi import clock
from biaochi.access.shapes import Act, Actor
from biaochi.desks import services
from biaochi.evidence.measuring import taken_about
from biaochi.evidence.queries import rows
from biaochi.matters.shapes import Opening, Wanted

REMEDY = (
    "可以在三十日内向县委组织部提出异议；也可以自收到决定之日起三十日内向县委申请复核，"
    "或者直接向市委组织部提出申诉。"
)
_PRESENT = ["程立群", "周议决", "吴议决", "郑议决"]
Named = Callable[[str], Actor]


@dataclass
class Story:
    """One matter: who is meant, which kind, and the moves made so far."""

    named: Named
    person: str
    kind: str
    title: str
    pack: int
    procedure: str = ""
    parent: str = ""
    code: str = ""
    seen: int = field(default=0)

    def say(self, who: str, move: str, ago: int, **given: Any) -> None:  # noqa: ANN401 (content of a form)
        """Make a move so many days ago; the first opens the matter."""
        on = clock.today() - timedelta(days=ago)
        wanted = Wanted(move=move, on=on, given=given, seen=self.seen)
        own = who == self.person
        if not self.code:
            opening = Opening(
                person=self.person, title=self.title, pack=self.pack, procedure=self.procedure,
                parent=self.parent,
            )  # fmt: skip
            self.code = services.open_matter(
                self.kind, opening, wanted, actor=self.named(who), at=clock.now(),
                act=Act.MOVE_OWN if own else Act.MOVE_MATTERS,
            )  # fmt: skip
        else:
            services.take(self.code, wanted, actor=self.named(who), at=clock.now(), own=own)
        self.seen += 1


def tell(named: Named, *, pack: int) -> None:
    """Put everything under way: two letters, three cases, one of them followed up."""
    held = list(_held(named("an")))
    others = [h for h in held if h.person not in {"du", "fan", "geng", "han"}]
    _reminder(named, pack, others[0])
    fan = next(h for h in held if h.person == "fan")
    _inquiry(named, pack, fan.code)
    _heard(_case(named, pack, fan), fan, ago=4)
    _decided(_case(named, pack, others[1]), others[1], ago=6)
    case = _case(named, pack, others[2])
    _executed(case, others[2], ago=200)
    _followed(named, pack, case)


@dataclass(frozen=True)
class _Held:
    """A verified piece of evidence and whom it is about."""

    code: str
    person: str
    item: str


def _held(actor: Actor) -> Iterator[_Held]:
    found = rows(actor, Act.SEE_EVIDENCE).filter(status="verified", person__isnull=False)
    listed = found.order_by("person__code", "-item", "code")
    seen = set()
    for code, person, item in listed.values_list("code", "person__code", "item"):
        if person not in seen:
            seen.add(person)
            yield _Held(code, person, item)


def _inquiry(named: Named, pack: int, evidence: str) -> None:
    """An inquiry whose reply is overdue."""
    letter = Story(named, "fan", "letter", "函询：季度报表迟报", pack)
    letter.say(
        "an", "draft", 40, type="inquiry", subject="第三季度报表迟报", reply_wanted=True,
        evidence=[evidence],
        facts="第三季度报表比规定期限迟报三日，没有事先说明。", expected="请说明迟报的原因。",
    )  # fmt: skip
    letter.say("cheng", "approve", 39)
    served = clock.today() - timedelta(days=38)
    letter.say("an", "serve", 38, served_on=f"{served}", means="talk", receipt="本人签收")


def _reminder(named: Named, pack: int, held: _Held) -> None:
    """A reminder that waits for its second signature."""
    letter = Story(named, held.person, "letter", "提醒：工作纪律", pack)
    letter.say(
        "an", "draft", 2, type="reminder", subject="工作纪律", evidence=[held.code],
        facts="有一条已核实的记录。", expected="请注意改正。",
    )  # fmt: skip


def _case(named: Named, pack: int, held: _Held) -> Story:
    return Story(named, held.person, "case", "研究是否适宜担任现职", pack, "unfit-adjustment")


def _heard(case: Story, held: _Held, *, ago: int) -> None:
    """As far as the official may speak."""
    day = f"{clock.today() - timedelta(days=ago)}"
    case.say(
        "an", "open", ago + 12, channel="unfit", grounds=[held.item], evidence=[held.code],
        reason="有已核实的情形，需要研究是否适宜担任现职。",
    )  # fmt: skip
    for who in ("an", "bai", "cheng"):
        case.say(who, "declare", ago + 10, relation="none")
    case.say(
        "bai", "verify", ago + 3, investigators=["白景明", "冯核实"], upheld=[held.item],
        evidence=[held.code], violation=False, summary="谈话记录和书面材料一致，情况属实。",
        informants=["above", "below"],
    )  # fmt: skip
    case.say(
        "an", "tell", ago, served_on=day, means="talk", receipt="本人签收",
        text="经核实，您有一条情形属实，依据见核实材料。您可以陈述和申辩。",
    )  # fmt: skip


def _decided(case: Story, held: _Held, *, ago: int, measure: str = "transfer") -> None:
    """As far as the meeting; a member who was there still has to confirm."""
    _heard(case, held, ago=ago)
    case.say("an", "waive", ago, paper="本人书面表示不再陈述。")
    case.say("bai", "assess", ago - 1, conclusion="none", reason="不是改革创新中的失误。")
    case.say(
        "an", "propose", ago - 1, measure=measure, reason_class="fault", violation=False,
        reason="情形属实，建议调整。", post_after="", destination="",
    )  # fmt: skip
    held_on = f"{clock.today() - timedelta(days=ago - 2)}"
    case.say(
        "an", "meet", ago - 2, body="县委常委会", held_on=held_on, entitled=5, present=_PRESENT,
        votes={"for": 4, "against": 0, "abstained": 0}, outcome="adopted",
        text="会议研究，同意所提方案。",
    )  # fmt: skip


def _executed(case: Story, held: _Held, *, ago: int) -> None:
    """Decided, served, carried out and closed."""
    _decided(case, held, ago=ago, measure="removal")
    served = clock.today() - timedelta(days=ago - 4)
    case.say("cheng", "confirm", ago - 3)
    case.say(
        "an", "serve", ago - 4, served_on=f"{served}", means="talk", remedy=REMEDY,
        receipt="本人签收",
    )  # fmt: skip
    last = served + timedelta(days=1)
    case.say(
        "an", "execute_post", ago - 6, effective_on=f"{last + timedelta(days=1)}",
        last_on=f"{last}",
    )  # fmt: skip
    case.say("an", "close", ago - 7, note="已经办完。")


def _followed(named: Named, pack: int, case: Story) -> None:
    """Four fixes, a talk, a difficulty that waits for its answer."""
    plan = Story(named, case.person, "aftercare", "调整之后的帮带", pack, parent=case.code)
    [measure] = taken_about(case.person)
    plan.say("an", "open", 190, measure=measure.code)
    due = f"{date(clock.today().year + 1, 6, 30)}"
    names = {
        "duty": ("协助分管项目资料工作", "钱主任"), "mentoring": ("每月谈一次工作进展", "孙分管"),
        "goal": ("年内完成项目资料归档", "安静仪"), "supervision": ("每季度看一次进展", "安静仪"),
    }  # fmt: skip
    given = {}
    for heading, (text, by) in names.items():
        given |= {heading: text, f"{heading}_by": by, f"{heading}_on": due}
    given["person-file"] = "目标：完成项目资料归档。重点项目：县城道路改造资料。"
    plan.say("an", "fix", 188, **given)
    plan.say("an", "activate", 187)
    plan.say(
        "an", "talk", 150, actor="talk-head", by="钱主任", content="了解思想和工作情况，情绪稳定。",
        talked_on=f"{clock.today() - timedelta(days=150)}", difficulties=["上下班路途远"],
        owner="县委组织部",
    )  # fmt: skip
