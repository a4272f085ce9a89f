import pytest

from biaochi.errors import CODES, Problem, Refusal, refusal, refuse

WHAT = {"expected": "数", "found": "优", "do": "改正。"}


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ({}, ""),
        ({"file": "scores.csv"}, "scores.csv："),
        ({"file": "scores.csv", "line": 7}, "scores.csv 第7行："),
        ({"file": "q.yaml", "line": 7, "column": 3}, "q.yaml 第7行 第3列："),
        (
            {"file": "scores", "line": 7, "column": 3, "column_name": "value"},
            "scores 第7行「value」列：",
        ),
    ],
)
def test_a_problem_says_where_what_was_expected_and_what_to_do(place, said):
    problem = Problem("FACT-NUMBER", **WHAT, **place)
    assert str(problem) == f"[FACT-NUMBER] {said}数不对。应为：数；实为：优。改正。"


def test_every_code_has_a_sentence_and_fails_a_command():
    assert all(code.says and code.exits in {1, 2} and code.status >= 400 for code in CODES.values())
    assert CODES["PLAN-PERIOD"].exits == 2
    assert CODES["PACK-FOLDER"].status == 404


def test_a_refusal_names_every_problem_on_a_line_of_its_own():
    first, second = (Problem(code, **WHAT) for code in ("FACT-NUMBER", "FACT-DATE"))
    assert str(Refusal((first, second))) == f"{first}\n{second}"
    assert str(Refusal()) == ""


def test_one_error_refuses_the_whole_and_warnings_go_with_it():
    warning = Problem("FACT-EARLY", **WHAT, level="warning")
    error = Problem("FACT-NUMBER", **WHAT)
    with pytest.raises(Refusal) as caught:
        refuse([warning, error])
    assert caught.value.problems == (warning, error)


def test_warnings_and_questions_alone_refuse_nothing():
    refuse([])
    refuse([Problem("PACK-READING", **WHAT, level=level) for level in ("warning", "question")])


def test_one_problem_of_a_form_names_its_box() -> None:
    [problem] = refusal("FACT-NUMBER", **WHAT, label="分值").problems
    assert str(problem) == "[FACT-NUMBER] 「分值」列：数不对。应为：数；实为：优。改正。"
