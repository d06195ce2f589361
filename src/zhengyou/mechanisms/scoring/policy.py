"""Numbers of the comparison that a scheme may set; these are the defaults with their sources."""

MINIMUM_RATINGS = 30
"""Below this a unit is not graded: 样本不足,不评等 (`docs/methods.md`)."""

INTERVAL_LEVEL = 0.9
"""The share of the interval: 90 %, from the 5 % to the 95 % bound."""

SMALLEST_GROUP = 4
"""A peer group with fewer units is compared within the mixed group instead."""

MIXED_GROUP = "mixed"

DRAWS = 1000
"""How many possible worlds places and stars are read off: a place interval is then firm to about one place in a hundred."""

DRAWN_AT_ONCE = 10_000_000
"""So many numbers are drawn at most for one comparison (80 MB); with more than 10,000 units there are fewer draws."""

PAIRED_BY_DRAWS = 400
"""In groups of up to so many, all pairs are compared by their joint draws."""

SURE = 0.9
"""A unit is called better than another where that is at least so probable."""

STARS = 5
"""How many stars there are at most."""

YEARS_FROZEN = 3
"""So many years the cut points of the stars stay as they are."""

FEWEST_FOR_CUTS = 15
"""So many eligible scores are needed to derive cut points."""

DAYS_OF_A_WINDOW = 28
"""Over so many days ratings are tested for manipulation."""

MOST_TESTED = 5_000_000
"""A comparison of more ratings is not tested for manipulation as a whole (a gigabyte of memory): the areas below test theirs."""

FALSE_ALARMS = 0.01
"""The share of false alarms among the findings that is aimed at (`docs/methods.md` has the realised one)."""

GAPS = 2
LEAST_GAIN = 0.05
"""What would move a score by less than this many points is not named."""
FEWEST_OF_A_CASE = 10
"""A case type with fewer ratings, own or of the peers, says nothing."""
FEWEST_TOLD = 5
"""A mean of fewer ratings of one case type is not told: it would tell single ratings."""
FIRM_WEIGHT = 0.9
"""A statement is called firm where the own record counts so much in the score."""

NEEDED = 0.7
"""The least share of a scheme's weight that must be present (CMS Overall Hospital Star Rating)."""

BONUS_CAP = 5.0
DEDUCTION_CAP = 100.0
"""Caps of bonus and deduction in points (`docs/methods.md`); items are deducted until nothing is left, never below 0."""

OBJECTION_DAYS = 5
"""Working days for which a preview is open to objections: 公示 ≥ 5 working days (`bodies` calendar)."""

DRAWN, FEWEST_DRAWS = 2_000_000, 200
"""So many numbers are drawn at most for one part, so that ten thousand units stay within memory; never fewer draws."""

PROCEDURE_SCHEME = "publish"
PROCEDURE_PUBLISH = "publish"
"""The approval procedures by which a scheme comes into force and an assessment is published."""
