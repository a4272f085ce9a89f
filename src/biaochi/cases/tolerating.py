"""What an exemption takes and what follows, told before it is asked for or granted."""

from biaochi.cases.wording import tolerances
from biaochi.matters.shapes import Panel
from biaochi.packs.shapes import ExceptionRule, Pack
from biaochi.procedure.adjusting import DISTINCTIONS, EFFECTS

_FOLLOWS = (
    "选定的证据以后的规则不再计它，事实本身留在记录里；这一件不再提出调整，写明后办结。"
    "不都具备的，可以从轻：仍可以提出方案，写明怎样从轻。"
)


def conditions(pack: Pack) -> tuple[Panel, ...]:
    """Return what has to be given in every case, and what the pack itself says beside it."""
    rows = (
        ("不是乱作为", "定性为“乱作为”的，不在容错之内。"),
        ("三个区分都符合", "\n".join(label for _, label in DISTINCTIONS)),
        ("指明证据", "选本件已核实的、要免责的证据。"),
        ("各项效果都写明", "、".join(label for _, label in EFFECTS)),
        ("免责以后", _FOLLOWS),
    )
    own = tuple((e.label.zh, _said(e, pack)) for e in tolerances(pack))
    panel = Panel(title="免责要具备什么，免责以后怎样", rows=rows)
    return (panel, Panel(title=f"《{pack.title}》的规定", rows=own)) if own else (panel,)


def _said(stated: ExceptionRule, pack: Pack) -> str:
    effects = dict(EFFECTS)
    follows = "、".join(effects.get(word, word) for word in stated.suppresses)
    rules = "、".join(r.label.zh for r in pack.rules.values() if stated.id in r.unless)
    said = (
        f"依据：{stated.basis.clause}", stated.note, f"效果：{follows}" if follows else "",
        f"认定之后，这些规则对他不再成立：{rules}" if rules else "",
    )  # fmt: skip
    return "\n".join(one for one in said if one)
