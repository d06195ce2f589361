"""What a campaign's plan asks of everybody besides the dated duties, and the means that secure it."""

from typing import ClassVar

from django.db import models

from zhengyou.campaign.campaigns.models.campaign import Campaign
from zhengyou.kernel import ids


class Demand(models.Model):
    """A requirement on everybody (工作要求), or a safeguard (保障措施), in the words of the plan."""

    body_path: ClassVar[str] = "campaign__body"
    impersonal: ClassVar[dict[str, str]] = {"name": "a sentence of a plan"}

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="demands")
    is_safeguard = models.BooleanField(default=False)
    name = models.CharField(max_length=200)
    withdrawn_on = models.DateField(null=True, blank=True)
    """The day on which an amended plan dropped it."""
    order_number = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["is_safeguard", "order_number", "id"]

    def __str__(self) -> str:
        return self.name
