import pytest

from biaochi.packs.loader import builtin_ids, load, locate
from biaochi.packs.render import render
from biaochi.web.markdown import contents, html


def test_what_the_text_holds_is_escaped() -> None:
    said = html("第一条 <script>alert(1)</script> **粗体 & <b>**")
    assert "<script>" not in said
    assert "<strong>粗体 &amp; &lt;b&gt;</strong>" in said


def test_lists_tables_quotes_and_headings_become_html() -> None:
    table = "| 甲 | 乙 |\n| --- | --- |\n| 1 | 2 |"
    said = html(f"## 第一章　总则\n\n> 引言\n\n- 一\n- 二\n\n3. 三\n4. 四\n\n{table}")
    assert '<h3 id="第一章-总则">第一章　总则</h3>' in said
    assert "<blockquote><p>引言</p></blockquote>" in said
    assert "<ul><li>一</li><li>二</li></ul>" in said
    assert '<ol start="3"><li>三</li><li>四</li></ol>' in said
    assert '<th scope="col">甲</th>' in said
    assert "<td>2</td>" in said
    assert "---" not in said


@pytest.mark.parametrize("pack", builtin_ids())
def test_every_built_in_pack_is_shown_without_leftover_marks(pack) -> None:
    text = render(load(locate(pack)))
    said = html(text)
    assert "**" not in said
    assert "<p>|" not in said
    assert all(f'id="{anchor}"' in said for anchor, _ in contents(text))
