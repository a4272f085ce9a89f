"""Expected refusals: a stable code, a Chinese sentence, an HTTP status and an exit code each."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

Level = Literal["error", "warning", "question"]


@dataclass(frozen=True)
class Code:
    """What a code means.  ``says`` is the officer's sentence; details travel in the problem."""

    says: str
    status: int = 422
    exits: int = 1


CODES: dict[str, Code] = {
    # steps of a matter
    "STEP-UNKNOWN": Code("没有这个动作"),
    "STEP-ROLE": Code("您没有办理这一步的角色"),
    "STEP-ORDER": Code("还没有走到这一步"),
    "STEP-DAY": Code("日期早于上一步"),
    "STEP-FIELD": Code("有一栏没有填"),
    "STEP-VALUE": Code("有一栏填得不对"),
    "STEP-FORGOTTEN": Code("已过影响期，默认不显示", 403),
    "STEP-CLOSED": Code("事项已经办结"),
    "STEP-GUARD": Code("还有必须先做的事"),
    "STEP-RECUSED": Code("应当回避"),
    "STEP-APART": Code("要由另一个人办理"),
    "STEP-PROTECTED": Code("本人处在受保护的期间"),
    "STEP-REFERRED": Code("已移送，等待回音"),
    "STEP-LEGAL": Code("不在现行规则和适用制度之内"),
    "STEP-LATE": Code("已过期限"),
    "STEP-HEAVIER": Code("不得加重"),
    "STEP-TWICE": Code("同一行为已有决定"),
    "COUNT-TOTAL": Code("各项合计与总数不符"),
    "COUNT-SMALL": Code("数太小，不能分项公布"),
    # facts against a pack
    "FACT-ITEM": Code("条目不在目录里"),
    "FACT-SLOT": Code("条目的原文未公布"),
    "FACT-SIGN": Code("只计负分的目录里有正分"),
    "FACT-PLACES": Code("小数位数太多"),
    "FACT-BOUND": Code("数太大"),
    "FACT-ROWS": Code("一个对象的行数太多"),
    "FACT-ATTRIBUTE": Code("不是可用的写法"),
    "FACT-OPTION": Code("测评没有这个选项"),
    "FACT-MEASURE": Code("没有这种措施"),
    # formulas and compilation of packs
    "FORM-SYNTAX": Code("公式写法不对"),
    "FORM-NAME": Code("公式里的名称没有定义"),
    "FORM-FUNCTION": Code("没有这个函数"),
    "FORM-ARGUMENTS": Code("函数的参数不对"),
    "FORM-KIND": Code("两边的类型对不上"),
    "FORM-UNIT": Code("两边的单位不同"),
    "FORM-ZERO": Code("除数为零"),
    "FORM-DATE": Code("日期写法不对"),
    "FORM-SUBJECT": Code("量的对象对不上"),
    "FORM-SOURCE": Code("取数的来源不对"),
    "FORM-OPTION": Code("测评没有这个选项"),
    "FORM-NUMBER": Code("数的写法或大小不对"),
    "FORM-DURATION": Code("期限写法不对"),
    "FORM-OPEN": Code("参数未填写"),
    "PLAN-NAME": Code("名称已被占用"),
    "PLAN-OVERFLOW": Code("照规则包写的上限，计算过程中的数可能过大"),
    "PLAN-ROUNDING": Code("没有写明怎样舍入"),
    "PLAN-WEIGHTS": Code("权重合计不是 100%"),
    "PLAN-MISSING": Code("没有写明缺项怎么办"),
    "PLAN-CYCLE": Code("定义绕成了圈"),
    "PLAN-WINDOW": Code("时段写法不对"),
    "PLAN-READING": Code("口径写法不对或没有选定"),
    "PLAN-PERIOD": Code("考核期间写法不对", exits=2),
    "PLAN-QUOTA": Code("名额或监测不能作依据"),
    "PACK-FOLDER": Code("找不到规则包", 404),
    "PACK-FILE": Code("规则包里的文件不对"),
    "PACK-SIZE": Code("文件太大"),
    "PACK-ENCODING": Code("文件不是 UTF-8 编码"),
    "PACK-CHARACTER": Code("有不可见的字符"),
    "PACK-YAML": Code("YAML 写法不对"),
    "PACK-UNSAFE": Code("用了规则包不许用的 YAML 写法"),
    "PACK-DUPLICATE": Code("重复"),
    "PACK-SHAPE": Code("文件结构不对"),
    "PACK-KEY": Code("不认识的键"),
    "PACK-MISSING": Code("缺少必填内容"),
    "PACK-VALUE": Code("值不对"),
    "PACK-OPERATOR": Code("量的算子不对"),
    "PACK-EFFECT": Code("后果写得不对"),
    "PACK-ID": Code("编号不对"),
    "PACK-NAME": Code("名称不能用于公式"),
    "PACK-SLOTS": Code("未公布条目的编号不对"),
    "FACT-FOLDER": Code("找不到事实文件", 404),
    "FACT-PART": Code("分不成部分"),
    "FACT-PREPARED": Code("整理后的事实文件夹不完整"),
    "FACT-FILE": Code("文件读不了"),
    "FACT-UNKNOWN": Code("不认识的文件"),
    "FACT-FORMAT": Code("文件格式不对"),
    "FACT-TWICE": Code("同一张表有两份"),
    "FACT-ENCODING": Code("文件编码不对"),
    "FACT-SIZE": Code("一行太长"),
    "FACT-CSV": Code("CSV 写法不对"),
    "FACT-WIDTH": Code("单元格的个数不对"),
    "FACT-COLUMN": Code("不认识的列"),
    "FACT-COLUMN-TWICE": Code("列名重复"),
    "FACT-MISSING": Code("缺少必有的列"),
    "FACT-TYPE": Code("列的类型不能准确读取"),
    "FACT-REQUIRED": Code("必填的没有填"),
    "FACT-TEXT": Code("文字不对"),
    "FACT-NUMBER": Code("数不对"),
    "FACT-COUNT": Code("数量不对"),
    "FACT-DATE": Code("日期不对"),
    "FACT-FLAG": Code("是否不对"),
    "FACT-CHOICE": Code("不在可选的值里"),
    "FACT-PERIOD": Code("时期不对"),
    "FACT-DUPLICATE": Code("重复的行"),
    "FACT-SUBJECT": Code("说的是谁不清楚"),
    "FACT-REFERENCE": Code("编号查无此项"),
    "FACT-LOOP": Code("关系成环"),
    "FACT-SUPERSEDED": Code("一条证据被更正两次"),
    "FACT-ORDER": Code("起止日期颠倒"),
    "FACT-BIRTH": Code("发生在出生之前"),
    "FACT-EARLY": Code("得知早于发生"),
    "FACT-OVERLAP": Code("任期重叠"),
    "FACT-VOTES": Code("票数不合"),
    "FACT-RECORDED": Code("没有写明得知时间"),
    "FACT-TARGET": Code("不能写到这个文件夹"),
    "FACT-RAW": Code("这里要用没有整理过的事实"),
    "FACT-DIVIDED": Code("分成部分的事实要先整理"),
    # what people enter in the office
    "EDIT-REQUIRED": Code("必填的没有填"),
    "EDIT-VALUE": Code("填写的内容不对"),
    "EDIT-CODE": Code("编号不能用"),
    "EDIT-TREE": Code("上下级关系不对"),
    "EDIT-TWICE": Code("已经登记过"),
    "ID-NUMBER": Code("身份证号不对"),
    # questions put to a run
    "ASK-SUBJECT": Code("查无此人或单位", 404),
    "ASK-RULE": Code("没有这条规则、量或条目", 404),
    "ASK-TIME": Code("时间写法不对", exits=2),
    "ASK-CHANGE": Code("没有写明改什么", exits=2),
    # engines that run a plan
    "RUN-OVERFLOW": Code("计算结果超出范围"),
    "RUN-MEMORY": Code("内存或磁盘不够"),
    "RUN-EXTRA": Code("没有安装所需的组件"),
    "RUN-CONNECT": Code("连不上数据库"),
    "ASK-ENGINE": Code("引擎和事实的所在不合", exits=2),
    "RUN-FACTS": Code("数据库里没有可用的事实"),
    "RUN-FAILED": Code("数据库没有完成计算"),
    "ASK-RESULTS": Code("没有算完的结果"),
    "ASK-WIDE": Code("这个量要合起各部分才能算"),
    "ASK-OPTION": Code("选项用得不对", exits=2),
    "ASK-TARGET": Code("不能写到这里"),
    # files at the door
    "FILE-NAME": Code("文件名不对"),
    "FILE-SIZE": Code("文件太大", 413),
    "FILE-EMPTY": Code("文件是空的"),
    "FILE-FORMAT": Code("文件格式不对"),
    "FILE-ZIP": Code("工作簿的内部结构不对"),
    "FILE-BOMB": Code("解开后过大"),
    "FILE-MACRO": Code("文件含有宏"),
    "FILE-LOCKED": Code("文件加了密码"),
    "FILE-LINK": Code("文件引用了别的文件"),
    "FILE-EMBEDDED": Code("文件嵌入了别的对象"),
    "FILE-XML": Code("工作簿的内部写法不对"),
    "FILE-BROKEN": Code("文件损坏"),
    "FILE-LIMIT": Code("文件过于复杂"),
    "FILE-ROWS": Code("行数太多"),
    "FILE-WIDE": Code("列数太多"),
    "FILE-SHEET": Code("不知道读哪张工作表"),
    "FILE-HIDDEN": Code("有隐藏的行或列"),
    "FILE-MERGED": Code("有合并的单元格"),
    "FILE-HEADER": Code("表头不对"),
    "FILE-FORMULA": Code("公式没有结果"),
    "FILE-ERROR": Code("单元格是错误值"),
    "FILE-DATES": Code("日期系统不对"),
    "FILE-ENCODING": Code("文件编码不对"),
    "FILE-MOJIBAKE": Code("文字是乱码"),
    "FILE-CHARACTER": Code("有看不见的字符"),
    "FILE-CSV": Code("CSV 写法不对"),
    "FILE-WIDTH": Code("单元格的个数不对"),
    "FILE-PACK": Code("不是一个规则包"),
    "FILE-TEMPLATE": Code("不是这一份模板"),
    "CELL-LONG": Code("文字太长"),
    "CELL-ID": Code("必须为文本格式"),
    "CELL-TEXT": Code("应为文字"),
    "CELL-NUMBER": Code("数不对"),
    "CELL-COUNT": Code("次数不对"),
    "CELL-DATE": Code("日期不对"),
    "CELL-PERIOD": Code("时期不对"),
    "CELL-FLAG": Code("是否不对"),
    "CELL-CHOICE": Code("不在可选的值里"),
    "CELL-MISSING": Code("必填的没有填"),
    "ROW-SUBJECT": Code("查无此人或单位"),
    "ROW-AMBIGUOUS": Code("有重名"),
    "ROW-NAME": Code("编号和姓名不是同一人"),
    "ROW-ITEM": Code("条目不在目录里"),
    "ROW-DUPLICATE": Code("重复的行"),
    "ROW-CONFLICT": Code("两行互相矛盾"),
    "FOLDER-TAKEN": Code("系统里已有人员", 409),
    "BATCH-STATE": Code("这一批现在不能这样做", 409),
    "BATCH-ERRORS": Code("还有错误的行", 409),
    "BATCH-GONE": Code("查无此批", 404),
    "BATCH-EMPTY": Code("没有可以导入的行"),
    "PACK-BASIS": Code("缺少依据"),
    "PACK-COUNT": Code("条目数与声明不符"),
    "PACK-UNPUBLISHED": Code("有未公布的条目"),
    "PACK-GAP": Code("分档有空隙"),
    "PACK-OVERLAP": Code("分档有重叠"),
    "PACK-WEIGHTS": Code("权重合计不是 100%"),
    "PACK-READING": Code("有口径需要处理"),
    "PACK-PARAMETER": Code("有参数待定"),
    "PACK-ROUNDING": Code("没有写明舍入方式"),
    "PACK-CHECKLIST": Code("定性条目缺少核对要点和典型案例"),
    "PACK-SHEETS": Code("不同类别用了相同的考核表"),
    "PACK-STAGE": Code("程序步骤不对"),
    "PACK-SIGN": Code("负面清单里有正分"),
    "PACK-SENSITIVE": Code("敏感条目计了分"),
    "PACK-UNDECLARED": Code("引用了没有声明的名称"),
    "PACK-EXCEPTIONS": Code("两个例外重叠"),
    "PACK-OWNER": Code("没有写明责任主体"),
    "PACK-LEGAL": Code("须经法律审核"),
    "PACK-DATE": Code("日期不对"),
    "PACK-LIFE": Code("规则包尚不能启用"),
    "PACK-LABEL": Code("缺少中文名称"),
    "PACK-AMOUNT": Code("数写得不对"),
    # signing in, accounts, grants
    "SIGN-WRONG": Code("登录名、密码或验证码不对"),
    "SIGN-WAIT": Code("登录失败次数较多，请稍候再试", 429),
    "SIGN-UNRELEASED": Code("账号还没有开通"),
    "SIGN-STALE": Code("登录步骤超过了时限"),
    "PASSWORD-POLICY": Code("密码不合要求"),
    "FACTOR-CODE": Code("动态码不对"),
    "ACCOUNT-FORM": Code("账号信息填写不全"),
    "ACCOUNT-TAKEN": Code("登录名已被占用"),
    "ACCOUNT-OWN": Code("不能对自己的账号这样做"),
    "ACCOUNT-LAST": Code("每种管理员至少要有一个启用的账号"),
    "ACCOUNT-ADMIN": Code("管理员不能有业务身份"),
    "GRANT-FORM": Code("授权填写不对"),
    "GRANT-TWICE": Code("同样的授权已经有了"),
    "OFFICE-SET-UP": Code("已经建立过，不能再次建立"),
    "OFFICE-ANSWERS": Code("首次建立的答案不对", exits=2),
    "OFFICE-EXTRA": Code("没有安装办公端所需的组件"),
    "OFFICE-UNSAFE": Code("不能这样运行"),
    "TRAIL-BROKEN": Code("留痕对不上"),
    # the office
    "NOT-FOUND": Code("没有找到", 404),
    "EDIT-CONFLICT": Code("在您打开之后，别人已经改过", 409),
    "REASON-MISSING": Code("没有写明理由"),
    "EVIDENCE-OWN": Code("填报人和本人不得核实", 409),
    "EVIDENCE-STAGE": Code("证据的状态不对", 409),
    "EVIDENCE-SUBJECT": Code("更正不能换人"),
    "REPLY-TWICE": Code("已经答复过", 409),
    "FILE-TYPE": Code("不收这种文件", 415),
    "FILE-IMAGE": Code("图片不对"),
    "EVIDENCE-KEY": Code("同一个 key 报过别的内容", 409),
    "API-BODY": Code("请求读不懂", 400),
    "API-KEY": Code("没有可用的接口密钥", 401),
    "API-VALUE": Code("参数不对"),
    "API-SIZE": Code("请求太大", 413),
    "API-RATE": Code("请求太密", 429),
    "TASK-OWNER": Code("提交任务的账号已不能使用", 403),
    "TASK-KIND": Code("没有这种任务"),
    "PERIOD-TAKEN": Code("这个单位的这次考核已经开启", 409),
    "PERIOD-CLOSED": Code("考核已经结束", 409),
    "RUN-REPLAY": Code("重新得到的和存档的不一样", 409),
    "RUN-EMPTY": Code("没有可以计算的人"),
    "ASK-REASON": Code("没有写明理由"),
    "ASK-FIELD": Code("填写得不对"),
    # documents
    "PAPER-KIND": Code("没有这种文书", 404),
    "PAPER-STEP": Code("这一步没有这种文书", 409),
    "PAPER-FONT": Code("没有可用的中文字体", 503),
    "PAPER-GLYPH": Code("没有字体有这个字"),
    "TEMPLATE-MARK": Code("模板里有不认识的标记"),
    "TEMPLATE-EMPTY": Code("模板里没有标记"),
}


