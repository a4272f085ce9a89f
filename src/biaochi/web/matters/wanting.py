"""Why a box offers nothing to choose, and where to go for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.html import format_html
from django.utils.safestring import SafeString

from biaochi.access.policy import may
from biaochi.access.shapes import Act, Actor
from biaochi.web import links
from biaochi.web.matters.boxes import NOTHING, Picks
from biaochi.web.matters.forms import MoveForm

_ACCOUNTS = "请系统管理员在“账号”里开通账号，再由安全管理员在“授权”里授予{role}的角色。"


@dataclass(frozen=True, kw_only=True)
class Wanting:
    """Why there is nothing, the page where it comes from, and by which right it is opened.

    ``asks``: the name by which that page is told of whom, blank where it is not.
    """

    why: str
    label: str = ""
    view: str = ""
    asks: str = ""
    act: Act = Act.OWN_ACCOUNT


_EVIDENCE = Wanting(
    why="没有关于本人、可以作依据的证据。先填报，再回来选。", label="填报证据",
    view="evidence_report", asks="person", act=Act.REPORT_EVIDENCE,
)  # fmt: skip
_WANTING: Mapping[str, Wanting] = {
    "findings": Wanting(
        why="没有关于本人、已经受理的提示。先打开一条提示，选“受理”，再回来选。",
        label="看关于本人的提示", view="findings", asks="who", act=Act.SEE_FINDINGS,
    ),
    "evidence": _EVIDENCE, "record": _EVIDENCE,
    "dues": Wanting(
        why="没有算得出的到期事项。缺哪些登记，写在“到龄届满”页上。",
        label="看到龄届满", view="expiring", act=Act.SEE_MATTERS,
    ),
    "posts": Wanting(
        why="没有登记在任的职务。先在人员页补登任职。", label="查人员", view="people",
        act=Act.SEE_PEOPLE,
    ),
    "users": Wanting(why=f"没有能办理这一件的账号。{_ACCOUNTS.format(role='相应')}"),
    "reviewers": Wanting(
        why=f"没有能参加审理的人。{_ACCOUNTS.format(role='“复核申诉人员”')}"
    ),
    "panel": Wanting(why="审理人员还没有组成。"),
    "measures": Wanting(why="规则包里没有今天可以用的措施，或者还没有登记措施。"),
    "channels": Wanting(why="规则包没有写“下”的渠道。"),
    "ways": Wanting(why="对可以针对的事项、结果和记录，规则包没有写可以走的途径。"),
    "subjects": Wanting(why="还没有告知过本人的事项、结果或记录，没有可以针对的。"),
    "cases": Wanting(
        why="这次调整之后还没有另立组织调整。先按本页“由此另立”里的“组织调整”立一件，再回来登记。"
    ),
    "redone": Wanting(
        why="还没有从这一件另立事项。先按本页“由此另立”立一件，再回来选；针对证据、提示、结果的不用选，"
        "写明怎样重新办理。"
    ),
    "cited": Wanting(why="这一件还没有引用证据，先核实认定。"),
    "grounds": Wanting(why="这一件还没有写明情形。"),
    "units": Wanting(why="没有您可以登记任职的单位。"),
}  # fmt: skip


def explain(form: MoveForm, actor: Actor, *, person: str, own: bool) -> MoveForm:
    """Say in each box that offers nothing why, and where to go."""
    for of in form.asks:
        if not of.source or form.offer.choices.get(of.name):
            continue
        says = _told(of.source, actor, person=person, own=own)
        box = form.fields[f"f_{of.name}"]
        if isinstance(box.widget, Picks):
            box.widget.empty = says
        elif of.kind == "choice" and of.source in _WANTING:
            box.help_text = says
    return form


def _told(source: str, actor: Actor, *, person: str, own: bool) -> str | SafeString:
    """Return why nothing of this source can be chosen; with a link for whom may follow it."""
    found = _WANTING.get(source)
    if found is None:
        return NOTHING
    if own or not found.view or not may(actor, found.act):
        return found.why
    about = f"?{urlencode({found.asks: person})}" if found.asks else ""
    return format_html(
        '{} <a href="{}{}">{}</a>', found.why, links.link(found.view), about, found.label
    )  # fmt: skip
