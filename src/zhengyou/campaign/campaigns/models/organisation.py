"""Who answers for a campaign at each unit, and what it needs."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from zhengyou.campaign.campaigns.enums import Rank, ResourceKind
from zhengyou.campaign.campaigns.models.campaign import Campaign
from zhengyou.kernel import ids
from zhengyou.records.ledger.constraints import known_state
from zhengyou.registry.bodies.models import Body, Post


class Responsibility(models.Model):
    """A post of a unit answers for the campaign there; whoever holds the post that day is asked and reminded.

    ``business`` is what the same post answers for in its trade: one post, two responsibilities (一岗双责).
    """

    body_path: ClassVar[str] = "body"
    scope_path: ClassVar[str] = "campaign__scope"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="responsibilities")
    body = models.ForeignKey(Body, models.PROTECT, related_name="campaign_responsibilities")
    post = models.ForeignKey(Post, models.PROTECT, related_name="campaign_responsibilities")
    rank = models.CharField(max_length=16, choices=Rank)
    matter = models.CharField(max_length=300)
    """What it answers for in the campaign."""
    business = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["campaign", "body__sort_path", "rank", "id"]
        verbose_name_plural = "responsibilities"
        constraints = [
            known_state("responsibility", Rank, field="rank"),
            models.UniqueConstraint(fields=["campaign", "post", "rank"], name="responsibility_once"),
            models.UniqueConstraint(
                fields=["campaign", "body"], condition=Q(rank="first"), name="responsibility_one_first"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} · {self.get_rank_display()} · {self.post}"


class Resource(models.Model):
    """People, money, goods or rooms that a campaign needs at a unit, and whether they have been secured."""

    body_path: ClassVar[str] = "body"
    scope_path: ClassVar[str] = "campaign__scope"
    impersonal: ClassVar[dict[str, str]] = {"name": "what is needed"}

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="resources")
    body = models.ForeignKey(Body, models.PROTECT, related_name="campaign_resources")
    kind = models.CharField(max_length=16, choices=ResourceKind)
    name = models.CharField(max_length=120)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    unit = models.CharField(max_length=20, blank=True)
    needed_by = models.DateField(null=True, blank=True)
    secured_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)
    """From where it comes: the budget line, the unit that lends."""

    class Meta:
        ordering = ["campaign", "body__sort_path", "kind", "id"]
        constraints = [
            known_state("resource", ResourceKind, field="kind"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="resource_amount_positive"),
            models.CheckConstraint(
                condition=Q(secured_on__isnull=True) | ~Q(source=""), name="resource_secured_says_how"
            ),
        ]

    def __str__(self) -> str:
        return self.name
