"""The functions that a role may hold, as rooms above access declare them; kept in people, for the rooms below."""

from django.utils.module_loading import autodiscover_modules

from zhengyou.registry.people.functions import Function, define, known, label

__all__ = ["Function", "define", "known", "label", "load"]


def load() -> None:
    """Let every room declare its functions, by loading its ``rules``; once, when the program starts."""
    autodiscover_modules("rules")