@dataclass(frozen=True)
class Problem:
    """One thing wrong at one place: what was expected, what was found, what to do about it."""

    code: str
    expected: str
    found: str
    do: str
    file: str = ""
    line: int = 0
    column: int = 0
    column_name: str = ""
    level: Level = "error"

    def __str__(self) -> str:
        place = self.file
        if self.line:
            place += f" 第{self.line}行"
        if self.column_name:
            place += f"「{self.column_name}」列"
        elif self.column:
            place += f" 第{self.column}列"
        says = CODES[self.code].says
        where = f"{place}：" if place else ""
        return f"[{self.code}] {where}{says}。应为：{self.expected}；实为：{self.found}。{self.do}"


@dataclass
class Refusal(Exception):
    """Input was refused, with every problem found; nothing was written."""

    problems: tuple[Problem, ...] = field(default_factory=tuple)

    def __str__(self) -> str:
        return "\n".join(str(p) for p in self.problems)


def refuse(problems: Iterable[Problem]) -> None:
    """Raise a refusal if any of the problems is an error."""
    found = tuple(problems)
    if any(p.level == "error" for p in found):
        raise Refusal(found)


def refusal(code: str, *, expected: str, found: str, do: str, label: str = "") -> Refusal:
    """Return a refusal with one problem; ``label`` names the box of a form it belongs to."""
    return Refusal((Problem(code, expected, found, do, column_name=label),))
