"""The matter itself, who brought it, and the correspondence about it."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.complaints.enums import Channel, Identity, Kind, Level, Side, Special, State
from zhengyou.instruments.complaints.models.boxes import BoxOpening
from zhengyou.instruments.complaints.models.catalogue import Category
from zhengyou.instruments.complaints.models.knowledge import KnowledgeVersion
from zhengyou.instruments.complaints.models.opinions import OpinionItem
from zhengyou.kernel import ids
from zhengyou.mechanisms.orders.models import Order
from zhengyou.records.ledger.constraints import known_state
from zhengyou.records.seal.fields import SealedTextField, blind_index
from zhengyou.records.seal.personal import Personal, PersonalFields
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.services.models import ServiceItem


def matter_number() -> str:
    """Return the number of a matter, for paper and telephone."""
    return ids.short_code(9)


class Complaint(models.Model):
    """One matter that somebody brought: the citizen's side of it.

    ``text`` is as it was said and stays with the body that took it in; a unit reads the order, whose text is masked.
    """

    body_path: ClassVar[str] = "body"
    personal: ClassVar[PersonalFields] = {
        "text": Personal(purpose=_("Understand and handle the matter"), term_days=1825, since="closed_at"),
        "grams": Personal(
            purpose=_("Find earlier matters by their words"), term_days=1825, since="closed_at", erase="null"
        ),
    }

    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    number = models.CharField(max_length=12, unique=True, default=matter_number, editable=False)
    code_digest = models.CharField(max_length=64, blank=True, db_index=True)
    """Of the code that only the complainant has; empty where nobody got one."""
    kind = models.CharField(max_length=16, choices=Kind)
    channel = models.CharField(max_length=16, choices=Channel)
    state = models.CharField(max_length=16, choices=State, default=State.RECEIVED)
    body = models.ForeignKey(Body, models.PROTECT, related_name="complaints")
    """Who took it in and sees to its handling; never a unit that it is about."""
    about = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="complaints_about")
    """The unit concerned, which must not learn who brought it."""
    item = models.ForeignKey(ServiceItem, models.PROTECT, null=True, blank=True, related_name="complaints")
    """The service that could not be done."""
    category = models.ForeignKey(Category, models.PROTECT, null=True, blank=True, related_name="complaints")
    title = models.CharField(max_length=120)
    text = models.TextField()
    place = models.CharField(max_length=200, blank=True)
    """Where it happened; not where somebody lives."""
    territory = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    """The town or street in which it happened."""
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    identity = models.CharField(max_length=16, choices=Identity, default=Identity.ANONYMOUS)
    may_publish = models.BooleanField(default=True)
    """Whether the complainant agrees that question and answer are published with names hidden."""
    received_at = models.DateTimeField()
    promised_on = models.DateField(null=True, blank=True)
    """Until when an answer was promised where it could not be given on the spot."""
    special = models.CharField(max_length=16, choices=Special, blank=True)
    order = models.ForeignKey(Order, models.PROTECT, null=True, blank=True, related_name="complaints")
    """What the units must do about it; joined matters share one."""
    knowledge = models.ForeignKey(KnowledgeVersion, models.PROTECT, null=True, blank=True, related_name="complaints")
    """The version of the article by which it was answered at once."""
    opinion = models.ForeignKey(OpinionItem, models.SET_NULL, null=True, blank=True, related_name="complaints")
    """The merged item of opinion to which it was put."""
    opening = models.ForeignKey(BoxOpening, models.PROTECT, null=True, blank=True, related_name="complaints")
    """The opening of the box in which the slip lay."""
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    answer = models.TextField(blank=True)
    """What the complainant is told."""
    answered_by = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    level = models.PositiveSmallIntegerField(choices=Level, null=True, blank=True)
    """What the complainant thinks of the handling, by the tracking page or the call-back."""
    level_text = models.CharField(max_length=500, blank=True)
    solved = models.BooleanField(null=True, blank=True)
    """Whether the complainant says that it is solved; empty: not said."""
    rated_on = models.DateField(null=True, blank=True)
    reopens = models.PositiveSmallIntegerField(default=0)
    reopen_reason = models.TextField(blank=True)
    grams = ArrayField(models.CharField(max_length=4), null=True, blank=True)
    """The pairs of neighbouring characters of title, text and place, by which it is found."""
    outer_system = models.CharField(max_length=40, blank=True)
    outer_number = models.CharField(max_length=64, blank=True)
    """Under which number another system knows it."""

    class Meta:
        ordering = ["-received_at", "number"]
        constraints = [
            known_state("complaint", State),
            known_state("complaint", Kind, field="kind"),
            known_state("complaint", Channel, field="channel"),
            known_state("complaint", Identity, field="identity"),
            models.CheckConstraint(
                condition=Q(special="") | Q(special__in=Special.values), name="complaint_special_known"
            ),
            models.CheckConstraint(
                condition=Q(level__isnull=True) | Q(level__in=Level.values), name="complaint_level_known"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["answered", "informed"]) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="complaint_answered_has_answer",
            ),
            models.CheckConstraint(
                condition=~Q(state="informed") | ~Q(special=""), name="complaint_informed_has_class"
            ),
            models.CheckConstraint(
                condition=~Q(state="merged") | Q(merged_into__isnull=False), name="complaint_merged_into_one"
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_at__isnull=False), name="complaint_closed_has_moment"
            ),
            models.UniqueConstraint(
                fields=["outer_system", "outer_number"],
                condition=~Q(outer_number=""),
                name="complaint_once_for_each_outer_number",
            ),
        ]
        indexes = [
            models.Index(fields=["body", "state", "-received_at"], name="complaint_of_body"),
            models.Index(fields=["category", "-received_at"], name="complaint_of_category"),
            models.Index(fields=["-received_at"], name="complaint_by_moment"),
            # Boards and rates count all matters of a year; they read this instead of the long texts beside it.
            models.Index(
                fields=["received_at"],
                include=[
                    "id",
                    "body",
                    "about",
                    "kind",
                    "channel",
                    "state",
                    "category",
                    "territory",
                    "order",
                    "answered_by",
                    "answered_at",
                    "promised_on",
                    "level",
                    "solved",
                ],
                name="complaint_figures",
            ),
            models.Index(fields=["answered_at"], condition=Q(state="answered"), name="complaint_to_close"),
            GinIndex(fields=["grams"], name="complaint_grams"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def ledger_label(self) -> str:
        """Return the number alone: a title may quote what somebody said."""
        return self.number


class Complainant(models.Model):
    """Who brought a matter, sealed. No page, export or reading for a unit follows this row."""

    body_path: ClassVar[str] = "complaint__body"
    personal: ClassVar[PersonalFields] = {
        "name": Personal(purpose=_("Answer whoever brought the matter"), term_days=1095, since="complaint__closed_at"),
        "phone": Personal(purpose=_("Answer whoever brought the matter"), term_days=1095, since="complaint__closed_at"),
        "email": Personal(purpose=_("Answer whoever brought the matter"), term_days=1095, since="complaint__closed_at"),
        "address": Personal(purpose=_("Answer by letter where wished"), term_days=1095, since="complaint__closed_at"),
    }

    complaint = models.OneToOneField(Complaint, models.CASCADE, primary_key=True, related_name="complainant")
    name = SealedTextField(mask="name", max_length=60)
    phone = SealedTextField(mask="phone", index="phone", max_length=30)
    email = SealedTextField(mask="hidden", index="email", max_length=120)
    address = SealedTextField(mask="address", max_length=200)

    class Meta:
        indexes = [blind_index("complainant", "phone"), blind_index("complainant", "email")]

    def __str__(self) -> str:
        return self.complaint.number


class Message(models.Model):
    """One message between the handling side and a complainant who stays unknown to it."""

    body_path: ClassVar[str] = "complaint__body"
    personal: ClassVar[PersonalFields] = {
        "text": Personal(purpose=_("Understand and handle the matter"), term_days=1825, since="complaint__closed_at"),
    }

    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="messages")
    side = models.CharField(max_length=12, choices=Side)
    text = models.TextField()
    day = models.DateField()
    place_in_line = models.PositiveIntegerField()
    """1 for the first message of the matter; the day alone would not order them."""
    read_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["complaint", "place_in_line"]
        constraints = [
            known_state("message", Side, field="side"),
            models.UniqueConstraint(fields=["complaint", "place_in_line"], name="message_in_line_once"),
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.place_in_line}"
