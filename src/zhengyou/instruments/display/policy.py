"""Numbers of this room; a campaign or rule pack may set others."""

import datetime as dt

FEWEST_RECORDS = 10
"""With fewer records nothing is said of a promise: neither kept nor broken."""

JUDGED_DAYS = 365
"""How far back the records are counted, at most to the first day of the promise."""

SETTLING_DAYS = 30
"""Orders of the last days may still be put right in time: they are not held against anybody yet."""

QUIET_DAYS = 90
"""A promise that stays broken opens another order this long after the last one was closed."""

RENEWAL_DAYS = 60
"""A demonstration post is renewed in the last days of its term."""

FEWEST_VOICES = 5
"""Satisfaction with a practical matter is shown from so many voices on."""

SUBMISSIONS, SUBMISSIONS_IN = 20, dt.timedelta(hours=1)
"""So many words of the public from one network in so long a time."""

WALL_SECONDS = 20
"""How long a wall screen shows one page."""
