"""What a model says about its personal fields: why they are kept, for how long, and how they are erased."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.apps import apps
from django.db import models

from zhengyou.kernel.errors import Sentence

Erasure = Literal["blank", "null", "mask", "token", "row"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Personal:
    """One personal field: its purpose, and that it is erased ``term_days`` after the moment in field ``since``.

    ``since`` may follow foreign keys; while it is empty the term has not begun. ``term_days`` None means: as long as
    the row itself is kept, which ``purpose`` must justify (an election's minutes, a payment).
    ``erase``: ``blank`` empties the text, ``null`` takes the value away, ``mask`` leaves 张*, ``token`` puts a random
    word in its place (for unique names), ``row`` deletes the whole row.
    """

    purpose: Sentence
    term_days: int | None = None
    since: str = ""
    erase: Erasure = "blank"

    def __post_init__(self) -> None:
        if (self.term_days is None) != (not self.since):
            raise ValueError("A term needs the field from which it runs, and the other way round.")


PersonalFields = Mapping[str, Personal]


def declared(model: type[models.Model]) -> PersonalFields:
    """Return the personal fields that ``model`` declares."""
    fields: PersonalFields = getattr(model, "personal", {})
    return fields


def excused(model: type[models.Model]) -> Mapping[str, str]:
    """Return the fields of ``model`` that only look personal, each with the reason why they are not."""
    reasons: Mapping[str, str] = getattr(model, "impersonal", {})
    return reasons


def register() -> Iterator[tuple[type[models.Model], str, Personal]]:
    """Yield every personal field of the whole house: the register of processing that the law asks for (PIPL 51, 55)."""
    for model in apps.get_models():
        for name, field in declared(model).items():
            yield model, name, field


def label(model: type[Any], name: str) -> str:
    """Return how the register names a field, as ``people.person.phone``."""
    return f"{model._meta.label_lower}.{name}"
