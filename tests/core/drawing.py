"""How generated cases are drawn: the same ones each time, and nothing spent on telling why.

A failing case names its seed or its row, so it need not be made smaller.
"""

from hypothesis import HealthCheck, Phase, settings


def generated(runs: int) -> settings:
    """Draw so many times."""
    return settings(
        max_examples=runs,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
