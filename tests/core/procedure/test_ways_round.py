"""Ways round the guards of a case that somebody might think of, and that lead nowhere."""

from datetime import timedelta

from tests.core.procedure.caseworld import DAY, GATES, Case


def test_telling_him_again_does_not_take_back_the_time_he_was_given():
    case = Case(*GATES).open().declare().verify()
    case.wait(DAY + timedelta(days=9))
    case.tell(served_on=f"{DAY + timedelta(days=8)}", until=f"{DAY + timedelta(days=30)}")
    case.tell(served_on=f"{DAY}", until=f"{DAY + timedelta(days=1)}")
    assert case.standing.answer_by.due == DAY + timedelta(days=30)
    assert "hearing" not in case.standing.done
    case.tell(served_on=f"{DAY}", until=f"{DAY + timedelta(days=40)}")
    assert case.standing.answer_by.due == DAY + timedelta(days=40)


def test_a_post_does_not_end_before_it_was_decided():
    case = Case().upto("execute")
    day = {"effective_on": f"{DAY + timedelta(days=5)}"}
    early = {"last_on": f"{DAY - timedelta(days=2)}"}
    assert case.stopped("execute_post", **day, **early) == [("STEP-DAY", "last_on")]
    assert case.stopped("execute_post", **day, last_on=f"{DAY - timedelta(days=1)}") == []
