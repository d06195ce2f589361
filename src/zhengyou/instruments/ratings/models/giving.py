"""Tables of tag sets, invitations, ratings, their daily counts and confidential reports."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.ratings.enums import Channel, Display, Level, Stage, State, TextState
from zhengyou.kernel import ids
from zhengyou.mechanisms.orders.models import Order
from zhengyou.records.ledger.constraints import known_state
from zhengyou.records.seal.fields import SealedTextField
from zhengyou.records.seal.personal import Personal, PersonalFields
from zhengyou.registry.bodies.models import Appointment, Body
from zhengyou.registry.services.enums import Family
from zhengyou.registry.services.models import Case, ServiceItem, Window


def invitation_code() -> str:
    """Return the code of an invitation, for paper and QR."""
    return ids.short_code(10)


class TagSet(models.Model):
    """A version of the reasons a rater may tick, by level; only the top level issues one, units add and drop nothing."""

    unscoped: ClassVar[str] = "one set serves every unit, as the national rule wants"

    id = models.AutoField(primary_key=True)
    version = models.PositiveSmallIntegerField(unique=True)
    title = models.CharField(max_length=120)
    source = models.CharField(max_length=300)
    verified = models.BooleanField(default=False)
    """Whether the source text itself has been seen."""
    valid_from = models.DateField()

    class Meta:
        ordering = ["-version"]

    def __str__(self) -> str:
        return f"{self.title} v{self.version}"


class Tag(models.Model):
    """One reason of a set, offered with one level."""

    unscoped: ClassVar[str] = "part of a tag set"

    id = models.AutoField(primary_key=True)
    tag_set = models.ForeignKey(TagSet, models.CASCADE, related_name="tags")
    code = models.CharField(max_length=8)
    level = models.PositiveSmallIntegerField(choices=Level)
    label = models.CharField(max_length=60)
    order_number = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["-level", "order_number"]
        constraints = [
            known_state("tag", Level, field="level"),
            models.UniqueConstraint(fields=["tag_set", "code"], name="tag_code_once"),
        ]

    def __str__(self) -> str:
        return self.label


class Invitation(models.Model):
    """The right to rate one step of one case once; made by the case, never by a clerk."""

    body_path: ClassVar[str] = "body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    code = models.CharField(max_length=12, unique=True, default=invitation_code, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="invitations")
    service_number = models.PositiveSmallIntegerField()
    """Which service of the case it is: 1 for its acceptance, 2 for its completion, and so on."""
    stage = models.CharField(max_length=8, choices=Stage, default=Stage.DONE)
    window = models.ForeignKey(Window, models.PROTECT, related_name="invitations")
    body = models.ForeignKey(Body, models.PROTECT, related_name="invitations")
    state = models.CharField(max_length=16, choices=State, default=State.INVITED)
    made_on = models.DateField()
    expires_on = models.DateField()
    """The first day on which it can no longer be used."""

    class Meta:
        constraints = [
            known_state("invitation", State),
            known_state("invitation", Stage, field="stage"),
            models.UniqueConstraint(fields=["case", "service_number"], name="invitation_once_for_each_service"),
        ]
        indexes = [
            models.Index(fields=["body", "made_on"], include=["state"], name="invitation_of_body"),
            models.Index(fields=["window", "made_on"], include=["state"], name="invitation_of_window"),
            models.Index(fields=["expires_on"], condition=Q(state="invited"), name="invitation_expiring"),
        ]

    def __str__(self) -> str:
        return str(self.window)


class Rating(models.Model):
    """What one visitor said. Its id is random and its day is all the time it keeps.

    No key leads from here to an invitation, and so to a case and a person: ``spent`` is a keyed hash of the invitation
    (`spending.mark`) that proves that it was given once, and tells nothing without the key, which is not in the database.
    """

    body_path: ClassVar[str] = "body"
    personal: ClassVar[PersonalFields] = {
        "text": Personal(purpose=_("Understand and mend what was rated"), term_days=1095, since="day"),
        "shown_name": Personal(purpose=_("Stand beside the words, as their writer chose"), term_days=1095, since="day"),
        "contact_name": Personal(purpose=_("Answer a rater who asked for it"), term_days=180, since="day"),
        "contact_phone": Personal(purpose=_("Answer a rater who asked for it"), term_days=180, since="day"),
    }

    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    spent = models.BinaryField(max_length=16, unique=True, null=True, blank=True)
    """Of which invitation it is, behind a key; empty for a visit without a case."""
    handler = models.ForeignKey(Appointment, models.PROTECT, null=True, blank=True, related_name="+")
    """Who handled what was rated: the rated one. Sums of many ratings are all that is ever read by it."""
    window = models.ForeignKey(Window, models.PROTECT, related_name="ratings")
    body = models.ForeignKey(Body, models.PROTECT, related_name="ratings")
    item = models.ForeignKey(ServiceItem, models.PROTECT, null=True, blank=True, related_name="ratings")
    family = models.CharField(max_length=16, choices=Family, blank=True)
    channel = models.CharField(max_length=16, choices=Channel)
    stage = models.CharField(max_length=8, choices=Stage)
    level = models.PositiveSmallIntegerField(choices=Level)
    tag_set = models.ForeignKey(TagSet, models.PROTECT, null=True, blank=True, related_name="ratings")
    tags = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    text = models.TextField(blank=True)
    text_state = models.CharField(max_length=8, choices=TextState, default=TextState.NONE)
    display = models.CharField(max_length=12, choices=Display, default=Display.ANONYMOUS)
    shown_name = models.CharField(max_length=60, blank=True, default="", db_default="")
    """The whole name, only where the rater chose to be shown with it."""
    contact_name = SealedTextField(mask="name", max_length=60)
    contact_phone = SealedTextField(mask="phone", max_length=30)
    day = models.DateField()
    taken_on = models.DateField(null=True, blank=True)
    """The day on which it came in, where that is not ``day``: a platform above told of it later."""
    assisted = models.BooleanField(default=False)
    """Whether somebody entered it for the rater: from paper or by telephone."""
    receipt_digest = models.CharField(max_length=64, unique=True)
    dispatched_on = models.DateField(null=True, blank=True)
    """The day on which a bad rating was handed out for rectification."""
    order = models.OneToOneField(Order, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            known_state("rating", Channel, field="channel"),
            known_state("rating", Stage, field="stage"),
            known_state("rating", Level, field="level"),
            known_state("rating", Display, field="display"),
            known_state("rating", TextState, field="text_state"),
            models.CheckConstraint(
                condition=Q(stage=Stage.VISIT) | Q(spent__isnull=False) | Q(channel=Channel.IMPORT),
                name="rating_of_a_case_has_its_invitation",
            ),
            models.CheckConstraint(
                condition=Q(taken_on__isnull=True) | Q(taken_on__gt=models.F("day")),
                name="rating_came_in_after_its_day",
            ),
        ]
        indexes = [
            models.Index(fields=["window", "day"], name="rating_of_window"),
            models.Index(fields=["body", "day"], name="rating_of_body"),
            models.Index(
                fields=["day"], condition=Q(level__lte=2, dispatched_on__isnull=True), name="rating_bad_waiting"
            ),
            models.Index(fields=["body"], condition=Q(text_state="pending"), name="rating_text_pending"),
        ]

    def __str__(self) -> str:
        return str(self.window)

    @property
    def is_bad(self) -> bool:
        """Return whether it is a bad rating 差评, which opens a rectification."""
        return self.level <= Level.BAD

    @property
    def is_to_be_mended(self) -> bool:
        """Return whether it is bad, or its rater found it bad later 追评: sorted out and put right all the same."""
        addition = getattr(self, "addition", None)
        return self.is_bad or (addition is not None and addition.level <= Level.BAD)


class Addition(models.Model):
    """追评: what a rater says later about the same service, once; the first rating stays as it is and counts alone."""

    body_path: ClassVar[str] = "body"
    personal: ClassVar[PersonalFields] = {
        "text": Personal(purpose=_("Understand and mend what was rated"), term_days=1095, since="day"),
    }

    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    rating = models.OneToOneField(Rating, models.PROTECT, related_name="addition")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(choices=Level)
    text = models.TextField(blank=True)
    text_state = models.CharField(max_length=8, choices=TextState, default=TextState.NONE)
    day = models.DateField()

    class Meta:
        constraints = [
            known_state("addition", Level, field="level"),
            known_state("addition", TextState, field="text_state"),
        ]
        indexes = [models.Index(fields=["body", "text_state"], name="addition_of_body")]

    def __str__(self) -> str:
        return str(self.rating)


class DayTally(models.Model):
    """How often a level was given at a window on a day, by family of items and by channel.

    ``body`` is the window's, so that a league table reads this table alone. Kept in the transaction of the rating.
    """

    body_path: ClassVar[str] = "body"

    id = models.BigAutoField(primary_key=True)
    window = models.ForeignKey(Window, models.PROTECT, related_name="tallies")
    body = models.ForeignKey(Body, models.PROTECT, related_name="tallies")
    family = models.CharField(max_length=16, choices=Family, blank=True)
    channel = models.CharField(max_length=16, choices=Channel)
    day = models.DateField()
    level = models.PositiveSmallIntegerField(choices=Level)
    count = models.PositiveIntegerField()
    left_out = models.PositiveIntegerField(default=0, db_default=0)
    """How many of them a review one level up left out (`HandlingState.EXCLUDED`): both totals are shown."""

    class Meta:
        constraints = [
            known_state("day_tally", Level, field="level"),
            models.CheckConstraint(condition=Q(left_out__lte=models.F("count")), name="day_tally_left_out_was_counted"),
            models.UniqueConstraint(fields=["window", "day", "level", "channel", "family"], name="day_tally_once"),
        ]
        indexes = [
            models.Index(fields=["body", "day"], include=["level", "count"], name="day_tally_of_body"),
            models.Index(fields=["day"], name="day_tally_day"),
        ]

    def __str__(self) -> str:
        return f"{self.window_id} {self.day} {self.level}: {self.count}"


class MonthTally(models.Model):
    """The ratings of a unit in a month that is over, rolled up from the days, so that long periods are read at once.

    Written by the nightly job; nothing is added to a day that is over, so it never changes.
    """

    body_path: ClassVar[str] = "body"

    id = models.BigAutoField(primary_key=True)
    body = models.ForeignKey(Body, models.PROTECT, related_name="month_tallies")
    month = models.DateField()
    """Its first day."""
    levels = ArrayField(models.BigIntegerField(), size=5)
    """How often each level was given, the worst first."""
    cells = models.JSONField()
    """The same by family of items and channel: {"public|code": [0, 1, 2, 8, 9], …}."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["month", "body"], include=["levels"], name="month_tally_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="month_tally_begins_a_month"),
        ]

    def __str__(self) -> str:
        return f"{self.body_id} {self.month:%Y-%m}"


class PraiseReport(models.Model):
    """有人要求我给好评: a confidential report to supervision. Stands apart from every rating and names no rater."""

    body_path: ClassVar[str] = "body"
    personal: ClassVar[PersonalFields] = {
        "text": Personal(purpose=_("Look into demanded praise"), term_days=1095, since="day"),
    }

    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    window = models.ForeignKey(Window, models.PROTECT, related_name="praise_reports")
    body = models.ForeignKey(Body, models.PROTECT, related_name="praise_reports")
    day = models.DateField()
    text = models.TextField(blank=True)
    read_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["body", "day"], name="praise_report_of_body")]

    def __str__(self) -> str:
        return str(self.window)


class Release(models.Model):
    """A window's day whose ratings the unit and the public may see: its batch is large or old enough.

    Written by the nightly job, so that nobody at the window can watch a count change after one visitor.
    """

    body_path: ClassVar[str] = "window__body"

    id = models.BigAutoField(primary_key=True)
    window = models.ForeignKey(Window, models.CASCADE, related_name="releases")
    day = models.DateField()
    released_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["window", "day"], name="release_once")]

    def __str__(self) -> str:
        return f"{self.window_id} {self.day}"
