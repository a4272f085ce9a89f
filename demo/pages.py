"""What the demonstration shows beside the command's own pages: a team, grades, lists."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from biaochi.batch.assess import Result
from biaochi.cli.screen import Screen
from biaochi.cli.tables import Column, table
from biaochi.engine.amounts import UNDETERMINED, text
from biaochi.engine.findings import MET
from biaochi.packs.shapes import Pack

_GRADES = ("优秀", "称职", "基本称职", "不称职", "不定等次", "待定")
_SHOWN = 6


class Pages:
    """Pages about one result."""

    def __init__(self, pack: Pack, result: Result, on: Screen) -> None:
        self.pack, self.result, self.on = pack, result, on
        self.people = result.cells["person"]
        self.typed = {node.name: node.typed for node in result.plan.nodes}

    def value(self, person: str, quantity: str) -> str:
        """Return a person's quantity as read in the county."""
        places = self.result.plan.scale
        said = text(self.typed[quantity], self.people[person], quantity, places=places)
        return {UNDETERMINED: "待定", "true": "是", "false": "否"}.get(said, said)

    def team(self, unit: str) -> Iterator[str]:
        """Yield the ranking of one unit; whoever cannot be placed comes last."""
        name = str(self.result.cells["unit"][unit]["name"])
        yield from self.on.heading(f"一个单位的排名：{name}")
        members = [p for p, row in self.people.items() if row["unit"] == unit]
        members.sort(key=self._order)
        columns = [
            Column(title="名次", right=True), Column(title="姓名"), Column(title="职务"),
            Column(title="总分", right=True), Column(title="等次"),
            Column(title="反向积分", right=True), Column(title="上年等次"),
        ]  # fmt: skip
        rows = [
            [self.value(p, "place"), str(self.people[p]["name"]), str(self.people[p]["post"]),
             *(self.value(p, q) for q in ("total", "grade", "points", "grade_last_year"))]
            for p in members
        ]  # fmt: skip
        yield from table(columns, rows, across=self.on.across)

    def _order(self, person: str) -> tuple[bool, int, str]:
        place = self.value(person, "place")
        return not place.isdecimal(), int(place) if place.isdecimal() else 0, person

    def grades(self) -> Iterator[str]:
        """Yield how many people of each class have each grade."""
        yield from self.on.heading("等次分布")
        counts: Mapping[str, Counter[str]] = defaultdict(Counter)
        for person, row in self.people.items():
            counts[str(row["class"])][self.value(person, "grade")] += 1
        columns = [Column(title="人员类别"), *(Column(title=g, right=True) for g in _GRADES)]
        columns.append(Column(title="合计", right=True))
        rows = [
            [name, *(str(count[g]) for g in _GRADES), str(count.total())]
            for name, count in counts.items()
        ]
        yield from table(columns, rows, across=self.on.across)

    def lists(self) -> Iterator[str]:
        """Yield who would be put on which list, if a human confirms."""
        yield from self.on.heading("建议列入的名单（须由人核实后决定）")
        found: dict[str, dict[str, None]] = {name: {} for name in self.pack.lists}
        for finding in self.result.findings:
            for effect in finding.effects:
                if finding.verdict == MET and effect.kind == "list":
                    found[effect.what].setdefault(finding.subject)
        columns = (
            Column(title="名单"), Column(title="人数", right=True),
            Column(title="人员", gives_way=True),
        )  # fmt: skip
        rows = [
            [self.pack.lists[name].label, str(len(people)), self._names(list(people))]
            for name, people in found.items()
        ]
        yield from table(columns, rows, across=self.on.across)

    def open_questions(self) -> Iterator[str]:
        """Yield what cannot be answered yet: of the pack, and of the facts."""
        yield from self.on.heading("待定的问题")
        asked = [question.text for question in self.result.plan.questions]
        yield from self.on.said("；".join(asked) or "办法本身没有待定的参数、口径和条文。")
        waiting = Counter(f.label.zh for f in self.result.findings if f.verdict == UNDETERMINED)
        for label, count in waiting.most_common():
            yield from self.on.said(
                f"{label}：{count} 个结论待定，补上什么见上面的“待补”。", first="· "
            )

    def _names(self, people: Sequence[str]) -> str:
        known = sorted(people, key=lambda p: p.startswith("P"))
        more = " 等" if len(people) > _SHOWN else ""
        return "、".join(str(self.people[p]["name"]) for p in known[:_SHOWN]) + more
