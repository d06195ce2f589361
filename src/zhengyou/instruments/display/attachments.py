"""Whose the files of this room are: photographs of cards, proofs, material of the library, photographs of postings.

What is on public show is read by everybody; a photograph of a person only while that person consents.
"""

from collections.abc import Callable
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet

from zhengyou.instruments.display import rules
from zhengyou.instruments.display.enums import MatterState, SheetState, State
from zhengyou.instruments.display.models import Asset, Brand, Card, Posting, PracticalMatter
from zhengyou.records.files import register_owner
from zhengyou.records.ledger import Actor
from zhengyou.registry.access.queries import within

PUBLIC: dict[type[models.Model], Q] = {
    Asset: Q(state=State.SHOWN),
    Brand: Q(state=State.SHOWN),
    Card: Q(state=State.SHOWN, photo_consented_on__isnull=False),
    Posting: Q(),
    PracticalMatter: Q(state__in=[MatterState.SHOWN, MatterState.DONE]),
}
CLOSED = (State.WITHDRAWN, SheetState.REPLACED, MatterState.DONE, MatterState.DROPPED)


def register_all() -> None:
    """Tell the room of files who reads and who adds the files of each kind of thing."""
    for model in PUBLIC:
        register_owner(
            model._meta.label_lower,
            may_read=_reading(model),
            may_write=_writing(model),
            label=_label(model),
            families=frozenset({"picture"} if model is Card else {"picture", "document"}),
            most_files=3 if model is Card else 20,
        )


def _rows(model: type[models.Model]) -> QuerySet[Any]:
    return model._default_manager.all()


def _reading(model: type[models.Model]) -> Callable[[Actor, str], bool]:
    def may_read(actor: Actor, key: str) -> bool:
        """Return whether the thing with this id is on public show, or lies in the scope of ``actor``."""
        if _rows(model).filter(PUBLIC[model], pk=key).exists():
            return True
        if model is Card and _is_own(actor, key):
            return True
        return within(_rows(model), actor, rules.READ).filter(pk=key).exists()

    return may_read


def _writing(model: type[models.Model]) -> Callable[[Actor, str], bool]:
    def may_write(actor: Actor, key: str) -> bool:
        """Return whether ``actor`` drafts for the unit of the thing with this id and it is not over."""
        found = _rows(model).filter(pk=key)
        found = found.filter(down_on__isnull=True) if model is Posting else found.exclude(state__in=CLOSED)
        if model is Card:
            # Without the consent of the person no photograph enters at all.
            found = found.filter(photo_consented_on__isnull=False)
            if _is_own(actor, key):
                return found.exists()
        return within(found, actor, rules.DRAFT).exists()

    return may_write


def _is_own(actor: Actor, key: str) -> bool:
    person = getattr(actor, "person", "")
    return bool(person) and Card.objects.filter(pk=key, appointment__person_id=person).exists()


def _label(model: type[models.Model]) -> Callable[[str], str]:
    def label(key: str) -> str:
        found = _rows(model).filter(pk=key).first()
        return str(found or "")

    return label
