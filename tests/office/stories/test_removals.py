from tests.office.stories import removals


def test_s0_16_nobody_is_moved_before_the_list_is_verified(paged):
    removals.negative(paged)


def test_s0_17_a_nomination_ends_in_a_lower_post_with_the_grade_as_it_was(paged):
    removals.nominated(paged)


def test_s0_18_the_measure_is_the_one_in_force_on_the_day(stage):
    removals.last(stage)


def test_s4_14_slipping_to_the_last_place_is_verified_and_ends_in_a_removal(stage):
    removals.slipping(stage)
