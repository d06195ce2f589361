"""Readings of items, windows and cases."""

import datetime as dt
import hashlib

from django.conf import settings
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from zhengyou.kernel import clock, ids
from zhengyou.records.ledger import Actor as LedgerActor
from zhengyou.records.ledger.queries import kind_of
from zhengyou.registry.access.actors import Actor
from zhengyou.registry.access.queries import within
from zhengyou.registry.bodies.enums import Duty
from zhengyou.registry.bodies.models import Appointment, Body
from zhengyou.registry.deadlines import queries as deadlines
from zhengyou.registry.deadlines.enums import Colour
from zhengyou.registry.deadlines.models import Clock
from zhengyou.registry.services import policy, rules
from zhengyou.registry.services.enums import ContactState, ShiftKind, State, UndertakingState
from zhengyou.registry.services.models import (
    AfterHours,
    Booking,
    Case,
    Distrust,
    FirstContact,
    Integration,
    ItemVersion,
    Mandate,
    Norm,
    OpeningTime,
    ServiceItem,
    Shift,
    Slot,
    Staffing,
    TellingSlip,
    Undertaking,
    Window,
)

OPEN_STATES = (State.ACCEPTED, State.HANDLING)
OPEN_CONTACTS = (ContactState.OPEN, ContactState.HANDED, ContactState.TAKEN)


def offered(day: dt.date | None = None) -> QuerySet[ServiceItem]:
    """Return the items that are offered on ``day`` (today unless named), in official order."""
    day = day or clock.today()
    return ServiceItem.objects.filter(opened_on__lte=day).filter(Q(closed_on__isnull=True) | Q(closed_on__gt=day))


def open_windows(day: dt.date | None = None) -> QuerySet[Window]:
    """Return the windows that serve on ``day`` (today unless named), in official order."""
    day = day or clock.today()
    return Window.objects.filter(opened_on__lte=day).filter(Q(closed_on__isnull=True) | Q(closed_on__gt=day))


def windows_of(body: Body, day: dt.date | None = None) -> QuerySet[Window]:
    """Return the windows of ``body`` and of everything below it that serve on ``day``."""
    return open_windows(day).filter(body__path__startswith=body.path).select_related("body")


def on_duty(window: Window, day: dt.date | None = None) -> QuerySet[Staffing]:
    """Return who serves at ``window`` on ``day`` (today unless named), the stand-ins last."""
    day = day or clock.today()
    return (
        window.staffings.filter(starts_on__lte=day)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gt=day))
        .select_related("appointment__person", "appointment__post__body")
        .order_by("stand_in", "starts_on", "id")
    )


def served_by(appointment_id: int, day: dt.date | None = None) -> QuerySet[Window]:
    """Return the windows at which the holder of this appointment serves on ``day``."""
    day = day or clock.today()
    serving = Q(staffings__appointment=appointment_id, staffings__starts_on__lte=day) & (
        Q(staffings__ends_on__isnull=True) | Q(staffings__ends_on__gt=day)
    )
    return open_windows(day).filter(serving).distinct()


def guide_of(item: ServiceItem, day: dt.date | None = None) -> ItemVersion | None:
    """Return the version of the guide that held on ``day`` (today unless named)."""
    return item.versions.filter(valid_from__lte=day or clock.today()).order_by("-number").first()


def cases() -> QuerySet[Case]:
    """Return cases with what a list shows."""
    return Case.objects.select_related("body", "window", "item", "handler__person", "clock")


def shining(cases: QuerySet[Case], colour: Colour, moment: dt.datetime | None = None) -> QuerySet[Case]:
    """Return the open ones of ``cases`` whose promise shows ``colour`` at a moment; red: it is broken."""
    lit = Clock.objects.filter(deadlines.shining(colour, moment), subject_kind=kind_of(Case), finished_at__isnull=True)
    return cases.filter(state__in=OPEN_STATES, clock__in=lit)


def waiting_for(appointment: Appointment) -> QuerySet[Case]:
    """Return the open cases with a promise that the holder of ``appointment`` handles, or of the windows served."""
    own = Q(handler=appointment) | Q(handler__isnull=True, window__in=served_by(appointment.pk).values("pk"))
    return cases().filter(own, state__in=OPEN_STATES, clock__isnull=False).order_by("clock__due_at", "id")


