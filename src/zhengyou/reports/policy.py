"""Numbers of the public pages and overviews."""

MONTHS = 12
"""Ratings are summed up over so many months, the present one included."""

FEWEST_IN_A_MONTH = 5
"""A month with fewer ratings shows its count, but no share: one visitor would move it by twenty points."""

UNITS_OF_A_KIND = 8
"""So many units of each kind stand on the home page; the rest is one link away."""

UNITS_ON_A_PAGE = 30
ITEMS_ON_UNIT = 8
ITEMS_ON_A_PAGE = 20
RECTIFICATIONS_ON_A_PAGE = 20
LATEST = 6
"""So many of the latest rectifications stand on a page."""
LATEST_AT_HOME = 4

MOST_URGENT = 3
"""三个问题: a leader's one page names no more."""

CACHE_SECONDS = 60
"""Public pages may be kept so long by browsers and proxies."""

ROWS_OF_A_GLANCE = 5
"""An overview shows so many rows of each list; the list itself is one link away."""
