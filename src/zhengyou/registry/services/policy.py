"""Numbers of this room."""

import datetime as dt

BACKDATE_DAYS = 400
"""How far back a case that is registered late may lie: a little over a year, so that a year's cases can be loaded."""

TOKEN_DAYS = 365
"""How long the token of a business system holds unless its issuer says shorter."""

SIGNATURE_AGE = dt.timedelta(minutes=5)
"""How old a signed request may be."""

ANSWER_DAYS = 30
"""How long the answer to an Idempotency-Key is kept."""

API_REQUESTS = 1200
"""Requests one business system may send within `API_REQUESTS_IN`."""
API_REQUESTS_IN = dt.timedelta(minutes=1)

MANDATE_DAYS = 365
"""The longest a mandate holds."""

SLOT_DAYS = 92
"""How far ahead slots are opened and duties planned."""

BOOK_AHEAD_DAYS = 30
"""How far ahead a visitor books."""

BOOKINGS = 10
"""Appointments that one network may make within `BOOKINGS_IN`."""
BOOKINGS_IN = dt.timedelta(hours=1)

EARLY = LATE = dt.timedelta(hours=1)
"""So long before and after the booked time a voucher is exchanged for a number of the queue (the survey's 3: 早到、迟到各一小时)."""

BOOKED_IN_A_ROW = 2
"""Who has booked is called at the booked time before those without an appointment, but after so many in a row one of these
comes, so that nobody waits for ever."""

LOOKS = 60
"""Case numbers that one network may look up within `LOOKS_IN`."""
LOOKS_IN = dt.timedelta(minutes=10)

LINES_ON_SCREEN = 8
"""So many windows stand on the call screen at once; more follow on its next page."""
SCREEN_SECONDS = 15
"""After so long the call screen shows its next page, or looks again."""
