"""Tables of notices: what somebody was told, and how it left the house."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from zhengyou.kernel import ids
from zhengyou.records.ledger.constraints import known_state
from zhengyou.records.notices.enums import State


class Notice(models.Model):
    """One person is told one thing, with one page to open.

    The recipient is a snapshot (the person's public id and label), never a key upward; the text holds no personal data
    of others.
    """

    unscoped: ClassVar[str] = "read by the person it tells, and by nobody else"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    recipient_id = models.CharField(max_length=64)
    recipient_label = models.CharField(max_length=200)
    text = models.CharField(max_length=500)
    url = models.CharField(max_length=300, blank=True)
    """The page on this site where it is done; a path, so that no other site can be linked to."""
    source = models.CharField(max_length=120, blank=True)
    """A word for what it is about; the same source tells the same person only once."""
    told_by = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["recipient_id", "-created_at"], name="notice_of_recipient"),
            models.Index(fields=["recipient_id"], condition=Q(read_at__isnull=True), name="notice_unread"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["recipient_id", "source"], condition=~Q(source=""), name="notice_once_for_each_source"
            )
        ]

    def __str__(self) -> str:
        return self.text[:100]

    @property
    def ledger_label(self) -> str:
        """Return whom it told: the text itself never enters the ledger."""
        return self.recipient_label


class Preference(models.Model):
    """On which ways out of the house a person does not want to be told; the desk always tells."""

    unscoped: ClassVar[str] = "chosen by the person told, and read by nobody else"

    recipient_id = models.CharField(max_length=64, primary_key=True)
    without = ArrayField(models.CharField(max_length=32), default=list)

    def __str__(self) -> str:
        return self.recipient_id


class Delivery(models.Model):
    """One notice on one way out of the house besides the desk: by mail, or by what is added later."""

    unscoped: ClassVar[str] = "belongs to a notice"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    notice = models.ForeignKey(Notice, models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=32)
    state = models.CharField(max_length=16, choices=State, default=State.WAITING)
    reason = models.CharField(max_length=200, blank=True)
    """Why it was not sent; a code of `channels.REASONS`."""
    begun_at = models.DateTimeField(null=True, blank=True)
    """When it was begun to be sent; committed before the sending, so that it is never sent twice."""
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["channel", "id"]
        constraints = [
            known_state("delivery", State),
            models.UniqueConstraint(fields=["notice", "channel"], name="delivery_once_for_each_channel"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.state}"
