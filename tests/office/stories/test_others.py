from tests.office.stories import others


def test_s3_17_the_second_round_of_the_same_matter_proposes_and_no_more(stage):
    others.again(stage)


def test_s2_16_an_exempted_event_leaves_the_points_as_they_were_and_stays_on_record(stage):
    others.tolerated(stage)


def test_s2_03_who_resigns_leaves_without_fault_or_influence(stage):
    others.resigned(stage)
