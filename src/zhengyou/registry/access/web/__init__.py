"""Doors of access: who is at the desk, and which function a page needs."""

from zhengyou.registry.access.web.desk import ActorMiddleware, DeskRequest, desk_view

__all__ = ["ActorMiddleware", "DeskRequest", "desk_view"]
