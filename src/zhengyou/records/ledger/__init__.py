"""Ledger 业务日志: the append-only book of who did what to which thing under which hat, and the one way states move.

The database role of the application can neither change nor delete what is written here. Public submissions are
written without actor, address or exact time, and no free text or sealed value ever enters an event.
"""

from zhengyou.records.ledger.actors import PUBLIC, SYSTEM, Actor

__all__ = ["PUBLIC", "SYSTEM", "Actor"]
