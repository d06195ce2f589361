"""Readings of matters."""

import datetime as dt
import hashlib
import hmac

from django.db.models import Exists, F, OuterRef, QuerySet, Value
from django.db.models.functions import StrIndex

from zhengyou.instruments.complaints import policy
from zhengyou.instruments.complaints.enums import Kind, Side, State
from zhengyou.instruments.complaints.models import Complaint, Message
from zhengyou.kernel import ids
from zhengyou.records import ledger
from zhengyou.records.ledger.models import Event
from zhengyou.records.ledger.queries import history
from zhengyou.registry.access.queries import within
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.deadlines.actions import due_by


def digest(number: str, code: str) -> str:
    """Return what is kept of the code that only the complainant has."""
    return hashlib.sha256(f"{number}:{ids.read_code(code)}".encode()).hexdigest()


def by_code(number: str, code: str) -> Complaint | None:
    """Return the matter that this number and code open together, or None."""
    number = ids.read_code(number)[:12]
    matter = (
        Complaint.objects.select_related("body", "about", "category", "order__body", "merged_into")
        .filter(number=number)
        .first()
    )
    if matter is None or not matter.code_digest:
        return None
    return matter if hmac.compare_digest(matter.code_digest, digest(matter.number, code)) else None


def visible(actor: ledger.Actor, function: str) -> QuerySet[Complaint]:
    """Return the matters on which ``actor`` may do ``function``, without those about the unit of the own hat.

    The topmost body handles what is about itself too: nobody stands above it here.
    """
    matters = within(Complaint.objects.all(), actor, function)
    own: Body | None = getattr(actor, "body", None)
    if own is None:
        return matters
    concerned = (
        Body.objects.filter(pk=OuterRef("about_id"), parent__isnull=False)
        .annotate(at=StrIndex(Value(own.path), F("path")))
        .filter(at=1)
    )
    return matters.exclude(Exists(concerned))


def to_triage(matters: QuerySet[Complaint]) -> QuerySet[Complaint]:
    """Return the matters that wait to be answered, explained or dispatched, the longest waiting first."""
    return matters.filter(state=State.RECEIVED).select_related("category", "about", "body").order_by("received_at")


def reopening_ends(matter: Complaint) -> dt.datetime | None:
    """Return until when the complainant may have the matter handled again, or None where it was not answered."""
    if matter.answered_at is None or matter.state not in {State.ANSWERED, State.INFORMED}:
        return None
    return due_by(policy.RULE_OF_REOPENING, matter.body, matter.answered_at)


def to_close(now: dt.datetime) -> QuerySet[Complaint]:
    """Return answered matters, the longest answered first; `reopening_ends` says whether their time is over."""
    return (
        Complaint.objects.filter(state__in=(State.ANSWERED, State.INFORMED), answered_at__lt=now)
        .select_related("body")
        .order_by("answered_at")
    )


def to_follow_up(now: dt.datetime) -> QuerySet[Complaint]:
    """Return handled matters of known complainants that nobody has planned to follow up."""
    return (
        Complaint.objects.filter(
            state__in=(State.ANSWERED, State.CLOSED),
            kind__in=(Kind.HELP, Kind.COMPLAINT, Kind.REPORT),
            answered_at__lte=now,
            order__isnull=False,
            follow_up__isnull=True,
            complainant__isnull=False,
        )
        .exclude(outer_system="import")
        .select_related("body")
        .order_by("answered_at")
    )


def openings(matter: Complaint) -> QuerySet[Event]:
    """Return each time somebody opened who brought the matter, and under which hat; the complainant sees this."""
    return history(matter).filter(verb="complaints.open_identity")


def waiting_messages(matters: QuerySet[Complaint]) -> QuerySet[Message]:
    """Return what complainants wrote that nobody has read yet."""
    return Message.objects.filter(complaint__in=matters, side=Side.COMPLAINANT, read_on__isnull=True).select_related(
        "complaint"
    )
