"""Numbers of this room; a campaign or rule pack may set others."""

import datetime as dt

VALID_DAYS = 30
"""How many days an invitation can be used after the day on which it was made."""

BATCH = 5
"""How many ratings a window's day (or month) must hold before the unit sees any of them."""

HOLD_DAYS = 90
"""After how many days even a smaller batch is shown."""

LOG_STEP = 16
"""The log of ratings is filled up to a multiple of this each night: its size hides small numbers."""

TEXT_LENGTH = 500
TAGS_AT_MOST = 8

SUBMISSIONS = 120
"""Ratings that one network may submit within `SUBMISSIONS_IN`; a hall's shared network needs many."""
SUBMISSIONS_IN = dt.timedelta(hours=1)

VISITS = 3
"""Ratings without a case that one device may give one window within `VISITS_IN`."""
VISITS_IN = dt.timedelta(days=1)

ADDITION_DAYS = 30
"""So long after a rating its rater may add to it once (追评)."""

TICKET_DAYS = 7
"""How many days a ticket of the hall can be used after the day on which it was given."""

CONTROL_SHARE = 0.03
CONTROL_AFTER = 3
"""The share of invitations that chance draws for the control series, and after how many days these go out."""
TEXT_TRIES = 5
TEXT_SENDING_FOR = dt.timedelta(hours=1)
"""After so long a message that was begun is on its way no more: nobody knows what became of it."""

SEATS_MOST = 500
"""So many seats one panel may have."""

REOPEN_MOST = 2
"""How often a rater may have a bad rating taken up again where no rule pack says another number."""
RETALIATIONS = 5
"""So many reports of retaliation one rater may file."""
ONE_DAY = dt.timedelta(days=1)

PUSH_TRIES = 8
PUSH_WAIT = dt.timedelta(minutes=2)
"""How often something is sent outward before it is given up, and how long the first wait is; each wait doubles."""
PUSH_BATCH = 200
PUSH_PATIENCE = 15
"""Seconds that a program outside has for its answer."""
GATE_LINE = 0.9
"""The share of good ratings that the public's verdict must reach where nobody set another line (no national rule)."""

PAIRING_FOR = dt.timedelta(minutes=15)
"""How long the pairing code of a terminal can be used."""
CALL_FOR = dt.timedelta(minutes=5)
"""How long a terminal asks about the case just handled; then its visitor has gone."""
SILENT_FOR = dt.timedelta(hours=2)
"""Working time after which a silent terminal is told of (whole hours)."""
PIN_TRIES, PIN_TRIES_IN = 5, dt.timedelta(minutes=10)
PARCELS_AT_ONCE, PARCELS_HELD = 50, 500
"""Ratings that a terminal may send at once, and hold while it has no network."""
PARCELS_KEPT = dt.timedelta(days=60)
"""How long the key of a taken parcel is known."""
KIOSK_IDLE_SECONDS, KIOSK_THANKS_SECONDS, KIOSK_BEAT_SECONDS = 45, 12, 30
"""When a terminal begins anew: untouched, and after thanks; and how often it says that it lives."""

LOOKS = 120
"""Codes and receipts that one network may try within `LOOKS_IN`."""
LOOKS_IN = dt.timedelta(minutes=10)
