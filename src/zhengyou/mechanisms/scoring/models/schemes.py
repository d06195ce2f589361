"""Schemes 考核办法: an indicator tree with weights and rules, in versions, frozen before its period begins."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from zhengyou.kernel import ids
from zhengyou.mechanisms.scoring import policy
from zhengyou.mechanisms.scoring.enums import Form, Grouping, Rhythm, Role, SchemeState, Source, Tie, Voice
from zhengyou.records.ledger.constraints import known_state
from zhengyou.registry.bodies.models import Body


class Scheme(models.Model):
    """A version of a scheme: edited while a draft, fixed once in force; the units of ``kinds`` below ``body`` are assessed."""

    body_path: ClassVar[str] = "body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="schemes")
    code = models.SlugField(max_length=40)
    version = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=80)
    basis = models.CharField(max_length=300, blank=True)
    """The paper or rule on which it stands, as people cite it."""
    state = models.CharField(max_length=16, choices=SchemeState, default=SchemeState.DRAFT)
    kinds = ArrayField(models.CharField(max_length=16), default=list, blank=True)
    """Kinds of bodies to which it applies; empty: all."""
    rhythm = models.CharField(max_length=16, choices=Rhythm, default=Rhythm.QUARTER)
    starts_on = models.DateField()
    """The first day of its first period."""
    ends_on = models.DateField(null=True, blank=True)
    """The first day on which a later version holds instead."""
    grouping = models.CharField(max_length=16, choices=Grouping, default=Grouping.KIND)
    form = models.CharField(max_length=16, choices=Form, default=Form.MEAN)
    tie = models.CharField(max_length=16, choices=Tie, default=Tie.SHARE)
    needed = models.FloatField(default=policy.NEEDED)
    """The least share of the weight that must be present; the weight of what is missing is spread over the rest."""
    minimum = models.PositiveIntegerField(default=policy.MINIMUM_RATINGS)
    """With fewer ratings an indicator counts as missing."""
    bonus_cap = models.FloatField(default=policy.BONUS_CAP)
    deduction_cap = models.FloatField(default=policy.DEDUCTION_CAP)
    grades = models.JSONField(default=list, blank=True)
    """Grades with the points they need, the best first: [["五星", 90], …]."""
    climb = models.PositiveSmallIntegerField(default=0)
    """By how many grades a unit may rise from one period to the next; 0: by any."""
    reference = models.JSONField(default=dict, blank=True)
    """The frozen mix of case types and channels on which all units are judged, by indicator."""
    follows = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="later")
    impact = models.JSONField(default=dict, blank=True)
    """What a change within a running period would have moved, counted before it was decided."""
    decision = models.CharField(max_length=300, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["code", "-version"]
        constraints = [
            known_state("scheme", SchemeState),
            known_state("scheme", Rhythm, field="rhythm"),
            known_state("scheme", Grouping, field="grouping"),
            known_state("scheme", Form, field="form"),
            known_state("scheme", Tie, field="tie"),
            models.UniqueConstraint(fields=["body", "code", "version"], name="scheme_version_once"),
            models.UniqueConstraint(
                fields=["body", "code"], condition=Q(state__in=["draft", "approving"]), name="scheme_drafted_once"
            ),
            models.CheckConstraint(condition=Q(needed__gt=0, needed__lte=1), name="scheme_needed_is_a_share"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=models.F("starts_on")), name="scheme_period_ordered"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["frozen", "retired"]) | Q(frozen_at__isnull=False),
                name="scheme_frozen_has_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} v{self.version}"


class Part(models.Model):
    """One node of a scheme's tree: a group, an indicator, an item that is checked, a bonus, a deduction or a veto."""

    body_path: ClassVar[str] = "scheme__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    scheme = models.ForeignKey(Scheme, models.CASCADE, related_name="parts")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="children")
    order_number = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=80)
    standard = models.TextField(blank=True)
    """What is looked at, as the unit and the assessor read it."""
    role = models.CharField(max_length=16, choices=Role, default=Role.PART)
    source = models.CharField(max_length=16, choices=Source, default=Source.CHECK)
    indicator = models.CharField(max_length=64, blank=True)
    """The indicator offered by a room, where that is the source."""
    feeds = models.CharField(max_length=40, blank=True)
    """The code of the scheme whose published results are taken, where that is the source."""
    weight = models.FloatField(default=0)
    """Points of the whole for a part; the most points of one entry for a bonus or a deduction."""
    worst = models.FloatField(default=0)
    target = models.FloatField(default=100)
    mandatory = models.BooleanField(default=False)
    voice = models.CharField(max_length=16, choices=Voice, default=Voice.NONE)
    """Whose satisfaction it measures; the three sources are kept apart."""

    class Meta:
        ordering = ["order_number", "id"]
        constraints = [
            known_state("part", Role, field="role"),
            known_state("part", Voice, field="voice"),
            known_state("part", Source, field="source"),
            models.CheckConstraint(condition=Q(weight__gte=0), name="part_weight_not_negative"),
            models.CheckConstraint(condition=~Q(worst=models.F("target")), name="part_goalposts_differ"),
            models.CheckConstraint(condition=~Q(source="indicator") | ~Q(indicator=""), name="part_indicator_is_named"),
            models.CheckConstraint(condition=~Q(source="scheme") | ~Q(feeds=""), name="part_scheme_is_named"),
        ]

    def __str__(self) -> str:
        return self.name


class PeerGroup(models.Model):
    """Units that are compared with each other under one scheme, where kinds of bodies are too coarse (分类考核)."""

    body_path: ClassVar[str] = "scheme__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    scheme = models.ForeignKey(Scheme, models.CASCADE, related_name="peer_groups")
    name = models.CharField(max_length=40)
    order_number = models.PositiveSmallIntegerField(default=0)
    members = models.ManyToManyField(Body, related_name="+", blank=True)

    class Meta:
        ordering = ["order_number", "id"]
        constraints = [models.UniqueConstraint(fields=["scheme", "name"], name="peer_group_named_once")]

    def __str__(self) -> str:
        return self.name