def daily_volume(window: Window, first: dt.date, last: dt.date) -> list[tuple[dt.date, int]]:
    """Return how many cases ``window`` accepted on each day from ``first`` to ``last``; the log of a window."""
    counts = (
        Case.objects.filter(
            window=window,
            accepted_at__gte=clock.midnight(first),
            accepted_at__lt=clock.midnight(last + dt.timedelta(1)),
        )
        .values_list("accepted_at__date")
        .annotate(count=Count("id"))
        .order_by("accepted_at__date")
    )
    return [(day, count) for day, count in counts]


def digest(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def integration_for(token: str) -> Integration | None:
    """Return the business system that holds ``token``, unless it has expired or was revoked."""
    today = clock.today()
    return (
        Integration.objects.select_related("body")
        .filter(digest=digest(token), revoked_at__isnull=True, starts_on__lte=today, expires_on__gt=today)
        .first()
    )


def post_of(actor: LedgerActor) -> Appointment | None:
    """Return the appointment under which ``actor`` acts; programs and jobs have none."""
    hat = actor.hat_id if isinstance(actor, Actor) else ""
    return Appointment.objects.filter(public_id=hat).first() if hat else None


def holders_in(body: Body) -> QuerySet[Appointment]:
    """Return who holds a post in ``body`` or below it today, in official order."""
    today = clock.today()
    return (
        Appointment.objects.filter(post__body__path__startswith=body.path, starts_on__lte=today)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gt=today))
        .select_related("person", "post__body")
        .order_by("post__body__sort_path", "post__order_number", "person__sort_key")
    )


def liaisons_of(body: Body) -> QuerySet[Appointment]:
    """Return who keeps in touch for ``body`` itself: its liaison officers, or whoever holds a post in it."""
    own = holders_in(body).filter(post__body=body)
    liaisons = own.filter(post__duty=Duty.LIAISON)
    return liaisons if liaisons.exists() else own


def typed_code(typed: str) -> str:
    """Return a code as it is stored, however it was typed; nothing where it cannot be one."""
    code = ids.read_code(typed)
    return code if ids.code_holds(code) else ""


def contact_page(contact: FirstContact) -> str:
    """Return where a first contact is read."""
    return reverse("services:contact", args=[contact.pk])


def notice_of(slip: TellingSlip) -> str:
    """Return the title under which a slip is a written notice."""
    with translation.override(settings.LANGUAGE_CODE):  # what is stored is in the language of the house
        return _("Slip of one-time notice %(number)s") % {"number": slip.number}


def contacts(actor: LedgerActor, function: str) -> QuerySet[FirstContact]:
    """Return the first contacts of the scope, and those that were led into it."""
    rows = FirstContact.objects.select_related("body", "taker", "window", "received_by__person", "clock__rule")
    led = within(Body.objects.all(), actor, function)
    return rows.filter(
        Q(pk__in=within(FirstContact.objects.all(), actor, function).values("pk")) | Q(taker__in=led.values("pk"))
    )


def slips() -> QuerySet[TellingSlip]:
    """Return slips with what a list shows."""
    return TellingSlip.objects.select_related("body", "case__item", "question", "version", "told_by__person")


def undertakings() -> QuerySet[Undertaking]:
    """Return written promises with what a list shows."""
    return Undertaking.objects.select_related("body", "case__item", "case__handler", "case__version", "clock__rule")


def distrusts() -> QuerySet[Distrust]:
    """Return bad credit records with what a list shows."""
    return Distrust.objects.select_related("body", "undertaking__case__item", "noted_by__person")


def distrusts_of(code: str, body: Body) -> QuerySet[Distrust]:
    """Return the bad credit records that stand against this identity document or credit code anywhere in the place."""
    root = body.path.split(".", 1)[0] + "."
    own = Q(code=code.strip()) | Q(undertaking__applicant_code=code.strip())
    return Distrust.objects.filter(own, body__path__startswith=root, repaired_at__isnull=True)


def mandates() -> QuerySet[Mandate]:
    """Return mandates with what a list shows."""
    return Mandate.objects.select_related("body", "agent__person", "checked_by__person")


def lenient_guides(day: dt.date | None = None) -> QuerySet[ItemVersion]:
    """Return the guides in force by which materials may follow, or by which a promise stands in for proof."""
    latest = ItemVersion.objects.filter(item=OuterRef("item"), valid_from__lte=day or clock.today()).order_by("-number")
    return (
        ItemVersion.objects.filter(item__in=offered(day).values("pk"), pk=Subquery(latest.values("pk")[:1]))
        .filter(Q(by_promise=True) | ~Q(deferrable=[]))
        .select_related("item__body")
        .order_by("item__body__sort_path", "item__order_number", "item_id")
    )


