"""Words of the office: roles, administrators, states, with both labels."""

from collections.abc import Mapping

Pair = tuple[str, str]

ROLES: Mapping[str, Pair] = {
    "officer": ("组织部干部", "officer of the organisation department"),
    "verifier": ("核实人员", "verifier"),
    "reporter": ("单位填报人", "unit reporter"),
    "liaison": ("执纪执法联络员", "discipline, audit or petition liaison"),
    "nominator": ("提名人", "nominator"),
    "decider": ("决策成员", "deciding member"),
    "supervisor": ("监督人员", "supervisor"),
    "panel": ("复核申诉人员", "member of an appeal panel"),
    "self": ("本人", "the official himself"),
}

ADMINS: Mapping[str, Pair] = {
    "system": ("系统管理员", "system administrator"),
    "security": ("安全管理员", "security administrator"),
    "audit": ("审计管理员", "audit administrator"),
}

POST_ROLES: Mapping[str, Pair] = {
    "head": ("正职", "principal"),
    "deputy": ("副职", "deputy"),
    "member": ("班子成员", "member of the leading group"),
    "staff": ("工作人员", "staff"),
}

CALENDAR_DAYS: Mapping[str, Pair] = {
    "holiday": ("放假", "holiday"),
    "workday": ("调休上班", "adjusted working day"),
}

EVIDENCE_STATUSES: Mapping[str, Pair] = {
    "reported": ("待核实", "reported"),
    "verified": ("已核实", "verified"),
    "withdrawn": ("已撤回", "withdrawn"),
    "exempted": ("已免责", "exempted"),
}

BATCH_STATES: Mapping[str, Pair] = {
    "staged": ("暂存", "staged"),
    "committed": ("已入库", "committed"),
    "discarded": ("已放弃", "discarded"),
}

TASK_STATES: Mapping[str, Pair] = {
    "waiting": ("排队中", "waiting"),
    "running": ("进行中", "running"),
    "done": ("已完成", "done"),
    "refused": ("未通过", "refused"),
    "failed": ("出错中断", "failed"),
}

VERDICTS: Mapping[str, Pair] = {
    "met": ("符合", "met"),
    "not_met": ("不符合", "not met"),
    "undetermined": ("尚不能定", "undetermined"),
    "not_in_force": ("不在施行期", "not in force"),
}

HANDLINGS: Mapping[str, Pair] = {
    "taken_up": ("受理", "taken up"),
    "set_aside": ("不予采用", "set aside"),
    "to_verification": ("转核实", "sent to verification"),
}

PERIOD_STATES: Mapping[str, Pair] = {
    "open": ("进行中", "open"),
    "closed": ("已结束", "closed"),
}

MATTERS: Mapping[str, Pair] = {
    "letter": ("提醒函询诫勉", "reminder, inquiry or admonition"),
    "observation": ("考察期", "observation period"),
    "case": ("组织调整", "adjustment case"),
    "resignation": ("自愿辞职", "voluntary resignation"),
    "expiry": ("到龄届满", "expiry of term or age"),
    "remedy": ("复核申诉", "review or appeal"),
    "aftercare": ("后续管理", "follow-up"),
}

LETTERS: Mapping[str, Pair] = {
    "reminder": ("提醒", "reminder"),
    "inquiry": ("函询", "letter of inquiry"),
    "admonition": ("诫勉", "admonition"),
    "criticism": ("通报批评", "circulated criticism"),
}
"""Letters by what packs call them among the measures, the lightest first."""

RUNGS: Mapping[str, Pair] = {
    **LETTERS,
    "observation": ("考察期", "observation period"),
    "case": ("组织调整", "adjustment case"),
}
"""What is done about somebody step by step, the lightest first."""

PARTS: Mapping[str, Pair] = {
    "handler": ("经办", "handler"),
    "verifier": ("核实", "verifier"),
    "panel": ("复核申诉", "member of the appeal panel"),
    "recused": ("回避", "recused"),
}

REPLY_KINDS: Mapping[str, Pair] = {
    "reply": ("本人说明", "reply"),
    "correction": ("更正请求", "correction request"),
    "answer": ("答复", "answer"),
}

KINDS: Mapping[str, Pair] = {
    "absence": ("缺勤", "absence"),
    "appointment": ("任职", "appointment"),
    "attachment": ("附件", "attachment"),
    "batch": ("导入批次", "batch"),
    "calendar": ("年历", "calendar"),
    "calendaryear": ("年历", "calendar of a year"),
    "determination": ("认定", "determination"),
    "evidence": ("证据", "evidence"),
    "evidencestate": ("证据状态", "state of evidence"),
    "export": ("导出", "export"),
    "facts": ("事实", "facts"),
    "finding": ("提示", "finding"),
    "folder": ("事实文件夹", "facts folder"),
    "grant": ("授权", "grant"),
    "handling": ("提示的处理", "handling of a finding"),
    "letterhead": ("发文机关", "letterhead"),
    "link": ("关系", "relation"),
    "matter": ("事项", "matter"),
    "measure": ("措施", "measure"),
    "office": ("机关", "office"),
    "packversion": ("规则包", "policy pack"),
    "paper": ("文书", "document"),
    "pastresult": ("往年结果", "result of an earlier year"),
    "period": ("考核", "appraisal"),
    "person": ("人员", "official"),
    "reply": ("本人说明", "reply"),
    "return": ("报送", "return"),
    "run": ("计算", "run"),
    "step": ("办理步骤", "step of a matter"),
    "stepfile": ("随附文件", "file of a step"),
    "score": ("评分", "score"),
    "tally": ("测评计票", "tally"),
    "token": ("接口密钥", "key of another system"),
    "template": ("文书模板", "document template"),
    "trail": ("留痕", "trail"),
    "unit": ("单位", "unit"),
    "user": ("账号", "account"),
}
"""What an entry of the trail is about."""


def chinese(words: Mapping[str, Pair], key: str) -> str:
    """Return the Chinese word for a key; the key itself if there is none."""
    return words[key][0] if key in words else key
