"""Numbers of the comparison that a scheme may set; these are the defaults with their sources."""

MINIMUM_RATINGS = 30
"""Below this a unit is not graded: 样本不足,不评等 (`docs/methods.md`)."""

INTERVAL_LEVEL = 0.9
"""The share of the interval: 90 %, from the 5 % to the 95 % bound."""

SMALLEST_GROUP = 4
"""A peer group with fewer units is compared within the mixed group instead."""

MIXED_GROUP = "mixed"