def contacts_waiting(appointment: Appointment) -> QuerySet[FirstContact]:
    """Return the open first contacts that this holder was asked, took over, or that were led to the own unit."""
    mine = Q(received_by=appointment) | Q(taken_by=appointment)
    led = Q(state=ContactState.HANDED, taker=appointment.post.body_id)
    rows = FirstContact.objects.filter(mine | led, state__in=OPEN_CONTACTS)
    return rows.select_related("body", "clock").order_by("clock__due_at", "id")


def undertakings_due(actor: Actor) -> QuerySet[Undertaking]:
    """Return the written promises of the scope whose term has run out and that nobody has judged."""
    due = undertakings().filter(state=UndertakingState.OPEN, clock__due_at__lte=clock.now())
    return within(due, actor, rules.REGISTER).order_by("clock__due_at", "id")


def guides(body: Body | None = None) -> QuerySet[ItemVersion]:
    """Return the guides in force of everything that is offered, or of what ``body`` and those below it offer."""
    today = clock.today()
    latest = ItemVersion.objects.filter(item=OuterRef("item"), valid_from__lte=today).order_by("-number")
    rows = ItemVersion.objects.filter(item__in=offered().values("pk"), pk=Subquery(latest.values("pk")[:1]))
    if body is not None:
        rows = rows.filter(item__body__path__startswith=body.path)
    return rows.select_related("item__body").order_by("item__body__sort_path", "item__order_number", "item_id")


def public_results(since: dt.datetime) -> QuerySet[Case]:
    """Return the cases done since a moment in items whose results are published today, the latest first."""
    rows = cases().filter(state=State.DONE, done_at__gte=since)
    return rows.filter(item__in=guides().filter(results_public=True).values("item")).order_by("-done_at", "-id")


def free_slots(window: Window) -> QuerySet[Slot]:
    """Return the slots of ``window`` that have not begun and have a place left."""
    soon = clock.now() + dt.timedelta(days=policy.BOOK_AHEAD_DAYS)
    return window.slots.filter(starts_at__gt=clock.now(), starts_at__lt=soon, taken__lt=F("capacity")).order_by(
        "starts_at"
    )


def bookable_windows() -> QuerySet[Window]:
    """Return the open windows at which something is free, with the next free time, in official order."""
    soon = clock.now() + dt.timedelta(days=policy.BOOK_AHEAD_DAYS)
    free = Slot.objects.filter(
        window=OuterRef("pk"), starts_at__gt=clock.now(), starts_at__lt=soon, taken__lt=F("capacity")
    ).order_by("starts_at")
    rows = open_windows().annotate(next_free=Subquery(free.values("starts_at")[:1])).filter(next_free__isnull=False)
    return rows.select_related("body").order_by("body__sort_path", "order_number", "id")


def bookings() -> QuerySet[Booking]:
    """Return appointments of visitors with what a list shows."""
    return Booking.objects.select_related("slot__window__body", "item", "case").order_by("slot__starts_at", "id")


def shifts() -> QuerySet[Shift]:
    """Return the shifts that stand, in their order."""
    rows = Shift.objects.filter(dropped_at__isnull=True)
    return rows.select_related(
        "window__body", "appointment__person", "appointment__post", "stands_in_for__person"
    ).order_by("starts_at", "id")


def opening_of(window: Window) -> QuerySet[OpeningTime]:
    """Return when ``window`` serves today and on, by weekday."""
    return window.opening_times.filter(closed_on__isnull=True)


def after_hours() -> QuerySet[AfterHours]:
    """Return what serves after hours today."""
    return AfterHours.objects.filter(closed_on__isnull=True).select_related("body")


def on_call(moment: dt.datetime) -> QuerySet[Shift]:
    """Return who is on duty out of office hours at ``moment``: the public reads the unit, not the person."""
    return shifts().filter(starts_at__lte=moment, ends_at__gt=moment).exclude(kind=ShiftKind.REGULAR)


def norms(actor: LedgerActor) -> QuerySet[Norm]:
    """Return the norms of the scope and those that bodies above the own one have issued, with how many read them."""
    own = post_of(actor)
    above = [int(key) for key in own.post.body.path.split(".") if key] if own else []
    rows = Norm.objects.filter(Q(pk__in=within(Norm.objects.all(), actor, rules.READ).values("pk")) | Q(body__in=above))
    return (
        rows.select_related("body")
        .annotate(read_count=Count("readings"))
        .order_by("body__sort_path", "kind", "title", "-number")
    )
