"""Tables of appointments: slots of a window, and who has taken one (预约)."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import ids
from zhengyou.records.ledger.constraints import known_state
from zhengyou.records.seal.fields import SealedTextField
from zhengyou.records.seal.personal import Personal, PersonalFields
from zhengyou.registry.services.enums import IN_THE_HALL, STANDING, BookingState
from zhengyou.registry.services.models.cases import Case
from zhengyou.registry.services.models.catalogue import ServiceItem, Window


def voucher_code() -> str:
    """Return the code of a voucher: random, with a check character; who holds it may cancel."""
    return ids.short_code(12)


class Slot(models.Model):
    """A stretch of time at a window that so many visitors may book."""

    body_path: ClassVar[str] = "window__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    window = models.ForeignKey(Window, models.PROTECT, related_name="slots")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    capacity = models.PositiveSmallIntegerField()
    taken = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["window", "starts_at"], name="slot_begins_once_at_a_window"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="slot_has_a_length"),
            models.CheckConstraint(condition=Q(taken__lte=F("capacity")), name="slot_never_overbooked"),
        ]

    def __str__(self) -> str:
        return f"{self.window} {self.starts_at:%Y-%m-%d %H:%M}"


class Booking(models.Model):
    """Somebody has taken a place of a slot for one item, and holds a voucher."""

    body_path: ClassVar[str] = "slot__window__body"
    personal: ClassVar[PersonalFields] = {
        "visitor_name": Personal(purpose=_("Know who comes"), term_days=90, since="booked_at"),
        "visitor_phone": Personal(purpose=_("Tell of a change"), term_days=90, since="booked_at"),
    }

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    code = models.CharField(max_length=16, unique=True, default=voucher_code, editable=False)
    slot = models.ForeignKey(Slot, models.PROTECT, related_name="bookings")
    item = models.ForeignKey(ServiceItem, models.PROTECT, related_name="bookings")
    state = models.CharField(max_length=16, choices=BookingState, default=BookingState.BOOKED)
    visitor_name = SealedTextField(mask="name", max_length=60)
    visitor_phone = SealedTextField(mask="phone", max_length=30)
    booked_at = models.DateTimeField()
    ticket = models.PositiveSmallIntegerField(null=True, blank=True)
    """The number in the queue of the window on that day, for which the voucher was exchanged."""
    present_at = models.DateTimeField(null=True, blank=True)
    first_called_at = models.DateTimeField(null=True, blank=True)
    called_at = models.DateTimeField(null=True, blank=True)
    """When the number was called last."""
    calls = models.PositiveSmallIntegerField(default=0, db_default=0)
    ended_at = models.DateTimeField(null=True, blank=True)
    case = models.OneToOneField(Case, models.PROTECT, null=True, blank=True, related_name="booking")
    """The case that was taken when the visitor came."""

    class Meta:
        ordering = ["slot__starts_at", "id"]
        constraints = [
            known_state("booking", BookingState),
            models.CheckConstraint(
                condition=Q(state__in=list(STANDING)) | Q(ended_at__isnull=False),
                name="booking_ended_has_its_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=list(IN_THE_HALL)) | Q(ticket__isnull=False, present_at__isnull=False),
                name="booking_present_has_its_number",
            ),
            models.CheckConstraint(
                condition=~Q(state=BookingState.CALLED) | Q(called_at__isnull=False),
                name="booking_called_has_its_moment",
            ),
        ]
        indexes = [
            models.Index(
                fields=["slot", "ticket"],
                condition=Q(state__in=list(IN_THE_HALL)),
                name="booking_in_the_hall",
            )
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def window(self) -> Window:
        """Return where the visitor is expected."""
        return self.slot.window

    @property
    def queue_number(self) -> str:
        """Return the number as it is called, 预 for who has booked; empty before the voucher is exchanged for it."""
        return f"Y{self.ticket:03d}" if self.ticket else ""
