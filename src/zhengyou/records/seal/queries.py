"""Readings of seal: which fields are sealed, and what was sealed with an old key."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import QuerySet
from django.db.models.expressions import Func

from zhengyou.records.seal import cipher
from zhengyou.records.seal.enums import Use
from zhengyou.records.seal.fields import SealedTextField
from zhengyou.records.seal.models import DataKey


class _Head(Func):
    function = "substring"
    template = f"%(function)s(%(expressions)s from 1 for {cipher.HEAD})"
    output_field = models.BinaryField()


def sealed_fields() -> Iterator[tuple[type[models.Model], SealedTextField]]:
    """Yield every sealed field of the house with its model."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, SealedTextField):
                yield model, field


def sealed_with_old_keys(model: type[models.Model], field: SealedTextField) -> QuerySet[Any]:
    """Return the rows whose ``field`` was not sealed with the active key."""
    key = DataKey.objects.filter(use=Use.SEAL, retired_at=None).first()
    head = cipher.head_of(key.pk if key else 0, indexed=bool(field.index))
    rows: QuerySet[Any] = model._base_manager.annotate(seal_head=_Head(models.F(field.attname)))
    return rows.exclude(seal_head=b"").exclude(seal_head=head).order_by("pk")
