"""People and posts, evidence, measures and the ways a case is found."""

from biaochi.vocabulary.words import Term


class EvidenceStatus(Term):
    """How far a recorded thing has come; only ``verified`` counts."""

    REPORTED = "reported", "已报未核实", "reported"
    VERIFIED = "verified", "已核实", "verified"
    WITHDRAWN = "withdrawn", "已撤回", "withdrawn"
    EXEMPTED = "exempted", "已免责", "exempted"


class PostRole(Term):
    """The part a post plays in its unit."""

    HEAD = "head", "正职", "head"
    DEPUTY = "deputy", "副职", "deputy"
    MEMBER = "member", "班子成员", "member of the leading group"
    STAFF = "staff", "一般干部", "staff"


class Role(Term):
    """Who acts in the office; the last three exclude each other and have no business access."""

    OFFICER = "officer", "组织部门经办人", "organisation officer"
    VERIFIER = "verifier", "核实人", "verifier"
    REPORTER = "reporter", "单位填报人", "unit reporter"
    LIAISON = "liaison", "纪检审计信访联络人", "discipline, audit and petition liaison"
    NOMINATOR = "nominator", "提名人", "nominator"
    DECIDER = "decider", "议决成员", "deciding member"
    SUPERVISOR = "supervisor", "监督人", "supervisor"
    OFFICIAL = "official", "干部本人", "the official"
    APPEAL_MEMBER = "appeal_member", "申诉处理成员", "appeal panel member"
    SYSTEM_ADMIN = "system_admin", "系统管理员", "system administrator"
    SECURITY_ADMIN = "security_admin", "安全管理员", "security administrator"
    AUDIT_ADMIN = "audit_admin", "审计管理员", "audit administrator"


class MeasureKind(Term):
    """Families of measures."""

    ADJUSTMENT = "adjustment", "组织调整", "adjustment"
    REMINDER = "reminder", "提醒函询诫勉", "reminder, inquiry, admonition"
    HANDLING = "handling", "组织处理", "organisational handling"
    ASSIGNMENT = "assignment", "工作安排", "assignment"
    POSITIVE = "positive", "激励", "encouragement"
    OTHER = "other", "其他", "other"


class ChannelKind(Term):
    """What a channel is."""

    LEAVING = "leaving", "“下”的渠道", "way of leaving a post"
    DISCOVERY = "discovery", "发现方式", "way of discovery"
    SOURCE = "source", "信息来源", "source"
    INFORMANT = "informant", "反映人", "informant"
    BODY = "body", "职责机构", "body"


class Gate(Term):
    """Mandatory stations of a procedure."""

    MOTION = "motion", "动议", "motion"
    VERIFICATION = "verification", "核实", "verification"
    HEARING = "hearing", "陈述申辩", "statement and defence"
    TOLERANCE = "tolerance", "容错审查", "tolerance gate"
    PROPOSAL = "proposal", "方案", "proposal"
    DECISION = "decision", "决定", "decision"
    SERVICE = "service", "送达", "service of notice"
    APPEAL = "appeal", "复核申诉", "review and appeal"


class AftercareKind(Term):
    """Headings of what follows an adjustment."""

    PLAN = "plan", "帮扶方案", "plan"
    TALK = "talk", "谈话", "talk"
    RECHECK = "recheck", "复检", "re-check"
    FILE = "file", "台账", "ledger"
    ASSIGNMENT = "assignment", "工作安排", "assignment"
    ELIGIBILITY = "eligibility", "重新任职", "reappointment"
    SUPPORT = "support", "关心帮助", "support"


