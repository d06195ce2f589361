"""Numbers of notices."""

import datetime as dt

KEPT_DAYS = 365
"""Read notices go after this time; what they told of stays on record where it belongs."""

SENDING_FOR = dt.timedelta(minutes=2)
"""After so long a sending that was begun is over, one way or another: a relay for mail has twenty seconds."""
