"""Who gets a prize."""

from msgspec import Struct


class PrizeRules(Struct, frozen=True, kw_only=True):
    """For how many of each group there is a prize, and whether one runner may get several."""

    per_category: int = 3
