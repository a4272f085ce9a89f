"""Problems of files in words; each names what to do."""

from biaochi.errors import Problem, Refusal

SAVE_AS = "请在表格软件里另存为「Excel 工作簿（.xlsx）」或「CSV UTF-8」，再上传。"
_LONGEST = 40


def shown(value: object) -> str:
    """Return a value fit for a sentence: short, nothing invisible in it."""
    text = str(value)
    cut = "".join(c if c.isprintable() else repr(c)[1:-1] for c in text[:_LONGEST])
    return f"「{cut}{'…' if len(text) > _LONGEST else ''}」"


def refusal(code: str, expected: str, found: str, do: str) -> Refusal:
    """Return the refusal of a whole file for one reason."""
    return Refusal((Problem(code, expected, found, do),))


def broken(found: str) -> Refusal:
    """Return the refusal of a file that is not what its kind should be."""
    do = "请用表格软件打开它，确认内容完整后另存一份，再上传。"
    return refusal("FILE-BROKEN", "完整的表格文件", found, do)
