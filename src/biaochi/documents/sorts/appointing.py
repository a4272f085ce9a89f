"""干部任免审批表: two pages of A4 from what the office knows; the rest is blank and listed."""

from collections.abc import Mapping
from datetime import date

from biaochi.documents.shapes import Block, Cell, NewPage, Paper, Row, Table
from biaochi.documents.sorts.material import Material, Posting
from biaochi.documents.wording import day
from biaochi.procedure.contents import changes_decided

_WIDTHS = (20.0, 24.0, 20.0, 22.0, 22.0, 28.0, 40.0)
_FAMILY = (24.0, 26.0, 26.0, 30.0, 70.0)
_FAMILY_ROWS = 8
_OPEN_END = "       "
_LONG, _SHORT = 60.0, 12.0


def appointment_form(m: Material) -> Paper:
    """干部任免审批表 beside a proposal, a decision, a reappointment."""
    known = _known(m)
    blanks = tuple(label for label, said in known.items() if not said)
    blocks: tuple[Block, ...] = (_first(known), NewPage(), _second(known), _family(), _third(m))
    return Paper(
        sort="", format="form", title=("干部任免审批表",), blocks=blocks, organ=m.head.organ,
        names=m.people(), blanks=(*blanks, "照片", "家庭主要成员及重要社会关系"),
        dated=m.step.on,
    )  # fmt: skip


def _known(m: Material) -> Mapping[str, str]:
    """Return what stands in each field of the form; blank where the office does not know."""
    subject = m.subject
    held = f"{subject.unit}{subject.post}"
    return {
        "姓名": subject.name, "性别": subject.sex,
        "出生年月（岁）": _born(subject.birth_on, on=m.step.on),
        **{label: _attribute(m, label) for label in _ASKED},
        "现任职务": held, **_change(m, held), "简历": _curriculum(subject.postings),
        "奖惩情况": "",
        "年度考核结果": "".join(f"{period}年年度考核{said}；" for period, said in subject.results),
        "任免理由": _reason(m),
    }  # fmt: skip


_ASKED = (
    "民族", "籍贯", "出生地", "入党时间", "参加工作时间", "健康状况", "专业技术职务",
    "熟悉专业有何专长", "全日制学历", "全日制学位", "全日制学历毕业院校系及专业",
    "全日制学位毕业院校系及专业", "在职学历", "在职学位", "在职学历毕业院校系及专业",
    "在职学位毕业院校系及专业",
)  # fmt: skip


def _attribute(m: Material, label: str) -> str:
    """Return a column the pack declared under this label, if the registry has it."""
    for name, one in (m.pack.attributes if m.pack else {}).items():
        if one.label == label:
            return m.subject.extra.get(name, "")
    return m.subject.extra.get(label, "")


def _born(birth_on: date | None, *, on: date) -> str:
    if birth_on is None:
        return ""
    months = (on.year - birth_on.year) * 12 + on.month - birth_on.month
    return f"{birth_on:%Y.%m}\n（{months // 12}岁）"


def _change(m: Material, held: str) -> Mapping[str, str]:
    step = m.last("propose")
    if step is None:
        return {"拟任职务": "", "拟免职务": ""}
    named = {x.id: x for x in m.pack.measures} if m.pack else {}
    measure = named.get(str(step.given.get("measure") or ""))
    ends = measure is not None and "execute_post" in changes_decided(step.given, measure)
    after = m.optional(step, "post_after") or m.optional(step, "destination")
    return {"拟任职务": after, "拟免职务": held if ends else ""}


def _reason(m: Material) -> str:
    step = m.last("propose")
    if step is None:
        return ""
    return f"{m.chosen(step, 'reason_class')}。{m.optional(step, 'reason')}"


def _curriculum(postings: tuple[Posting, ...]) -> str:
    """Return one line a post: from, until, where; an open end keeps its room."""
    lines = []
    for one in sorted(postings, key=lambda p: p.from_on):
        until = f"{one.to_on:%Y.%m}" if one.to_on else _OPEN_END
        lines.append(f"{one.from_on:%Y.%m}--{until}  {one.unit}{one.post}")
    return "\n".join(lines)


