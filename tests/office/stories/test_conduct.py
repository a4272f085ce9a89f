from tests.office.stories import conduct


def test_s3_15_three_roles_three_proposals_and_no_effect(stage):
    conduct.play(stage)
