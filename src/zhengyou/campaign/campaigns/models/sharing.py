"""Lead and assisting units of a duty, tags, and links by which one record counts in several campaigns."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from zhengyou.campaign.campaigns.enums import LinkKind, Role, TagKind
from zhengyou.campaign.campaigns.models.campaign import Campaign, Duty
from zhengyou.kernel import ids
from zhengyou.records.ledger.constraints import known_state
from zhengyou.registry.bodies.models import Body


class Tag(models.Model):
    """A word by which duties or findings of a campaign are drawn together across its dimensions."""

    body_path: ClassVar[str] = "campaign__body"
    impersonal: ClassVar[dict[str, str]] = {"name": "a line of work or a problem"}

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="tags")
    kind = models.CharField(max_length=16, choices=TagKind, default=TagKind.SECONDARY)
    name = models.CharField(max_length=60)
    order_number = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["kind", "order_number", "id"]
        constraints = [
            known_state("campaign_tag", TagKind, field="kind"),
            models.UniqueConstraint(fields=["campaign", "kind", "name"], name="campaign_tag_once"),
        ]

    def __str__(self) -> str:
        return self.name


class DutyShare(models.Model):
    """A unit leads a duty or assists in it; where a duty has shares, only these units owe a sheet."""

    body_path: ClassVar[str] = "duty__campaign__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    duty = models.ForeignKey(Duty, models.CASCADE, related_name="shares")
    body = models.ForeignKey(Body, models.PROTECT, related_name="duty_shares")
    role = models.CharField(max_length=16, choices=Role)

    class Meta:
        ordering = ["duty", "-role", "body__sort_path"]
        constraints = [
            known_state("duty_share", Role, field="role"),
            models.UniqueConstraint(fields=["duty", "body"], name="duty_share_once"),
        ]

    def __str__(self) -> str:
        return f"{self.duty} · {self.body}"


class CampaignLink(models.Model):
    """A campaign belongs together with another one, of this platform or outside."""

    body_path: ClassVar[str] = "campaign__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="links")
    other = models.ForeignKey(Campaign, models.PROTECT, null=True, blank=True, related_name="linked_from")
    other_title = models.CharField(max_length=200)
    """As it was called when it was linked; the only word of a campaign that is run elsewhere."""
    kind = models.CharField(max_length=16, choices=LinkKind, default=LinkKind.COMBINED)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["campaign", "kind", "id"]
        constraints = [
            known_state("campaign_link", LinkKind, field="kind"),
            models.CheckConstraint(condition=~Q(other=F("campaign")), name="campaign_link_to_another"),
            models.UniqueConstraint(fields=["campaign", "other_title", "kind"], name="campaign_link_once"),
        ]

    def __str__(self) -> str:
        return f"{self.campaign} · {self.other_title}"


class DutyLink(models.Model):
    """What units hand in for ``source`` counts for ``target``, a duty of a linked campaign, too."""

    body_path: ClassVar[str] = "link__campaign__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    link = models.ForeignKey(CampaignLink, models.CASCADE, related_name="duties")
    source = models.ForeignKey(Duty, models.CASCADE, related_name="counts_for")
    target = models.ForeignKey(Duty, models.CASCADE, related_name="counted_by")

    class Meta:
        ordering = ["link", "id"]
        constraints = [
            models.UniqueConstraint(fields=["source", "target"], name="duty_link_once"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="duty_link_to_another"),
        ]

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"
