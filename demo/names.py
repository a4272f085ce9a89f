"""Invented names.  金 is left out on purpose: 金 belongs to the next county."""

from demo.chance import Chance

SURNAMES = tuple(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢唐许冯邓曹彭曾肖田董潘袁蔡蒋余"
    "于叶魏苏吕丁任卢姚沈钟姜崔谭陆汪石贾夏付方邹熊孟秦邱江尹薛闫段雷侯龙史陶贺毛郝顾"
    "龚邵万钱严覃武戴莫孔向汤"
)
_MEN = (
    "建国", "志强", "学文", "永胜", "国平", "正明", "立军", "海涛", "宏伟", "春生", "家宝", "庆华",
    "德明", "少华", "文斌", "云飞", "子健", "一鸣", "振东",
    "世杰", "俊峰", "伟", "磊", "涛", "超", "勇",
    "鹏", "晨", "立新", "松年", "敬之", "光耀", "守信",
    "长河", "景行", "思远", "明哲", "浩", "凯", "旭",
)  # fmt: skip
_WOMEN = (
    "秀英", "丽华", "桂兰", "玉梅", "晓燕", "雪梅", "美玲", "静怡", "文娟", "海霞", "春燕", "冬梅",
    "淑珍", "雅琴", "慧敏", "思雨", "欣然", "一诺", "若兰",
    "清秋", "芳", "敏", "静", "娟", "婷", "倩",
    "琳", "洁", "月华", "素心", "巧云", "晓彤", "佳宁",
    "书瑶", "念慈", "采薇", "颖", "莉", "丹", "璐",
)  # fmt: skip


def name_of(chance: Chance, *, key: str, sex: str) -> str:
    """Return an invented name."""
    given = _MEN if sex == "男" else _WOMEN
    return chance.pick(SURNAMES, "surname", key) + chance.pick(given, "given", key)
