"""Who takes part: sectors as a register, rules that choose units, and classes of participants by post."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from zhengyou.campaign.campaigns.models.campaign import Campaign
from zhengyou.kernel import ids
from zhengyou.registry.bodies.enums import Duty as PostDuty
from zhengyou.registry.bodies.enums import Kind, Level, RelationKind
from zhengyou.registry.bodies.models import Body


class Sector(models.Model):
    """A sector (行业) on the register of a body: which of the units below it belong to it."""

    body_path: ClassVar[str] = "body"
    impersonal: ClassVar[dict[str, str]] = {"name": "a sector's name"}

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="sectors")
    name = models.CharField(max_length=60)
    words = models.CharField(max_length=200, blank=True)
    """Words in units' names that speak for it, divided by 、: 税务、国税、地税."""
    members = models.ManyToManyField(Body, related_name="in_sectors", blank=True)
    order_number = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["body__sort_path", "order_number", "name"]
        constraints = [models.UniqueConstraint(fields=["body", "name"], name="sector_name_once")]

    def __str__(self) -> str:
        return self.name


class ScopeRule(models.Model):
    """One rule of a campaign's scope; a unit takes part where a rule takes it in and none leaves it out.

    Inside a rule all that is filled must hold: the sector and the kind and the level and the subtree and the relation.
    """

    body_path: ClassVar[str] = "campaign__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="scope_rules")
    leaves_out = models.BooleanField(default=False)
    sector = models.ForeignKey(Sector, models.PROTECT, null=True, blank=True, related_name="scope_rules")
    kinds = ArrayField(models.CharField(max_length=16, choices=Kind), default=list, blank=True)
    level = models.CharField(max_length=16, choices=Level, blank=True, default="")
    under = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="scope_rules")
    """The units below this one; it itself does not count."""
    relation = models.CharField(max_length=16, choices=RelationKind, blank=True, default="")
    """Together with ``related``: 条 or 块, the units that stand to that body in this relation."""
    related = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="scope_rules_by_relation")
    order_number = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["leaves_out", "order_number", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(level__in=["", *Level.values]), name="scope_rule_level_known"),
            models.CheckConstraint(
                condition=Q(relation__in=["", *RelationKind.values]), name="scope_rule_relation_known"
            ),
            models.CheckConstraint(
                condition=Q(relation="", related__isnull=True) | (~Q(relation="") & Q(related__isnull=False)),
                name="scope_rule_relation_has_body",
            ),
            models.CheckConstraint(
                condition=Q(sector__isnull=False)
                | ~Q(kinds=[])
                | ~Q(level="")
                | Q(under__isnull=False)
                | ~Q(relation=""),
                name="scope_rule_says_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign}"


class ParticipantClass(models.Model):
    """A class of people who take part because of their post: 窗口人员, 全体党员, 教职工.

    Who it is comes from the roster of the day; nobody is entered by hand and nobody signs in.
    """

    body_path: ClassVar[str] = "campaign__body"
    impersonal: ClassVar[dict[str, str]] = {"name": "what a class of posts is called"}

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="participant_classes")
    name = models.CharField(max_length=60)
    duties = ArrayField(models.CharField(max_length=16, choices=PostDuty), default=list, blank=True)
    """Posts of these duties; empty: posts of every duty."""
    title_words = models.CharField(max_length=200, blank=True)
    """Only posts whose title holds one of these words, divided by 、."""
    is_extension = models.BooleanField(default=False)
    """Whether the campaign was merely extended to them."""
    order_number = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["is_extension", "order_number", "id"]
        verbose_name_plural = "participant classes"
        constraints = [models.UniqueConstraint(fields=["campaign", "name"], name="participant_class_name_once")]

    def __str__(self) -> str:
        return self.name
