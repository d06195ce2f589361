"""Readings of the ledger."""

from django.db import models
from django.db.models import QuerySet

from zhengyou.records.ledger.models import Event


def kind_of(thing: models.Model | type[models.Model]) -> str:
    """Return the word under which the ledger files things of this model, as ``orders.order``."""
    return thing._meta.label_lower


def public_id(thing: models.Model) -> str:
    """Return the id by which the world knows ``thing``: its public id where it has one, else its key."""
    return str(getattr(thing, "public_id", None) or thing.pk)


def history(thing: models.Model) -> QuerySet[Event]:
    """Return everything that was done to ``thing``, oldest first."""
    return Event.objects.filter(object_kind=kind_of(thing), object_id=public_id(thing)).order_by("at", "id")
