"""A small measure with everything a sentence can mention, and a cast judged by it."""

from datetime import date

from biaochi.packs.shapes import (
    Attribute,
    Ballot,
    Band,
    Bands,
    Choose,
    Collect,
    Earlier,
    Group,
    Label,
    Map,
    Pack,
    Parameter,
    Pattern,
    Rank,
    Reading,
    Relation,
    Requires,
    Roll,
    Score,
    Service,
    VoteShare,
    Weighted,
)
from tests.core.engine.building import (
    BASIS,
    NEG,
    Run,
    effect,
    exception,
    facts,
    pack,
    people,
    posts,
    ran,
    rule,
    units,
)


def shapes() -> dict[str, object]:
    window = {"reading": "window", "options": {"calendar": "period", "rolling": {"months": "12"}}}
    own = {"of": "person", "unit": "points", "basis": BASIS}
    return {
        "points": Collect(
            op="sum", what="value", from_="neg", label="本人扣分", over=window, **own
        ),
        "led": Roll(roll="points", from_="staff", share="1/2", label="下属带入", unit="points"),
        "all": Choose(
            choose="how",
            options={"sum": "points + led", "best": "max(points, led)"},
            label="扣分合计",
        ),
        "achievement": Score(score="实绩", label="实绩考核得分"),
        "good": VoteShare(
            share=("优秀", "称职"), from_="review", base="valid", label="称职以上得票率"
        ),
        "ballot": Map(
            label="测评得分",
            bands=Bands(
                on="good", table=(Band(at_least="85%", gives="100"), Band(below="85%", gives="75"))
            ),
        ),
        "total": Weighted(
            weighted={"achievement": "70%", "ballot": "30%"}, missing="block", label="总分", scale=1
        ),
        "place": Rank(rank="total", within="team", order="desc", ties="min", label="名次"),
        "before": Earlier(earlier="total", label="上年总分"),
        "slipping": Pattern(
            pattern=("total < 80", "total < 80"), ungraded_year="asks", label="连续偏低"
        ),
        "served": Service(service="years", where="role = 'head'", label="任正职年数"),
    }


def specimen() -> Pack:
    requires = Requires(confirmation="leading")
    over = Label(zh="超过列入线")
    return pack(
        quantities=shapes(),
        catalogues={"neg": NEG},
        rules=rule(
            "over",
            "all > line",
            label=over,
            unless=("pioneer",),
            requires=requires,
            effects=effect(),
        )
        | rule("low", "slipping and served >= 2 or place = 2", label=Label(zh="连年偏低")),
        exceptions=exception("pioneer", "known(told) and told < as_of"),
        parameters={"line": Parameter(value="8", unit="points", label="列入线", basis=BASIS)},
        readings={
            "window": Reading(
                asks="按自然年？",
                options={"calendar": "自然年", "rolling": "连续十二个月"},
                chosen="calendar",
            ),
            "how": Reading(asks="怎样合计？", options={"sum": "本人加下属", "best": "取高"}),
        },
        groups={"team": Group(by=("unit",), label="同班子")},
        attributes={
            "leading": Attribute(kind="flag", label="班子认定"),
            "told": Attribute(kind="date", label="报备日"),
        },
        relations={
            "staff": Relation(
                of="person",
                to="person",
                by="colleagues",
                mine="role = 'head'",
                where="role = 'staff'",
                label="下属",
            )
        },
        ballots={
            "review": Ballot(question="总体", options=("优秀", "称职", "不称职"), label="年度测评")
        },
    )


def votes(subject: str, *counts: str) -> list[dict[str, str]]:
    return [
        {"session": "s", "subject": subject, "rater_group": "群众", "question": "总体", "option": o,
         "votes": n, "valid": "60", "period": "2017"}
        for o, n in zip(("优秀", "称职", "不称职"), counts, strict=True)
    ]  # fmt: skip


def world() -> Run:
    evidence = [
        {"id": "E-103", "item": "N1", "person": "F", "count": "3"},
        {"id": "E-118", "item": "N3", "person": "G", "value": "-5", "occurred_on": "2017-07-01"},
        {"id": "E-131", "item": "N2", "person": "F", "status": "reported"},
        {"id": "E-140", "item": "N3", "person": "H"},
    ]
    scores = [("F", "2017", "78.35"), ("G", "2017", "90"), ("D", "2017", "88")]
    given = facts(
        people=[
            *people("D", "G", leading=True),
            *people("F", leading=True, told=date(2018, 1, 1)),
            *people("H"),
        ],
        units=units(U1=None),
        posts=posts("F U1 head", "G U1 staff", "D U1 deputy"),
        evidence=evidence,
        scores=[{"person": p, "component": "实绩", "period": y, "value": v} for p, y, v in scores],
        ballots=[
            *votes("F", "20", "31", "9"),
            *votes("G", "30", "20", "10"),
            *votes("D", "60", "0", "0"),
        ],
        results=[{"person": "F", "period": "2016", "quantity": "total", "value": "79.5"}],
    )
    return ran(specimen(), given, readings={"how": "sum"})
