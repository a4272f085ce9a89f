"""Every recorded act and read: one name each, used by one service or one page."""

from enum import StrEnum
from typing import Self


class Event(StrEnum):
    """The value is stored for good; the label is what the audit administrator reads."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        """Keep the label beside the stored value."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    SIGNED_IN = "signed_in", "登录"
    SIGN_IN_REFUSED = "sign_in_refused", "登录未通过"
    SIGNED_OUT = "signed_out", "退出"
    PASSWORD_CHANGED = "password_changed", "改密码"
    SECOND_FACTOR_SET = "second_factor_set", "设置第二因子"
    OFFICE_SET_UP = "office_set_up", "首次建立"
    ACCOUNT_ADDED = "account_added", "新建账号"
    ACCOUNT_CHANGED = "account_changed", "修改账号"
    TOKEN_ADDED = "token_added", "发放接口密钥"
    TOKEN_REVOKED = "token_revoked", "收回接口密钥"
    GRANTED = "granted", "授予角色"
    REVOKED = "revoked", "收回角色"
    SIGN_IN_DELAYED = "sign_in_delayed", "登录过频，未予核对"
    ACCOUNT_RELEASED = "account_released", "开通账号"
    CREDENTIALS_RESET = "credentials_reset", "重置登录凭据"
    TRAIL_READ = "trail_read", "查阅留痕"
    TRAIL_VERIFIED = "trail_verified", "核验留痕"
    REFUSED = "refused", "访问被拒绝"
    KEPT_BEFORE = "kept_before", "留存改前内容"
    REPLACED = "replaced", "留存被替换的一行"

    UNIT_ADDED = "unit_added", "新建单位"
    UNIT_CHANGED = "unit_changed", "修改单位"
    PERSON_ADDED = "person_added", "新建人员"
    PERSON_CHANGED = "person_changed", "修改人员"
    APPOINTED = "appointed", "登记任职"
    APPOINTMENT_CORRECTED = "appointment_corrected", "更正任职"
    APPOINTMENT_ENDED = "appointment_ended", "登记免职"
    ABSENCE_ADDED = "absence_added", "登记缺勤"
    ABSENCE_CORRECTED = "absence_corrected", "更正缺勤"
    LINK_ADDED = "link_added", "登记关系"
    LINK_ENDED = "link_ended", "结束关系"
    CALENDAR_ENTERED = "calendar_entered", "登记放假安排"
    CALENDAR_CONFIRMED = "calendar_confirmed", "确认年历"
    PERSON_READ = "person_read", "查看人员"
    ID_NUMBER_READ = "id_number_read", "查看身份证号"
    DOSSIER_READ = "dossier_read", "查看一人一档"
    OWN_RECORD_READ = "own_record_read", "本人查看记录"

    EVIDENCE_REPORTED = "evidence_reported", "填报证据"
    EVIDENCE_CORRECTED = "evidence_corrected", "更正证据"
    EVIDENCE_VERIFIED = "evidence_verified", "核实证据"
    EVIDENCE_WITHDRAWN = "evidence_withdrawn", "撤回证据"
    EVIDENCE_EXEMPTED = "evidence_exempted", "免责"
    EVIDENCE_READ = "evidence_read", "查看证据"
    ATTACHMENT_ADDED = "attachment_added", "上传附件"
    ATTACHMENT_READ = "attachment_read", "查看附件"
    REPLIED = "replied", "本人说明"
    REPLY_ANSWERED = "reply_answered", "答复本人"
    SCORE_RECORDED = "score_recorded", "登记评分"
    RETURN_FILED = "return_filed", "报送"
    MEASURE_RECORDED = "measure_recorded", "登记措施"
    MEASURE_RETIRED = "measure_retired", "撤销措施"
    MEASURE_END_STATED = "measure_end_stated", "填写影响期"

    FILE_UPLOADED = "file_uploaded", "上传文件"
    BATCH_COMMITTED = "batch_committed", "批量入库"
    BATCH_DISCARDED = "batch_discarded", "放弃批次"
    EXPORTED = "exported", "导出"

    PACK_ADDED = "pack_added", "载入规则包"
    PERIOD_OPENED = "period_opened", "开启考核"
    PERIOD_CLOSED = "period_closed", "结束考核"
    RUN_DONE = "run_done", "完成计算"
    RESULTS_READ = "results_read", "查看结果"
    EXPLANATION_READ = "explanation_read", "查看理由"
    WHAT_IF_ASKED = "what_if_asked", "测算"

    FINDINGS_READ = "findings_read", "查看提示"
    FINDING_TAKEN_UP = "finding_taken_up", "受理提示"
    FINDING_SET_ASIDE = "finding_set_aside", "不予采用提示"
    FINDING_TO_VERIFICATION = "finding_to_verification", "提示转核实"
    MATTER_OPENED = "matter_opened", "立项"
    STEP_TAKEN = "step_taken", "办理一步"
    MATTER_READ = "matter_read", "查看事项"
    FORGOTTEN_READ = "forgotten_read", "查看已过影响期的记录"
    STEP_FILE_ADDED = "step_file_added", "随附文件"
    STEP_FILE_READ = "step_file_read", "查看随附文件"
    PAPER_MADE = "paper_made", "出具文书"
    TEMPLATE_ADDED = "template_added", "上传文书模板"
    TEMPLATE_RETIRED = "template_retired", "停用文书模板"
    LETTERHEAD_SET = "letterhead_set", "设置发文机关"
    DETERMINED = "determined", "认定"
    DETERMINATION_RETIRED = "determination_retired", "撤销认定"
    RESULT_RETIRED = "result_retired", "撤销结果"
    RESULT_CHANGED = "result_changed", "变更结果"
