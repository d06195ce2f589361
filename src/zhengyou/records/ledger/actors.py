"""Who acts, as the ledger remembers it: a snapshot that stays true when people and posts change."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Actor:
    """The one who does a verb: ``kind`` account, system, device or public, with labels as they were at the time."""

    kind: str
    id: str = ""
    label: str = ""
    hat_id: str = ""
    hat_label: str = ""


SYSTEM = Actor(kind="system", label="system")
"""Jobs, clocks and loading: nobody in person."""

PUBLIC = Actor(kind="public")
"""Whoever submits without signing in. Leaves no trace of who, whence or at what moment."""
