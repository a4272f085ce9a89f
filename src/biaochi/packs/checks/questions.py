"""What the source or the county has still to answer: readings, parameters, approvals, dates."""

from collections.abc import Iterator, Mapping
from datetime import date

from biaochi.errors import Problem
from biaochi.packs.hints import suggest
from biaochi.packs.rendering.names import Names
from biaochi.packs.shapes import AnyQuantity, Choose, Collect, Pack, Reading, Span
from biaochi.packs.walk import at, parts


def check(pack: Pack) -> Iterator[Problem]:
    """Yield open readings, open parameters, missing approvals and impossible dates."""
    for name, reading in pack.readings.items():
        yield from _reading(pack, name=name, reading=reading)
    yield from _uses(pack)
    yield from _parameters(pack)
    yield from _influence(pack)
    yield from _spans(pack)
    yield from _life(pack)


def _reading(pack: Pack, *, name: str, reading: Reading) -> Iterator[Problem]:
    path = f"readings.{name}"
    options = "；".join(reading.options.values())
    if reading.chosen is None:
        yield at(
            pack, "PACK-READING", path, level="question", expected="由制定机关选定一种",
            found=f"“{reading.asks}”尚未答复。可选：{options}",
            do="请由制定机关答复；答复之前，有关结果待定。",
        )  # fmt: skip
    elif reading.chosen not in reading.options:
        yield at(
            pack, "PACK-UNDECLARED", f"{path}.chosen", expected=f"options 里的一种（{options}）",
            found=f"「{reading.chosen}」", do=suggest(reading.chosen, reading.options),
        )  # fmt: skip
    elif reading.chosen_by == "product":
        yield at(
            pack, "PACK-READING", path, level="question", expected="由制定机关选定",
            found=f"“{reading.asks}”暂由产品选为“{reading.options[reading.chosen]}”。可选：{options}",
            do="请由制定机关确认或另选。",
        )  # fmt: skip


def _uses(pack: Pack) -> Iterator[Problem]:
    """Check that every use of a reading names its options and no others."""
    used: set[str] = set()
    for name, quantity in pack.quantities.items():
        path = f"quantities.{name}"
        reading, options = _asked(quantity)
        if not isinstance(reading, str):
            continue
        used.add(reading)
        if reading not in pack.readings:
            yield at(
                pack, "PACK-UNDECLARED", path, expected="readings 里的口径",
                found=f"「{reading}」", do=suggest(reading, pack.readings),
            )  # fmt: skip
        elif isinstance(options, Mapping) and {*options} != {*pack.readings[reading].options}:
            yield at(
                pack, "PACK-UNDECLARED", f"{path}.options",
                expected="与口径相同的选项（" + "、".join(pack.readings[reading].options) + "）",
                found="、".join(options), do="请逐项对应，不多不少。",
            )  # fmt: skip
    for name in pack.readings:
        if name not in used:
            yield at(
                pack, "PACK-READING", f"readings.{name}", level="warning",
                expected="有量用到它（over.reading 或 choose）",
                found=f"没有量用到“{pack.readings[name].asks}”",
                do="它影响不了结果；请在有关的量里用上它，或只在说明里写明。",
            )  # fmt: skip


def _asked(quantity: AnyQuantity) -> tuple[object, object]:
    """Return the reading a quantity depends on and its options."""
    if isinstance(quantity, Choose):
        return quantity.choose, quantity.options
    if isinstance(quantity, Collect) and isinstance(quantity.over, Mapping):
        return quantity.over.get("reading"), quantity.over.get("options")
    return None, None


def _parameters(pack: Pack) -> Iterator[Problem]:
    for name, parameter in pack.parameters.items():
        path = f"parameters.{name}"
        shown, settled = parameter.label or name, Names(pack).settled(name)
        if (parameter.value is None and not parameter.values) or parameter.source == "open":
            yield at(
                pack, "PACK-PARAMETER", path, level="question", expected="由制定机关填写的值",
                found=f"“{shown}”{f'暂作{settled}' if settled else '待定'}",
                do="请由制定机关填写；填写之前，有关结果待定。",
            )  # fmt: skip
        elif parameter.source in ("unverified", "product"):
            unverified = parameter.source == "unverified"
            yield at(
                pack, "PACK-PARAMETER", path, level="question",
                expected="与原文核对过的值" if unverified else "由制定机关确认的值",
                found=f"“{shown}”{'转载为' if unverified else '由产品暂定为'}{settled}",
                do="请对照原文核对。" if unverified else "请由制定机关确认或另定。",
            )  # fmt: skip
        dates = list(parameter.values)
        for text in dates:
            if _day(text) is None:
                yield _not_a_day(pack, f"{path}.values", text=text)
        if dates != sorted(dates):
            yield at(
                pack, "PACK-DATE", f"{path}.values", expected="从早到晚的日期",
                found="、".join(dates), do="请按日期先后排列。",
            )  # fmt: skip


def _influence(pack: Pack) -> Iterator[Problem]:
    labels = {measure.id: measure.label for measure in pack.measures}
    for i, influence in enumerate(pack.aftercare.influence):
        if not influence.lasts or influence.source in ("open", "unverified"):
            shown = labels.get(influence.measure, influence.measure)
            state = "没有写明" if not influence.lasts else "有待填写或核对"
            yield at(
                pack, "PACK-PARAMETER", f"aftercare.influence.{i}", level="question",
                expected="写明并核对过的影响期", found=f"“{shown}”的影响期{state}",
                do="请由制定机关填写或核对影响期。",
            )  # fmt: skip


def _spans(pack: Pack) -> Iterator[Problem]:
    for path, part in parts(pack):
        if not isinstance(part, Span):
            continue
        days = [_day(text) for text in (part.from_, part.to)]
        for text, day in zip((part.from_, part.to), days, strict=True):
            if text and day is None:
                yield _not_a_day(pack, path, text=text)
        if days[0] and days[1] and days[0] > days[1]:
            yield at(
                pack, "PACK-DATE", path, expected="from 不晚于 to",
                found=f"{part.from_} 至 {part.to}", do="请改正起止日期。",
            )  # fmt: skip


def _life(pack: Pack) -> Iterator[Problem]:
    if not pack.life.opinions:
        yield at(
            pack, "PACK-LIFE", "life", level="question", expected="至少一轮征求意见的记录",
            found="没有征求意见的记录", do="启用前请在 life 里补记；试算不受影响。",
        )  # fmt: skip
    approvals = len(set(pack.life.approved_by))
    if approvals <= 1:
        yield at(
            pack, "PACK-LIFE", "life", level="question", expected="两人批准",
            found=f"{approvals} 人批准", do="启用前请在 life 里补记；试算不受影响。",
        )  # fmt: skip


def _not_a_day(pack: Pack, path: str, *, text: str) -> Problem:
    return at(
        pack, "PACK-DATE", path, expected="年-月-日，如 2024-01-01", found=f"「{text}」",
        do="请改正日期。",
    )  # fmt: skip


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
