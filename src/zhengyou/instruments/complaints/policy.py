"""Numbers and keys of this room; a rule pack or campaign may set others."""

import datetime as dt

RULE_OF_TRIAGE = "complaint.triage"
RULE_OF_CONSULTATION = "complaint.consultation"
RULE_OF_REOPENING = "complaint.reopen"
RULE_OF_FOLLOW_UP = "complaint.follow_up"
RULE_OF_INQUIRY = "complaint.investigate"

TEXT_LENGTH = 4000
TITLE_LENGTH = 60

PICTURES = 4
PICTURE_BYTES = 8 * 1024 * 1024

SUBMISSIONS = 20
"""Matters that one network may submit on the web within `SUBMISSIONS_IN`."""
SUBMISSIONS_IN = dt.timedelta(hours=1)

LOOKS = 60
"""Numbers and codes that one network may try within `LOOKS_IN`."""
LOOKS_IN = dt.timedelta(minutes=10)

MESSAGES = 20
"""Messages, ratings and re-openings that one network may send within `MESSAGES_IN`."""
MESSAGES_IN = dt.timedelta(hours=1)

REOPENINGS = 2
"""So often a complainant may have one matter handled again; afterwards the review above is open."""
