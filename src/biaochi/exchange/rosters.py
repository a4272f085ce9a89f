"""People and their posts from a workbook: every row by the same services as the forms on screen.

The check rehearses: it does everything, tells what was refused, and undoes it.  Taking the rows in
does the same for good, all in one step, each act in the trail.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db import transaction

from biaochi.access.policy import may
from biaochi.access.shapes import Act, Actor
from biaochi.errors import Problem, Refusal
from biaochi.exchange import uploads
from biaochi.exchange.doors.opening import open_file
from biaochi.exchange.doors.wording import refusal, shown
from biaochi.exchange.forms import FORMS, ROLE_WORDS
from biaochi.exchange.shapes import ERRORS
from biaochi.exchange.staging import Outcome, Report
from biaochi.exchange.tables import Line, Sheet, sheet_of
from biaochi.registry import appointing, idnumbers, services, subjects
from biaochi.registry.models import Unit
from biaochi.registry.names import plain
from biaochi.registry.shapes import PersonSaid, PostSaid

FORM = "roster"
MOST = 1_000
_PEOPLE_AT_ONCE = 50
_LABELS = {f.name: f.label for f in FORMS[FORM].fields}


@contextmanager
def _sheet(asked: dict[str, Any]) -> Iterator[Sheet]:
    with TemporaryDirectory(prefix="import-", dir=uploads.path_of("x").parent) as work:
        path = uploads.path_of(asked["token"])
        yield sheet_of(open_file(path, name=asked["name"], work=Path(work)), FORMS[FORM])


def rehearse(sheet: Sheet, asked: dict[str, Any], actor: Actor, at: datetime, report: Report
             ) -> Outcome:  # fmt: skip
    """Do every row and undo it; what was refused is the outcome."""
    outcome = Outcome()
    groups = _groups(sheet)
    total = sum(map(len, groups))
    units = _units(actor)
    with uploads.beside(asked["token"], ending=ERRORS).open("w", encoding="utf-8") as out:
        for start in range(0, len(groups), _PEOPLE_AT_ONCE):
            with transaction.atomic():
                for lines in groups[start : start + _PEOPLE_AT_ONCE]:
                    for line in lines:
                        problems = _tried(line, units, actor, at)
                        _tell(problems, line, outcome, out)
                transaction.set_rollback(True)
            report(outcome.rows, total, "检查")
    return outcome


def take_in(asked: dict[str, Any], *, actor: Actor, at: datetime) -> int:
    """Do the rows that were right; refuses everything if one of them no longer is."""
    if not may(actor, Act.EDIT_PEOPLE):
        raise refusal("BATCH-GONE", "本人上传的文件", "", "请从“导入”页面打开。")
    wrong = _wrong_lines(asked["token"])
    done = 0
    with _sheet(asked) as sheet, transaction.atomic():
        units = _units(actor)
        for lines in _groups(sheet):
            for line in lines:
                if line.number not in wrong:
                    if problems := _tried(line, units, actor, at):
                        raise Refusal(tuple(problems))
                    done += 1
    return done


def _groups(sheet: Sheet) -> list[list[Line]]:
    """Return the rows of each person together, in the order in which people come up."""
    found: dict[object, list[Line]] = {}
    number = 0
    for number, line in enumerate(sheet.lines(), 1):
        if number > MOST:
            raise refusal("FILE-ROWS", f"不超过 {MOST} 行", "更多", "请分成几个文件上传。")
        found.setdefault(line.values.get("person") or -line.number, []).append(line)
    return list(found.values())


def _units(actor: Actor) -> dict[str, str]:
    """Return the codes of units by code, and by name where only one has it."""
    rows = Unit.objects.visible_to(actor, Act.EDIT_PEOPLE).order_by("pk")
    found = list(rows.values_list("code", "name"))
    names = Counter(name for _, name in found)
    return {name: c for c, name in found if names[name] == 1} | {c: c for c, _ in found}


def _tried(line: Line, units: Mapping[str, str], actor: Actor, at: datetime) -> Sequence[Problem]:
    if line.problems:
        return line.problems
    values: dict[str, Any] = dict(line.values)
    unit = units.get(str(values["unit"]))
    if unit is None:
        do = "请填写您管理范围内的单位编号或名称。"
        return [Problem("ROW-SUBJECT", "您管理范围内的单位", shown(values["unit"]), do,
                        line=line.number, column_name=_LABELS["unit"])]  # fmt: skip
    try:
        with transaction.atomic():
            _person(values, unit, actor, at)
            appointing.appoint(
                person=values["person"], said=_post(values, unit), actor=actor, at=at
            )
    except Refusal as refused:
        return [_placed(p, line.number) for p in refused.problems]
    return []


def _person(values: dict[str, Any], unit: str, actor: Actor, at: datetime) -> None:
    """Add the official; one who is there already has to be the same by name."""
    code, name = values["person"], values["name"]
    known = subjects.person(actor, Act.EDIT_PEOPLE, code=code)
    if known is not None:
        if plain(known.name) != plain(name):
            raise refusal("ROW-NAME", "编号和姓名是同一人", shown(name), "请核对编号和姓名。")
        return
    said = PersonSaid(
        name=name, sex=values.get("sex") or "", birth_on=values.get("birth_on"),
        id_number=values.get("id_number"),
    )  # fmt: skip
    services.add_person(said=said, unit=unit, code=code, actor=actor, at=at)


def _post(values: dict[str, Any], unit: str) -> PostSaid:
    role = values.get("role") or ""
    return PostSaid(
        unit=unit, post=values["post"], from_on=values["from"], to_on=values.get("to"),
        role=ROLE_WORDS.get(role, role), tier=values.get("tier") or "",
        level=values.get("level") or "", grade=values.get("grade") or "", main=values.get("main"),
    )  # fmt: skip


def _placed(problem: Problem, line: int) -> Problem:
    """A problem of a service in the words of the workbook; an id number is never repeated."""
    column = problem.column_name if problem.column_name in _LABELS.values() else ""
    hidden = column == idnumbers.LABEL
    return replace(
        problem, line=line, column_name=column, found="不相符" if hidden else problem.found
    )


def _tell(problems: Sequence[Problem], line: Line, outcome: Outcome, out: Any) -> None:  # noqa: ANN401 (a file)
    outcome.rows += 1
    if not problems:
        outcome.good += 1
        return
    outcome.tell([asdict(_placed(p, line.number)) for p in problems], out)


def _wrong_lines(token: str) -> frozenset[int]:
    path = uploads.path_of(token, ending=ERRORS)
    with path.open(encoding="utf-8") as file:
        return frozenset(json.loads(line)["line"] for line in file)
