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


GROUPS: tuple[str, ...] = ("", "人员", "证据", "考核", "办理", "系统")
"""Headings in the order of the menu."""

MENU: tuple[Entry, ...] = (
    Entry("工作台", "desk", Act.OWN_ACCOUNT, key="d"),
    Entry("我的记录", "mine", Act.SEE_OWN, key="m"),
    Entry("我的任务", "tasks", Act.SEE_TASKS, key="t"),
    Entry("人员", "people", Act.SEE_PEOPLE, "人员", "p"),
    Entry("单位", "units", Act.SEE_UNITS, "人员", "u"),
    Entry("证据", "evidence_list", Act.SEE_EVIDENCE, "证据", "e"),
    Entry("待核实", "verify_list", Act.VERIFY_EVIDENCE, "证据", "v"),
    Entry("待答复", "replies", Act.ANSWER_EVIDENCE, "证据", "r"),
    Entry("报送", "returns", Act.SEE_EVIDENCE, "证据", "b"),
    Entry("导入", "imports", Act.IMPORT, "证据", "i"),
    Entry("导出事实", "facts_export", Act.EXPORT, "证据"),
    Entry("考核", "periods", Act.SEE_APPRAISALS, "考核", "a"),
    Entry("提示", "findings", Act.SEE_FINDINGS, "考核", "f"),
    Entry("规则包", "packs", Act.SEE_PACKS, "考核", "k"),
    Entry("事项", "matters", Act.SEE_MATTERS, "办理", "s"),
    Entry("阶段看板", "matters_board", Act.SEE_MATTERS, "办理", "l"),
    Entry("时限", "matters_clocks", Act.SEE_MATTERS, "办理", "x"),
    Entry("到龄届满", "expiring", Act.SEE_MATTERS, "办理"),
    Entry("等待人工决定", "leads", Act.SEE_MATTERS, "办理"),
    Entry("函件统计", "letters", Act.SEE_MATTERS, "办理"),
    Entry("后续管理", "aftercare", Act.SEE_MATTERS, "办理", "z"),
    Entry("复核申诉", "matters", Act.JUDGE_REMEDIES, "办理"),
    Entry("移送事项", "matters", Act.ANSWER_REFERRALS, "办理"),
    Entry("文书模板", "templates", Act.MANAGE_TEMPLATES, "办理"),
    Entry("年历", "calendar", Act.SEE_PACKS, "系统", "c"),
    Entry("账号", "accounts", Act.MANAGE_ACCOUNTS, "系统"),
    Entry("账号与开通", "holders", Act.MANAGE_GRANTS, "系统"),
    Entry("授权", "grants", Act.MANAGE_GRANTS, "系统"),
    Entry("留痕", "trail", Act.READ_TRAIL, "系统"),
    Entry("谁看了谁", "trail-looked", Act.READ_TRAIL, "系统"),
    Entry("导出登记", "trail-exports", Act.READ_TRAIL, "系统"),
    Entry("运行状况", "health", Act.SEE_HEALTH, "系统"),
)
