"""What each story adds to the statistics of cases."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Expected:
    """One adjustment as it should be counted; ``measure`` blank: counted apart, or not at all."""

    person: str
    measure: str = ""
    rank: str = ""
    tier: str = ""
    channel: str = "不适宜担任现职调整"
    discovery: str = "年度考核"
    apart: str = ""
