"""Verbs of seal: open for a purpose, rotate keys, seal anew, erase what has outlived its term."""

import datetime as dt
import secrets
from collections.abc import Iterable
from typing import Any

from django.db import models, transaction
from django.db.models import Q

from zhengyou.kernel import clock, masking
from zhengyou.kernel.errors import Forbidden
from zhengyou.records import jobs, ledger
from zhengyou.records.ledger.actions import record
from zhengyou.records.seal import keys, personal
from zhengyou.records.seal.enums import Use
from zhengyou.records.seal.fields import SealedTextField
from zhengyou.records.seal.models import DataKey
from zhengyou.records.seal.policy import ERASE_BATCH, RESEAL_BATCH
from zhengyou.records.seal.queries import sealed_fields, sealed_with_old_keys
from zhengyou.records.seal.values import Sealed


@transaction.atomic
def open_for(thing: models.Model, field: str, *, actor: ledger.Actor, purpose: str) -> str:
    """Return the sealed ``field`` of ``thing`` in clear and write down who opened it and why.

    ``purpose`` is a word of at most 32 characters, as ``notify`` or ``pay_aid``; it stands in the event's target.
    Whether ``actor`` may see it is for the calling verb to ask; the public never may.
    """
    if actor.kind == "public":
        raise Forbidden("Sealed values are not opened for the public.")
    value = getattr(thing, field)
    if not isinstance(value, Sealed):
        raise TypeError(f"{field} is not a sealed field.")
    if not value:
        return ""
    text = value._text()
    record("seal.open", thing, actor=actor, fields=[field], target=purpose[:32])
    return text


@transaction.atomic
def open_each(things: Iterable[models.Model], field: str, *, actor: ledger.Actor, purpose: str) -> list[str]:
    """Return the sealed ``field`` of each thing in clear, in their order, with one event for each."""
    return [open_for(thing, field, actor=actor, purpose=purpose) for thing in things]


@transaction.atomic
def rotate(*, actor: ledger.Actor) -> DataKey:
    """Make a new data key, with which everything is sealed from now on; `reseal` brings the rest over in batches."""
    list(DataKey.objects.select_for_update().filter(use=Use.SEAL).order_by("pk"))
    DataKey.objects.filter(use=Use.SEAL, retired_at=None).update(retired_at=clock.now())
    key = keys.make(Use.SEAL)
    record("seal.rotate", key, actor=actor, fields=["retired_at"])
    transaction.on_commit(keys.forget)
    jobs.defer("seal.reseal", once="seal.reseal")
    return key


@transaction.atomic
def rewrap(*, actor: ledger.Actor) -> int:
    """Wrap every data key with the newest master key of the key file; return how many were wrapped by another one."""
    master = keys.masters()[0]
    rows = list(DataKey.objects.select_for_update().exclude(master=master.fingerprint).order_by("pk"))
    for row in rows:
        row.wrapped = keys.wrap(keys.unwrap(row), row.use, master)
        row.master = master.fingerprint
        row.save(update_fields=["wrapped", "master"])
        record("seal.rewrap", row, actor=actor, fields=["wrapped", "master"])
    return len(rows)


def reseal(limit: int = RESEAL_BATCH) -> int:
    """Seal up to ``limit`` rows of each field anew with the active key; return how many. Safe to repeat."""
    return sum(_reseal_field(model, field, limit) for model, field in sealed_fields())


@transaction.atomic
def _reseal_field(model: type[models.Model], field: SealedTextField, limit: int) -> int:
    rows = list(sealed_with_old_keys(model, field).select_for_update(of=("self",), skip_locked=True)[:limit])
    for row in rows:
        value: Sealed = getattr(row, field.attname)
        model._base_manager.filter(pk=row.pk).update(**{field.attname: value._text()})
    return len(rows)


def erase_expired(limit: int = ERASE_BATCH) -> int:
    """Erase up to ``limit`` values of each personal field whose term is over; return how many. Safe to repeat."""
    return sum(_erase_field(model, name, field, limit) for model, name, field in personal.register() if field.since)


def expired(model: type[models.Model], name: str, field: personal.Personal) -> models.QuerySet[Any]:
    """Return the rows of ``model`` whose personal field ``name`` has outlived its term and is still there."""
    rows: models.QuerySet[Any] = model._base_manager.filter(**{f"{field.since}__lt": _limit(model, field)})
    match field.erase:
        case "blank":
            return rows.exclude(**{name: ""})
        case "null":
            return rows.exclude(**{f"{name}__isnull": True})
        case "mask":
            return rows.exclude(Q(**{name: ""}) | Q(**{f"{name}__contains": "*"}))
        case "token":
            return rows.exclude(**{f"{name}__startswith": ERASED})
    return rows


ERASED = "erased-"
"""How the random words begin that stand in for erased unique names."""


def _limit(model: type[models.Model], field: personal.Personal) -> dt.date | dt.datetime:
    day = clock.today() - dt.timedelta(days=field.term_days or 0)
    options, path = model._meta, field.since.split("__")
    for step in path[:-1]:
        options = options.get_field(step).related_model._meta  # type: ignore[union-attr]  # the path was checked before
    return clock.midnight(day) if isinstance(options.get_field(path[-1]), models.DateTimeField) else day


@transaction.atomic
def _erase_field(model: type[models.Model], name: str, field: personal.Personal, limit: int) -> int:
    rows = expired(model, name, field).order_by("pk").select_for_update(of=("self",), skip_locked=True)[:limit]
    erased = list(rows)
    for row in erased:
        value = _left_over(field.erase, str(getattr(row, name)))
        setattr(row, name, value)  # first, so that the event's label does not repeat what is erased
        record("seal.erase", row, actor=ledger.SYSTEM, fields=[name])
        if field.erase == "row":
            row.delete()
        else:
            model._base_manager.filter(pk=row.pk).update(**{name: value})
    return len(erased)


def _left_over(erase: personal.Erasure, old: str) -> str | None:
    match erase:
        case "null":
            return None
        case "mask":
            return masking.mask_name(old)
        case "token":
            return ERASED + secrets.token_hex(8)
    return ""
