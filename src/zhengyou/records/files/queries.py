"""Readings of attachments."""

import datetime as dt

from django.db import models
from django.db.models import QuerySet

from zhengyou.records.files.enums import State
from zhengyou.records.files.models import Attachment
from zhengyou.records.files.owners import Owner, owner_of


def attached_to(thing: models.Model | Owner) -> QuerySet[Attachment]:
    """Return the files of a thing, oldest first, without unfinished and withdrawn ones."""
    owner = thing if isinstance(thing, Owner) else owner_of(thing)
    return Attachment.objects.filter(owner_kind=owner.kind, owner_id=owner.id, state=State.READY)


def attached_to_each(things: list[models.Model]) -> dict[str, list[Attachment]]:
    """Return the files of many things of one kind by their public ids, with one query for a whole list page."""
    owners = [owner_of(thing) for thing in things]
    found: dict[str, list[Attachment]] = {owner.id: [] for owner in owners}
    if owners:
        rows = Attachment.objects.filter(owner_kind=owners[0].kind, owner_id__in=found, state=State.READY)
        for row in rows:
            found[row.owner_id].append(row)
    return found


def counted(owner: Owner) -> int:
    """Return how many files a thing has or is about to have."""
    return Attachment.objects.filter(owner_kind=owner.kind, owner_id=owner.id).exclude(state=State.WITHDRAWN).count()


def abandoned(before: dt.datetime) -> QuerySet[Attachment]:
    """Return uploads that nobody has continued since ``before``."""
    return Attachment.objects.filter(state=State.UPLOADING, touched_at__lt=before)


def purgeable(before: dt.datetime) -> QuerySet[Attachment]:
    """Return withdrawn files whose bytes are no longer needed."""
    return Attachment.objects.filter(state=State.WITHDRAWN, withdrawn_at__lt=before, purged_at=None)
