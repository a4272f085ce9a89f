"""What a rule can answer, what it can open and what it can suggest."""

from biaochi.vocabulary.words import Term


class Verdict(Term):
    """The four answers of a rule."""

    MET = "met", "符合", "met"
    NOT_MET = "not_met", "不符合", "not met"
    UNDETERMINED = "undetermined", "待定", "undetermined"
    NOT_IN_FORCE = "not_in_force", "不在施行期内", "not in force"


class Opens(Term):
    """The question a finding opens; none of them acts."""

    LEAD = "lead", "线索", "lead"
    VERIFICATION = "verification", "核实", "verification"
    RESEARCH_SESSION = "research_session", "集中研判", "research session"
    REMINDER = "reminder", "提醒", "reminder"
    INQUIRY = "inquiry", "函询", "letter of inquiry"
    ADMONITION = "admonition", "诫勉", "admonition"
    TALK = "talk", "谈话", "talk"
    OBSERVATION = "observation", "考察期", "observation period"
    PROPOSAL = "proposal", "调整建议", "proposal"
    TASK = "task", "待办事项", "task"
    ADVICE = "advice", "提示", "advice"
    RECORD = "record", "记录", "record"
    REFERRAL = "referral", "移送", "referral"


class EffectKind(Term):
    """The closed list of consequences a finding may suggest."""

    LIST = "list", "列入名单", "list entry"
    REMINDER = "reminder", "提醒", "reminder"
    INQUIRY = "inquiry", "函询", "letter of inquiry"
    ADMONITION = "admonition", "诫勉", "admonition"
    CRITICISM = "criticism", "通报批评", "circulated criticism"
    TALK = "talk", "谈话", "talk"
    VERIFICATION = "verification", "核实", "verification"
    OBSERVATION = "observation", "列入考察期", "observation period"
    GRADE_CAP = "grade_cap", "等次不高于", "rating cap"
    GRADE_FIXED = "grade_fixed", "等次定为", "fixed rating"
    GRADE_CHOICE = "grade_choice", "等次由人在下列之中选定", "ratings to choose from"
    BAR = "bar", "暂停资格", "bar"
    BONUS_CANCELLED = "bonus_cancelled", "取消奖金", "bonus cancelled"
    PAY_SHARE = "pay_share", "扣减薪酬", "pay share withheld"
    AWARDS_LOST = "awards_lost", "取消评优评先", "awards lost"
    TRIAL_POST = "trial_post", "试岗", "trial post"
    PROPOSE = "propose", "提出措施建议", "proposed measure"
    UNIT_CONSEQUENCE = "unit_consequence", "单位后果", "unit consequence"
    REFERRAL = "referral", "移送", "referral"
    DISMISSAL_PROCEDURE = "dismissal_procedure", "启动辞退程序", "dismissal procedure"
    PRIORITY = "priority", "优先考虑", "priority"
    TASK = "task", "交办事项", "task"
    SUPPRESS = "suppress", "不影响", "suppressed"
    RECALL = "recall", "召回", "recall"
    PUBLISH = "publish", "公布", "publication"
    TRAINING = "training", "培训", "training"


class EffectObject(Term):
    """What effects, influence periods and exceptions speak about, where packs use a known word."""

    PROMOTION = "promotion", "提拔", "promotion"
    APPRAISAL = "appraisal", "考核评价", "appraisal"
    PERFORMANCE = "performance", "绩效", "performance pay"
    AWARDS = "awards", "评优评先", "awards"
    BONUS = "bonus", "奖金", "bonus"
    GRADE = "grade", "职级晋升", "grade promotion"
    APPOINTMENT = "appointment", "任用", "appointment"
    REAPPOINTMENT = "reappointment", "重新任职", "reappointment"
    ADMONITION = "admonition", "诫勉", "admonition"
    ADJUSTMENT = "adjustment", "组织调整", "adjustment"
    PERFORMANCE_PAY = "performance_pay", "绩效工资", "performance pay"
    STATUTORY = "statutory", "按法定程序", "statutory procedure"
    TRIAL = "trial", "试岗", "trial post"
    CURRENT_POST = "current_post", "现任职务", "current post"


class ReasonClass(Term):
    """Why a measure is proposed."""

    FAULT = "fault", "因履职问题", "fault"
    FIT = "fit", "因岗位不适", "post fit"
    HEALTH = "health", "因健康", "health"
    VOLUNTARY = "voluntary", "本人自愿", "voluntary"