class RetentionKind(Term):
    """Records that are kept for a time and then let go by people."""

    LETTER = "letter", "提醒函询诫勉", "letters"
    OBSERVATION = "observation", "考察期", "observation periods"
    CASE = "case", "组织调整", "adjustment cases"
    RESIGNATION = "resignation", "自愿辞职", "voluntary resignations"
    EXPIRY = "expiry", "到龄届满", "expiry of term or age"
    REMEDY = "remedy", "复核申诉", "reviews and appeals"
    AFTERCARE = "aftercare", "后续管理", "follow-ups"
    MEASURE = "measure", "措施记录", "measures on record"
    PROCESSING = "processing", "个人信息处理记录", "records of processing"


class ItemKind(Term):
    """How a coded clause is established."""

    QUANTITATIVE = "quantitative", "定量", "quantitative"
    QUALITATIVE = "qualitative", "定性", "qualitative"
    LISTED = "listed", "列举", "listed"


class Counting(Term):
    """What a statistic counts."""

    PERSONS = "persons", "人", "persons"
    PERSON_TIMES = "person_times", "人次", "person-times"
    UNITS = "units", "个单位", "units"


class Regime(Term):
    """Whose rules apply to a person."""

    CIVIL_SERVANT = "civil_servant", "公务员", "civil servant"
    PUBLIC_INSTITUTION = "public_institution", "事业单位人员", "staff of a public institution"
    STATE_ENTERPRISE = "state_enterprise", "国有企业人员", "staff of a state enterprise"


class Covered(Term):
    """What a remedy can be against, beside the measures of a pack."""

    ANYTHING = "anything", "任何处理、结果和记录", "anything"
    REQUEST = "request", "查阅、复制、更正、解释的请求", "request of the person concerned"
    GRADE = "grade", "考核结果", "result of an appraisal"
    DISMISSAL = "dismissal", "辞退", "dismissal"
    REFUSED_RESIGNATION = "refused-resignation", "不准辞去公职", "refused resignation"
    REFUSED_RETIREMENT = "refused-retirement", "不准提前退休", "refused early retirement"
    PAY = "pay", "降低工资、福利、保险待遇", "less pay or benefits"


class Component(Term):
    """Graded components that score tables name."""

    ACHIEVEMENT = "achievement", "工作实绩", "achievements"
    DAILY = "daily", "平时考核", "routine appraisal"
    PEER_BALLOT = "peer_ballot", "民主测评", "peer ballot"


class EvidenceSource(Term):
    """Where evidence comes from."""

    AUDIT = "audit", "审计", "state auditing"
    PETITION = "petition", "信访", "petition"
    DISCIPLINE = "discipline", "纪检监察", "discipline inspection"
    PANEL = "panel", "评委", "panel of judges"


class EventKind(Term):
    """Things that were due or happened, as events tables name them."""

    INQUIRY_REPLY = "inquiry-reply", "函询回复", "reply to an inquiry"
    RECTIFY_REPORT = "rectify-report", "整改报告", "rectification report"
    RECHECK = "recheck", "复检", "re-check"
    OBJECTION = "objection", "异议", "objection"
    COMPETITION = "competition", "竞岗", "competition for posts"
    JOINT_MEETING = "joint-meeting", "联席会议", "joint meeting"
    NOTICE_SERVED = "notice-served", "决定送达", "notice served"
    REVIEW_FILED = "review-filed", "申请复核", "review filed"
    REVIEW_RESULT = "review-result", "复核结果", "review result"
    APPEAL_FILED = "appeal-filed", "提出申诉", "appeal filed"
    APPEAL_ACCEPTED = "appeal-accepted", "受理申诉", "appeal accepted"
    APPEAL_EXTENDED = "appeal-extended", "延长申诉处理", "appeal extended"
    APPEAL_RESULT = "appeal-result", "申诉结果", "appeal result"
    RESIGN_REQUEST = "resign-request", "辞职申请", "request to resign"
    RESIGN_ANSWER = "resign-answer", "辞职答复", "answer to a request to resign"
    EARLY_RETIREMENT = "early-retirement-request", "提前退休申请", "request to retire early"
    BLAME_EXECUTED = "blame-executed", "问责执行", "accountability carried out"
