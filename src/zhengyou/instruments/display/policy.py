"""Numbers of this room; a campaign or rule pack may set others."""

FEWEST_RECORDS = 10
"""With fewer records nothing is said of a promise: neither kept nor broken."""

JUDGED_DAYS = 365
"""How far back the records are counted, at most to the first day of the promise."""

SETTLING_DAYS = 30
"""Orders of the last days may still be put right in time: they are not held against anybody yet."""
