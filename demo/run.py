"""``make demo``: generate 青石县, assess one year, show what came out, say what to try next.

Then the office is served with it at a loopback address; ``DEMO=once`` prints and exits.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from biaochi.batch.assess import assess, open_facts
from biaochi.batch.explaining import Who, explain
from biaochi.cli import explain_page
from biaochi.cli.assess_page import Page
from biaochi.cli.guard import guarded
from biaochi.cli.screen import Screen, prepare, screen, show
from biaochi.engine.compile import Asked
from biaochi.packs.loader import load, locate
from demo.generate import generate, write
from demo.pages import Pages

FACTS = Path("build/demo/facts")
PACK, PERIOD = "demo-qingshi", "2017"
_PERSON, _RULE = "fan", "last-three-years"
_TOP = 3
_TRY = (
    ("看杜文清：两年优秀", "explain {on} --person du"),
    ("看耿建新：扣分过线，经认定容错免责", "explain {on} --person geng points-over-line"),
    ("看韩立新：记录不全，哪些事实补上就能定", "explain {on} --person han"),
    ("列入线由 10 分改为 8 分，会多出谁", "what-if {on} --set listing_line=8"),
    ("换一种口径，谁的结论会变", "assess {on} --readings all"),
    ("把这份办法印成文件来读", "pack render demo-qingshi"),
    ("写自己县的办法", "pack new 我的办法 --id my-county --title 我县办法"),
)


def main() -> int:
    """Run the demonstration once."""
    prepare()
    return guarded(_run, as_json=lambda: False)


def _run() -> int:
    tables = generate()
    write(tables, folder=FACTS)
    on = screen()
    counts = f"{len(tables['units'])} 个单位、{len(tables['people'])} 人"
    rows = sum(len(rows) for rows in tables.values())
    show(
        on.said(
            f"虚构的青石县：{counts}、三年共 {rows} 条事实，已写入 {FACTS}。人名和数据都是编造的。"
        )
    )
    pack = load(locate(PACK))
    asked = Asked(period=PERIOD)
    with open_facts(pack, FACTS) as store:
        result = assess(pack, store, asked)
        pages = Pages(pack, result, on)
        page = Page(result, store.counts, on, _TOP, every=False, trace=False)
        explained = explain(pack, store, asked, Who(kind="person", ident=_PERSON, what=_RULE))
        unit = str(pages.people[_PERSON]["unit"])
        show([*pages.team(unit), *pages.grades(), *pages.lists(), ""])
        show([*page.lines(), *pages.open_questions()])
        show([*on.heading("一个人的理由"), *explain_page.lines(explained, on)])
    show(_next(on))
    if os.environ.get("DEMO") == "once":
        return 0
    from demo.serve import serve  # noqa: PLC0415  printing needs no Django

    return serve(FACTS, pack=PACK, period=PERIOD)


def _next(on: Screen) -> Iterator[str]:
    yield from on.heading("接下来可以试")
    options = f"--pack {PACK} --facts {FACTS} --period {PERIOD}"
    for why, command in _TRY:
        yield f"  {why}："
        yield f"    biaochi {command.format(on=options)}"


if __name__ == "__main__":
    sys.exit(main())
