"""Tables of cases and of the business systems that send them."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import ids
from zhengyou.records.ledger.constraints import known_state, ordered_period
from zhengyou.records.seal.fields import SealedTextField
from zhengyou.records.seal.personal import Personal, PersonalFields
from zhengyou.registry.bodies.models import Appointment, Body
from zhengyou.registry.deadlines.models import Clock
from zhengyou.registry.services.enums import Channel, State
from zhengyou.registry.services.models.catalogue import ItemVersion, ServiceItem, Window


def case_number() -> str:
    """Return a case number for paper and voice: random, with a check character."""
    return ids.short_code(12)


class Integration(models.Model):
    """A business system that may send and read cases of a subtree, known by a token of which only a hash is kept."""

    body_path: ClassVar[str] = "body"

    id = models.BigAutoField(primary_key=True)
    public_id = models.UUIDField(default=ids.uuid7, unique=True, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="integrations")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    """SHA-256 of the token, which is shown once and has 256 random bits."""
    hint = models.CharField(max_length=8)
    must_sign = models.BooleanField(default=False)
    """Whether each request must also carry an HMAC of its content."""
    starts_on = models.DateField()
    expires_on = models.DateField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    used_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["body__sort_path", "id"]
        constraints = [ordered_period("integration", "starts_on", "expires_on")]

    def __str__(self) -> str:
        return self.name


class KeptAnswer(models.Model):
    """What was answered to a write with this Idempotency-Key, so that a repeated one is answered alike."""

    body_path: ClassVar[str] = "integration__body"

    id = models.BigAutoField(primary_key=True)
    integration = models.ForeignKey(Integration, models.CASCADE, related_name="answers")
    key = models.CharField(max_length=100)
    request_digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    answer = models.JSONField(default=dict)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["integration", "key"], name="kept_answer_once")]
        indexes = [models.Index(fields=["made_at"], name="kept_answer_made_at")]

    def __str__(self) -> str:
        return self.key


class Case(models.Model):
    """One visitor's matter at one window, under the version of the guide by which it was accepted."""

    body_path: ClassVar[str] = "body"
    personal: ClassVar[PersonalFields] = {
        "applicant_name": Personal(purpose=_("Call and answer the applicant"), term_days=365, since="accepted_at"),
        "applicant_phone": Personal(purpose=_("Call and answer the applicant"), term_days=365, since="accepted_at"),
    }

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    number = models.CharField(max_length=16, unique=True, default=case_number, editable=False)
    external_number = models.CharField(max_length=50, blank=True)
    """The number in the business system it came from."""
    body = models.ForeignKey(Body, models.PROTECT, related_name="cases")
    window = models.ForeignKey(Window, models.PROTECT, related_name="cases")
    item = models.ForeignKey(ServiceItem, models.PROTECT, related_name="cases")
    version = models.ForeignKey(ItemVersion, models.PROTECT, related_name="cases")
    handler = models.ForeignKey(Appointment, models.PROTECT, null=True, blank=True, related_name="cases")
    integration = models.ForeignKey(Integration, models.PROTECT, null=True, blank=True, related_name="cases")
    mandate = models.ForeignKey("services.Mandate", models.PROTECT, null=True, blank=True, related_name="cases")
    """Under which somebody acted for the applicant, where it was not the applicant."""
    channel = models.CharField(max_length=16, choices=Channel, default=Channel.DESK)
    state = models.CharField(max_length=16, choices=State, default=State.ACCEPTED)
    applicant_name = SealedTextField(mask="name", max_length=60)
    applicant_phone = SealedTextField(mask="phone", max_length=30)
    accepted_at = models.DateTimeField()
    clock = models.OneToOneField(Clock, models.PROTECT, null=True, blank=True, related_name="+")
    """The clock of its promise; a matter done on the spot has none."""
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-accepted_at", "-id"]
        indexes = [
            models.Index(fields=["body", "-accepted_at"], name="case_of_body"),
            models.Index(fields=["window", "-accepted_at"], name="case_of_window"),
            models.Index(fields=["-accepted_at", "-id"], name="case_latest"),
        ]
        constraints = [
            known_state("case", State),
            known_state("case", Channel, field="channel"),
            models.UniqueConstraint(
                fields=["body", "external_number"],
                condition=~Q(external_number=""),
                name="case_external_number_once_for_each_body",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(done_at__gte=F("accepted_at")), name="case_done_after_accepted"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.DONE) | Q(done_at__isnull=False), name="case_done_has_its_moment"
            ),
        ]

    def __str__(self) -> str:
        return self.number
