"""Numbers of jobs."""

FAILURES_KEPT_DAYS = 90
"""Notes of failed attempts go after this time."""
