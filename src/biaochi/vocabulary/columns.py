"""Names that formulas may use without declaring them: columns, attributes, functions."""

from collections.abc import Mapping

TABLES: Mapping[str, str] = {
    "people": "人员", "units": "单位", "posts": "任职", "evidence": "证据", "scores": "评分",
    "ballots": "计票", "results": "历年结果", "determinations": "认定", "measures": "措施",
    "events": "事项办理", "absences": "缺勤", "calendar": "日历", "links": "关系",
    "duties": "应办事项",
}  # fmt: skip

COLUMNS: Mapping[str, str] = {
    "id": "编号", "person": "本人", "unit": "单位", "name": "姓名", "sex": "性别",
    "birth_on": "出生日期", "parent": "上级单位", "type": "类型", "kind": "种类", "post": "职务",
    "from": "起始日", "to": "终止日", "role": "角色", "tier": "层级", "level": "级别",
    "grade": "职级", "grade_held": "职级", "line_of": "分管单位", "main": "主要任职",
    "item": "条目", "value": "数值", "count": "次数", "occurred_on": "发生日期",
    "recorded_at": "记录时间", "source": "来源", "status": "状态", "supersedes": "所取代的记录",
    "matter": "事项", "round": "交办轮次", "incident": "事件", "due_on": "应办日期",
    "done_on": "办结日期", "context": "情境", "note": "备注", "component": "成分",
    "period": "期间", "label": "等次", "session": "场次", "subject": "对象",
    "rater_group": "测评主体", "question": "测评内容", "option": "选项", "votes": "票数",
    "eligible": "应到票", "cast": "收回票", "valid": "有效票", "held_on": "测评日期",
    "quantity": "项目", "rule": "规则", "outcome": "结果", "on": "日期", "by": "认定人",
    "measure": "措施", "channel": "渠道", "rank": "职务层次", "post_after": "调整后职务",
    "grade_after": "调整后职级", "ends_on": "期满日", "nil": "零报告", "date": "日期",
    "from_on": "起始日", "to_on": "终止日", "event": "同一起问题", "aspect": "方面",
    "month": "月份", "quarter": "季度", "half": "半年", "year": "年度", "days": "天数",
    "rows": "记录", "done": "已办", "overdue": "逾期未办", "late": "迟办", "facts": "事实",
    "catalogue": "目录",
}  # fmt: skip

FUNCTIONS: Mapping[str, str] = {
    "min": "最小值", "max": "最大值", "abs": "绝对值", "floor": "舍去小数", "ceil": "进位取整",
    "round": "四舍五入", "clamp": "限定在范围内", "known": "已记载", "count_true": "成立的个数",
    "tagged": "带有标签", "date": "日期", "days_between": "相隔天数",
    "months_between": "相隔整月数", "years_between": "相隔整年数", "add_days": "若干日之后",
    "add_months": "若干月之后", "add_years": "若干年之后", "add_working_days": "若干工作日之后",
}  # fmt: skip

WORDS: Mapping[str, str] = {
    "and": "且", "or": "或", "not": "非", "in": "属于", "if": "如果", "then": "则", "else": "否则",
    "true": "是", "false": "否", "undetermined": "待定", "as_of": "截至日",
    "period_start": "本期首日", "period_end": "本期末日", "period_year": "本期年份",
    "decided_on": "决定之日", "leading": "担任领导职务",
}  # fmt: skip
