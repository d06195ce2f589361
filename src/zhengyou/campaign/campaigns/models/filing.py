"""Sub-plans of units and personal plans: what they take over, what they add, and where they are filed with receipt."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from zhengyou.campaign.campaigns.enums import Nature, PlanState
from zhengyou.campaign.campaigns.models.campaign import Campaign, Duty
from zhengyou.kernel import ids
from zhengyou.records.ledger.constraints import known_state
from zhengyou.registry.bodies.models import Appointment, Body, Post


class FilingAddress(models.Model):
    """With whom the sub-plans of a campaign are filed, and why: reported upward, or filed for the record."""

    body_path: ClassVar[str] = "campaign__body"
    impersonal: ClassVar[dict[str, str]] = {"name": "a body's name"}

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="filing_addresses")
    nature = models.CharField(max_length=16, choices=Nature)
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="filing_addresses")
    """Empty: a body outside, which answers on paper."""
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ["campaign", "nature", "id"]
        verbose_name_plural = "filing addresses"
        constraints = [
            known_state("filing_address", Nature, field="nature"),
            models.UniqueConstraint(fields=["campaign", "nature", "name"], name="filing_address_once"),
        ]

    def __str__(self) -> str:
        return self.name


class SubPlan(models.Model):
    """The plan of one unit, or of one participant (个人打算), within a campaign."""

    body_path: ClassVar[str] = "body"
    scope_path: ClassVar[str] = "campaign__scope"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="sub_plans")
    body = models.ForeignKey(Body, models.PROTECT, related_name="sub_plans")
    appointment = models.ForeignKey(Appointment, models.PROTECT, null=True, blank=True, related_name="personal_plans")
    """Filled: the personal plan of whoever holds this post."""
    state = models.CharField(max_length=16, choices=PlanState, default=PlanState.DRAFT)
    title = models.CharField(max_length=200)
    text = models.TextField()
    version = models.PositiveSmallIntegerField(default=1)
    due_on = models.DateField()
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_by = models.CharField(max_length=200, blank=True)
    filed_at = models.DateTimeField(null=True, blank=True)
    """When it was filed for the first time; later repairs do not make it late."""
    decided_at = models.DateTimeField(null=True, blank=True)
    return_reason = models.CharField(max_length=500, blank=True)
    returns = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["campaign", "body__sort_path", "id"]
        constraints = [
            known_state("sub_plan", PlanState),
            models.UniqueConstraint(
                fields=["campaign", "body"], condition=Q(appointment__isnull=True), name="sub_plan_one_of_unit"
            ),
            models.UniqueConstraint(fields=["campaign", "appointment"], name="sub_plan_one_of_person"),
            models.CheckConstraint(
                condition=~Q(state__in=["filed", "accepted"]) | Q(filed_at__isnull=False),
                name="sub_plan_filed_has_moment",
            ),
            models.CheckConstraint(condition=~Q(state="returned") | ~Q(return_reason=""), name="sub_plan_returned_why"),
        ]

    def __str__(self) -> str:
        return self.title


class PlanRevision(models.Model):
    """An earlier wording of a sub-plan, kept when it was revised, with what moved the writer."""

    body_path: ClassVar[str] = "plan__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    plan = models.ForeignKey(SubPlan, models.CASCADE, related_name="revisions")
    version = models.PositiveSmallIntegerField()
    text = models.TextField()
    reason = models.CharField(max_length=300)
    """Why it was revised: what the reviews found."""
    revised_at = models.DateTimeField()

    class Meta:
        ordering = ["plan", "-version"]
        constraints = [models.UniqueConstraint(fields=["plan", "version"], name="plan_revision_once")]

    def __str__(self) -> str:
        return f"{self.plan} · {self.version}"


class SubPlanDuty(models.Model):
    """One line of a sub-plan's responsibility matrix: a duty taken over from above, or one the unit adds."""

    body_path: ClassVar[str] = "plan__body"
    impersonal: ClassVar[dict[str, str]] = {"name": "what is to be done"}

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    plan = models.ForeignKey(SubPlan, models.CASCADE, related_name="lines")
    duty = models.ForeignKey(Duty, models.PROTECT, null=True, blank=True, related_name="sub_plan_lines")
    """Empty: the unit's own."""
    name = models.CharField(max_length=200)
    due_on = models.DateField(null=True, blank=True)
    leader = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="led_lines")
    """分管领导: the post in charge."""
    handler = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="handled_lines")
    """责任人: the post that does it."""
    done_on = models.DateField(null=True, blank=True)
    order_number = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["plan", "order_number", "id"]
        verbose_name_plural = "sub-plan duties"
        constraints = [
            models.UniqueConstraint(fields=["plan", "duty"], name="sub_plan_takes_over_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Filing(models.Model):
    """A sub-plan went to one address: reported upward (which decides) or filed for the record; each has its receipt."""

    body_path: ClassVar[str] = "plan__body"
    scope_path: ClassVar[str] = "plan__campaign__scope"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    plan = models.ForeignKey(SubPlan, models.CASCADE, related_name="filings")
    address = models.ForeignKey(FilingAddress, models.PROTECT, related_name="filings")
    version = models.PositiveSmallIntegerField()
    filed_at = models.DateTimeField()
    received_at = models.DateTimeField(null=True, blank=True)
    received_by = models.CharField(max_length=200, blank=True)
    receipt_number = models.CharField(max_length=60, blank=True)
    """The receiver's number, or that of its paper receipt."""

    class Meta:
        ordering = ["plan", "address__nature", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "address", "version"], name="filing_once_a_version"),
            models.CheckConstraint(
                condition=Q(received_at__isnull=True) | ~Q(receipt_number=""), name="filing_receipt_has_number"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} · {self.address}"
