"""Means that plans use again and again as presets, and what units record for an item without an instrument."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from zhengyou.campaign.campaigns.enums import Capability
from zhengyou.campaign.campaigns.models.campaign import Item
from zhengyou.kernel import ids
from zhengyou.records.ledger.constraints import known_state
from zhengyou.registry.bodies.models import Body


class Preset(models.Model):
    """A named set of means in their order, as 公开承诺、领导点评、群众评议; every body keeps its own."""

    body_path: ClassVar[str] = "body"
    impersonal: ClassVar[dict[str, str]] = {"name": "what a set of means is called"}

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="presets")
    name = models.CharField(max_length=60)

    class Meta:
        ordering = ["body__sort_path", "name"]
        constraints = [models.UniqueConstraint(fields=["body", "name"], name="preset_name_once")]

    def __str__(self) -> str:
        return self.name


class PresetStep(models.Model):
    """One of the means of a preset, bound to a capability."""

    body_path: ClassVar[str] = "preset__body"
    impersonal: ClassVar[dict[str, str]] = {"name": "what a step is called"}

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    preset = models.ForeignKey(Preset, models.CASCADE, related_name="steps")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    capability = models.CharField(max_length=16, choices=Capability)

    class Meta:
        ordering = ["preset", "number"]
        constraints = [
            known_state("preset_step", Capability, field="capability"),
            models.UniqueConstraint(fields=["preset", "number"], name="preset_step_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="preset_step_from_one"),
        ]

    def __str__(self) -> str:
        return self.name


class ItemRecord(models.Model):
    """What a unit did for an item that no instrument records for it: in words, with documents where there are any."""

    body_path: ClassVar[str] = "body"
    scope_path: ClassVar[str] = "item__dimension__campaign__scope"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    item = models.ForeignKey(Item, models.PROTECT, related_name="records")
    body = models.ForeignKey(Body, models.PROTECT, related_name="item_records")
    on = models.DateField()
    text = models.TextField()
    recorded_at = models.DateTimeField()
    withdrawn_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="item_record_says_something")]

    def __str__(self) -> str:
        return f"{self.item} · {self.body}"
