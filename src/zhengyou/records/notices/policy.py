"""Numbers of notices."""

KEPT_DAYS = 365
"""Read notices go after this time; what they told of stays on record where it belongs."""
