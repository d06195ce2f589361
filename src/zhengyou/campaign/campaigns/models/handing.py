"""The handing out of task sheets to many units, piece by piece behind the scenes."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from zhengyou.campaign.campaigns.models.campaign import Campaign, Duty
from zhengyou.kernel import ids


class HandOut(models.Model):
    """A run that gives the units of a campaign their task sheets; it tells how far it is, and goes on after a stop."""

    body_path: ClassVar[str] = "campaign__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="hand_outs")
    duty = models.ForeignKey(Duty, models.CASCADE, null=True, blank=True, related_name="+")
    """The one duty that is handed out; empty: all of the campaign."""
    since = models.DateField(null=True, blank=True)
    """Only occurrences from this day on."""
    units = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    reached = models.BigIntegerField(default=0)
    """The key of the last unit that has its sheets."""
    begun_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-begun_at", "-id"]
        constraints = [models.CheckConstraint(condition=Q(done__lte=F("units")), name="hand_out_not_beyond_all")]

    def __str__(self) -> str:
        return f"{self.campaign} {self.done}/{self.units}"
