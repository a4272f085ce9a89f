"""The menu: label, address, and the act that opens it."""

from dataclasses import dataclass

from biaochi.access.shapes import Act


@dataclass(frozen=True)
class Entry:
    """One line of the menu; ``group`` is its heading, ``key`` opens it after "g"."""

    label: str
    view: str
    act: Act
    group: str = ""
    key: str = ""


GROUPS: tuple[str, ...] = ("", "人员", "证据", "考核", "系统")
"""Headings in the order of the menu."""

MENU: tuple[Entry, ...] = (
    Entry("工作台", "desk", Act.OWN_ACCOUNT, key="d"),
    Entry("我的记录", "mine", Act.SEE_OWN, key="m"),
    Entry("我的任务", "tasks", Act.SEE_TASKS, key="t"),
    Entry("证据", "evidence_list", Act.SEE_EVIDENCE, "证据", "e"),
    Entry("待核实", "verify_list", Act.VERIFY_EVIDENCE, "证据", "v"),
    Entry("待答复", "replies", Act.ANSWER_EVIDENCE, "证据", "r"),
    Entry("报送", "returns", Act.SEE_EVIDENCE, "证据", "b"),
    Entry("考核", "periods", Act.SEE_APPRAISALS, "考核", "a"),
    Entry("提示", "findings", Act.SEE_FINDINGS, "考核", "f"),
    Entry("规则包", "packs", Act.SEE_PACKS, "考核", "p"),
)
