"""Who has an account in the demonstration: each role, three on a panel, one of the next county."""

from dataclasses import dataclass

OFFICE = "青石县委组织部（虚构）"
COUNTY, NEXT = ("qs", "青石县"), ("nx", "宁溪县")


@dataclass(frozen=True)
class Part:
    """One account: its role and where it holds, or whose own it is."""

    login: str
    name: str
    role: str
    unit: str = ""
    says: str = ""


STAFF: tuple[Part, ...] = (
    Part("an", "安静仪", "officer", "qs", "登记、审阅、计算"),
    Part("bai", "白景明", "verifier", "qs", "核实证据"),
    Part("cheng", "程立群", "decider", "qs", "看结果和提示"),
    Part("sheng", "盛监督", "supervisor", "qs", "看和导出，不改"),
    Part("rui", "芮填报", "reporter", "D01", "只报本单位"),
    Part("li", "黎联络", "liaison", "qs", "报纪检、审计、信访的情况"),
    Part("pan", "潘复核", "panel", "qs", "审理异议、复核、申诉"),
    Part("pei", "裴公正", "panel", "qs", "审理异议、复核、申诉"),
    Part("peng", "彭审理", "panel", "qs", "审理异议、复核、申诉"),
    Part("jin", "金外县", "officer", "nx", "邻县的，看不到青石县的任何东西"),
)
OFFICIALS: tuple[Part, ...] = (
    Part("du", "杜文清", "self", "du", "看自己的记录"),
    Part("fan", "范学军", "self", "fan", "看自己的记录、作说明"),
)
ADMINS: tuple[Part, ...] = (
    Part("xitong", "席系统", "system", says="账号、密钥、运行状况"),
    Part("anquan", "欧阳安全", "security", says="开通和授权"),
    Part("shenji", "申审计", "audit", says="查留痕"),
)
EVERYBODY = (*STAFF, *OFFICIALS, *ADMINS)
