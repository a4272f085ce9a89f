"""What protects an official for a time, by the kind of absence it is recorded as; near relations.

``ending``: no measure may take his post away; ``moving``: nothing may move him at all.
"""

from collections.abc import Mapping
from typing import Literal, NamedTuple


class Shelter(NamedTuple):
    """A protected state: what it stands against, and by which law."""

    blocks: Literal["ending", "moving"]
    basis: str


SHELTERS: Mapping[str, Shelter] = {
    "病假": Shelter("ending", "公务员法第八十九条：患病或者负伤，在规定的医疗期内"),
    "医疗期": Shelter("ending", "公务员法第八十九条：患病或者负伤，在规定的医疗期内"),
    "产假": Shelter("ending", "公务员法第八十九条：孕期、产假、哺乳期内"),
    "孕期": Shelter("ending", "公务员法第八十九条：孕期、产假、哺乳期内"),
    "哺乳期": Shelter("ending", "公务员法第八十九条：孕期、产假、哺乳期内"),
    "工伤": Shelter("ending", "公务员法第八十九条：因公致残，被确认丧失或者部分丧失工作能力"),
    "因公致残": Shelter("ending", "公务员法第八十九条：因公致残，被确认丧失或者部分丧失工作能力"),
    "立案审查": Shelter("moving", "政务处分法第五十二条：立案调查期间"),
    "立案调查": Shelter("moving", "政务处分法第五十二条：立案调查期间"),
    "审查调查": Shelter("moving", "政务处分法第五十二条：立案调查期间"),
}

RELATIVES: Mapping[str, str] = {
    "spouse": "夫妻", "配偶": "夫妻", "夫妻": "夫妻",
    "direct": "直系血亲", "直系血亲": "直系血亲", "父母": "直系血亲", "子女": "直系血亲",
    "collateral": "三代以内旁系血亲", "旁系血亲": "三代以内旁系血亲",
    "三代以内旁系血亲": "三代以内旁系血亲", "兄弟姐妹": "三代以内旁系血亲",
    "in_law": "近姻亲", "近姻亲": "近姻亲",
}  # fmt: skip
"""Kinds of link between officials that bar one from a case about the other."""