def _head(text: str, *, across: int = 1, down: int = 1) -> Cell:
    return Cell(text=text, head=True, across=across, down=down)


def _said(
    text: str, *, across: int = 1, down: int = 1, left: bool = False, top: bool = False
) -> Cell:  # fmt: skip
    return Cell(text=text, across=across, down=down, align="left" if left else "center", top=top)


def _first(known: Mapping[str, str]) -> Table:
    top = [
        ("姓名", "性别", "出生年月（岁）"), ("民族", "籍贯", "出生地"),
        ("入党时间", "参加工作时间", "健康状况"),
    ]  # fmt: skip
    rows = []
    for number, labels in enumerate(top):
        cells = [c for label in labels for c in (_head(label), _said(known[label]))]
        rows.append(Row(cells=(*cells, *((_head("照片", down=4),) if not number else ())),
                        height=_SHORT))  # fmt: skip
    skill = "熟悉专业有何专长"
    rows.append(
        Row(
            cells=(
                _head("专业技术职务"), _said(known["专业技术职务"], across=2), _head(skill),
                _said(known[skill], across=2),
            ),
            height=_SHORT,
        )
    )  # fmt: skip
    rows += _schooling(known)
    rows += [
        Row(cells=(_head(label, across=2), _said(known[label], across=5, left=True)), height=_SHORT)
        for label in ("现任职务", "拟任职务", "拟免职务")
    ]
    rows.append(
        Row(cells=(_head("简历"), _said(known["简历"], across=6, left=True, top=True)), height=112)
    )
    return Table(widths=_WIDTHS, rows=tuple(rows))


def _schooling(known: Mapping[str, str]) -> list[Row]:
    rows = []
    for place, kind in enumerate(("全日制", "在职")):
        for part, name in enumerate(("学历", "学位")):
            cells = [_head("学历学位", down=4)] if not place and not part else []
            cells += [_head(f"{kind}教育", down=2)] if not part else []
            cells.append(_said(known[f"{kind}{name}"], across=2))
            cells += [_head("毕业院校系及专业", down=2)] if not part else []
            cells.append(_said(known[f"{kind}{name}毕业院校系及专业"], across=2))
            rows.append(Row(cells=tuple(cells), height=9))
    return rows


def _second(known: Mapping[str, str]) -> Table:
    rows = [
        Row(cells=(_head(label), _said(known[label], left=True)), height=height)
        for label, height in (("奖惩情况", 34.0), ("年度考核结果", 18.0), ("任免理由", 30.0))
    ]
    return Table(widths=(20.0, 156.0), rows=tuple(rows), joined=True)


def _family() -> Table:
    """The family stays blank: the office does not collect it for this purpose."""
    heads = ("称谓", "姓名", "出生年月", "政治面貌", "工作单位及职务")
    rows = [Row(cells=(_head("家庭主要成员及重要社会关系", across=5),), height=8)]
    rows.append(Row(cells=tuple(_head(h) for h in heads), height=8))
    rows += [Row(cells=tuple(_said("") for _ in heads), height=8)] * _FAMILY_ROWS
    return Table(widths=_FAMILY, rows=tuple(rows), joined=True)


def _third(m: Material) -> Table:
    stamped = "\n\n（盖章）　　　　年　　月　　日"
    rows = [
        Row(
            cells=(_head("呈报单位"), _said(f"{m.organ}{stamped}", across=3)), height=24
        ),
        Row(
            cells=(
                _head("审批机关意见"), _said(stamped), _head("行政机关任免意见"), _said(stamped)
            ),
            height=30,
        ),
        Row(
            cells=(
                _head("填表人"), _said(m.step.by.name), _head("填表时间"), _said(day(m.step.on))
            ),
            height=9,
        ),
    ]  # fmt: skip
    return Table(widths=(20.0, 68.0, 20.0, 68.0), rows=tuple(rows))
