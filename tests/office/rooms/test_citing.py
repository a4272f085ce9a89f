from biaochi.appraisals.citing import sources, without_list


def test_evidence_is_linked_and_other_rows_are_said_in_words() -> None:
    found = sources(
        ["E1", "scores:fan:工作实绩:2017", "ballots:s:fan:a", "ballots:s:fan:b", "R001"], {"E1"}
    )
    assert [(s.text, s.code) for s in found] == [
        ("E1", "E1"), ("评分 工作实绩 2017", ""), ("R001", ""), ("计票 2 行", ""),
    ]  # fmt: skip


def test_the_list_of_rows_leaves_the_sentence_and_the_rest_stays() -> None:
    said = "累计：11（第十三条）。依据（证据）：E1、E2，口径：自然年"
    assert without_list(said, ("E1", "E2")) == "累计：11（第十三条），口径：自然年"
    assert without_list("有效票：22。依据：计票 8 行", ("ballots:a",)) == "有效票：22"
