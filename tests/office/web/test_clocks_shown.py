"""How long there is left, in words: a duty runs late, a right of the official only ends."""

from datetime import date

import pytest

from biaochi.matters.shapes import ClockLine
from biaochi.web.matters.shown import ClockShown

DUE = date(2018, 2, 13)


def shown(key: str, today: date, met: date | None = None) -> ClockShown:
    line = ClockLine(
        matter=None, key=key, label="提出申诉", owner="本人", start_on=date(2018, 1, 29),
        due_on=DUE, length="15 days", steps=(), then="", provisional=False, met_on=met,
    )  # fmt: skip
    return ClockShown(line=line, today=today)


@pytest.mark.parametrize(
    ("key", "today", "met", "wanted"),
    [
        ("next", date(2018, 2, 14), None, ("lapsed", "", "期限已过")),
        ("answer", date(2018, 2, 14), None, ("lapsed", "", "期限已过")),
        ("next", date(2018, 2, 13), None, ("soon", "warn", "今天到期")),
        ("answer", date(2018, 2, 14), date(2018, 2, 10), ("met", "ok", "已办")),
        ("rectify", date(2018, 2, 14), None, ("overdue", "bad", "逾期 1 天")),
    ],
)
def test_what_he_may_do_is_never_overdue(key, today, met, wanted) -> None:
    found = shown(key, today, met)
    assert (found.group, found.tone, found.says) == wanted
