"""Reference of the environment variables of the office."""

from pathlib import Path

from biaochi.project.env import NAMES, PREFIX, Env
from tools.pages.markdown import code, said, table


def page() -> str:
    """Return the page of every variable, its default and what it is for."""
    standard = Env(home=Path("biaochi-data"))
    rows = [
        (code(PREFIX + name), _shown(getattr(standard, field)), says)
        for name, (field, says) in NAMES.items()
    ]
    return "\n".join([
        "# 设置 Settings", "",
        said("办公端只从环境变量取设置，都以 `BIAOCHI_` 开头；",
             "写错名称或值的，程序不启动，并说明可用的写法。",
             "怎样安装和运行，见[运行办公端](../how-to/run-the-office.md)。"), "",
        *table(("变量", "不写时", "用途"), rows),
    ])  # fmt: skip


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return code(str(int(value)))
    if isinstance(value, tuple):
        return code(",".join(value))
    return code(str(value)) if value != "" else "（空）"
