"""The table of identity cards."""

from typing import ClassVar

from django.db import models

from zhengyou.instruments.display.enums import ConsentForm, State
from zhengyou.kernel import ids
from zhengyou.records.ledger.constraints import known_state
from zhengyou.registry.bodies.models import Appointment
from zhengyou.registry.services.models import Window


class Card(models.Model):
    """The identity card of somebody who serves the public (亮身份): name, post, window."""

    body_path: ClassVar[str] = "appointment__post__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="cards")
    window = models.ForeignKey(Window, models.PROTECT, null=True, blank=True, related_name="cards")
    motto = models.CharField(max_length=60, blank=True)
    badge = models.CharField(max_length=30, blank=True)
    """共产党员, 工会会员 or another identity, shown only with the recorded consent of the person."""
    emblem = models.BooleanField(default=False)
    """Whether the printed card leaves a place where an emblem (党徽, 团徽) is pinned; the platform draws none."""
    consented_on = models.DateField(null=True, blank=True)
    """When the person agreed that the identity is shown; empty again once the consent was taken back."""
    photo_consented_on = models.DateField(null=True, blank=True)
    consent_form = models.CharField(max_length=8, choices=ConsentForm, blank=True)
    state = models.CharField(max_length=16, choices=State, default=State.DRAFT)
    drafted_by = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["appointment__post__order_number", "id"]
        constraints = [
            known_state("card", State),
            models.CheckConstraint(
                condition=models.Q(badge="", emblem=False) | models.Q(consented_on__isnull=False),
                name="card_badge_has_consent",
            ),
            models.UniqueConstraint(
                fields=["appointment", "window"],
                condition=~models.Q(state=State.WITHDRAWN),
                nulls_distinct=False,
                name="card_once_for_each_window",
            ),
        ]

    def __str__(self) -> str:
        return str(self.appointment)
