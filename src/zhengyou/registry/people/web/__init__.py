"""Doors of people: sign in and out, one's own account."""

from zhengyou.registry.people.web.visits import VisitMiddleware

__all__ = ["VisitMiddleware"]
