"""Tables of mandates: who acts for whom, in what, until when, and how far it is (代办、委托)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import ids
from zhengyou.records.ledger.constraints import known_state, ordered_period
from zhengyou.records.seal.fields import SealedTextField
from zhengyou.records.seal.personal import Personal, PersonalFields
from zhengyou.registry.bodies.models import Appointment, Body
from zhengyou.registry.services.enums import MandateKind, MandateState, Proof
from zhengyou.registry.services.models.catalogue import ServiceItem
from zhengyou.registry.services.models.contacts import contact_number


class Mandate(models.Model):
    """A principal lets somebody act: the unit's own staff (代办) or a person of their choice (委托)."""

    body_path: ClassVar[str] = "body"
    personal: ClassVar[PersonalFields] = {
        "principal_name": Personal(purpose=_("Act for the principal"), term_days=365, since="created_at"),
        "principal_phone": Personal(purpose=_("Act for the principal"), term_days=365, since="created_at"),
        "agent_name": Personal(purpose=_("Know who may act"), term_days=365, since="created_at"),
    }

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    number = models.CharField(max_length=16, unique=True, default=contact_number, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="mandates")
    kind = models.CharField(max_length=16, choices=MandateKind)
    state = models.CharField(max_length=16, choices=MandateState, default=MandateState.ACTIVE)
    principal_name = SealedTextField(mask="name", max_length=60)
    principal_phone = SealedTextField(mask="phone", max_length=30)
    agent_name = SealedTextField(mask="name", max_length=60)
    """The person of the principal's choice; empty where the unit's own staff act."""
    agent = models.ForeignKey(Appointment, models.PROTECT, null=True, blank=True, related_name="mandates")
    items = models.ManyToManyField(ServiceItem, related_name="mandates")
    """The scope: in these items and no others."""
    scope = models.CharField(max_length=300)
    """What may be done in them, in words: hand in, supplement, receive."""
    proof = models.CharField(max_length=16, choices=Proof)
    checked_by = models.ForeignKey(Appointment, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()
    starts_on = models.DateField()
    expires_on = models.DateField()
    """The first day on which it no longer holds."""
    result = models.CharField(max_length=500, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            known_state("mandate", MandateState),
            known_state("mandate", MandateKind, field="kind"),
            known_state("mandate", Proof, field="proof"),
            ordered_period("mandate", "starts_on", "expires_on"),
            models.CheckConstraint(
                condition=~Q(kind=MandateKind.AGENCY) | Q(agent__isnull=False), name="mandate_agency_has_its_agent"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class MandateStep(models.Model):
    """One step of acting for somebody: what was done, and who acts from then on."""

    body_path: ClassVar[str] = "mandate__body"

    id = models.BigAutoField(primary_key=True)
    mandate = models.ForeignKey(Mandate, models.PROTECT, related_name="steps")
    at = models.DateTimeField()
    words = models.CharField(max_length=300)
    by = models.ForeignKey(Appointment, models.PROTECT, null=True, blank=True, related_name="+")
    agent = models.ForeignKey(Appointment, models.PROTECT, null=True, blank=True, related_name="+")
    """Who acts from this step on, where it was handed over."""

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.words
