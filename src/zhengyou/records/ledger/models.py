"""The table of events."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from zhengyou.kernel import ids


class Event(models.Model):
    """One verb done to one thing. Written once, never changed.

    Actor and object are snapshots (kind, public id, label), never keys to other rooms.
    """

    unscoped: ClassVar[str] = "read through the history of the thing it belongs to, or by the auditor"
    append_only: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    at = models.DateTimeField()
    verb = models.CharField(max_length=64)
    object_kind = models.CharField(max_length=64)
    object_id = models.CharField(max_length=64)
    object_label = models.CharField(max_length=200)
    actor_kind = models.CharField(max_length=16)
    actor_id = models.CharField(max_length=64, blank=True)
    actor_label = models.CharField(max_length=100, blank=True)
    hat_id = models.CharField(max_length=64, blank=True)
    hat_label = models.CharField(max_length=200, blank=True)
    fields = ArrayField(models.CharField(max_length=64), default=list, blank=True)
    source = models.CharField(max_length=32, blank=True)
    target = models.CharField(max_length=32, blank=True)

    class Meta:
        ordering = ["at", "id"]
        indexes = [
            models.Index(fields=["object_kind", "object_id", "at"], name="ledger_event_object"),
            models.Index(fields=["actor_id", "at"], name="ledger_event_actor"),
            models.Index(fields=["-at"], name="ledger_event_at"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.object_kind} {self.object_id}"
