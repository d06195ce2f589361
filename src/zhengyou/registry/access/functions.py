"""The functions that a role may hold, as rooms above access declare them; kept in people, for the rooms below."""

from zhengyou.registry.people.functions import Function, define, known, label

__all__ = ["Function", "define", "known", "label"]
