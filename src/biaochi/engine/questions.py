"""What a pack leaves open, said in sentences that travel with every result."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from biaochi.engine.plan import Question
from biaochi.engine.scopes import parameter_text

if TYPE_CHECKING:
    from biaochi.engine.compile import Compiler

_WHO = {"product": "由产品按中性口径代选", "source": "按来源", "county": "由制定机关选定"}


def questions(compiler: "Compiler") -> tuple[Question, ...]:
    """Readings not settled by the source or county, open parameters, unpublished slots."""
    return (*_readings(compiler), *_parameters(compiler), *_slots(compiler))


def _readings(compiler: "Compiler") -> Iterator[Question]:
    for name, reading in compiler.pack.readings.items():
        chosen = compiler.readings.get(name)
        if chosen is None:
            text = f"口径未定：{reading.asks}"
        elif chosen != reading.chosen:
            text = f"口径试用「{reading.options[chosen]}」：{reading.asks}"
        elif reading.chosen_by == "product":
            text = f"口径「{reading.options[chosen]}」{_WHO['product']}：{reading.asks}"
        else:
            continue
        yield Question(code="QUESTION-READING", text=text, reading=name)


def _parameters(compiler: "Compiler") -> Iterator[Question]:
    for name, parameter in compiler.pack.parameters.items():
        label = parameter.label or name
        value = parameter_text(parameter, compiler.as_of)
        if value is None:
            text = f"参数未填写：{label}"
        elif parameter.source == "unverified":
            text = f"参数未经核对：{label} = {value}"
        elif parameter.source == "product":
            text = f"参数由产品代填：{label} = {value}"
        else:
            continue
        yield Question(code="QUESTION-PARAMETER", text=text, parameter=name)


def _slots(compiler: "Compiler") -> Iterator[Question]:
    for catalogue in compiler.pack.catalogues.values():
        unpublished = sum(not item.published for item in catalogue.items)
        if unpublished:
            text = f"目录「{catalogue.label.zh}」有 {unpublished} 条原文未公布"
            yield Question(code="QUESTION-SLOTS", text=text)
