"""Words of the pack language: operators, windows, rounding, ties, missing parts."""

from biaochi.vocabulary.words import Term


class Operator(Term):
    """Every operator key of a quantity."""

    SUM = "sum", "合计", "sum"
    COUNT = "count", "计数", "count"
    DISTINCT = "distinct", "不重复计数", "distinct count"
    MEAN = "mean", "平均", "mean"
    TRIMMED_MEAN = "trimmed_mean", "去掉最高最低后的平均", "trimmed mean"
    MIN = "min", "最小值", "minimum"
    MAX = "max", "最大值", "maximum"
    FIRST = "first", "最早一次", "first"
    LATEST = "latest", "最近一次", "latest"
    EXISTS = "exists", "有无", "existence"
    SCORE = "score", "评分", "score"
    FORMULA = "formula", "计算式", "formula"
    CHOOSE = "choose", "依口径", "by reading"
    WEIGHTED = "weighted", "加权合计", "weighted sum"
    BY_SHEET = "by_sheet", "依考核表", "by sheet"
    VOTES = "votes", "票数", "votes"
    SHARE = "share", "得票比例", "vote share"
    OPTION_MEAN = "option_mean", "测评折算分", "option mean"
    RANK = "rank", "名次", "rank"
    LAST = "last", "末位", "last place"
    BOTTOM = "bottom", "后几名", "bottom places"
    RELATIVE = "relative", "相对值", "relative value"
    GROUP = "group", "组内数值", "group figure"
    PERCENTILE = "percentile", "超过的比例", "percentile"
    RANK_SCORE = "rank_score", "名次得分", "rank score"
    BANDS = "bands", "分档", "bands"
    LOOKUP = "lookup", "对照", "lookup"
    QUOTA = "quota", "名额", "quota"
    ROLL = "roll", "带入", "roll"
    EARLIER = "earlier", "往年结果", "earlier result"
    CHANGE = "change", "变化", "change"
    PATTERN = "pattern", "逐年情形", "pattern"
    STREAK = "streak", "连续", "streak"
    DEADLINE = "deadline", "期限届满日", "deadline"
    SERVICE = "service", "任职时长", "service"
    TERMS = "terms", "任期届数", "terms"


class Rounding(Term):
    """How a division ends."""

    HALF_UP = "half_up", "四舍五入", "half up"
    HALF_EVEN = "half_even", "四舍六入五成双", "half to even"
    FLOOR = "floor", "舍去尾数", "floor"
    CEIL = "ceil", "进一", "ceiling"
    LARGEST_REMAINDER = "largest_remainder", "按最大余数分配", "largest remainder"


class Missing(Term):
    """What a missing part does."""

    BLOCK = "block", "缺一项则结果待定", "blocks"
    ZERO = "zero", "缺项按零计", "counts as zero"
    RENORMALISE = "renormalise", "缺项的权重由其余各项按比例分担", "renormalised"
    EXCLUDE = "exclude", "缺数据的不参加比较", "excluded"


class Ties(Term):
    """What equal places do."""

    MIN = "min", "并列者取靠前名次（1、2、2、4）", "1, 2, 2, 4"
    DENSE = "dense", "并列者取同一名次且不空位（1、2、2、3）", "1, 2, 2, 3"
    MAX = "max", "并列者取靠后名次（1、3、3、4）", "1, 3, 3, 4"
    ALL_IN = "all_in", "界线上并列的都算在内", "all in"
    ALL_OUT = "all_out", "界线上并列的都不算在内", "all out"
    ASK = "ask", "界线上并列的待定，由人决定", "stop and ask"


class Order(Term):
    """Which value is best."""

    DESC = "desc", "高者在前", "highest first"
    ASC = "asc", "低者在前", "lowest first"


class UngradedYear(Term):
    """What a year without rating does to a streak."""

    BREAKS = "breaks", "中间未定等次的年度视为中断", "breaks"
    SKIPS = "skips", "中间未定等次的年度略过", "skips"
    ASKS = "asks", "中间有未定等次的年度则待定", "asks"


class DurationUnit(Term):
    """Units of a duration."""

    DAYS = "days", "日", "days"
    WORKING_DAYS = "working_days", "个工作日", "working days"
    MONTHS = "months", "个月", "months"
    YEARS = "years", "年", "years"


class Interval(Term):
    """How often a duty recurs, and keys of a window within the year."""

    MONTH = "month", "每月", "monthly"
    QUARTER = "quarter", "每季度", "quarterly"
    HALF = "half", "每半年", "half-yearly"
    YEAR = "year", "每年", "yearly"


class SubjectKind(Term):
    """Who or what a quantity is about."""

    PERSON = "person", "干部", "person"
    UNIT = "unit", "单位", "unit"
    WHOLE = "whole", "全体", "whole"
    MATTER = "matter", "事项", "matter"
    INCIDENT = "incident", "事件", "incident"


class Take(Term):
    """How values from related subjects combine, and figures of a group."""

    SUM = "sum", "合计", "sum"
    MEAN = "mean", "平均值", "mean"
    MIN = "min", "最小值", "minimum"
    MAX = "max", "最大值", "maximum"
    COUNT = "count", "个数", "count"
    ANY = "any", "有一人符合", "any"
    ALL = "all", "人人符合", "all"
    SIZE = "size", "成员数", "size"
    BEST = "best", "最好值", "best"
    WORST = "worst", "最差值", "worst"
    MEDIAN = "median", "中位数", "median"
    TOTAL = "total", "总和", "total"


class VoteBase(Term):
    """What votes are counted against."""

    VALID = "valid", "有效票数", "valid votes"
    CAST = "cast", "收回票数", "votes cast"
    ELIGIBLE = "eligible", "应参加人数", "eligible votes"


class ChosenBy(Term):
    """Who answered a reading."""

    SOURCE = "source", "原文写明", "the source"
    PRODUCT = "product", "产品暂定", "the product"
    COUNTY = "county", "制定机关选定", "the county"


class ParameterSource(Term):
    """Where a parameter's value comes from."""

    STATED = "stated", "原文写明", "stated"
    PRODUCT = "product", "产品暂定", "set by the product"
    UNVERIFIED = "unverified", "未经核对", "unverified"
    OPEN = "open", "待定", "open"
