"""On what a campaign rests, and how its plan was amended: every version with what changed and who has read it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from zhengyou.campaign.campaigns.enums import BasisKind, Cause, Change, Part
from zhengyou.campaign.campaigns.models.campaign import Campaign, Duty
from zhengyou.kernel import ids
from zhengyou.records.ledger.constraints import known_state
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.papers.models import Paper


class Basis(models.Model):
    """A document behind a campaign: the paper that issues its plan, or one of the level above on which it rests."""

    body_path: ClassVar[str] = "campaign__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="bases")
    kind = models.CharField(max_length=16, choices=BasisKind, default=BasisKind.UPWARD)
    paper = models.ForeignKey(Paper, models.PROTECT, null=True, blank=True, related_name="campaigns")
    """The paper itself where it was issued here; whoever signed for it has read the plan."""
    number_text = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=200, blank=True)
    order_number = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["kind", "order_number", "id"]
        verbose_name_plural = "bases"
        constraints = [
            known_state("campaign_basis", BasisKind, field="kind"),
            models.CheckConstraint(
                condition=Q(paper__isnull=False) | ~Q(number_text="") | ~Q(title=""),
                name="campaign_basis_says_something",
            ),
            models.UniqueConstraint(fields=["campaign"], condition=Q(kind="issued"), name="campaign_issued_once"),
        ]

    def __str__(self) -> str:
        return (
            f"{self.title}（{self.number_text}）" if self.title and self.number_text else self.title or self.number_text
        )


class Amendment(models.Model):
    """One change order on a running campaign; with it the plan has a new version.

    What units did before stays: sheets handed in or accepted are never touched, open ones are moved or cancelled.
    """

    body_path: ClassVar[str] = "campaign__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="amendments")
    number = models.PositiveSmallIntegerField()
    """The version that it makes; the plan as launched is version 1."""
    cause = models.CharField(max_length=16, choices=Cause)
    origin = models.CharField(max_length=200, blank=True)
    """Which visit, review or paper it comes from."""
    reason = models.CharField(max_length=500)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["campaign", "-number"]
        constraints = [
            known_state("amendment", Cause, field="cause"),
            models.UniqueConstraint(fields=["campaign", "number"], name="amendment_number_once"),
            models.CheckConstraint(condition=Q(number__gte=2), name="amendment_after_launch"),
        ]

    def __str__(self) -> str:
        return f"{self.campaign} · {self.number}"


class AmendedPart(models.Model):
    """One thing that an amendment added, moved, renamed or withdrew, as it was before and as it is since."""

    body_path: ClassVar[str] = "amendment__campaign__body"
    impersonal: ClassVar[dict[str, str]] = {"name": "a part of a plan"}

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    amendment = models.ForeignKey(Amendment, models.CASCADE, related_name="parts")
    part = models.CharField(max_length=16, choices=Part)
    change = models.CharField(max_length=16, choices=Change)
    duty = models.ForeignKey(Duty, models.PROTECT, null=True, blank=True, related_name="amended")
    name = models.CharField(max_length=200)
    before = models.CharField(max_length=200, blank=True)
    after = models.CharField(max_length=200, blank=True)
    kept = models.PositiveIntegerField(default=0)
    """How many sheets that were already handed in stay as they are."""

    class Meta:
        ordering = ["amendment", "id"]
        constraints = [
            known_state("amended_part", Part, field="part"),
            known_state("amended_part", Change, field="change"),
        ]

    def __str__(self) -> str:
        return f"{self.get_change_display()} · {self.name}"


class VersionReceipt(models.Model):
    """A unit confirmed that it has read one version of the plan; nobody measures how long it read."""

    body_path: ClassVar[str] = "body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="version_receipts")
    body = models.ForeignKey(Body, models.PROTECT, related_name="version_receipts")
    version = models.PositiveSmallIntegerField()
    confirmed_at = models.DateTimeField()
    confirmed_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["campaign", "-version", "body__sort_path"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "body", "version"], name="version_receipt_once"),
            models.CheckConstraint(condition=Q(version__gte=1), name="version_receipt_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.body} · {self.version}"
