"""The table of attachments."""

from typing import ClassVar

from django.db import models

from zhengyou.kernel import clock, ids
from zhengyou.records.files.enums import State
from zhengyou.records.files.owners import Owner
from zhengyou.records.ledger.constraints import known_state


class Attachment(models.Model):
    """One file that belongs to one thing.

    The owner is kept as (kind, public id, label snapshot), never as a key upward. The bytes stand on disk under their
    hash, so that the same file is stored once; sealed ones stand encrypted under their own id.
    """

    unscoped: ClassVar[str] = "read and changed by the rule of its owner"
    impersonal: ClassVar[dict[str, str]] = {
        "name": "the file's own name; its content and name go with the owner's erasure (actions.erase_of)",
        "owner_label": "the label of a thing, as it stands on every page",
    }

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    owner_kind = models.CharField(max_length=64)
    owner_id = models.CharField(max_length=64)
    owner_label = models.CharField(max_length=200)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField()
    received = models.PositiveBigIntegerField(default=0)
    """How many bytes of a resumable upload have come."""
    sha256 = models.CharField(max_length=64, blank=True)
    """Of what is stored, which for a picture is not what was sent."""
    sealed = models.BooleanField(default=False)
    """Whether it stands encrypted, is shown to nobody without an event, and never inline."""
    state = models.CharField(max_length=16, choices=State, default=State.UPLOADING)
    begun_at = models.DateTimeField(default=clock.now)
    touched_at = models.DateTimeField(default=clock.now)
    """When the last piece came."""
    uploaded_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    purged_at = models.DateTimeField(null=True, blank=True)
    """When the bytes of a withdrawn file were taken off the disk."""

    class Meta:
        ordering = ["uploaded_at", "id"]
        indexes = [
            models.Index(fields=["owner_kind", "owner_id"], name="attachment_owner"),
            models.Index(fields=["sha256"], name="attachment_sha256"),
            models.Index(fields=["state", "touched_at"], name="attachment_sweep"),
        ]
        constraints = [
            known_state("attachment", State),
            models.CheckConstraint(condition=models.Q(received__lte=models.F("size")), name="attachment_received"),
            models.UniqueConstraint(
                fields=["owner_kind", "owner_id", "sha256"],
                condition=models.Q(state=State.READY, sealed=False),
                name="attachment_once_per_owner",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def ledger_label(self) -> str:
        """What the ledger calls it: the kind of file and the owner, because a file's name may hold a person's."""
        return f"{self.name.rpartition('.')[2][:8]} · {self.owner_label}"

    @property
    def owner(self) -> Owner:
        """Whose file it is."""
        return Owner(self.owner_kind, self.owner_id, self.owner_label)

    @property
    def place(self) -> str:
        """Where the bytes stand, relative to the folder of attachments."""
        if self.sealed:
            return f"sealed/{self.id.hex[-2:]}/{self.id.hex}"
        return f"plain/{self.sha256[:2]}/{self.sha256[2:4]}/{self.sha256}"

    @property
    def is_picture(self) -> bool:
        """Whether a browser may show it in the page."""
        return self.media_type.startswith("image/") and not self.sealed
