"""What waits for a hat among the task sheets."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhengyou.campaign.campaigns import rules
from zhengyou.campaign.campaigns.enums import (
    Answer,
    MeetingState,
    PointKind,
    ReportState,
    SheetState,
    SpreadState,
    State,
)
from zhengyou.campaign.campaigns.models import Campaign, Invitation, ReportPoint, Spread, TaskSheet
from zhengyou.campaign.campaigns.queries.checking import acceptors, entrusted_to
from zhengyou.kernel import clock
from zhengyou.records.ledger import Actor
from zhengyou.records.notices.worklist import Todo
from zhengyou.registry.access.queries import within
from zhengyou.registry.access.rules import may

MOST = 50
AHEAD = dt.timedelta(days=14)
"""Sheets due later than this do not crowd the queue yet."""


def waiting(actor: Actor) -> Iterable[Todo]:
    """Return the sheets that the own unit of ``actor`` has to hand in soon, and those handed in that wait for a check.

    What a unit passed down it checks itself. An office that leads many units sees what they owe on the progress board,
    not in its own queue.
    """
    today = clock.today()
    running = TaskSheet.objects.filter(duty__campaign__state=State.RUNNING).select_related("duty__campaign", "body")
    own = getattr(actor, "body", None)
    owed = within(running, actor, rules.SUBMIT).filter(
        body=own, state__in=(SheetState.OPEN, SheetState.RETURNED), due_on__lte=today + AHEAD
    )
    led = within(Campaign.objects.all(), actor, rules.CHECK).values("pk")
    passed = within(TaskSheet.objects.filter(body=own), actor, rules.SUBMIT).values("pk")
    elsewhere = acceptors()
    mine = entrusted_to(own) if own is not None and may(actor, rules.CHECK, own) else []
    here = Q(duty__campaign__in=led) & ~Q(body__in=list(elsewhere)) | Q(body__in=mine)
    to_check = running.filter(state=SheetState.SUBMITTED).filter(
        Q(passed_from__isnull=True) & here | Q(passed_from__in=passed)
    )
    for sheets, kind in ((owed, _("Hand in")), (to_check, _("Check the task sheet"))):
        for sheet in sheets.order_by("due_on")[:MOST]:
            left = (sheet.due_on - today).days
            yield Todo(
                title=sheet.duty.name,
                kind=kind,
                url=reverse("campaigns:sheet", args=[sheet.pk]),
                due=clock.midnight(sheet.due_on + dt.timedelta(days=1)) - dt.timedelta(minutes=1),
                colour="red" if left < 0 else "yellow" if left <= 3 else "blue",
                body=sheet.body.name,
            )


def invited(actor: Actor) -> Iterable[Todo]:
    """Return the receipts and practices the own unit owes, and what leaders are asked to decide."""
    own = getattr(actor, "body", None)
    receipts = Invitation.objects.filter(body=own, answer=Answer.ASKED, meeting__state=MeetingState.CALLED)
    for one in within(receipts.select_related("meeting", "body"), actor, rules.SUBMIT)[:MOST]:
        at = one.meeting.starts_at
        yield Todo(
            title=one.meeting.title, kind=_("Give the receipt"), url=reverse("campaigns:meeting-answer", args=[one.pk]),
            due=at, colour="red" if at < clock.now() else "yellow", body=one.body.name,
        )  # fmt: skip
    told = Spread.objects.filter(body=own, state=SpreadState.TOLD, point__campaign__state=State.RUNNING)
    for each in within(told.select_related("point__body", "body"), actor, rules.SUBMIT)[:MOST]:
        yield Todo(
            title=each.point.practice[:60], kind=_("Take a practice over"),
            url=reverse("campaigns:point", args=[each.point_id]), due=None, colour="blue", body=each.body.name,
        )  # fmt: skip
    asked = ReportPoint.objects.filter(kind=PointKind.WANTED, answer="", report__state=ReportState.ISSUED)
    led = within(Campaign.objects.all(), actor, rules.DECIDE).values("pk")
    for point in asked.filter(report__campaign__in=led).select_related("report__body")[:MOST]:
        yield Todo(
            title=point.text, kind=_("Give a decision"), url=reverse("campaigns:report", args=[point.report_id]), due=None,
            colour="yellow", body=point.report.body.name,
        )  # fmt: skip
