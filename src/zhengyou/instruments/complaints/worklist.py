"""What waits for a hat among the matters of the people."""

import datetime as dt
from collections.abc import Iterable, Iterator

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhengyou.instruments.complaints import queries, rules
from zhengyou.instruments.complaints.enums import (
    CheckState,
    InquiryState,
    ItemState,
    NeedState,
    OpeningState,
    Side,
    SupportState,
)
from zhengyou.instruments.complaints.models import (
    Box,
    BoxOpening,
    Complaint,
    FollowUp,
    Investigation,
    Message,
    Need,
    OpinionItem,
    RetaliationReport,
    StaffSupportCase,
)
from zhengyou.kernel import clock
from zhengyou.mechanisms.orders.machine import AT_WORK
from zhengyou.mechanisms.orders.models import Order
from zhengyou.mechanisms.orders.rules import ANSWER
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.queries import kind_of
from zhengyou.records.notices.worklist import Todo
from zhengyou.registry.access.queries import within
from zhengyou.registry.deadlines.models import Clock
from zhengyou.registry.deadlines.queries import colour_of

MOST = 50


def waiting(actor: Actor) -> Iterable[Todo]:
    """Return what ``actor`` must see to: matters, messages, reports, boxes, follow-ups, needs, items of opinion."""
    yield from _matters(actor)
    yield from _messages(actor)
    yield from _asked_units(actor)
    yield from _protection(actor)
    yield from _later(actor)
    yield from _boxes(actor)
    yield from _inquiries(actor)
    yield from _claimed(actor)


def _matters(actor: Actor) -> Iterator[Todo]:
    rows = list(queries.to_triage(queries.visible(actor, rules.TRIAGE))[:MOST])
    clocks = {
        one.subject_id: one
        for one in Clock.objects.filter(
            subject_kind=kind_of(Complaint), subject_id__in=[str(row.pk) for row in rows], finished_at__isnull=True
        )
    }
    for row in rows:
        running = clocks.get(str(row.pk))
        yield Todo(
            title=f"{row.number} {row.title}",
            kind=gettext_lazy("See to the matter"),
            url=reverse("complaints:detail", args=[row.pk]),
            due=running.due_at if running else None,
            colour=str(colour_of(running)) if running else "",
            body=row.body.name,
        )


def _messages(actor: Actor) -> Iterator[Todo]:
    for message in queries.waiting_messages(queries.visible(actor, rules.TRIAGE)).select_related("complaint__body")[
        :MOST
    ]:
        yield Todo(
            title=message.complaint.number,
            kind=gettext_lazy("Message from the complainant"),
            url=reverse("complaints:detail", args=[message.complaint_id]),
            body=message.complaint.body.name,
        )


def _asked_units(actor: Actor) -> Iterator[Todo]:
    """Yield what complainants wrote to the unit that handles their order: no number, no name."""
    orders = within(Order.objects.select_related("body"), actor, ANSWER)
    unread = Message.objects.filter(side=Side.COMPLAINANT, read_on__isnull=True).values("complaint__order")
    for order in orders.filter(pk__in=unread, state__in=AT_WORK)[:MOST]:
        yield Todo(
            title=f"{order.number} {order.title}",
            kind=gettext_lazy("Message from the complainant"),
            url=reverse("complaints:talk", args=[order.pk]),
            body=order.body.name,
        )


def _protection(actor: Actor) -> Iterator[Todo]:
    reports = within(RetaliationReport.objects.filter(settled_on__isnull=True), actor, rules.PROTECT)
    for report in reports.select_related("complaint", "body")[:MOST]:
        yield Todo(
            title=report.complaint.number,
            kind=gettext_lazy("Report of retaliation"),
            url=reverse("complaints:retaliation"),
            colour="red",
            body=report.body.name,
        )
    cases = within(StaffSupportCase.objects.exclude(state=SupportState.SETTLED), actor, rules.SUPPORT)
    for case in cases.select_related("body")[:MOST]:
        yield Todo(
            title=f"{case.number} {case.get_kind_display()}",
            kind=gettext_lazy("Support a member of staff"),
            url=reverse("complaints:care-case", args=[case.pk]),
            body=case.body.name,
        )


