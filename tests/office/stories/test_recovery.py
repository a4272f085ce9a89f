from tests.office.stories import recovery


def test_s4_17_the_way_back_up_by_the_normal_procedure(stage):
    recovery.back(stage)


def test_s2_18_still_poor_is_adjusted_again_and_the_time_starts_anew(stage):
    recovery.down(stage)


def test_after_a_revocation_everything_is_as_if_it_had_never_been(stage):
    recovery.revoked(stage)
