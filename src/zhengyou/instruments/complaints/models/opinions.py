"""Opinions drawn together: the periodic report with its items, and what is proposed to be put right first."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from zhengyou.instruments.complaints.enums import ItemState, ProposalState, ReportState
from zhengyou.instruments.complaints.models.catalogue import Category
from zhengyou.kernel import ids
from zhengyou.mechanisms.orders.models import Order
from zhengyou.records.ledger.constraints import known_state, ordered_period
from zhengyou.registry.bodies.models import Body


class OpinionReport(models.Model):
    """The opinions of one period, drawn together, studied, handed out, answered and closed."""

    body_path: ClassVar[str] = "body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="opinion_reports")
    title = models.CharField(max_length=120)
    starts_on = models.DateField()
    ends_on = models.DateField()
    """The first day that no longer belongs to it."""
    state = models.CharField(max_length=16, choices=ReportState, default=ReportState.DRAFT)
    conclusion = models.TextField(blank=True)
    """What was decided when it was studied."""
    adopted_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-starts_on", "id"]
        constraints = [
            known_state("opinion_report", ReportState),
            ordered_period("opinion_report"),
            models.UniqueConstraint(fields=["body", "starts_on", "ends_on"], name="opinion_report_once_a_period"),
        ]

    def __str__(self) -> str:
        return self.title


class OpinionItem(models.Model):
    """Like opinions merged into one item: handed to a unit, answered to everybody, closed."""

    body_path: ClassVar[str] = "body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    number = models.CharField(max_length=12, unique=True, default=ids.short_code, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="opinion_items")
    report = models.ForeignKey(OpinionReport, models.SET_NULL, null=True, blank=True, related_name="items")
    category = models.ForeignKey(Category, models.PROTECT, related_name="opinion_items")
    title = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    """The opinions in one wording, without names."""
    state = models.CharField(max_length=16, choices=ItemState, default=ItemState.COLLECTED)
    lead = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="opinion_items_led")
    order = models.OneToOneField(Order, models.PROTECT, null=True, blank=True, related_name="opinion_item")
    answer = models.TextField(blank=True)
    collected_on = models.DateField()
    answered_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    is_public = models.BooleanField(default=False)
    """Whether item and answer stand on the public page."""

    class Meta:
        ordering = ["-collected_on", "-id"]
        constraints = [
            known_state("opinion_item", ItemState),
            models.CheckConstraint(
                condition=~Q(state__in=["answered", "closed"]) | ~Q(answer=""), name="opinion_item_answered_has_answer"
            ),
            models.CheckConstraint(
                condition=~Q(state="routed") | Q(lead__isnull=False), name="opinion_item_routed_to_somebody"
            ),
        ]
        indexes = [models.Index(fields=["body", "state"], name="opinion_item_of_body")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class PriorityRule(models.Model):
    """How the things people are least content with are found, so that they are put right first."""

    body_path: ClassVar[str] = "body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="priority_rules")
    title = models.CharField(max_length=120)
    indicator = models.CharField(max_length=64)
    """What is compared: the key of an indicator that scoring knows."""
    days = models.PositiveSmallIntegerField(default=90)
    """How far back it looks."""
    at_least = models.PositiveSmallIntegerField(default=10)
    """Smaller numbers of cases say nothing yet."""
    most = models.PositiveSmallIntegerField(default=3)
    """So many of the lowest are proposed at a time."""
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["body__sort_path", "title"]

    def __str__(self) -> str:
        return self.title


class PriorityProposal(models.Model):
    """One of the lowest, proposed to be put right first; a person decides."""

    body_path: ClassVar[str] = "rule__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    rule = models.ForeignKey(PriorityRule, models.PROTECT, related_name="proposals")
    body = models.ForeignKey(Body, models.PROTECT, related_name="priority_proposals")
    """Who would put it right."""
    starts_on = models.DateField()
    ends_on = models.DateField()
    score = models.DecimalField(max_digits=6, decimal_places=2)
    low = models.DecimalField(max_digits=6, decimal_places=2)
    high = models.DecimalField(max_digits=6, decimal_places=2)
    """The interval of the score."""
    cases = models.PositiveIntegerField()
    rank = models.PositiveSmallIntegerField()
    """1: the lowest."""
    state = models.CharField(max_length=16, choices=ProposalState, default=ProposalState.PROPOSED)
    reason = models.TextField(blank=True)
    order = models.OneToOneField(Order, models.PROTECT, null=True, blank=True, related_name="priority_proposal")
    proposed_on = models.DateField()
    decided_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-proposed_on", "rank"]
        constraints = [
            known_state("priority_proposal", ProposalState),
            models.UniqueConstraint(fields=["rule", "body", "starts_on"], name="priority_proposal_once"),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(order__isnull=False), name="priority_accepted_has_order"
            ),
            models.CheckConstraint(condition=~Q(state="declined") | ~Q(reason=""), name="priority_declined_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.rank}"
