"""Numbers of sealing."""

RESEAL_BATCH = 500
"""Rows that one transaction seals anew after a rotation."""

ERASE_BATCH = 500
"""Rows that one transaction erases."""

KEY_MEMORY_SECONDS = 60
"""How long a process seals with the key it knows before it looks whether there is a newer one."""
