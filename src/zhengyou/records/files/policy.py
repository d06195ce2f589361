"""Numbers of attachments; an owner may ask for less when it registers."""

MOST_BYTES = 50 * 1024 * 1024
"""The size of one file."""

MOST_SEALED_BYTES = 20 * 1024 * 1024
"""Sealed files are encrypted in one piece and so kept smaller."""

MOST_FILES = 30
"""Files of one owner."""

CHUNK_BYTES = 4 * 1024 * 1024
"""The piece in which a large file is sent; below what the web server takes at once."""

MOST_PIXELS = 60_000_000
"""A picture with more is refused before it is unpacked."""

LONGEST_EDGE = 4096
"""Pictures are made smaller than this, which is enough to print a page."""

MOST_UNPACKED = 400 * 1024 * 1024
"""What an office file may hold when unpacked."""

STALE_HOURS = 24
"""An upload that nobody continues for so long is given up."""

WITHDRAWN_DAYS = 30
"""So long the bytes of a withdrawn file are kept, in case it was withdrawn by mistake."""