def _later(actor: Actor) -> Iterator[Todo]:
    today = clock.today()
    due = FollowUp.objects.exclude(state=CheckState.DONE).filter(due_on__lte=today)
    for follow in within(due, actor, rules.FOLLOW_UP).select_related("complaint__body")[:MOST]:
        yield Todo(
            title=f"{follow.complaint.number} {follow.complaint.title}",
            kind=gettext_lazy("Follow up"),
            url=reverse("complaints:follow-up", args=[follow.pk]),
            due=clock.midnight(follow.due_on),
            body=follow.complaint.body.name,
        )
    items = within(OpinionItem.objects.filter(state=ItemState.ANSWERED), actor, rules.OPINIONS)
    for item in items.select_related("body")[:MOST]:
        yield Todo(
            title=item.title,
            kind=gettext_lazy("Close the item of opinion"),
            url=reverse("complaints:item", args=[item.pk]),
            body=item.body.name,
        )


def _boxes(actor: Actor) -> Iterator[Todo]:
    boxes: QuerySet[Box] = within(Box.objects.filter(removed_on__isnull=True), actor, rules.OPEN_BOX)
    for box in boxes.select_related("body"):
        due = box.opened_on + dt.timedelta(days=box.every_days)
        if due <= clock.today():
            yield Todo(
                title=box.title, kind=gettext_lazy("Open the opinion box"), url=reverse("complaints:open-box", args=[box.pk]),
                due=clock.midnight(due), body=box.body.name,
            )  # fmt: skip
    openings = within(BoxOpening.objects.exclude(state=OpeningState.ENTERED), actor, rules.OPEN_BOX)
    mine = str(getattr(actor, "person", ""))
    for opening in openings.select_related("box__body")[:MOST]:
        if opening.state == OpeningState.OPENED and opening.first_id == mine:
            continue
        confirm = opening.state == OpeningState.OPENED
        yield Todo(
            title=str(opening),
            kind=gettext_lazy("Confirm the opening") if confirm else gettext_lazy("Enter the slips"),
            url=reverse("complaints:opening", args=[opening.pk]),
            body=opening.box.body.name,
        )


def _inquiries(actor: Actor) -> Iterator[Todo]:
    states = (InquiryState.OPENED, InquiryState.INVESTIGATING)
    inquiries = within(Investigation.objects.filter(state__in=states), actor, rules.INVESTIGATE)
    own = getattr(actor, "body", None)
    for inquiry in inquiries.select_related("body", "about")[:MOST]:
        if inquiry.about is not None and own is not None and own.path.startswith(inquiry.about.path):
            continue
        yield Todo(
            title=_("Investigation of a report"),
            kind=gettext_lazy("Investigate"),
            url=reverse("complaints:inquiry", args=[inquiry.pk]),
            body=inquiry.body.name,
        )
    told = Investigation.objects.filter(
        state=InquiryState.CONCLUDED, complaint__in=queries.visible(actor, rules.TRIAGE)
    )
    for inquiry in told.select_related("complaint", "body")[:MOST]:
        yield Todo(
            title=inquiry.complaint.number,
            kind=gettext_lazy("Tell the reporter"),
            url=reverse("complaints:detail", args=[inquiry.complaint_id]),
            body=inquiry.body.name,
        )


def _claimed(actor: Actor) -> Iterator[Todo]:
    own = getattr(actor, "body", None)
    if own is None or not getattr(actor, "holds", lambda _name: False)(rules.NEEDS):
        return
    claimed = Need.objects.filter(state=NeedState.CLAIMED, claimed_by__path__startswith=own.path)
    for need in claimed.select_related("claimed_by").order_by(F("due_on").asc())[:MOST]:
        yield Todo(
            title=need.title,
            kind=gettext_lazy("Meet the claimed need"),
            url=reverse("complaints:need", args=[need.pk]),
            due=clock.midnight(need.due_on) if need.due_on else None,
            body=need.claimed_by.name if need.claimed_by else "",
        )
