"""Tables of the first contact, of what was told once for all, and of what was promised to follow."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import ids
from zhengyou.records.ledger.constraints import known_state
from zhengyou.records.seal.fields import SealedTextField, blind_index
from zhengyou.records.seal.personal import Personal, PersonalFields
from zhengyou.registry.bodies.models import Appointment, Body
from zhengyou.registry.deadlines.models import Clock
from zhengyou.registry.services.enums import (
    ContactState,
    Duty,
    FirstChannel,
    UndertakingKind,
    UndertakingState,
)
from zhengyou.registry.services.models.cases import Case
from zhengyou.registry.services.models.catalogue import ItemVersion, Window


def contact_number() -> str:
    """Return a number for a receipt or slip: random, with a check character."""
    return ids.short_code(10)


class FirstContact(models.Model):
    """Somebody asked, and whoever was asked first answers for it until the end (首问负责)."""

    body_path: ClassVar[str] = "body"
    personal: ClassVar[PersonalFields] = {
        "visitor_name": Personal(purpose=_("Tell the visitor the outcome"), term_days=365, since="asked_at"),
        "visitor_phone": Personal(purpose=_("Tell the visitor the outcome"), term_days=365, since="asked_at"),
    }

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    number = models.CharField(max_length=16, unique=True, default=contact_number, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="first_contacts")
    window = models.ForeignKey(Window, models.PROTECT, null=True, blank=True, related_name="first_contacts")
    received_by = models.ForeignKey(Appointment, models.PROTECT, null=True, blank=True, related_name="+")
    """Whoever was asked first, and so answers for the matter until it has ended."""
    channel = models.CharField(max_length=16, choices=FirstChannel, default=FirstChannel.VISIT)
    duty = models.CharField(max_length=16, choices=Duty, default=Duty.OWN)
    state = models.CharField(max_length=16, choices=ContactState, default=ContactState.OPEN)
    visitor_name = SealedTextField(mask="name", max_length=60)
    visitor_phone = SealedTextField(mask="phone", max_length=30)
    matter = models.CharField(max_length=300)
    materials = ArrayField(models.CharField(max_length=300), default=list, blank=True)
    """What the visitor handed in: one entry each, so that the receipt can count them."""
    signed = models.BooleanField(default=False)
    """Whether the visitor signed the register."""
    asked_at = models.DateTimeField()
    taker = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="contacts_taken")
    """The unit to which the visitor was led."""
    handed_at = models.DateTimeField(null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    taken_by = models.ForeignKey(Appointment, models.PROTECT, null=True, blank=True, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="first_contacts")
    result = models.CharField(max_length=500, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    clock = models.OneToOneField(Clock, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-asked_at", "-id"]
        indexes = [models.Index(fields=["body", "-asked_at"], name="first_contact_of_body")]
        constraints = [
            known_state("first_contact", ContactState),
            known_state("first_contact", Duty, field="duty"),
            known_state("first_contact", FirstChannel, field="channel"),
            models.CheckConstraint(
                condition=~Q(state=ContactState.ENDED) | (Q(ended_at__isnull=False) & ~Q(result="")),
                name="first_contact_ended_with_a_result",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class TellingSlip(models.Model):
    """What a visitor was told is missing: everything, once, under one version of the guide (一次性告知)."""

    body_path: ClassVar[str] = "body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    number = models.CharField(max_length=16, unique=True, default=contact_number, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="telling_slips")
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="telling_slips")
    question = models.ForeignKey(FirstContact, models.PROTECT, null=True, blank=True, related_name="telling_slips")
    version = models.ForeignKey(ItemVersion, models.PROTECT, related_name="telling_slips")
    ordinal = models.PositiveSmallIntegerField(default=1)
    missing = ArrayField(models.CharField(max_length=300))
    new_facts = models.CharField(max_length=300, blank=True)
    """Why there is a second slip at all; empty on the first."""
    told_at = models.DateTimeField()
    told_by = models.ForeignKey(Appointment, models.PROTECT, null=True, blank=True, related_name="+")
    signed = models.BooleanField(default=False)
    completed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-told_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(case__isnull=False, question__isnull=True) | Q(case__isnull=True, question__isnull=False),
                name="telling_slip_of_one_matter",
            ),
            models.UniqueConstraint(fields=["case", "ordinal"], name="telling_slip_once_for_each_case"),
            models.UniqueConstraint(fields=["question", "ordinal"], name="telling_slip_once_for_each_question"),
            models.CheckConstraint(
                condition=Q(ordinal=1) | ~Q(new_facts=""), name="telling_slip_again_by_new_facts_only"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Undertaking(models.Model):
    """What an applicant promised in writing: to hand in later (容缺受理), or that the conditions are met (告知承诺)."""

    body_path: ClassVar[str] = "body"
    personal: ClassVar[PersonalFields] = {
        "applicant_code": Personal(purpose=_("Know whose promise was not kept"), term_days=1825, since="made_at"),
    }

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    number = models.CharField(max_length=16, unique=True, default=contact_number, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="undertakings")
    case = models.ForeignKey(Case, models.PROTECT, related_name="undertakings")
    kind = models.CharField(max_length=16, choices=UndertakingKind)
    state = models.CharField(max_length=16, choices=UndertakingState, default=UndertakingState.OPEN)
    lacking = ArrayField(models.CharField(max_length=300))
    consequence = models.CharField(max_length=300)
    """What follows where it is not kept, as the applicant was told."""
    applicant_code = SealedTextField(mask="identity", index="identity", max_length=30)
    """Identity document or unified credit code of who promised; asked for where a promise stands in for proof."""
    made_at = models.DateTimeField()
    clock = models.OneToOneField(Clock, models.PROTECT, null=True, blank=True, related_name="+")
    finding = models.CharField(max_length=500, blank=True)
    judged_at = models.DateTimeField(null=True, blank=True)
    judged_by = models.ForeignKey(Appointment, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            known_state("undertaking", UndertakingState),
            known_state("undertaking", UndertakingKind, field="kind"),
            models.UniqueConstraint(fields=["case", "kind"], name="undertaking_kind_once_for_each_case"),
            models.CheckConstraint(
                condition=Q(state=UndertakingState.OPEN) | (Q(judged_at__isnull=False) & ~Q(finding="")),
                name="undertaking_judged_with_a_finding",
            ),
        ]
        indexes = [blind_index("promise", "applicant_code")]

    def __str__(self) -> str:
        return self.number


class Distrust(models.Model):
    """A bad credit record: until it is repaired no promise of this applicant stands in for proof (告知承诺的信用约束)."""

    body_path: ClassVar[str] = "body"
    personal: ClassVar[PersonalFields] = {
        "name": Personal(purpose=_("Know whose promise was not kept"), term_days=1825, since="noted_at"),
        "code": Personal(purpose=_("Know whose promise was not kept"), term_days=1825, since="noted_at"),
    }

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="distrusts")
    name = SealedTextField(mask="name", max_length=60)
    code = SealedTextField(mask="identity", index="identity", max_length=30)
    """Identity document or unified credit code; of a promise that was not kept it stands with the promise."""
    undertaking = models.OneToOneField(Undertaking, models.PROTECT, null=True, blank=True, related_name="distrust")
    basis = models.CharField(max_length=300)
    """What the record rests on: the promise that was not kept, or the decision of the credit authority."""
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(Appointment, models.PROTECT, null=True, blank=True, related_name="+")
    repaired_at = models.DateTimeField(null=True, blank=True)
    repair_basis = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-noted_at", "-id"]
        indexes = [blind_index("distrust", "code")]
        constraints = [
            models.CheckConstraint(
                condition=Q(repaired_at__isnull=True) | ~Q(repair_basis=""), name="distrust_repaired_with_a_basis"
            ),
        ]

    def __str__(self) -> str:
        return self.basis
