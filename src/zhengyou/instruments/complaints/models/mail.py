"""Mailboxes from which matters are taken in, and which messages were."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.complaints.models.matters import Complaint
from zhengyou.kernel import ids
from zhengyou.records.seal.fields import SealedTextField
from zhengyou.records.seal.personal import Personal, PersonalFields
from zhengyou.registry.bodies.models import Body


class Mailbox(models.Model):
    """A mailbox of the office, looked into by the clock (IMAP over TLS)."""

    body_path: ClassVar[str] = "body"
    impersonal: ClassVar[dict[str, str]] = {"address": "an address of the office"}
    personal: ClassVar[PersonalFields] = {
        "password": Personal(purpose=_("Look into the mailbox; kept while it is")),
    }

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="mailboxes")
    """Which body's matters come here."""
    address = models.EmailField(unique=True)
    host = models.CharField(max_length=120)
    port = models.PositiveIntegerField(default=993, validators=[MinValueValidator(1), MaxValueValidator(65535)])
    account = models.CharField(max_length=120)
    password = SealedTextField(mask="hidden", max_length=200)
    folder = models.CharField(max_length=80, default="INBOX")
    is_open = models.BooleanField(default=True)
    looked_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=200, blank=True)
    """Why the last look failed; empty: it did not."""

    class Meta:
        ordering = ["address"]
        verbose_name_plural = "mailboxes"

    def __str__(self) -> str:
        return self.address


class TakenMail(models.Model):
    """A message that was looked at: the matter it became, or why it became none."""

    body_path: ClassVar[str] = "mailbox__body"

    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    mailbox = models.ForeignKey(Mailbox, models.CASCADE, related_name="taken")
    digest = models.CharField(max_length=64)
    """SHA-256 of its Message-ID, or of the whole message where it has none."""
    complaint = models.ForeignKey(Complaint, models.SET_NULL, null=True, blank=True, related_name="+")
    refused = models.CharField(max_length=200, blank=True)
    dropped_files = models.PositiveSmallIntegerField(default=0)
    """Attachments that were not taken: too large, too many, or of a kind that is not on the list."""
    taken_on = models.DateField()

    class Meta:
        ordering = ["-taken_on", "id"]
        constraints = [models.UniqueConstraint(fields=["mailbox", "digest"], name="mail_taken_once")]

    def __str__(self) -> str:
        return f"{self.mailbox} {self.taken_on:%Y-%m-%d}"
