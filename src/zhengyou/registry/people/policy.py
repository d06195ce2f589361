"""Numbers of signing in (GB/T 22239-2019, level 2 and 3: failed-login lock, session time-out, password rules)."""

MAX_FAILED_ATTEMPTS = 5
"""So many wrong passwords or codes in a row lock an account."""

LOCK_MINUTES = 15
"""For so long it stays locked."""

IDLE_MINUTES = 30
"""After so long without a page the stay at the desk ends."""

SEEN_EVERY_SECONDS = 60
"""How exactly the last page of a stay is remembered; a longer step spares writing."""

OLD_PASSWORDS = 5
"""So many of the last passwords may not be used again."""

INITIAL_PASSWORD_DAYS = 14
"""An initial password that was not changed by then opens nothing any more."""

RECOVERY_CODES = 10
"""So many codes on paper stand in for a lost phone."""

CODE_TOLERANCE = 1
"""So many steps of 30 seconds a phone's clock may be wrong, either way."""

CODE_MINUTES = 5
"""For so long after the password the second factor may be given."""

ATTEMPTS_PER_NETWORK = 100
NETWORK_MINUTES = 10
"""So many sign-ins in so many minutes from one network; a whole office may share one address."""

EMAIL_CODE_HOURS = 24
"""For so long the code that was mailed confirms an address."""

EMAIL_CODE_ATTEMPTS = 5
"""So many wrong codes, and a new one has to be sent."""

EMAIL_CODES_PER_DAY = 10
"""So many codes are mailed for one person in a day, so that nobody's mailbox is filled from here."""

FORBIDDEN_USERNAMES = frozenset({"admin", "administrator", "root", "test", "guest", "user", "sa", "system", "demo"})
"""User names that every attacker tries first."""
